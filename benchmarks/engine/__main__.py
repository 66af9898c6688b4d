"""How punctual, how fast and how frugal the engine is, against baselines in the same run.

    python -m benchmarks.engine [--only a,c] [--quick]

a  many deliveries due in one second      lone  one at a time, and doing nothing
web  what people's writes wait for it     b  the same as one job each in other schedulers
c  finding what is due among the past     d  several processes
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.engine.bursts import Bursts
from benchmarks.engine.places import Place, Postgres, Sqlite, postgres
from benchmarks.engine.report import Bar, conclude

Section = Callable[[Sqlite, Postgres, bool], Iterator[Bar]]


def section_a(sqlite: Sqlite, server: Postgres, quick: bool) -> Iterator[Bar]:
    places: list[Place] = [sqlite, server]
    return Bursts(places).measure(quick)


SECTIONS: dict[str, Section] = {"a": section_a}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, as in a,c")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller loads")
    given = parser.parse_args()
    wanted = given.only.split(",")
    unknown = set(wanted) - SECTIONS.keys()
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    return 0 if measure(wanted, given.quick) else 1


def measure(wanted: list[str], quick: bool) -> bool:
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory(prefix="gema-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with postgres(folder / "postgres") as server:
            sqlite = Sqlite(folder / "sqlite")
            for section in wanted:
                bars.extend(SECTIONS[section](sqlite, server, quick))
    return conclude(bars)


if __name__ == "__main__":
    sys.exit(main())
