"""Where a person can go from every page, by role, and how the page is to look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject, cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from channels.keepers import KEEPERS
from content.models import Office, Post, Role
from content.models.post import Status
from content.scope import Grant, Scope
from content.workflow import DESK
from scheduler import needs
from scheduler.models import Notice
from web.alarms import Alarm, standing
from web.appearance import chosen_theme

EVERYONE = frozenset(Role)
DECIDERS = frozenset({Role.EDITOR, Role.MODERATOR, Role.PUBLISHER, Role.AUDITOR})
MAKERS = frozenset({Role.WRITER, Role.EDITOR, Role.MODERATOR, Role.PUBLISHER})
TABS = 4
DEFAULT_ZONE = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu. The lower ``tab``, the sooner it is in a phone's tab bar.

    ``centre``: only for those who have the role at the office above all others.
    """

    name: str
    label: str | Promise
    icon: str
    roles: frozenset[Role] = EVERYONE
    tab: int = 9
    centre: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    name: str
    label: str | Promise
    icon: str
    url: str
    tab: int
    active: bool = False
    count: int = 0


PLACES = (
    Place("home", _("Beranda"), "home", tab=1),
    Place("composer:choose", _("Tulis"), "pencil-plus", MAKERS, tab=3),
    Place("composer:posts", _("Kiriman"), "files", tab=5),
    Place("scheduler:queue", _("Moderasi"), "checklist", DECIDERS, tab=2),
    Place("scheduler:calendar", _("Kalender"), "calendar-month", tab=4),
    Place("scheduler:deliveries", _("Pengantaran"), "send", tab=6),
    Place("scheduler:notices", _("Pemberitahuan"), "bell", tab=7),
    Place("awareness", _("Gaung"), "chart-bar", tab=8),
    Place(
        "scheduler:accounts",
        _("Akun"),
        "plug-connected",
        KEEPERS | {Role.AUDITOR},
    ),
    Place("channels:practice", _("Papan latihan"), "notes"),
    Place("offices", pgettext_lazy("daftar", "Kantor"), "building-community"),
    Place(
        "scheduler:machine",
        _("Mesin"),
        "engine",
        frozenset({Role.ADMINISTRATOR}),
        centre=True,
    ),
    Place("newsroom:front", _("Ruang berita"), "news"),
)


def undecided(scope: Scope) -> int:
    return Post.objects.filter(scope.reach(DESK), status=Status.SUBMITTED).count()


def in_need(scope: Scope) -> int:
    """A number asks to be worked off: only of those who can, as on the home page."""
    return needs.own(scope).count()


def unread(scope: Scope) -> int:
    return Notice.objects.unread_by(scope).count()


# Numbers beside an entry, for the places that have one.
COUNTS: dict[str, Callable[[Scope], int]] = {
    "scheduler:queue": undecided,
    "scheduler:deliveries": in_need,
    "scheduler:notices": unread,
}


def address_of(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def open_places(grants: Sequence[Grant]) -> list[tuple[Place, str]]:
    held = frozenset(grant.role for grant in grants)
    at_the_top = frozenset(grant.role for grant in grants if grant.path.count("/") == 1)
    open_ = (place for place in PLACES if place.roles & (at_the_top if place.centre else held))
    addressed = ((place, address_of(place.name)) for place in open_)
    return [(place, url) for place, url in addressed if url is not None]


def current_url(urls: Iterable[str], path: str) -> str | None:
    """The menu address a path belongs to: the longest that it begins with; the root only itself."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default=None)


def build(scope: Scope, path: str) -> list[NavItem]:
    places = open_places(scope.grants)
    current = current_url((url for _, url in places), path)
    return [
        NavItem(
            name=place.name,
            label=place.label,
            icon=place.icon,
            url=url,
            tab=place.tab,
            active=url == current,
            count=COUNTS[place.name](scope) if place.name in COUNTS else 0,
        )
        for place, url in places
    ]


def split(items: list[NavItem]) -> tuple[list[NavItem], list[NavItem]]:
    """What a phone shows in its tab bar, and what waits behind "Lainnya"."""
    first = sorted(items, key=lambda item: item.tab)[:TABS]
    return first, [item for item in items if item not in first]


def person_line(scope: Scope, office: Office | None) -> str:
    """What this person is here: the first task with its office, and how many more there are."""
    held = [grant for grant in scope.grants if office is not None and grant.office_id == office.pk]
    if office is None or not held:
        return gettext("Belum ada penugasan")
    line = f"{held[0].role.label} · {office.short_name}"
    others = len(scope.grants) - 1
    return f"{line} +{others}" if others else line


class Menu:
    """Built when a page first draws it: fragments answer htmx without asking the database."""

    def __init__(self, scope: Scope, path: str) -> None:
        self.scope = scope
        self.path = path

    @cached_property
    def office(self) -> Office | None:
        return Office.objects.filter(pk__in=filter(None, [self.scope.home_office_id()])).first()

    @cached_property
    def items(self) -> list[NavItem]:
        return build(self.scope, self.path)

    @cached_property
    def tabs(self) -> tuple[list[NavItem], list[NavItem]]:
        return split(self.items)

    @cached_property
    def line(self) -> str:
        return person_line(self.scope, self.office)

    @cached_property
    def unread(self) -> int:
        return sum(item.count for item in self.items if item.name == "scheduler:notices")

    @cached_property
    def alarms(self) -> list[Alarm]:
        return standing(self.scope, self.office.zone if self.office else DEFAULT_ZONE)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``nav``, ``tabs``, ``more``, ``person_line``, ``alarms``, ``theme``."""
    look = {"theme": chosen_theme(request)}
    user = getattr(request, "user", AnonymousUser())
    scope = getattr(request, "scope", None)
    if not user.is_authenticated or scope is None:
        return look
    menu = Menu(scope, request.path)
    return look | {
        "nav": SimpleLazyObject(lambda: menu.items),
        "tabs": SimpleLazyObject(lambda: menu.tabs[0]),
        "more": SimpleLazyObject(lambda: menu.tabs[1]),
        "person_line": SimpleLazyObject(lambda: menu.line),
        "unread_notices": SimpleLazyObject(lambda: menu.unread),
        "alarms": SimpleLazyObject(lambda: menu.alarms),
    }
