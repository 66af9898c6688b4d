"""Kinds of parts of an address. Importing this makes them known to Django, once."""

from __future__ import annotations

from datetime import date

from django.urls import register_converter

from scheduler import timing


class DayConverter:
    """2026-12-25; what is no day of a year we plan for is an address that fits nothing."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return timing.read_day(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")
