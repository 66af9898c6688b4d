"""What time it is elsewhere: the ``Date`` of any answer. Nothing is sent but the question."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from channels.base import NotSent, Reason
from channels.http import Wire


def read_date(address: str, wire: Wire) -> datetime:
    """The clock of the server at this address, to the second. Raises a ``DeliveryError``."""
    session = wire.session(None)
    answer = session.ask(lambda: session.head(f"{address}/"), repeatable=True)
    # Kept by a cache on the way, it is as old as the cache likes.
    if answer.headers.get("age", "0") != "0":
        raise NotSent(Reason.UNREADABLE_ANSWER, "the answer came from a cache")
    try:
        said = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise NotSent(Reason.UNREADABLE_ANSWER, "no date in the answer") from error
    return said if said.tzinfo is not None else said.replace(tzinfo=UTC)
