"""What the figures were taken on: they say little without it."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from statistics import median

SYNCS = 50


def describe(folder: Path) -> str:
    """One line. The load says whether others were at work meanwhile."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} processors ({_model()}), {platform.system()},"
        f" Python {platform.python_version()}, load {load:.1f}, fsync {_sync(folder):.2f} ms"
    )


def _model() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _sync(folder: Path) -> float:
    """Milliseconds until four kilobytes are on disk: what each commit costs at least."""
    took = []
    with (folder / "synced").open("wb") as file:
        for _ in range(SYNCS):
            begin = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - begin)
    return median(took) * 1000
