"""What a child process is asked to measure and what it answers, as JSON over a pipe."""

from __future__ import annotations

import msgspec


class Fill(msgspec.Struct, frozen=True):
    """``copies``: deliveries of one post, each on another account."""

    deliveries: int
    accounts: int
    copies: int


class Burst(msgspec.Struct, frozen=True):
    """All deliveries that are in the table, due at one moment.

    ``whole``: through ``scheduler.send.perform`` and a channel, instead of a bare sleep.
    ``profile``: where to write what the pump's thread spent its time on; "" for no profile.
    ``processor``: in that profile only processor time counts, not waiting.
    """

    deliveries: int
    lanes: int
    adapter_ms: float
    whole: bool = False
    profile: str = ""
    processor: bool = False


class Bare(msgspec.Struct, frozen=True):
    """The same calls through a bare pool of threads: nothing is written, nothing is read."""

    deliveries: int
    lanes: int
    adapter_ms: float


class Timing(msgspec.Struct, frozen=True):
    """Seconds after the due time at which calls had ended."""

    p50: float
    p99: float
    last: float


class Tally(msgspec.Struct, frozen=True):
    """``calls``: made in all. ``doubled``: deliveries called more than once. ``lost``: not sent."""

    calls: int
    doubled: int
    lost: int

    @property
    def exact(self) -> bool:
        return self.doubled == 0 and self.lost == 0


class BurstDone(msgspec.Struct, frozen=True):
    """CPU in seconds until everything was written down; memory in megabytes."""

    timing: Timing
    tally: Tally
    cpu: float
    server_cpu: float
    memory: float
