"""Dates of feeds. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 80
OURS = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}
ZONE = re.compile(r"\b(WIB|WITA|WIT)\b", re.IGNORECASE)


def when(text: str) -> datetime | None:
    """The instant in UTC, or None where the text does not say in which zone it is meant."""
    text = ZONE.sub(lambda match: OURS[match[1].upper()], text[:LONGEST].strip())
    moment = _iso(text) or _rfc822(text)
    if moment is None or moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or last day there is
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace(" +", "+"))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
