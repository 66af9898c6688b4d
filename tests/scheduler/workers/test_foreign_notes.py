"""Anybody with the database can speak on the channel; a listening leader stays one."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from scheduler.distributed import wakeups
from scheduler.distributed.engine import Distributed
from scheduler.models import Lead
from tests.scheduler.workers.crew import wait_for

FOREIGN = ("hello", "2026-12-07", "2026-12-07T08:00:00", "0001-01-01T00:00:00+23:00", "{}")


@pytest.mark.postgres
def test_what_others_say_on_the_channel_is_a_hint_to_look(
    caplog: pytest.LogCaptureFixture,
) -> None:
    running = Distributed(2, timedelta(seconds=60))
    running.start()
    try:
        wait_for(lambda: Lead.objects.exists() and running._clock is not None)
        with caplog.at_level(logging.WARNING):
            for text in FOREIGN:
                wakeups.note(text)
            wait_for(lambda: "something else speaks" in caplog.text)
            wakeups.note("once more")
            before = Lead.objects.get().until
            wait_for(lambda: Lead.objects.get().until > before)  # the watch goes on
        assert running.is_alive
        assert caplog.text.count("something else speaks") == 1
    finally:
        running.stop(10)


@pytest.mark.postgres
@pytest.mark.parametrize("text", FOREIGN)
def test_a_note_that_names_no_moment_is_unreadable(text: str) -> None:
    with pytest.raises(wakeups.Unreadable):
        wakeups.noted_time(text)
