"""What the engine does beside the sends, each at its own pace; one process does it for all."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from channels.press import inbox, questions
from scheduler import by_hand, logins, measuring, notices, polling, quotas, safe_mode, stragglers
from scheduler.engine import Engine
from scheduler.recurring import maker

FEEDS_EVERY = timedelta(seconds=20)
SERIES_EVERY = timedelta(seconds=30)
HANDS_EVERY = timedelta(seconds=20)
TELL_EVERY = timedelta(seconds=20)
PRESS_EVERY = timedelta(seconds=20)
INBOX_EVERY = timedelta(minutes=2)
LOGINS_EVERY = timedelta(minutes=5)
QUOTAS_EVERY = timedelta(minutes=5)
SAFE_MODE_EVERY = timedelta(seconds=15)


def give_to(engine: Engine) -> None:
    engine.every(FEEDS_EVERY, polling.read_due, "feeds")
    # After days off the pump must not find two times of one series due.
    engine.every(SERIES_EVERY, maker.ring, "series", first=True)
    engine.every(SAFE_MODE_EVERY, safe_mode.tend, "safe mode")
    engine.every(HANDS_EVERY, by_hand.ring, "by hand")
    engine.every(LOGINS_EVERY, logins.ring, "logins")
    engine.every(measuring.EVERY, measuring.ring, "figures")
    engine.every(measuring.ALL_EVERY, measuring.ring_for_all, "figures of all")
    engine.every(QUOTAS_EVERY, quotas.ring, "quotas")
    engine.every(TELL_EVERY, notices.ring, "notices")
    engine.every(PRESS_EVERY, questions.ring, "press questions")
    engine.every(PRESS_EVERY, partial(stragglers.ring, engine), "press stragglers")
    engine.every(INBOX_EVERY, inbox.ring, "returned mail")
