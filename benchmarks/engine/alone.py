"""Lone: posts due one at a time, and the engine with nothing to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.engine.bursts import exact
from benchmarks.engine.children import ask
from benchmarks.engine.places import Place
from benchmarks.engine.report import Bar, Table, milliseconds
from benchmarks.engine.spec import Fill, Lone, LoneDone

FILL = Fill(deliveries=1000, accounts=1000, copies=5)
WITHIN = 0.1
IDLE = 0.01
TABLE = Table(
    ("  database", "posts", "p50 ms", "p99 ms", "last ms", "idle CPU", "idle server", "MB")
)


def measure(places: Sequence[Place], quick: bool) -> Iterator[Bar]:
    spec = Lone(posts=30 if quick else 200, mean_pause=0.3, rest=5 if quick else 20)
    TABLE.begin("(lone) one post at a time, whole path, 0 ms adapter; then nothing due")
    for place in places:
        with place.fresh(FILL) as env:
            done = ask(env, "lone", spec, LoneDone)
        TABLE.row(_row(place, spec, done))
        late, name = done.timing, place.name
        yield exact(f"lone posts, {name}", done.tally)
        said = f"{milliseconds(late.p99)} ms"
        yield Bar(f"lone post p99 < 100 ms ({name})", late.p99 < WITHIN, said)
        idle = done.used.own / spec.rest
        yield Bar(f"idle CPU < 1 % ({name})", idle < IDLE, f"{idle:.2%}")


def _row(place: Place, spec: Lone, done: LoneDone) -> list[object]:
    late = done.timing
    return [
        place.name,
        spec.posts,
        *(milliseconds(value) for value in (late.p50, late.p99, late.last)),
        f"{done.used.own / spec.rest:.2%}",
        f"{done.used.server / spec.rest:.2%}",
        f"{done.memory:.0f}",
    ]
