"""Before anything starts: does this machine know what time it is, here and in the three zones?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from web.config import WrongSetting

# An instant and what the clocks show then. Keppres 41/1987; none of the zones has summer time.
PROBE = datetime(2026, 12, 7, 0, 0, tzinfo=UTC)
SHOWN = {"Asia/Jakarta": 7, "Asia/Pontianak": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9, "UTC": 0}
# This version did not exist before; a clock that says so is wrong.
MADE = datetime(2026, 11, 1, tzinfo=UTC)
FAR = datetime(2046, 1, 1, tzinfo=UTC)
TOLERANCE = timedelta(minutes=1)
# Between machines: whoever is ahead sends too early by as much.
BETWEEN_MACHINES = timedelta(seconds=5)


class WrongTime(WrongSetting):
    """The clock or the zone data cannot be trusted, so nothing is scheduled by them."""


def check_zones() -> None:
    for name, hour in SHOWN.items():
        try:
            shown = PROBE.astimezone(ZoneInfo(name)).hour
        except ZoneInfoNotFoundError as e:
            raise WrongTime(
                f"Time zone data: {name} is unknown. Install the tzdata package."
            ) from e
        if shown != hour:
            raise WrongTime(f"Time zone data: {name} is {shown} hours from UTC instead of {hour}.")


def check_clock(now: datetime, epoch: float, latest_written: datetime | None) -> None:
    """``epoch``: the system's own seconds, read beside ``now``. ``latest_written``: the newest
    moment in the record; the clock may not lie before it."""
    if not MADE <= now < FAR:
        raise WrongTime(f"The clock of this machine says {now:%Y-%m-%d %H:%M} UTC. Set it first.")
    if latest_written is not None and now < latest_written - TOLERANCE:
        raise WrongTime(
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, but the record already holds"
            f" {latest_written:%Y-%m-%d %H:%M} UTC. Set the clock first. If it is right now and ran"
            " ahead before, start with: manage.py serve --trust-clock"
        )
    drift = abs(now.timestamp() - epoch)
    if drift > TOLERANCE.total_seconds():
        raise WrongTime(f"Python's two clocks are {drift:.0f} s apart. Check TZ and the clock.")


def check_agreement(now: datetime, of_database: datetime) -> None:
    """Machines that share the work have to share the time."""
    apart = now - of_database
    if abs(apart) > BETWEEN_MACHINES:
        raise WrongTime(
            f"This machine's clock is {apart.total_seconds():+.0f} s from the database's. Set it"
            " first; all machines need NTP."
        )
