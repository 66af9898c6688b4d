"""Profile: what the pump's thread spends a burst on. Not measured unless asked for by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.engine.bursts import Load
from benchmarks.engine.children import ask
from benchmarks.engine.places import Place
from benchmarks.engine.report import Bar
from benchmarks.engine.spec import BurstDone
from web.config import ROOT

LOAD = Load(10_000, 50, 256)
FOLDER = ROOT / "build" / "profiles"


def measure(places: Sequence[Place], quick: bool) -> Iterator[Bar]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for place in places:
        for processor in (True,) if quick else (True, False):
            path = FOLDER / f"{place.name.lower()}-{'processor' if processor else 'wall'}.txt"
            write(place, path, processor)
            print(f"written: {path}")
    yield from ()


def write(place: Place, path: Path, processor: bool) -> None:
    """``processor``: without the time spent waiting."""
    spec = msgspec.structs.replace(LOAD.spec, profile=str(path), processor=processor)
    with place.fresh(LOAD.fill) as env:
        ask(env, "burst", spec, BurstDone)
