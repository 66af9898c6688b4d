"""A process that is killed while it reads what a post has brought, over real HTTP."""

from __future__ import annotations

from tests.scheduler.killed.desk import Desk, wait_for

MINUTES = 1 / 60


def test_killed_in_the_middle_of_a_reading_the_next_process_reads_and_writes_it_once(
    house: Desk,
) -> None:
    row = house.plan("instagram")["instagram"]
    house.run()
    assert house.row(row)["state"] == "sent"
    house.do("measure", hours=0)
    house.meta.fail("hang", "GET .*/insights$", seconds=60)
    house.begin("measure", hours=2)
    wait_for(lambda: any("insights" in one["line"] for one in house.meta.heard()))
    house.kill()
    assert house.readings(row) == []
    house.do("measure", hours=2 + 5 * MINUTES)  # the dead one's lease still runs
    assert house.readings(row) == []
    house.do("measure", hours=2 + 20 * MINUTES)
    assert house.readings(row) == [40]
    house.do("measure", hours=2 + 21 * MINUTES)
    assert house.readings(row) == [40]
