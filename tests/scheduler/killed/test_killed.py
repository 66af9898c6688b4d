"""The real engine, killed with SIGKILL at named moments, over a real record and real HTTP."""

from __future__ import annotations

import pytest

from scheduler import points
from tests.crash import channel
from tests.scheduler.killed.desk import Desk
from tests.scheduler.killed.hands import OUTCOME, POISON

KNOWS_REPEATS, READABLE, NEITHER = (adapter.kind for adapter in channel.KINDS.values())
each_network = pytest.mark.parametrize("kind", [KNOWS_REPEATS, READABLE, NEITHER])


@each_network
def test_killed_before_the_commit_of_its_claim_it_is_as_if_nothing_had_been(
    house: Desk, kind: str
) -> None:
    """Claim and intent are one transaction: between them there is no moment to die in."""
    row = house.plan(kind)[kind]
    house.run_and_die(points.CLAIMED)
    left = house.row(row)
    assert (left["state"], left["attempts"]) == ("planned", 0)
    house.run()
    assert house.posts() == [house.key(row)]
    assert house.row(row)["state"] == "sent"


@pytest.mark.parametrize("point", [points.TURNED, points.CALLING])
@pytest.mark.parametrize("kind", [KNOWS_REPEATS, READABLE])
def test_killed_before_its_request_it_is_looked_for_and_sent_once(
    house: Desk, kind: str, point: str
) -> None:
    row = house.plan(kind)[kind]
    house.run_and_die(point)
    left = house.row(row)
    assert (left["state"], left["attempts"]) == ("sending", 1)
    assert house.posts() == []
    house.run()
    assert house.posts() == [house.key(row)]
    assert (house.row(row)["state"], house.row(row)["attempts"]) == ("sent", 2)


@pytest.mark.parametrize("point", [channel.POSTED, points.CALLED, points.SETTLED])
@pytest.mark.parametrize("kind", [KNOWS_REPEATS, READABLE])
def test_killed_before_its_answer_is_written_it_is_found_and_not_sent_again(
    house: Desk, kind: str, point: str
) -> None:
    row = house.plan(kind)[kind]
    house.run_and_die(point)
    assert house.row(row)["state"] == "sending"
    house.run()
    assert house.posts() == [house.key(row)]
    found = house.row(row)
    assert found["state"] == "sent"
    assert found["remote_id"] == house.network.accepted("post")[0]["id"]
    if kind == READABLE:  # where a repeat does no harm, it may have been settled by one
        assert (found["attempts"], found["looks"]) == (1, 1)


def test_an_error_to_a_repeat_says_nothing_about_the_first(house: Desk) -> None:
    """A network that knows repeats, on a day when it stumbles over them."""
    house.network.fail("drop", "POST .*/posts$", accept=True)
    house.network.fail("answer", "POST .*/posts$", status=500, body={}, times=3)
    row = house.plan(KNOWS_REPEATS)[KNOWS_REPEATS]
    house.run()
    assert house.posts() == [house.key(row)]
    assert house.row(row)["state"] == "sent"
    assert house.row(row)["remote_id"] == house.network.accepted("post")[0]["id"]


@pytest.mark.parametrize("point", [points.CALLING, channel.POSTED])
def test_where_nobody_can_look_a_person_is_asked_and_nothing_is_sent_again(
    house: Desk, point: str
) -> None:
    row = house.plan(NEITHER)[NEITHER]
    told = house.do("tell")
    house.run_and_die(point)
    before = house.posts()
    house.run()
    assert house.posts() == before
    left = house.row(row)
    assert (left["state"], left["run_at"]) == ("unconfirmed", None)
    assert sum(house.do("tell")) == sum(told) + 1


def test_killed_after_its_outcome_the_next_process_tells_people_of_it_once(house: Desk) -> None:
    house.network.fail("drop", "POST .*/posts$")
    row = house.plan(NEITHER)[NEITHER]
    told = house.do("tell")
    house.run_and_die(OUTCOME)
    assert house.row(row)["state"] == "unconfirmed"
    assert sum(house.do("tell")) == sum(told) + 1
    house.run()
    assert sum(house.do("tell")) == sum(told) + 1


def test_killed_after_the_outcome_of_a_success_it_stays_sent(house: Desk) -> None:
    row = house.plan(READABLE)[READABLE]
    house.run_and_die(OUTCOME)
    assert house.row(row)["state"] == "sent"
    house.run()
    assert house.posts() == [house.key(row)]


def test_a_post_that_kills_its_process_is_set_aside_after_three_and_others_flow(
    house: Desk,
) -> None:
    poison = house.plan(POISON)[POISON]
    for death in range(3):
        if death == 2:
            other = house.plan(READABLE)[READABLE]
        house.begin("run")
        assert house.end().was_killed
    house.run()
    assert (house.row(poison)["state"], house.row(poison)["reason"]) == ("held", "crashed")
    after = house.plan(READABLE)[READABLE]
    house.run()
    assert house.posts() == [house.key(other), house.key(after)]
