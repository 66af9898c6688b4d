"""How long a server asks us to wait. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The wish in ``Retry-After``, at most a day; None where it cannot be understood.

    A date is measured from the answer's own ``Date``, so the server's clock may be wrong.
    """
    wish = headers.get("retry-after", "").strip()
    if wish.isascii() and wish.isdigit():
        return min(timedelta(seconds=int(wish[:9])), LONGEST)
    until, now = _date(wish), said_at(headers)
    if until is None or now is None or (until.tzinfo is None) != (now.tzinfo is None):
        return None
    return min(max(until - now, timedelta(0)), LONGEST)


def said_at(headers: Mapping[str, str]) -> datetime | None:
    """The answer's own ``Date``."""
    return _date(headers.get("date", ""))


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
