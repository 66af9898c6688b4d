"""Calendar rules over days: RFC 5545, read by python-dateutil. Pure.

The grid is days of the office's own calendar; hours and zones come later (``times.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrule, rrulestr


def grid(rule: str, first: date, start: date, end: date) -> list[date]:
    """The days of the rule that begins on ``first``, from ``start`` to ``end``, both included."""
    found = _read(rule, first).between(_midnight(start), _midnight(end), inc=True)
    return [each.date() for each in found]


def following(rule: str, first: date, start: date, most: int) -> list[date]:
    """Its days from ``start`` on, not more than ``most``."""
    return list(islice(_from(rule, first, start), most))


def _from(rule: str, first: date, start: date) -> Iterator[date]:
    return (each.date() for each in _read(rule, first).xafter(_midnight(start), inc=True))


def _read(rule: str, first: date) -> rrule:
    read = rrulestr(rule, dtstart=_midnight(first))
    if not isinstance(read, rrule):
        raise TypeError(f"not one rule: {rule!r}")
    return read


def _midnight(day: date) -> datetime:
    """Days have no zone: dateutil reckons with the midnights of nowhere."""
    return datetime.combine(day, time())


def days(start: date, end: date) -> Iterator[date]:
    """Every day from ``start`` to ``end``, both included."""
    return (start + timedelta(days=n) for n in range((end - start).days + 1))
