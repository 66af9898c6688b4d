"""Killed between the steps that Instagram wants: a container first, then publishing it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from tests.scheduler.killed.desk import Desk, wait_for

CONTAINER, READY, PUBLISH = "POST .*/media$", r"GET .*/179\d+$", "POST .*/media_publish$"


def noted(house: Desk, delivery: int) -> str:
    """The container in the record's notes of the first attempt."""
    path = house.folder / "data" / "gema.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as record:
        rows = record.execute(
            "SELECT noted FROM scheduler_attempt WHERE delivery_id = ?", [delivery]
        ).fetchall()
    return str(json.loads(rows[0][0]).get("container", "")) if rows else ""


def containers(house: Desk) -> list[str]:
    return [event["id"] for event in house.meta.accepted("container")]


def published(house: Desk) -> list[str]:
    """The containers that became posts."""
    return [event["container"] for event in house.meta.accepted("post")]


def test_a_container_that_nobody_has_noted_is_left_and_another_one_published(house: Desk) -> None:
    house.meta.fail("hang", CONTAINER, accept=True, seconds=60)
    row = house.plan("instagram")["instagram"]
    house.begin("run", lives=True)
    wait_for(lambda: len(containers(house)) == 1)
    house.kill()
    assert noted(house, row) == ""
    house.run()
    assert published(house) == containers(house)[1:]
    assert house.row(row)["state"] == "sent"


def killed_with_a_container(house: Desk) -> int:
    house.meta.fail("hang", READY, seconds=60)
    row = house.plan("instagram")["instagram"]
    house.begin("run", lives=True)
    wait_for(lambda: noted(house, row) != "")
    house.kill()
    assert [noted(house, row)] == containers(house)
    return row


def test_a_noted_container_is_published_by_the_next_process(house: Desk) -> None:
    row = killed_with_a_container(house)
    house.run()
    assert published(house) == containers(house) == [noted(house, row)]
    assert (house.row(row)["state"], house.row(row)["attempts"]) == ("sent", 2)


@pytest.mark.parametrize("state", ["EXPIRED", "ERROR"])
def test_a_noted_container_that_has_gone_bad_is_replaced_and_never_both_go_live(
    house: Desk, state: str
) -> None:
    row = killed_with_a_container(house)
    house.meta.set(container_status=[state, state, "FINISHED"])
    house.run()
    assert len(containers(house)) == 2
    assert published(house) == containers(house)[1:]
    assert house.row(row)["state"] == "sent"


def test_a_container_that_went_live_unheard_is_found_and_not_published_again(house: Desk) -> None:
    house.meta.fail("hang", PUBLISH, accept=True, seconds=60)
    row = house.plan("instagram")["instagram"]
    house.begin("run", lives=True)
    wait_for(lambda: len(published(house)) == 1)
    house.kill()
    house.run()
    assert published(house) == containers(house)
    assert (house.row(row)["state"], house.row(row)["attempts"]) == ("sent", 1)
    assert house.row(row)["remote_id"] == house.meta.accepted("post")[0]["id"]
