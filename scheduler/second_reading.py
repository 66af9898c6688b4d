"""Clocks that are not this machine's: whoever agrees with ours ends a doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from channels.base import DeliveryError
from channels.date_header import read_date
from channels.http import Wire
from scheduler.timewatch import TimeWatch, agree

# A slow answer is an old one; and a person may be waiting.
PATIENCE = timedelta(seconds=5)
ELSEWHERE = """
SELECT CASE WHEN inet_server_addr() IS DISTINCT FROM inet_client_addr()
            THEN clock_timestamp() END
"""


class NoReading(Exception):
    """This clock cannot be read now, or is our own. Ask the next one."""


@dataclass(frozen=True, slots=True)
class Source:
    """``read`` raises ``NoReading``."""

    name: str
    read: Callable[[], datetime]


def is_there_another() -> bool:
    """Whether any other clock can be asked. A database on this machine is none, but who knows."""
    return bool(settings.GEMA.engine.time_sources) or connection.vendor == "postgresql"


def sources() -> Sequence[Source]:
    """The database, if it is on another machine, and the addresses of the settings."""
    asked = [_server(address) for address in settings.GEMA.engine.time_sources]
    return [Source("database", database_time), *asked]


def compare(watch: TimeWatch, sources: Sequence[Source]) -> None:
    """Where nothing says whether our clock is right: the first that tells the time agrees with it,
    or ours is in doubt. Where none does, ours is all there is."""
    for source in sources:
        try:
            said = source.read()
        except NoReading:
            continue
        wall = watch.read().wall
        if not agree(said, wall):
            watch.distrust(wall - said)
        return


def database_time() -> datetime:
    if connection.vendor != "postgresql":
        raise NoReading
    try:
        with connection.cursor() as cursor:
            cursor.execute(ELSEWHERE)
            said: datetime | None = cursor.fetchone()[0]
    except DatabaseError as error:
        raise NoReading("the database is away") from error
    if said is None:
        raise NoReading
    return said


def _server(address: str) -> Source:
    wire = Wire(now=timezone.now, timeout=PATIENCE, bases=settings.GEMA.outbound.bases)

    def read() -> datetime:
        try:
            return read_date(address, wire)
        except DeliveryError as error:
            raise NoReading(error.detail) from error
        except (OSError, ValueError, ArithmeticError) as error:
            # Whatever an address or an answer of a stranger does to a parser.
            raise NoReading(type(error).__name__) from error

    return Source(address.partition("://")[2], read)
