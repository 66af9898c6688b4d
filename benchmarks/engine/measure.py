"""Times, processor seconds and memory of this process and of the database server."""

from __future__ import annotations

import os
import resource
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from benchmarks.engine.spec import Tally, Timing, Used

SERVER = "GEMA_BENCH_SERVER"  # process number of the PostgreSQL server, if there is one
TICKS = os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def timing(late: Sequence[float]) -> Timing:
    return Timing(p50=percentile(late, 0.5), p99=percentile(late, 0.99), last=max(late))


def counted(keys: Iterable[str], sent: int, planned: int) -> Tally:
    """``sent``: how many deliveries the record calls sent."""
    times = Counter(keys)
    doubled = sum(1 for often in times.values() if often > 1)
    return Tally(calls=times.total(), doubled=doubled, lost=planned - min(sent, len(times)))


def peak_memory() -> float:
    """Most megabytes this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(frozen=True, slots=True)
class Cpu:
    """Processor seconds so far: of this process, of the database server, and of the machine."""

    own: float
    server: float
    machine: float
    at: float

    @classmethod
    def now(cls) -> Self:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return cls(used.ru_utime + used.ru_stime, _server(), _machine(), time.monotonic())

    def since(self, earlier: Self) -> Used:
        passed = (self.at - earlier.at) * (os.cpu_count() or 1)
        own, server = self.own - earlier.own, self.server - earlier.server
        others = self.machine - earlier.machine - own - server
        return Used(own=own, server=server, others=max(0.0, others / passed))


def _machine() -> float:
    """Seconds the processors were not idle; 0 where there is no /proc to read."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0.0
    user, nice, system, _idle, _wait, *rest = map(int, stat.read_text().split()[1:9])
    return (user + nice + system + sum(rest)) / TICKS


def _server() -> float:
    """Of the server and all its processes, also ended ones; 0 where there is no /proc to read."""
    server = os.environ.get(SERVER, "")
    used = 0.0
    for number, parent, own, waited_for in _processes() if server else ():
        used += own if server in (number, parent) else 0.0
        used += waited_for if server == number else 0.0
    return used


def _processes() -> list[tuple[str, str, float, float]]:
    """Number, parent, seconds used, and seconds used by children that have ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text()
        except OSError:  # it has ended meanwhile
            continue
        _, parent, *rest = text.rpartition(")")[2].split()
        own, ended = (sum(map(int, rest[at : at + 2])) / TICKS for at in (9, 11))
        found.append((path.parent.name, parent, own, ended))
    return found
