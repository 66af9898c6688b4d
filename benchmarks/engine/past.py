"""(c) Finding what is due, with a thousand and with a million deliveries that are over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.engine.children import ask
from benchmarks.engine.places import Place
from benchmarks.engine.report import Bar, Table, milliseconds, ratio
from benchmarks.engine.spec import Fill, Finding, Found

FILL = Fill(deliveries=5000, accounts=1000, copies=5)
GROWTH = 1.2
TABLE = Table(
    ("  database", "past deliveries", "find ms", "growth", "claim ms", "growth", "next ms")
)


def measure(places: Sequence[Place], quick: bool) -> Iterator[Bar]:
    sizes = (1000, 100_000) if quick else (1000, 100_000, 1_000_000)
    spec = Finding(past=sizes, due=500, lanes=32, times=50 if quick else 200)
    TABLE.begin("(c) a claim of 32 among 500 that are due, medians")
    for place in places:
        with place.fresh(FILL) as env:
            found = ask(env, "finding", spec, list[Found])
        for row in found:
            TABLE.row(_row(place, found[0], row))
        growth = max(row.read for row in found[1:]) / found[0].read
        yield Bar(
            f"finding grows <= {GROWTH} x from {sizes[0]:,} to {sizes[-1]:,} ({place.name})",
            growth <= GROWTH,
            ratio(growth),
        )


def _row(place: Place, first: Found, row: Found) -> list[object]:
    return [
        place.name,
        row.past,
        milliseconds(row.read),
        ratio(row.read / first.read),
        milliseconds(row.claim),
        ratio(row.claim / first.claim),
        f"{row.next_time * 1000:.2f}",
    ]
