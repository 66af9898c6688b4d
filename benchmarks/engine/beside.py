"""Web: how long the writes of people at their screens take while a burst goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.engine.bursts import Load, exact
from benchmarks.engine.children import ask, begin
from benchmarks.engine.measure import percentile
from benchmarks.engine.places import Place
from benchmarks.engine.report import Bar, Table, milliseconds
from benchmarks.engine.spec import BurstDone, Write, Writing

WRITING = Writing(pause=0.05)
QUIET = Writing(pause=0.05, least=200)
LOADS = (Load(10_000, 50, 32), Load(10_000, 50, 256), Load(10_000, 0, 32))
STARVED = 1.0  # seconds that nobody should have to wait for a save
TABLE = Table(("  database", "meanwhile".rjust(30), "writes", "p50 ms", "p99 ms", "max ms"))


def measure(places: Sequence[Place], quick: bool) -> Iterator[Bar]:
    TABLE.begin("(web) 20 transactions of 5 writes a second from another process")
    for place in places:
        _row(place, "nothing", _alone(place))
        for load in LOADS[1:] if quick else LOADS:
            done, writes = _during(place, load)
            name = f"10,000 x {load.adapter_ms:g} ms, {load.lanes} lanes"
            _row(place, name, writes)
            yield exact(f"{name}, {place.name}, beside a writer", done.tally)
            worst = max((write.seconds for write in writes), default=0.0)
            yield Bar(
                f"no write waits {STARVED:g} s during {name} ({place.name})",
                worst < STARVED,
                f"{milliseconds(worst)} ms",
            )


def _alone(place: Place) -> list[Write]:
    with place.fresh(LOADS[0].fill) as env:
        return ask(env, "writer", QUIET, list[Write])[1:]


def _during(place: Place, load: Load) -> tuple[BurstDone, list[Write]]:
    """The writes that began between the due time and the last outcome on disk."""
    with place.fresh(load.fill) as env:
        writer = begin(env, "writer", WRITING, list[Write])
        done = ask(env, "burst", load.spec, BurstDone)
        writes = writer.finish()
    return done, [write for write in writes if done.due <= write.at <= done.settled]


def _row(place: Place, meanwhile: str, writes: Sequence[Write]) -> None:
    took = [write.seconds for write in writes]
    shown = (percentile(took, 0.5), percentile(took, 0.99), max(took))
    TABLE.row([place.name, meanwhile, len(took), *map(milliseconds, shown)])
