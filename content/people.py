"""People and their tasks: adding, giving, ending.

An administrator acts on one's own office and those below, and never on oneself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from content.models import Event, Membership, Office, Person, Role
from content.refusals import Refusal
from content.scope import Scope

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class NotBelowYou(Refusal):
    """Ask an administrator whose office lies higher."""

    def __init__(self) -> None:
        super().__init__(
            _("Orang ini juga bertugas di luar wewenang Anda. Mintalah administrator di atas Anda.")
        )


class NotYourOffice(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Kantor ini di luar wewenang Anda sebagai administrator."))


class NotYourself(Refusal):
    """Nobody gives or takes away his own rights."""

    def __init__(self) -> None:
        super().__init__(_("Penugasan Anda sendiri hanya bisa diubah oleh administrator lain."))


class HasItAlready(Refusal):
    def __init__(self, person: Person) -> None:
        super().__init__(
            _("%(name)s sudah memegang peran ini di kantor itu pada waktu tersebut.")
            % {"name": person.name}
        )


class AddressTaken(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Surel ini sudah dipakai orang lain."))


class EndsTooEarly(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Waktu berakhir harus sesudah waktu mulai."))


@dataclass(frozen=True, slots=True)
class Task:
    """A role at an office, from and until; None is without bound."""

    office: Office
    role: Role
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def visible_to(scope: Scope) -> QuerySet[Person]:
    """Everybody who has or had a task where this person is administrator or auditor."""
    reach = scope.reach({*ADMINISTRATORS, Role.AUDITOR}, prefix="office__")
    tasks = Membership.objects.filter(reach)
    return Person.objects.filter(pk__in=tasks.values("person"))


def administers(scope: Scope, person: Person, at: datetime) -> bool:
    """Whether all this person may do lies within the administrator's reach.

    Else whoever keeps one small office could take over a person of the centre.
    """
    if scope.person.pk == person.pk:
        return False
    tasks = person.memberships.filter(_not_over(at)).select_related("office")
    offices = [task.office for task in tasks]
    if not offices:  # nothing now: whoever kept the last task keeps the person
        offices = [task.office for task in person.memberships.select_related("office")]
    return bool(offices) and all(scope.may(ADMINISTRATORS, office) for office in offices)


@transaction.atomic
def add(name: str, email: str, task: Task, *, by: Person, at: datetime) -> tuple[Person, bool]:
    """Somebody with a first task; True where the person is new to Gema. Raises a Refusal.

    The address may be known already: then that person gets the task and nothing else changes.
    """
    scope = Scope.of(by, at)
    if not scope.may(ADMINISTRATORS, task.office):
        raise NotYourOffice
    person = Person.objects.filter(email__iexact=email).first()
    is_new = person is None
    if person is None:
        person = Person.objects.create_user(email=email, name=name)
        _note("person.added", task.office, person, by, at)
    give(person, task, by=by, at=at)
    return person, is_new


@transaction.atomic
def give(person: Person, task: Task, *, by: Person, at: datetime) -> Membership:
    """Raises a Refusal."""
    if not Scope.of(by, at).may(ADMINISTRATORS, task.office):
        raise NotYourOffice
    if person.pk == by.pk:
        raise NotYourself
    if task.starts_at and task.ends_at and task.ends_at <= task.starts_at:
        raise EndsTooEarly
    if _held(person, task).exists():
        raise HasItAlready(person)
    given = Membership.objects.create(
        person=person,
        office=task.office,
        role=task.role,
        starts_at=task.starts_at,
        ends_at=task.ends_at,
    )
    _note("membership.given", task.office, person, by, at, given)
    return given


@transaction.atomic
def end(task: Membership, *, by: Person, at: datetime) -> None:
    """End a task now. One that has not begun gets a past without a length."""
    if not Scope.of(by, at).may(ADMINISTRATORS, task.office):
        raise NotYourOffice
    if task.person_id == by.pk:
        raise NotYourself
    begun = task.starts_at is None or task.starts_at < at
    starts = task.starts_at if begun else at - timedelta(microseconds=1)
    ended = Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), pk=task.pk)
    if ended.update(starts_at=starts, ends_at=at):
        _note("membership.ended", task.office, task.person, by, at, task)


@transaction.atomic
def correct(person: Person, name: str, email: str, *, by: Person, at: datetime) -> bool:
    """Another name or address for somebody; False where nothing differs. Raises a Refusal."""
    _check_all(person, by, at)
    email = email.lower()
    if (person.name, person.email) == (name, email):
        return False
    if Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise AddressTaken
    person.name, person.email = name, email
    person.save(update_fields=["name", "email"])
    _note("person.changed", _home(person), person, by, at)
    return True


@transaction.atomic
def deactivate(person: Person, *, by: Person, at: datetime) -> None:
    """Nobody signs in as this person any more, and who is signed in is out."""
    _check_all(person, by, at)
    # Without its password every session of this person ends, for good.
    person.set_unusable_password()
    person.is_active = False
    person.save(update_fields=["password", "is_active"])
    _note("person.deactivated", _home(person), person, by, at)


@transaction.atomic
def activate(person: Person, *, by: Person, at: datetime) -> None:
    _check_all(person, by, at)
    person.is_active = True
    person.save(update_fields=["is_active"])
    _note("person.activated", _home(person), person, by, at)


def _check_all(person: Person, by: Person, at: datetime) -> None:
    if person.pk == by.pk:
        raise NotYourself
    if not administers(Scope.of(by, at), person, at):
        raise NotBelowYou


def _not_over(at: datetime) -> Q:
    return Q(ends_at=None) | Q(ends_at__gt=at)


def _held(person: Person, task: Task) -> QuerySet[Membership]:
    """Tasks of the same kind that overlap this one."""
    same = Membership.objects.filter(person=person, office=task.office, role=task.role)
    if task.starts_at:
        same = same.filter(Q(ends_at=None) | Q(ends_at__gt=task.starts_at))
    if task.ends_at:
        same = same.filter(Q(starts_at=None) | Q(starts_at__lt=task.ends_at))
    return same


def _home(person: Person) -> Office | None:
    task = person.memberships.select_related("office").order_by("office__path").first()
    return task.office if task else None


def _note(
    kind: str,
    office: Office | None,
    person: Person,
    by: Person,
    at: datetime,
    task: Membership | None = None,
) -> None:
    data = {"person": person.pk, "name": person.name}
    if task is not None:
        data |= {"role": task.role, "membership": task.pk}
    Event.objects.create(kind=kind, office=office, by=by, at=at, data=data)
