"""A rule as a person types it into the form: read, or drawn again as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time

from django.http import QueryDict
from django.utils.translation import gettext as _

from scheduler import timing
from scheduler.models import Mode, Policy, Series
from scheduler.recurring.refusals import WrongRule
from scheduler.recurring.shape import Every, Shape
from scheduler.recurring.shape import read as shape_of
from scheduler.recurring.steer import Wish

MOST_TIMES = 500
LONGEST_INTERVAL = 26
NTHS = (1, 2, 3, 4, -1)
FOREVER, UNTIL, COUNT = "terus", "sampai", "kali"


@dataclass(frozen=True, slots=True)
class Fields:
    """What the form shows, as texts."""

    every: str = Every.WEEK
    interval: str = "1"
    weekdays: tuple[str, ...] = ()
    day: str = "1"
    nth: str = "1"
    weekday: str = "0"
    first: str = ""
    clock: str = "08:00"
    mode: str = Mode.TOGETHER
    policy: str = Policy.BEFORE
    end: str = FOREVER
    until: str = ""
    count: str = ""


def new(today: date) -> Fields:
    """Every week on today's weekday."""
    day = str(today.weekday())
    return Fields(
        weekdays=(day,), weekday=day, day=str(today.day), first=today.isoformat(), count="10"
    )


def sent(form: QueryDict) -> Fields:
    names = [name for name in Fields.__slots__ if name != "weekdays"]
    said = {name: str(form[name]) for name in names if name in form}
    return replace(Fields(), **said, weekdays=tuple(form.getlist("weekdays")))


def of(series: Series, today: date) -> Fields:
    """A series that goes on, as a form to change it: from today on."""
    shape = shape_of(series.rule)
    weekday = str(shape.weekdays[0]) if shape.weekdays else "0"
    return Fields(
        every=shape.every,
        interval=str(shape.interval),
        weekdays=tuple(str(n) for n in shape.weekdays) if shape.every is Every.WEEK else (),
        day=str(shape.day),
        nth=str(shape.nth),
        weekday=weekday,
        # Every second week goes on counting from the same week.
        first=(series.first if shape.interval > 1 else max(series.first, today)).isoformat(),
        clock=f"{series.clock:%H:%M}",
        mode=series.mode,
        policy=series.policy,
        end=UNTIL if shape.until else FOREVER,
        until=shape.until.isoformat() if shape.until else "",
        count=str(shape.count or 10),
    )


def wish(fields: Fields) -> Wish:
    """Raises WrongRule with the sentence for the first field that cannot be read."""
    shape = _shape(fields)
    policy = Policy(fields.policy) if fields.policy in Policy.values else Policy.AS_USUAL
    if shape.every is Every.LAST_WORKDAY and policy is Policy.AS_USUAL:
        policy = Policy.BEFORE  # a holiday is no working day
    return Wish(
        shape=shape,
        first=_day(fields.first, "first"),
        clock=_clock(fields.clock),
        mode=Mode(fields.mode) if fields.mode in Mode.values else Mode.TOGETHER,
        policy=policy,
    )


def _shape(fields: Fields) -> Shape:
    every = Every(fields.every) if fields.every in list(Every) else Every.WEEK
    until, count = None, None
    if fields.end == UNTIL:
        until = _day(fields.until, "until")
    elif fields.end == COUNT:
        count = _number(fields.count, range(1, MOST_TIMES + 1), "count")
    plain = Shape(
        every,
        interval=_number(fields.interval, range(1, LONGEST_INTERVAL + 1), "interval"),
        until=until,
        count=count,
    )
    return SHAPES[every](plain, fields)


def _weekly(plain: Shape, fields: Fields) -> Shape:
    days = sorted({int(day) for day in fields.weekdays if day in WEEKDAYS})
    if not days:
        raise WrongRule("weekdays", _("Pilih setidaknya satu hari dalam sepekan."))
    return replace(plain, weekdays=tuple(days))


def _by_date(plain: Shape, fields: Fields) -> Shape:
    return replace(plain, day=_number(fields.day, range(1, 32), "day"))


def _by_weekday(plain: Shape, fields: Fields) -> Shape:
    if fields.weekday not in WEEKDAYS or fields.nth not in map(str, NTHS):
        raise WrongRule("nth", _("Pilih hari keberapa dalam sebulan."))
    return replace(plain, weekdays=(int(fields.weekday),), nth=int(fields.nth))


WEEKDAYS = tuple("0123456")
SHAPES: dict[Every, Callable[[Shape, Fields], Shape]] = {
    Every.WEEK: _weekly,
    Every.DATE: _by_date,
    Every.WEEKDAY: _by_weekday,
    Every.LAST_WORKDAY: lambda plain, fields: plain,
}


def _number(text: str, allowed: range, field: str) -> int:
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) in allowed:
        return int(typed)
    raise WrongRule(
        field,
        _("Isi angka dari %(least)d sampai %(most)d.") % {"least": allowed[0], "most": allowed[-1]},
    )


def _day(text: str, field: str) -> date:
    try:
        return timing.read_day(text)
    except ValueError:
        raise WrongRule(field, _("Isi tanggalnya, misalnya 7 Desember 2026.")) from None


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise WrongRule("clock", _("Isi jamnya, misalnya 08.00.")) from None
