"""What the centre's administrators do to the list of holidays. Everything is written down."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Event, Office, Person, Role
from content.moments import say_date
from content.refusals import Refusal
from content.scope import Scope
from scheduler import timing
from scheduler.models import Holiday
from scheduler.recurring import days_off, saying

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
LONGEST_NAME = 120


class NotAnAdministrator(Refusal):
    """Ask the administrator of the centre."""

    def __init__(self) -> None:
        super().__init__(_("Hanya administrator pusat yang dapat mengubah hari libur."))


class NameMissing(Refusal):
    """Say what it is called."""

    def __init__(self) -> None:
        super().__init__(_("Tuliskan nama hari liburnya."))


class NoSuchDay(Refusal):
    """Type the date again."""

    def __init__(self) -> None:
        super().__init__(_("Isi tanggalnya, misalnya 7 Desember 2026."))


def may_edit(scope: Scope) -> bool:
    """Holidays are the same for all, so they are the centre's."""
    centres = Office.objects.filter(parent=None)
    return any(scope.may(ADMINISTRATORS, centre) for centre in centres)


def read_day(text: str) -> date:
    try:
        return timing.read_day(text)
    except ValueError:
        raise NoSuchDay from None


@transaction.atomic
def put(
    day: date,
    name: str,
    *,
    shared_leave: bool,
    by: Person,
    at: datetime,
    instead_of: date | None = None,
) -> None:
    """A holiday of this name on this day; ``instead_of``: moved from there."""
    _allow(by, at)
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise NameMissing
    if instead_of is not None and instead_of != day:
        _clear(instead_of, by, at)
    Holiday.objects.update_or_create(
        day=day, defaults={"name": name, "shared_leave": shared_leave, "by": by, "at": at}
    )
    _note(day, saying.holiday_words(days_off.reader()(day)), by, at)


@transaction.atomic
def remove(day: date, *, by: Person, at: datetime) -> None:
    """This day is no holiday."""
    _allow(by, at)
    _clear(day, by, at)
    _note(day, _("bukan hari libur"), by, at)


@transaction.atomic
def as_published(day: date, *, by: Person, at: datetime) -> None:
    """Take back what was said of a day: the calendar package counts again."""
    _allow(by, at)
    Holiday.objects.filter(day=day).delete()
    said = saying.holiday_words(days_off.reader()(day)) or _("bukan hari libur")
    _note(day, said, by, at)


def _clear(day: date, by: Person, at: datetime) -> None:
    """A day the package does not know needs no row to be none."""
    if day in days_off.published(day.year):
        Holiday.objects.update_or_create(
            day=day, defaults={"name": "", "shared_leave": False, "by": by, "at": at}
        )
    else:
        Holiday.objects.filter(day=day).delete()


def _allow(by: Person, at: datetime) -> None:
    if not may_edit(Scope.of(by, at)):
        raise NotAnAdministrator


def _note(day: date, said: str, by: Person, at: datetime) -> None:
    centre = Office.objects.filter(parent=None).first()
    Event.objects.create(
        kind="holiday.said", office=centre, by=by, at=at, note=f"{say_date(day)}: {said}"
    )
