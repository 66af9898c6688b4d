"""A disk that takes no more bytes, made so by the operating system's own limit."""

from __future__ import annotations

import time

from scheduler import points
from tests.crash.channel import Crossroads
from tests.scheduler.killed.desk import Desk, wait_for

READABLE = Crossroads.kind


def test_what_cannot_be_written_down_is_not_sent(house: Desk) -> None:
    """Full before the intent is committed: nothing goes out while there is no room."""
    row = house.plan(READABLE)[READABLE]
    house.begin("run", full_at=points.CLAIMED, full_seconds=3600, lives=True)
    wait_for(lambda: b"trying again" in house.log())
    seen = house.log().count(b"trying again")
    wait_for(lambda: house.log().count(b"trying again") > seen + 2)
    assert house.posts() == []
    assert (house.row(row)["state"], house.row(row)["attempts"]) == ("planned", 0)
    house.kill()
    house.run()
    assert len(house.posts()) == 1


def test_with_room_again_it_goes_on_by_itself(house: Desk) -> None:
    row = house.plan(READABLE)[READABLE]
    began = time.monotonic()
    house.run(full_at=points.CLAIMED, full_seconds=1.5)
    assert time.monotonic() - began > 1.5
    assert len(house.posts()) == 1
    assert (house.row(row)["state"], house.row(row)["attempts"]) == ("sent", 1)


def test_an_outcome_waits_in_memory_until_there_is_room(house: Desk) -> None:
    """Full after the call: what is out is out, and is written down once as soon as it can be."""
    row = house.plan(READABLE)[READABLE]
    house.run(full_at=points.CALLED, full_seconds=1.5)
    assert len(house.posts()) == 1
    assert (house.row(row)["state"], house.row(row)["attempts"]) == ("sent", 1)
    assert house.row(row)["looks"] == 0


def test_killed_on_a_full_disk_after_its_call_it_is_looked_for(house: Desk) -> None:
    row = house.plan(READABLE)[READABLE]
    house.begin("run", full_at=points.CALLED, full_seconds=3600, lives=True)
    wait_for(lambda: len(house.posts()) == 1)
    wait_for(lambda: b"trying again" in house.log())
    house.kill()
    assert house.row(row)["state"] == "sending"
    house.run()
    assert len(house.posts()) == 1
    assert (house.row(row)["state"], house.row(row)["looks"]) == ("sent", 1)
