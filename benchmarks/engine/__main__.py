"""How punctual, how fast and how frugal the engine is, against baselines in the same run.

    python -m benchmarks.engine [--only a,c] [--quick] [--strict]

a        many deliveries due in one second
lone     posts due one at a time, and nothing due
web      what the writes of people at their screens wait for a burst
b        one job for each delivery, as in other schedulers
c        finding what is due among a million that are over
d        several worker processes
profile  where the pump's thread spends its time (only if named)
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.engine import alone, beside, others, past, profile, several
from benchmarks.engine.bursts import Bursts
from benchmarks.engine.machine import describe
from benchmarks.engine.places import Place, Postgres, Sqlite, postgres
from benchmarks.engine.report import Bar, conclude

SECTIONS = ("a", "lone", "web", "b", "c", "d")
ON_BOTH = {
    "lone": alone.measure,
    "web": beside.measure,
    "b": others.measure,
    "c": past.measure,
    "profile": profile.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, as in a,c")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller loads")
    parser.add_argument("--strict", action="store_true", help="a bar that is missed is a failure")
    given = parser.parse_args()
    wanted = given.only.split(",")
    unknown = set(wanted) - {*SECTIONS, *ON_BOTH}
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    # Ended from outside, it still stops its server and clears its folder.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="gema-bench-", ignore_cleanup_errors=True) as folder:
        print(describe(Path(folder)))
        bars = list(measure(wanted, Path(folder), given.quick))
    return 0 if conclude(bars, strict=given.strict) else 1


def measure(wanted: list[str], folder: Path, quick: bool) -> Iterator[Bar]:
    with postgres(folder / "postgres") as server:
        places: list[Place] = [Sqlite(folder / "sqlite"), server]
        for section in wanted:
            yield from run(section, places, server, quick)


def run(section: str, places: list[Place], server: Postgres, quick: bool) -> Iterator[Bar]:
    if section == "a":
        return Bursts(places).measure(quick)
    if section == "d":
        return several.measure(server, quick)
    return ON_BOTH[section](places, quick)


if __name__ == "__main__":
    sys.exit(main())
