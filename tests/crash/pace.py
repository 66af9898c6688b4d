"""The engine's pauses, shortened: what takes minutes in service takes seconds in the campaign.

Their order stays as it is in service: a call ends before its claim can be taken over, and a look
comes after the network has caught up.
"""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType

from scheduler import delivery, pump, retry, send
from scheduler.workers import Pulse

# The network takes up to half a second to accept and as long again to show it. A call with heavy
# pictures takes longer than that, so it matters from when on the settling is counted.
SETTLING = timedelta(seconds=1.5)
START = timedelta(seconds=1)
CALL = timedelta(seconds=12)  # the last request of a call begins by then, and lasts 2 s at most
LEASE = timedelta(seconds=15)
SILENT = timedelta(seconds=3)
# How long an engine is stopped: so that it has been taken over, but its calls may still go on; and
# so that its leases have ended.
ASLEEP = (6.0, 17.0)


def _seconds(*values: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=value) for value in values)


PACE: tuple[tuple[ModuleType, str, object], ...] = (
    (retry, "WAITS", _seconds(0.2, 0.4, 0.8, 1.5, 2)),
    (retry, "LOOKS", _seconds(0.5, 1, 1, 2, 2, 2, 2, 2)),
    (retry, "BREATH", timedelta(seconds=0.3)),
    (pump, "REAP_EVERY", timedelta(seconds=0.5)),
    (pump, "RETRY_SECONDS", 0.1),
    (send, "START_WITHIN", START),
    (delivery, "LEASE", LEASE),
)


def quicken() -> None:
    """In this process only. A name that the engine no longer has is a mistake here."""
    for module, name, value in PACE:
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name}")
        setattr(module, name, value)
    (Pulse.__init__.__kwdefaults__ or {})["silent"] = SILENT
