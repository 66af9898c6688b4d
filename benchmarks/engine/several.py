"""(d) Two and four worker processes against one, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.engine.bursts import exact
from benchmarks.engine.children import ask, begin
from benchmarks.engine.measure import counted, timing
from benchmarks.engine.places import Postgres
from benchmarks.engine.report import Bar, Table, ratio, seconds
from benchmarks.engine.spec import Fill, Plan, Share, ShareDone, Tally, Timing

FILL = Fill(deliveries=10_000, accounts=1000, copies=5)
HEAD_START = 15.0  # seconds for planning and for the processes to start
COLUMNS = (
    "workers|lanes each|adapter ms|p50 s|p99 s|last s|per second|x one|fewest|most|CPU s|"
    "server CPU|MB"
)
TABLE = Table(COLUMNS.split("|"))


@dataclass(frozen=True, slots=True)
class Together:
    """What several processes did."""

    timing: Timing
    tally: Tally
    shares: tuple[int, ...]
    cpu: float
    server_cpu: float
    memory: float


def measure(place: Postgres, quick: bool) -> Iterator[Bar]:
    TABLE.begin("(d) 10,000 due at one moment on PostgreSQL, workers as in service, whole path")
    for lanes, adapter_ms in ((32, 50.0),) if quick else ((32, 50.0), (64, 50.0), (32, 0.0)):
        first: Together | None = None
        for workers in (1, 2, 4):
            done = run(place, workers, lanes, adapter_ms)
            first = first or done
            TABLE.row(_row(first, done, lanes, adapter_ms))
            yield exact(f"{workers} workers, {adapter_ms:g} ms", done.tally)


def run(place: Postgres, workers: int, lanes: int, adapter_ms: float) -> Together:
    with place.fresh(FILL, kind="distributed", lanes=lanes) as env:
        due = ask(env, "plan", Plan(HEAD_START), float)
        share = Share(due=due, adapter_ms=adapter_ms)
        children = [begin(env, "together", share, ShareDone) for _ in range(workers)]
        done = [child.finish() for child in children]
    calls = [call for each in done for call in each.ended]
    return Together(
        timing=timing([at - due for _, at in calls]),
        tally=counted((key for key, _ in calls), FILL.deliveries, FILL.deliveries),
        shares=tuple(len(each.ended) for each in done),
        cpu=sum(each.used.own for each in done),
        server_cpu=max(each.used.server for each in done),
        memory=max(each.memory for each in done),
    )


def _row(first: Together, done: Together, lanes: int, adapter_ms: float) -> list[object]:
    late = done.timing
    return [
        len(done.shares),
        lanes,
        f"{adapter_ms:g}",
        seconds(late.p50),
        seconds(late.p99),
        seconds(late.last),
        f"{FILL.deliveries / late.last:.0f}",
        ratio(first.timing.last / late.last),
        min(done.shares),
        max(done.shares),
        f"{done.cpu:.2f}",
        f"{done.server_cpu:.2f}",
        f"{done.memory:.0f}",
    ]
