"""(b) The same deliveries as one job each in other schedulers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.engine import celery_eta
from benchmarks.engine.bursts import Bursts, Load, cost, exact
from benchmarks.engine.children import ask
from benchmarks.engine.places import Place
from benchmarks.engine.report import Bar, Table, ratio, seconds
from benchmarks.engine.spec import BurstDone, Jobs

LANES = 64  # each of the others' threads keeps a connection, and a server has a hundred
WIDE = 40
COLUMNS = "adapter ms|lanes|p50 s|p99 s|p99/floor|lost|CPU s|server CPU|others|MB"
TABLE = Table(("  database", "scheduler".rjust(WIDE), *COLUMNS.split("|")))


@dataclass(frozen=True, slots=True)
class Way:
    """How the others do it."""

    name: str
    recorded: bool


WAYS = (
    Way("APScheduler job each, nothing kept", recorded=False),
    Way("APScheduler job each, ORM in each thread", recorded=True),
)


def measure(places: Sequence[Place], quick: bool) -> Iterator[Bar]:
    TABLE.begin("(b) 10,000 due at one moment, against one job each")
    for load in [Load(10_000, ms, LANES) for ms in ((50,) if quick else (50, 5))]:
        for place in places:
            ours = Bursts(places).burst(place, load)
            _row(place.name, "Gema", load, ours)
            for way in WAYS if place is places[0] else WAYS[1:]:
                spec = Jobs(load.deliveries, load.lanes, load.adapter_ms, way.recorded)
                with place.fresh(load.fill) as env:
                    done = ask(env, "one_job_each", spec, BurstDone)
                _row(place.name if way.recorded else "none", way.name, load, done)
            yield exact(f"{load.adapter_ms:g} ms beside others, {place.name}", ours.tally)
        done_by_celery(load, places[0])


def done_by_celery(load: Load, place: Place) -> None:
    missing = celery_eta.missing()
    if missing:
        print(f"Celery ETA tasks on Redis: not measured, {missing} not there.")
        return
    spec = Jobs(load.deliveries, load.lanes, load.adapter_ms, recorded=False)
    _row("Redis", "Celery ETA task each", load, ask(place.bare, "celery_eta", spec, BurstDone))


def _row(database: str, name: str, load: Load, done: BurstDone) -> None:
    TABLE.row(
        [
            database,
            name,
            f"{load.adapter_ms:g}",
            load.lanes,
            seconds(done.timing.p50),
            seconds(done.timing.p99),
            ratio(done.timing.p99 / load.floor),
            done.tally.lost,
            *cost(done.used),
            f"{done.memory:.0f}",
        ]
    )
