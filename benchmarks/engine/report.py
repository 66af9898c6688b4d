"""Plain tables, and the bars with whether they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise. ``said``: what was measured. ``fatal``: something was lost or sent twice."""

    promise: str
    holds: bool
    said: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are printed as they come, since the next one may take a minute."""

    columns: Sequence[str]

    def begin(self, title: str) -> None:
        print(f"\n{title}\n")
        self.row(self.columns)

    def row(self, cells: Iterable[object]) -> None:
        shown = (
            f"{cell:>{max(len(column), 7)}}"
            for cell, column in zip(cells, self.columns, strict=True)
        )
        print("  ".join(shown), flush=True)


def seconds(value: float) -> str:
    return f"{value:.3f}"


def milliseconds(value: float) -> str:
    return f"{value * 1000:.1f}"


def ratio(value: float) -> str:
    return f"{value:.2f}x"


def conclude(bars: Sequence[Bar], *, strict: bool) -> bool:
    """Print every bar; False when one is missed that is fatal or, if ``strict``, any."""
    print("\nBars\n")
    for bar in bars:
        print(f"  {'holds ' if bar.holds else 'MISSED'}  {bar.promise}: {bar.said}")
    return all(bar.holds or not (strict or bar.fatal) for bar in bars)
