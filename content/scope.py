"""What one person may do and see at one moment. Read once per request; every query starts here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from content.models.office import Office
from content.models.person import WIDE_ROLES, Membership, Person, Role

NOTHING = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    office_id: int
    path: str

    def covers(self, office: Office) -> bool:
        if self.role in WIDE_ROLES:
            return office.path.startswith(self.path)
        return office.pk == self.office_id

    def condition(self, prefix: str) -> Q:
        if self.role in WIDE_ROLES:
            return Q(**{f"{prefix}path__startswith": self.path})
        return Q(**{f"{prefix}id": self.office_id})


@dataclass(frozen=True, slots=True)
class Scope:
    person: Person
    grants: tuple[Grant, ...]

    @classmethod
    def of(cls, person: Person, at: datetime) -> Scope:
        current = Membership.objects.current(at).filter(person=person).select_related("office")
        return cls(person, tuple(Grant(Role(m.role), m.office_id, m.office.path) for m in current))

    def may(self, roles: Iterable[Role], office: Office) -> bool:
        wanted = frozenset(roles)
        return any(grant.role in wanted and grant.covers(office) for grant in self.grants)

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles anywhere."""
        return any(grant.role in roles for grant in self.grants)

    def reach(self, roles: Iterable[Role] = Role, *, prefix: str = "office__") -> Q:
        """The offices these roles reach, as a condition on a relation named ``prefix``."""
        wanted = frozenset(roles)
        parts = {g.condition(prefix) for g in self.grants if g.role in wanted}
        return reduce(or_, parts, NOTHING) if parts else NOTHING

    def below(self, *, prefix: str = "office__") -> Q:
        """This person's offices and all below them, whatever the role: what can be echoed."""
        parts = {Q(**{f"{prefix}path__startswith": g.path}) for g in self.grants}
        return reduce(or_, parts, NOTHING) if parts else NOTHING

    def home_office_id(self) -> int | None:
        """The office a person writes for first: where he is penyusun, else any."""
        order = sorted(self.grants, key=lambda g: (g.role is not Role.WRITER, len(g.path)))
        return order[0].office_id if order else None
