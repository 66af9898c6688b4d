"""Who is told of what, as of now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from channels.keepers import KEEPERS
from content.models import Membership, Person, Role
from content.models.person import WIDE_ROLES
from content.workflow import PUBLISHERS
from scheduler.models import OF_LOGINS, Cause

HEARING = PUBLISHERS | KEEPERS


@dataclass(frozen=True, slots=True)
class News:
    """One line that may be written about. ``path``: of the office; ``author``: of its post;
    ``stands``: nobody has dealt with it."""

    line: int
    at: datetime
    cause: Cause
    path: str
    author: int | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Hearer:
    """One person, with the roles he has and the offices he has them at."""

    person: int
    zone: str
    paths: tuple[tuple[Role, str], ...] = ()

    def hears(self, news: News) -> bool:
        """Those who may act; for a login those who can mend it. Of a refusal its author,
        also when somebody was quicker."""
        if news.cause is Cause.REFUSED and news.author == self.person:
            return True
        if not news.stands:
            return False
        wanted = HEARING if news.cause in OF_LOGINS else PUBLISHERS
        return any(role in wanted and _covers(role, path, news.path) for role, path in self.paths)


def _covers(role: Role, path: str, news: str) -> bool:
    return news.startswith(path) if role in WIDE_ROLES else news == path


def acting(now: datetime) -> list[Hearer]:
    """Everybody who may act somewhere."""
    paths: dict[int, list[tuple[Role, str]]] = {}
    zones: dict[int, str] = {}
    tasks = Membership.objects.current(now).filter(role__in=HEARING).order_by("office__path")
    for person, role, path, zone in tasks.values_list(
        "person_id", "role", "office__path", "office__zone"
    ):
        paths.setdefault(person, []).append((Role(role), path))
        zones.setdefault(person, zone)
    return [Hearer(person, zones[person], tuple(held)) for person, held in paths.items()]


def writing(authors: Iterable[int], zone: str) -> list[Hearer]:
    """These authors, who hear of their own posts only. ``zone``: of the desk."""
    active = Person.objects.filter(pk__in=list(authors), is_active=True)
    return [Hearer(person, zone) for person in active.values_list("pk", flat=True)]
