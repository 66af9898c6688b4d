"""A series that is changed, paused or resumed while its time is just now: once, and not never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from channels.base import Reason, Unconfirmed
from channels.models import Account
from content import drafts, workflow
from content.models import Post
from content.workflow import Step
from scheduler import acts
from scheduler.models import Delivery, Ending, Mode, Occurrence, Policy, Series, State, Turn
from scheduler.recurring import maker, occasions, shape, steer
from scheduler.recurring.refusals import NeverDue
from scheduler.recurring.shape import Every, Shape
from scheduler.recurring.steer import Wish
from scheduler.when import Wall
from tests.people import MORNING, Network, content
from tests.scheduler.recurring.weekly import (
    FIRST,
    WEEK,
    dates,
    days,
    deliveries,
    fresh,
    ring,
    states,
    weekly,
)
from tests.scheduler.stage import Stage, again, always

SOON = FIRST + timedelta(seconds=40)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MONDAY = date(2026, 12, 14)
LAST = date(2027, 6, 1)
# 14 December, 09.00 WIT: two hours before it is nine in Pontianak.
EAST = FIRST - 2 * HOUR


def changed(
    network: Network,
    old: Series,
    at: datetime,
    *,
    accounts: Sequence[Account] = (),
    until: date | None = LAST,
    weekdays: tuple[int, ...] = (0,),
    clock: time = time(9, 0),
) -> Series:
    """Tono saves "ubah"."""
    was = fresh(old)
    rule = replace(shape.read(was.rule), until=until, weekdays=weekdays)
    return steer.start(
        Post.objects.select_related("office", "approval__revision").get(pk=was.post_id),
        accounts or list(was.accounts.select_related("office")),
        Wish(rule, was.first, clock, Mode(was.mode), Policy(was.policy)),
        by=network.tono,
        at=at,
        instead_of=was,
    )


def east_and_west(network: Network) -> tuple[Account, Account]:
    return network.account(office=network.jayapura), network.account()


def test_a_change_in_the_minute_after_it_went_out_does_not_send_it_again(
    network: Network,
) -> None:
    series, stage = weekly(network), Stage()
    stage.turn(FIRST)
    made = changed(network, series, SOON)
    ring(SOON)
    stage.turn(SOON)
    assert len(stage.sent) == 1
    assert fresh(series).ending == Ending.CHANGED
    assert days(made)[:2] == [("14 Dec", Turn.DONE), ("21 Dec", Turn.PLANNED)]
    ring(FIRST + WEEK)
    stage.turn(FIRST + WEEK)
    assert len(stage.sent) == 2


@pytest.mark.parametrize("rung", [False, True])
def test_two_changes_in_a_row_do_not_send_it_again_either(network: Network, rung: bool) -> None:
    series, stage = weekly(network), Stage()
    stage.turn(FIRST)
    if rung:
        ring(FIRST)  # the maker has closed the day already
    made = changed(network, series, SOON)
    changed(network, made, SOON, until=None)
    stage.turn(SOON)
    assert len(stage.sent) == 1


def test_what_is_still_being_settled_is_not_sent_beside_it(network: Network) -> None:
    series, stage = weekly(network), Stage()
    stage.turn(FIRST, always(Unconfirmed(Reason.LOST_ANSWER)))
    made = changed(network, series, SOON)
    assert states(made)[0] == State.UNCONFIRMED
    assert len([row for row in deliveries(made) if row.due_at < FIRST + HOUR]) == 1


def test_a_change_between_two_zones_loses_neither_and_doubles_neither(network: Network) -> None:
    series, stage = weekly(network, *east_and_west(network), mode=Mode.LOCAL), Stage()
    stage.turn(EAST)
    made = changed(network, series, EAST + HOUR)
    ring(EAST + HOUR)
    for now in (EAST + HOUR, FIRST):
        stage.turn(now)
    ring(FIRST)
    assert len(stage.sent) == 2
    assert {again(row).account for row in deliveries(made)[:2]} == set(fresh(made).accounts.all())
    assert days(made)[0] == ("14 Dec", Turn.DONE)


def test_an_account_that_is_left_out_between_two_zones_says_nothing_more(
    network: Network,
) -> None:
    east, west = east_and_west(network)
    series, stage = weekly(network, east, west, mode=Mode.LOCAL), Stage()
    stage.turn(EAST)
    changed(network, series, EAST + HOUR, accounts=[east])
    ring(FIRST)
    stage.turn(FIRST)
    assert len(stage.sent) == 1


def test_an_account_that_is_back_before_its_hour_is_in_time(network: Network) -> None:
    east, west = east_and_west(network)
    series, stage = weekly(network, east, west, mode=Mode.LOCAL), Stage()
    stage.turn(EAST)
    made = changed(network, series, EAST + HOUR, accounts=[east])
    back = changed(network, made, FIRST - MINUTE, accounts=[east, west], until=None)
    stage.turn(FIRST)
    assert len(stage.sent) == 2
    assert [row.account for row in deliveries(back)[:2]] == [east, west]


def test_an_account_that_joins_begins_with_the_first_hour_to_come(network: Network) -> None:
    east, west = east_and_west(network)
    series, stage = weekly(network, east, mode=Mode.LOCAL), Stage()
    stage.turn(EAST)
    ring(EAST + MINUTE)
    late = network.account(office=network.jayapura, handle="terlambat")
    made = changed(network, series, EAST + HOUR, accounts=[east, west, late])
    ring(EAST + HOUR)
    stage.turn(FIRST)
    today = [row for row in deliveries(made) if row.wall == "2026-12-14T09:00"]
    assert [(row.account, row.state) for row in today] == [(east, State.SENT), (west, State.SENT)]
    assert {row.account for row in deliveries(made)} == {east, west, late}


def test_a_later_hour_does_not_bring_back_a_day_that_is_out(network: Network) -> None:
    series, stage = weekly(network), Stage()
    stage.turn(FIRST)
    made = changed(network, series, FIRST + HOUR, clock=time(16, 0))
    ring(FIRST + HOUR)
    stage.turn(FIRST + 7 * HOUR)
    assert len(stage.sent) == 1
    assert dates(deliveries(made))[1] == "2026-12-21T16:00"


def test_what_is_shown_before_saving_leaves_out_what_is_out(network: Network) -> None:
    series, stage = weekly(network), Stage()
    wish = Wish(
        Shape(Every.WEEK, weekdays=(0,)), MONDAY, time(9, 0), Mode.TOGETHER, Policy.AS_USUAL
    )
    zone = "Asia/Pontianak"
    stage.turn(FIRST)
    shown = steer.preview(wish, [zone], zone, SOON, instead_of=fresh(series))
    assert shown[0].grid == MONDAY + WEEK
    with pytest.raises(NeverDue):
        changed(network, series, SOON, until=MONDAY)


def test_a_day_that_was_missed_goes_out_at_the_later_hour_instead(network: Network) -> None:
    series, stage = weekly(network), Stage()
    stage.turn(FIRST + HOUR)
    assert states(series)[0] == State.MISSED
    made = changed(network, series, FIRST + HOUR, clock=time(16, 0))
    ring(FIRST + HOUR)
    stage.turn(FIRST + 7 * HOUR)
    assert len(stage.sent) == 1
    assert deliveries(made)[0].wall == "2026-12-14T16:00"
    assert states(series)[0] == State.CANCELLED


def test_a_day_that_was_missed_waits_for_a_person_also_after_a_change(network: Network) -> None:
    series, stage = weekly(network), Stage()
    stage.turn(FIRST + HOUR)
    made = changed(network, series, FIRST + HOUR)
    assert states(made)[0] == State.MISSED
    ring(FIRST + WEEK)
    stage.turn(FIRST + WEEK)
    assert days(made)[:2] == [("14 Dec", Turn.COALESCED), ("21 Dec", Turn.PLANNED)]


def test_a_day_moved_to_where_the_new_rule_stands_is_not_joined_by_a_second(
    network: Network,
) -> None:
    series, stage = weekly(network), Stage()
    tuesday = Wall(date(2026, 12, 15), time(9, 0), "Asia/Pontianak")
    occasions.retime(series, MONDAY, tuesday, by=network.tono, at=MORNING)
    day = timedelta(days=1)
    stage.turn(FIRST + day)
    made = changed(network, series, SOON + day, weekdays=(1,))
    ring(SOON + day)
    stage.turn(SOON + day)
    assert len(stage.sent) == 1
    assert ("15 Dec", Turn.MERGED) in days(made)


def test_words_for_one_time_go_along_with_the_change(network: Network) -> None:
    series, stage = weekly(network), Stage()
    own = drafts.create(network.pontianak, "jam-layanan", by=network.sari, at=MORNING)
    occasions.reword(series, MONDAY, own, meanwhile=False, by=network.sari, at=MORNING)
    made = changed(network, series, MORNING + MINUTE, clock=time(8, 0))
    ring(MORNING + MINUTE)
    assert dates(deliveries(made))[0] == "2026-12-21T08:00"
    approve(network, own)
    ring(MORNING + 2 * MINUTE)
    first = deliveries(made)[0]
    assert (first.post, first.wall) == (own, "2026-12-14T08:00")
    stage.turn(FIRST - HOUR)
    assert stage.sent == [first.pk]


def approve(network: Network, draft: Post) -> None:
    words = content(texts={"practice": "Senin ini buka setengah hari."})
    post = workflow.submit(draft, words, by=network.sari, at=MORNING)
    assert post.head is not None
    workflow.take(Step.APPROVE, post, by=network.rina, at=MORNING, sha256=post.head.sha256)


def test_a_paused_series_stays_paused_when_it_is_changed(network: Network) -> None:
    series, stage = weekly(network), Stage()
    steer.pause(series, by=network.tono, at=FIRST - MINUTE)
    made = changed(network, series, SOON)
    ring(SOON)
    stage.turn(SOON)
    assert stage.sent == []
    steer.resume(made, by=network.tono, at=SOON + MINUTE)
    stage.turn(SOON + MINUTE)
    assert stage.sent == []
    assert dates(deliveries(made))[0] == "2026-12-21T09:00"


@pytest.mark.parametrize("sent", [False, True])
def test_resuming_within_the_minute_sends_nothing_late_and_nothing_twice(
    network: Network, sent: bool
) -> None:
    series, stage = weekly(network), Stage()
    if sent:
        stage.turn(FIRST)
    steer.pause(series, by=network.tono, at=FIRST + timedelta(seconds=10))
    steer.resume(series, by=network.tono, at=SOON)
    ring(SOON)
    stage.turn(SOON)
    assert len(stage.sent) == sent
    assert days(series)[0][1] == (Turn.DONE if sent else Turn.SKIPPED)


def test_a_pause_that_is_over_before_the_second_zone_loses_nothing(network: Network) -> None:
    series, stage = weekly(network, *east_and_west(network), mode=Mode.LOCAL), Stage()
    stage.turn(EAST)
    steer.pause(series, by=network.tono, at=EAST + MINUTE)
    ring(EAST + 2 * MINUTE)
    stage.turn(EAST + 2 * MINUTE)
    steer.resume(series, by=network.tono, at=EAST + HOUR)
    stage.turn(FIRST)
    ring(FIRST)
    assert len(stage.sent) == 2
    assert days(series)[0] == ("14 Dec", Turn.DONE)


@pytest.mark.parametrize("rung", [False, True])
def test_what_a_person_cancelled_this_minute_is_not_brought_back_by_a_change(
    network: Network, rung: bool
) -> None:
    series, stage = weekly(network), Stage()
    acts.cancel(deliveries(series)[0], by=network.tono, at=FIRST - MINUTE)
    if rung:
        ring(FIRST)
    changed(network, series, SOON)
    ring(SOON)
    stage.turn(SOON)
    assert stage.sent == []


def test_each_date_and_account_has_one_live_delivery_through_a_week_of_changes(
    network: Network,
) -> None:
    east, west = east_and_west(network)
    one, stage = weekly(network, east, west, mode=Mode.LOCAL), Stage()
    now, end = EAST - HOUR, FIRST + HOUR
    while now < end:
        one = changed(network, one, now, until=None if now.minute % 2 else LAST)
        maker.make_due(now)
        stage.turn(now)
        now += timedelta(minutes=7)
    sent = Delivery.objects.filter(state=State.SENT)
    assert sorted(sent.values_list("account_id", flat=True)) == sorted([east.pk, west.pk])
    assert Occurrence.objects.filter(day=MONDAY, state=Turn.DONE).count() == 1
