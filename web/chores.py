"""What the engine does beside the sends, each at its own pace; one process does it for all."""

from __future__ import annotations

from datetime import timedelta

from scheduler import polling
from scheduler.engine import Engine

FEEDS_EVERY = timedelta(seconds=20)


def give_to(engine: Engine) -> None:
    engine.every(FEEDS_EVERY, polling.read_due, "feeds")
