from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from content import drafts, workflow
from content.models import Person, Post, Status
from content.workflow import Step
from scheduler import acts, plan
from scheduler.models import Delivery, Ending, Mode, Occurrence, Policy, Series, State, Turn
from scheduler.recurring import occasions, steer
from scheduler.recurring.refusals import (
    AnotherStandsThere,
    NeverDue,
    NotOnTheGrid,
    OnlyOnce,
    RewordedAlready,
    SeriesOver,
    TooLateForThis,
)
from scheduler.recurring.shape import Every, Shape
from scheduler.recurring.steer import Wish
from scheduler.refusals import InThePast, NotADispatcher, NotApproved
from scheduler.when import Wall
from tests.people import MORNING, Network, content
from tests.scheduler.recurring.weekly import (
    FIRST,
    MONDAYS,
    WEEK,
    dates,
    days,
    deliveries,
    fresh,
    ring,
    states,
    weekly,
)
from tests.scheduler.stage import Stage, again

MINUTE = timedelta(minutes=1)
MONDAY = date(2026, 12, 14)
WISH = Wish(MONDAYS, MONDAY, time(9, 0), Mode.TOGETHER, Policy.AS_USUAL)


def substitute(network: Network) -> Post:
    """A draft with words for one time only, as the composer would make it."""
    return drafts.create(network.pontianak, "jam-layanan", by=network.sari, at=MORNING)


def approve(network: Network, draft: Post) -> Post:
    words = content(texts={"practice": "Senin ini buka setengah hari."})
    post = workflow.submit(draft, words, by=network.sari, at=MORNING)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=MORNING, sha256=post.head.sha256)


def test_a_day_that_is_skipped_stays_in_and_can_be_brought_back(network: Network) -> None:
    series = weekly(network)
    occasions.skip(series, MONDAY, by=network.tono, at=MORNING)
    ring(MORNING)
    assert days(series)[0] == ("14 Dec", Turn.SKIPPED)
    assert "2026-12-14T09:00" not in dates(deliveries(series))
    occasions.restore(series, MONDAY, by=network.tono, at=MORNING)
    assert dates(deliveries(series))[0] == "2026-12-14T09:00"


def test_a_day_far_beyond_the_calendar_can_be_skipped_today(network: Network) -> None:
    series = weekly(network)
    occasions.skip(series, date(2027, 3, 15), by=network.tono, at=MORNING)
    ring(MORNING)
    assert len(deliveries(series)) == 4
    ring(FIRST + 12 * WEEK)
    assert "2027-03-15T09:00" not in dates(deliveries(series))
    assert "2027-03-22T09:00" in dates(deliveries(series))


def test_one_time_can_be_moved_and_the_others_stay(network: Network) -> None:
    series = weekly(network)
    to = Wall(date(2026, 12, 15), time(13, 30), "Asia/Pontianak")
    occasions.retime(series, MONDAY, to, by=network.tono, at=MORNING)
    ring(MORNING)
    assert dates(deliveries(series))[:2] == ["2026-12-15T13:30", "2026-12-21T09:00"]
    stage = Stage()
    stage.turn(FIRST)
    assert stage.sent == []
    stage.turn(FIRST + timedelta(days=1, hours=4, minutes=30))
    assert len(stage.sent) == 1


@pytest.mark.parametrize("weeks", [1, 20], ids=["in the calendar", "far beyond it"])
def test_a_time_is_not_moved_onto_another_of_the_same_series(network: Network, weeks: int) -> None:
    series = weekly(network)
    ring(MORNING)
    there = MONDAY + weeks * WEEK
    to = Wall(there, time(9, 0), "Asia/Pontianak")
    with pytest.raises(AnotherStandsThere):
        occasions.retime(series, MONDAY, to, by=network.tono, at=MORNING)
    to = Wall(there, time(13, 0), "Asia/Pontianak")
    occasions.retime(series, MONDAY, to, by=network.tono, at=MORNING)


def test_a_time_moved_to_far_beyond_the_calendar_comes_in_its_turn(network: Network) -> None:
    series = weekly(network)
    to = Wall(date(2027, 3, 16), time(10, 0), "Asia/Pontianak")
    occasions.retime(series, date(2027, 3, 15), to, by=network.tono, at=MORNING)
    ring(FIRST + 11 * WEEK)
    assert "2027-03-16T10:00" in dates(deliveries(series))


def test_a_time_is_not_moved_into_the_past(network: Network) -> None:
    series = weekly(network)
    to = Wall(date(2026, 12, 1), time(9, 0), "Asia/Pontianak")
    with pytest.raises(InThePast):
        occasions.retime(series, MONDAY, to, by=network.tono, at=MORNING)
    assert dates(deliveries(series))[0] == "2026-12-14T09:00"


def test_what_has_gone_out_can_not_be_skipped_or_moved_any_more(network: Network) -> None:
    series = weekly(network)
    Stage().turn(FIRST)
    for act in (occasions.skip, occasions.restore):
        with pytest.raises(TooLateForThis):
            act(series, MONDAY, by=network.tono, at=FIRST)


def test_a_day_that_is_not_of_the_rule_is_refused(network: Network) -> None:
    series = weekly(network)
    with pytest.raises(NotOnTheGrid):
        occasions.skip(series, date(2026, 12, 15), by=network.tono, at=MORNING)


def test_words_for_one_time_hold_it_until_they_are_approved(network: Network) -> None:
    series = weekly(network)
    own = substitute(network)
    occasions.reword(series, MONDAY, own, meanwhile=False, by=network.sari, at=MORNING)
    ring(MORNING)
    assert "2026-12-14T09:00" not in dates(deliveries(series))
    approve(network, own)
    ring(MORNING)
    [first, second, *_] = deliveries(series)
    assert (first.post, first.wall) == (own, "2026-12-14T09:00")
    assert second.post == series.post
    stage = Stage()
    stage.turn(FIRST)
    assert stage.sent == [first.pk]
    assert again(first).post.status == Status.PUBLISHED


def test_without_an_approval_the_old_words_do_not_go_out_in_their_place(network: Network) -> None:
    series = weekly(network)
    own = substitute(network)
    occasions.reword(series, MONDAY, own, meanwhile=False, by=network.sari, at=MORNING)
    stage = Stage()
    stage.turn(FIRST)
    ring(FIRST + timedelta(hours=1))
    assert stage.sent == []
    assert days(series)[0] == ("14 Dec", Turn.LAPSED)


def test_the_usual_words_go_out_meanwhile_where_a_person_chose_so(network: Network) -> None:
    series = weekly(network)
    own = substitute(network)
    occasions.reword(series, MONDAY, own, meanwhile=True, by=network.sari, at=MORNING)
    ring(MORNING)
    assert deliveries(series)[0].post == series.post
    approve(network, own)
    ring(MORNING)
    first = deliveries(series)[0]
    assert first.post == own
    stage = Stage()
    stage.turn(FIRST)
    assert stage.sent == [first.pk]


def test_words_for_one_time_that_are_discarded_give_way_to_the_usual_ones(
    network: Network,
) -> None:
    series = weekly(network)
    own = substitute(network)
    occasions.reword(series, MONDAY, own, meanwhile=False, by=network.sari, at=MORNING)
    workflow.take(Step.DISCARD, own, by=network.sari, at=MORNING)
    ring(MORNING)
    assert deliveries(series)[0].post == series.post


def test_words_that_were_planned_where_they_were_approved_go_out_once(network: Network) -> None:
    account = network.account()
    series = weekly(network, account)
    own = substitute(network)
    occasions.reword(series, MONDAY, own, meanwhile=False, by=network.sari, at=MORNING)
    wall = Wall(MONDAY, time(9, 0), "Asia/Pontianak")
    post = approve(network, own)
    plan.plan(post, [account], wall, Mode.TOGETHER, by=network.tono, at=MORNING)
    ring(MORNING)
    stage = Stage()
    stage.turn(FIRST)
    stage.turn(FIRST + MINUTE)
    assert len(stage.sent) == 1
    assert Delivery.objects.filter(post=own).count() == 1


def test_planning_such_words_by_hand_afterwards_moves_them_and_adds_none(
    network: Network,
) -> None:
    account = network.account()
    series = weekly(network, account)
    own = substitute(network)
    occasions.reword(series, MONDAY, own, meanwhile=False, by=network.sari, at=MORNING)
    post = approve(network, own)
    ring(MORNING)
    post.refresh_from_db()
    wall = Wall(MONDAY, time(14, 0), "Asia/Pontianak")
    plan.plan(post, [account], wall, Mode.TOGETHER, by=network.tono, at=MORNING)
    ring(MORNING)
    assert [row.wall for row in Delivery.objects.filter(post=own)] == ["2026-12-14T14:00"]


def test_one_time_has_one_draft_of_its_own(network: Network) -> None:
    series = weekly(network)
    own = substitute(network)
    occasions.reword(series, MONDAY, own, meanwhile=True, by=network.sari, at=MORNING)
    with pytest.raises(RewordedAlready):
        occasions.reword(
            series, MONDAY, substitute(network), meanwhile=True, by=network.sari, at=MORNING
        )


def test_an_ended_series_sends_nothing_and_its_post_waits_for_a_time(network: Network) -> None:
    series = weekly(network)
    steer.end(series, by=network.tono, at=MORNING)
    ring(FIRST)
    stage = Stage()
    stage.turn(FIRST)
    assert stage.sent == []
    assert set(states(series)) == {State.CANCELLED}
    assert fresh(series).post.status == Status.APPROVED
    assert fresh(series).ended_by == network.tono
    with pytest.raises(SeriesOver):
        steer.pause(series, by=network.tono, at=FIRST)


def test_a_changed_rule_begins_a_series_of_its_own_and_ends_the_old_one(network: Network) -> None:
    account = network.account()
    series = weekly(network, account)
    wish = Wish(
        Shape(Every.WEEK, weekdays=(1,)), MONDAY, time(8, 0), Mode.TOGETHER, Policy.AS_USUAL
    )
    made = steer.start(
        fresh(series).post, [account], wish, by=network.tono, at=MORNING, instead_of=series
    )
    ring(MORNING)
    assert fresh(series).ending == Ending.CHANGED
    assert set(states(series)) == {State.CANCELLED}
    assert dates(deliveries(made))[0] == "2026-12-15T08:00"
    assert fresh(made).post.status == Status.SCHEDULED


def test_sending_the_same_form_twice_makes_one_series(network: Network) -> None:
    post, account = network.approved(), network.account()
    key = post.public_id
    made = [
        steer.start(post, [account], WISH, by=network.tono, at=MORNING, request_key=key)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Series.objects.count() == 1


def test_a_series_needs_an_approved_post_a_day_to_come_and_an_account_that_repeats(
    network: Network,
) -> None:
    account, news = network.account(), network.account("newsroom")
    over = Wish(
        Shape(Every.WEEK, weekdays=(0,), until=date(2026, 12, 1)),
        date(2026, 11, 2),
        time(9, 0),
        Mode.TOGETHER,
        Policy.AS_USUAL,
    )
    for post, accounts, wish, refusal in (
        (network.submitted(), [account], WISH, NotApproved),
        (network.approved(), [news], WISH, OnlyOnce),
        (network.approved(), [account], over, NeverDue),
    ):
        with pytest.raises(refusal):
            steer.start(post, accounts, wish, by=network.tono, at=MORNING)
    assert not Series.objects.exists()
    assert not Occurrence.objects.exists()


@pytest.mark.parametrize("name", ["sari", "edi", "yosua", "wati", "ada"])
def test_only_those_who_may_plan_may_steer(network: Network, name: str) -> None:
    person: Person = getattr(network, name)
    series = weekly(network)
    with pytest.raises(NotADispatcher):
        steer.end(series, by=person, at=MORNING)
    with pytest.raises(NotADispatcher):
        occasions.skip(series, MONDAY, by=person, at=MORNING)
    assert fresh(series).ended_at is None


def test_a_moved_delivery_of_one_account_counts_as_the_occurrences_time(network: Network) -> None:
    series = weekly(network)
    to = Wall(date(2026, 12, 16), time(9, 0), "Asia/Pontianak")
    acts.move(deliveries(series)[0], to, by=network.tono, at=MORNING)
    ring(FIRST + timedelta(hours=1))
    assert days(series)[0][1] == Turn.PLANNED
    stage = Stage()
    stage.turn(FIRST + timedelta(days=2))
    assert len(stage.sent) == 1
