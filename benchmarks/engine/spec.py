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


class Used(msgspec.Struct, frozen=True):
    """Processor seconds of the measuring process and of the database server meanwhile.

    ``others``: share of the machine that neither of them used; with much of it, figures say little.
    """

    own: float
    server: float
    others: float


class BurstDone(msgspec.Struct, frozen=True):
    """``used`` until everything was written down; memory in megabytes; ``turns`` of the pump.

    ``due`` and ``settled``: begin and end, in seconds since 1970.
    """

    timing: Timing
    tally: Tally
    used: Used
    memory: float
    due: float
    settled: float
    turns: int = 0


class Writing(msgspec.Struct, frozen=True):
    """A writer like the web; ``pause``: seconds between two transactions, of which it makes at
    least ``least``."""

    pause: float
    least: int = 0


class Write(msgspec.Struct, frozen=True):
    """One transaction: when it began (seconds since 1970) and how long it took."""

    at: float
    seconds: float


class Lone(msgspec.Struct, frozen=True):
    """Posts due one at a time; then ``rest`` seconds in which nothing is due."""

    posts: int
    mean_pause: float
    rest: float


class LoneDone(msgspec.Struct, frozen=True):
    """``used`` is of the time in which nothing was due."""

    timing: Timing
    tally: Tally
    used: Used
    memory: float


class Jobs(msgspec.Struct, frozen=True):
    """One job of another scheduler for each delivery."""

    deliveries: int
    lanes: int
    adapter_ms: float
    recorded: bool


class Finding(msgspec.Struct, frozen=True):
    """``past``: how many are over, one measurement each; ``due``: how many are due meanwhile."""

    past: tuple[int, ...]
    due: int
    lanes: int
    times: int


class Found(msgspec.Struct, frozen=True):
    """Medians in seconds: the claim's reading statements, all of a claim, and the next due time."""

    past: int
    read: float
    claim: float
    next_time: float


class Plan(msgspec.Struct, frozen=True):
    """Everything is due in so many seconds."""

    seconds: float


class Share(msgspec.Struct, frozen=True):
    """What one of several processes is to do. ``due``: seconds since 1970."""

    due: float
    adapter_ms: float


class ShareDone(msgspec.Struct, frozen=True):
    """``ended``: key of each call this process made, and when."""

    ended: list[tuple[str, float]]
    used: Used
    memory: float
