"""(a) Many deliveries due in one second: how late, at what cost, against floor and bare pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.engine.children import ask
from benchmarks.engine.places import Place
from benchmarks.engine.report import Bar, Table, ratio, seconds
from benchmarks.engine.spec import Bare, Burst, BurstDone, Fill, Tally, Timing, Used

ACCOUNTS = 1000
COPIES = 5  # accounts on which one post goes out
BAR = 1.3
AT_ONCE = 650
AT_ONCE_WITHIN = 2.0
COLUMNS = (
    "  database|path|deliveries|accounts|adapter ms|lanes|p50 s|p99 s|last s|floor s|p99/floor|"
    "p99/bare|per second|turns|CPU s|server CPU|others|MB"
)
TABLE = Table(COLUMNS.split("|"))


@dataclass(frozen=True, slots=True)
class Load:
    """One row of the table."""

    deliveries: int
    adapter_ms: float
    lanes: int
    accounts: int = ACCOUNTS
    copies: int = COPIES
    whole: bool = False

    @property
    def floor(self) -> float:
        """Seconds that the calls take when nothing else takes any time."""
        return self.adapter_ms / 1000 * self.deliveries / min(self.lanes, self.accounts)

    @property
    def spec(self) -> Burst:
        return Burst(self.deliveries, self.lanes, self.adapter_ms, whole=self.whole)

    @property
    def fill(self) -> Fill:
        return Fill(self.deliveries, self.accounts, self.copies)


def loads(quick: bool) -> list[Load]:
    sizes, lanes = ((10_000,), (32, 256)) if quick else ((1000, 10_000, 50_000), (32, 128, 256))
    grid = [Load(size, ms, n) for size in sizes for ms in (0, 5, 50) for n in lanes]
    return [
        *([load for load in grid if load.adapter_ms != 5] if quick else grid),
        Load(10_000, 50, 256, accounts=10_000, copies=1),
        Load(10_000, 50, 256, whole=True),
        Load(10_000, 50, 32, whole=True),
        Load(AT_ONCE, 50, 32, accounts=AT_ONCE, copies=AT_ONCE),
        Load(AT_ONCE, 50, 32, accounts=AT_ONCE, copies=COPIES),
    ]


@dataclass
class Bursts:
    """Measures each load on each place; remembers what the bare pool needed."""

    places: Sequence[Place]
    bare: dict[Bare, Timing] = field(default_factory=dict)

    def measure(self, quick: bool) -> Iterator[Bar]:
        TABLE.begin("(a) due at one moment; lateness is when the call had ended")
        for load in loads(quick):
            for place in self.places:
                done = self.burst(place, load)
                TABLE.row(self._row(place, load, done))
                yield from bars(place.name, load, done)

    def burst(self, place: Place, load: Load) -> BurstDone:
        with place.fresh(load.fill) as env:
            return ask(env, "burst", load.spec, BurstDone)

    def _row(self, place: Place, load: Load, done: BurstDone) -> list[object]:
        late = done.timing
        return [
            place.name,
            "whole" if load.whole else "engine",
            load.deliveries,
            load.accounts,
            f"{load.adapter_ms:g}",
            load.lanes,
            seconds(late.p50),
            seconds(late.p99),
            seconds(late.last),
            seconds(load.floor),
            ratio(late.p99 / load.floor) if load.floor else "-",
            ratio(late.p99 / self._bare(place, load).p99),
            f"{load.deliveries / late.last:.0f}",
            done.turns,
            *cost(done.used),
            f"{done.memory:.0f}",
        ]

    def _bare(self, place: Place, load: Load) -> Timing:
        spec = Bare(load.deliveries, load.lanes, load.adapter_ms)
        if spec not in self.bare:
            self.bare[spec] = ask(place.bare, "bare", spec, Timing)
        return self.bare[spec]


def cost(used: Used) -> list[str]:
    return [f"{used.own:.2f}", f"{used.server:.2f}", f"{used.others:.0%}"]


def exact(name: str, tally: Tally) -> Bar:
    said = f"{tally.calls} calls, {tally.doubled} doubled, {tally.lost} lost"
    return Bar(f"every delivery exactly once ({name})", tally.exact, said, fatal=True)


def bars(place: str, load: Load, done: BurstDone) -> Iterator[Bar]:
    late = done.timing
    if not done.tally.exact:
        yield exact(f"{place}, {load}", done.tally)
    if (load.adapter_ms, load.lanes) == (50, 256):
        path = ", whole path" if load.whole else ""
        name = f"{load.deliveries} on {load.accounts} accounts, 50 ms, 256 lanes{path}, {place}"
        share = late.p99 / load.floor
        yield Bar(f"p99 <= {BAR} x floor ({name})", share <= BAR, ratio(share))
    if load.deliveries == AT_ONCE:
        posts = AT_ONCE // load.copies
        yield Bar(
            f"{AT_ONCE} due at once ({posts} posts) leave within {AT_ONCE_WITHIN:g} s"
            f" ({place}, {load.lanes} lanes)",
            late.last <= AT_ONCE_WITHIN,
            f"{late.last:.2f} s",
        )
