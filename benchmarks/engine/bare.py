"""What a bare pool of threads needs for the same calls: nobody can be faster than that."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.engine.measure import timing
from benchmarks.engine.spec import Bare, Timing


def run(spec: Bare) -> Timing:
    seconds = spec.adapter_ms / 1000
    ends: list[float] = []

    def call() -> None:
        if seconds:
            time.sleep(seconds)
        ends.append(time.monotonic())

    begin = time.monotonic()
    with ThreadPoolExecutor(spec.lanes) as pool:
        for _ in range(spec.deliveries):
            pool.submit(call)
    return timing([end - begin for end in ends])
