"""What the engine does beside the sends, each at its own pace; one process does it for all."""

from __future__ import annotations

from datetime import timedelta

from scheduler import polling
from scheduler.recurring import maker
from scheduler.engine import Engine

FEEDS_EVERY = timedelta(seconds=20)
SERIES_EVERY = timedelta(seconds=30)


def give_to(engine: Engine) -> None:
    engine.every(FEEDS_EVERY, polling.read_due, "feeds")
    engine.every(SERIES_EVERY, maker.ring, "series")
