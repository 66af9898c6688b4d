"""Make everything due at one moment, for processes that have not started yet."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.engine import fill, network
from benchmarks.engine.spec import Plan


def run(spec: Plan) -> float:
    due = network.now() + timedelta(seconds=spec.seconds)
    fill.due(due)
    return due.timestamp()
