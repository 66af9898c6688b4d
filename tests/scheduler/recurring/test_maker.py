from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from channels.base import Reason, Unconfirmed
from composer import correcting
from content import workflow
from content.models import Event, Post, Status
from content.workflow import Step
from scheduler import acts, plan
from scheduler.models import (
    Delivery,
    Ending,
    Hold,
    Holiday,
    Mode,
    Occurrence,
    Policy,
    State,
    Turn,
)
from scheduler.recurring import maker, steer
from scheduler.recurring.shape import Every, Shape
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
from tests.scheduler.stage import Stage, again, always

MINUTE = timedelta(minutes=1)
FOUR_MONDAYS = ["2026-12-14T09:00", "2026-12-21T09:00", "2026-12-28T09:00", "2027-01-04T09:00"]


def test_a_month_of_a_series_stands_in_the_calendar_as_deliveries(network: Network) -> None:
    series = weekly(network)
    rows = deliveries(series)
    assert dates(rows) == FOUR_MONDAYS
    assert rows[0].due_at == FIRST
    assert {row.state for row in rows} == {State.PLANNED}
    assert len({(row.account_id, row.again) for row in rows}) == 4
    assert series.post.status == Status.SCHEDULED


def test_each_week_the_same_approved_words_go_out_once(network: Network) -> None:
    series = weekly(network)
    stage = Stage()
    for week in range(8):
        now = FIRST + week * WEEK
        ring(now)
        stage.turn(now)
        ring(now + MINUTE)
    sent = [row for row in deliveries(series) if row.state == State.SENT]
    assert len(sent) == len(stage.sent) == 8
    assert len({row.revision_id for row in sent}) == 1
    assert fresh(series).post.status == Status.PUBLISHED
    assert [state for _, state in days(series)[:8]] == [Turn.DONE] * 8


def test_ringing_a_hundred_times_makes_nothing_twice(network: Network) -> None:
    series = weekly(network)
    for minute in range(100):
        ring(MORNING + minute * MINUTE)
    assert dates(deliveries(series)) == FOUR_MONDAYS


def test_the_next_one_stands_in_the_calendar_however_far_off_it_is(network: Network) -> None:
    series = weekly(network, shape=Shape(Every.DATE, day=5, interval=6))
    [row] = deliveries(series)
    assert row.wall == "2027-06-05T09:00"


def test_what_lay_before_the_series_was_made_is_none_of_its_business(network: Network) -> None:
    series = weekly(network, first=date(2026, 1, 5))
    assert dates(deliveries(series)) == FOUR_MONDAYS


def test_after_three_weeks_off_one_is_left_to_a_person_and_the_older_are_closed(
    network: Network,
) -> None:
    series = weekly(network)
    stage = Stage()
    back = FIRST + 2 * WEEK + timedelta(hours=5)
    stage.turn(back)  # the pump may come first
    ring(back)
    stage.turn(back)
    assert stage.sent == []
    assert states(series)[:4] == [State.CANCELLED, State.CANCELLED, State.MISSED, State.PLANNED]
    assert [state for _, state in days(series)[:4]] == [
        Turn.COALESCED,
        Turn.COALESCED,
        Turn.PLANNED,
        Turn.PLANNED,
    ]
    told = Event.objects.filter(kind="series.coalesced")
    assert {event.data["occurrence"] for event in told} == set(
        Occurrence.objects.filter(state=Turn.COALESCED).values_list("pk", flat=True)
    )


def test_back_within_the_grace_only_the_newest_is_sent(network: Network) -> None:
    series = weekly(network)
    stage = Stage()
    back = FIRST + 2 * WEEK + 5 * MINUTE
    ring(back)
    stage.turn(back)
    assert stage.sent == [deliveries(series)[2].pk]


def test_after_half_a_year_off_there_is_no_burst_and_the_grid_is_kept(network: Network) -> None:
    """Longer than what stood in the calendar: those days are made only to be closed."""
    series = weekly(network)
    stage = Stage()
    back = FIRST + 26 * WEEK + timedelta(days=2)
    ring(back)
    stage.turn(back)
    ring(back)
    assert stage.sent == []
    assert [row.wall for row in deliveries(series) if row.state == State.MISSED] == [
        "2027-06-14T09:00"
    ]
    coming = [row for row in deliveries(series) if row.state == State.PLANNED]
    assert dates(coming)[0] == "2027-06-21T09:00"
    assert Occurrence.objects.filter(state=Turn.COALESCED).count() == 26


def test_what_was_missed_is_closed_once_the_next_has_come(network: Network) -> None:
    series = weekly(network)
    stage = Stage()
    stage.turn(FIRST + timedelta(hours=2))
    ring(FIRST + timedelta(hours=2))
    assert states(series)[0] == State.MISSED
    ring(FIRST + WEEK)
    stage.turn(FIRST + WEEK)
    assert states(series)[:2] == [State.CANCELLED, State.SENT]
    assert not Delivery.objects.needing_a_person().exists()


def test_opening_the_post_again_holds_the_series_and_new_words_take_over(
    network: Network,
) -> None:
    series = weekly(network)
    post = correcting.take(Step.REOPEN, fresh(series).post, by=network.sari, at=MORNING)
    ring(MORNING)
    assert {row.reason for row in deliveries(series)} == {Hold.APPROVAL_VOID}
    post = approved_anew(network, post, "Buka sampai pukul 15.00 WIB.")
    ring(MORNING)
    rows = deliveries(series)
    assert dates(rows) == FOUR_MONDAYS
    assert {row.state for row in rows} == {State.PLANNED}
    assert {row.revision_id for row in rows} == {post.head_id}
    assert fresh(series).post.status == Status.SCHEDULED
    assert not Delivery.objects.filter(state=State.HELD).exists()


def approved_anew(network: Network, post: Post, words: str) -> Post:
    post = workflow.submit(post, content(texts={"practice": words}), by=network.sari, at=MORNING)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=MORNING, sha256=post.head.sha256)


def test_what_is_not_approved_when_its_time_is_over_stays_in_and_says_so(
    network: Network,
) -> None:
    series = weekly(network)
    post = correcting.take(Step.REOPEN, fresh(series).post, by=network.sari, at=MORNING)
    late = FIRST + timedelta(hours=1)
    ring(late)
    assert days(series)[0] == ("14 Dec", Turn.LAPSED)
    assert Event.objects.filter(kind="series.lapsed").count() == 1
    approved_anew(network, post, "Buka sampai pukul 15.00 WIB.")
    ring(late)
    Stage().turn(late)
    assert states(series)[:2] == [State.CANCELLED, State.PLANNED]


def test_an_approval_that_comes_in_the_grace_is_still_in_time(network: Network) -> None:
    series = weekly(network)
    post = correcting.take(Step.REOPEN, fresh(series).post, by=network.sari, at=MORNING)
    ring(FIRST + MINUTE)
    approved_anew(network, post, "Buka sampai pukul 15.00 WIB.")
    ring(FIRST + 2 * MINUTE)
    stage = Stage()
    stage.turn(FIRST + 2 * MINUTE)
    assert stage.sent == [deliveries(series)[0].pk]


def test_a_correction_changes_what_is_out_and_what_is_to_come(network: Network) -> None:
    account = network.account()
    series = weekly(network, account)
    stage = Stage()
    stage.turn(FIRST)
    ring(FIRST + MINUTE)
    post = correcting.take(Step.CORRECT, fresh(series).post, by=network.sari, at=FIRST)
    ring(FIRST + 2 * MINUTE)
    post = approved_anew(network, post, "Buka sampai pukul 15.00 WIB.")
    [edit] = plan.plan(post, [account], None, Mode.TOGETHER, by=network.tono, at=FIRST)
    ring(FIRST + 3 * MINUTE)
    stage.turn(FIRST + 3 * MINUTE)
    assert again(edit).state == State.SENT
    coming = deliveries(series)[1:]
    assert {row.revision_id for row in coming} == {post.head_id}
    assert {row.state for row in coming} == {State.PLANNED}


def test_an_abandoned_correction_leaves_the_series_with_the_words_that_are_out(
    network: Network,
) -> None:
    series = weekly(network)
    Stage().turn(FIRST)
    ring(FIRST + MINUTE)
    [first, *_] = deliveries(series)
    post = correcting.take(Step.CORRECT, fresh(series).post, by=network.sari, at=FIRST)
    ring(FIRST + MINUTE)
    correcting.take(Step.ABANDON, post, by=network.sari, at=FIRST + MINUTE)
    ring(FIRST + 2 * MINUTE)
    stage = Stage()
    stage.turn(FIRST + WEEK)
    assert stage.sent == [deliveries(series)[1].pk]
    assert deliveries(series)[1].revision_id == first.revision_id


@pytest.mark.parametrize("step", [Step.WITHDRAW, Step.UNSCHEDULE, Step.DISCARD])
def test_a_post_that_is_taken_away_takes_its_series_along(network: Network, step: Step) -> None:
    series = weekly(network)
    post = fresh(series).post
    if step is Step.WITHDRAW:
        Stage().turn(FIRST)
        ring(FIRST + MINUTE)
        acts.withdraw(fresh(series).post, "Keliru.", by=network.tono, at=FIRST + MINUTE)
    elif step is Step.UNSCHEDULE:
        plan.unschedule(post, by=network.tono, at=MORNING)
    else:
        post = correcting.take(Step.REOPEN, post, by=network.sari, at=MORNING)
        correcting.take(Step.DISCARD, post, by=network.sari, at=MORNING)
    ring(FIRST + MINUTE)
    ended = fresh(series)
    assert ended.ending == (Ending.OFF if step is Step.UNSCHEDULE else Ending.GONE)
    ring(FIRST + WEEK)
    stage = Stage()
    stage.turn(FIRST + WEEK)
    assert set(states(series)) <= {State.CANCELLED, State.SENT}
    assert not set(stage.sent) & {row.pk for row in deliveries(series)}


def test_a_series_with_a_number_ends_by_itself(network: Network) -> None:
    series = weekly(network, shape=Shape(Every.WEEK, weekdays=(0,), count=3))
    stage = Stage()
    for week in range(2):  # the first of the three was before it was made
        stage.turn(FIRST + week * WEEK)
        ring(FIRST + week * WEEK + MINUTE)
    assert len(stage.sent) == 2
    assert fresh(series).ending == Ending.DONE
    assert fresh(series).post.status == Status.PUBLISHED


def test_a_network_that_holds_a_post_once_gets_it_with_the_first(network: Network) -> None:
    board, news = network.account(), network.account("newsroom")
    post = network.approved(texts={"practice": "Buka.", "newsroom": "Buka."})
    series = weekly(network, board, news, post=post)
    assert [row.account for row in deliveries(series)] == [board, news, board, board, board]
    Stage().turn(FIRST)
    ring(FIRST + WEEK)
    assert sum(row.account == news for row in deliveries(series)) == 1


def test_setempat_comes_to_each_office_at_its_own_hour(network: Network) -> None:
    west = network.account(office=network.centre)
    east = network.account(office=network.jayapura)
    series = weekly(network, west, east, mode=Mode.LOCAL)
    first = {row.account: row.due_at for row in deliveries(series)[:2]}
    assert first[west] - first[east] == timedelta(hours=2)
    assert Occurrence.objects.order_by("date").first().due_at == first[east]  # type: ignore[union-attr]


def test_a_holiday_that_is_moved_moves_what_was_planned_for_it(network: Network) -> None:
    """The decree of the three ministers changes within the year."""
    series = weekly(network, policy=Policy.AFTER)
    Holiday.objects.create(day=date(2026, 12, 14), name="Libur contoh", by=network.ada, at=MORNING)
    ring(MORNING)
    assert dates(deliveries(series)) == ["2026-12-15T09:00", *FOUR_MONDAYS[1:]]
    Holiday.objects.update(name="")
    ring(MORNING)
    assert dates(deliveries(series)) == FOUR_MONDAYS


def test_a_holiday_that_is_left_out_is_told_and_comes_back_when_it_is_none(
    network: Network,
) -> None:
    shape = Shape(Every.WEEK, weekdays=(4,))
    series = weekly(network, shape=shape, policy=Policy.SKIP)
    assert ("25 Dec", Turn.HOLIDAY) in days(series)
    assert "2026-12-25T09:00" not in dates(deliveries(series))
    Holiday.objects.create(day=date(2026, 12, 25), name="", by=network.ada, at=MORNING)
    ring(MORNING)
    assert "2026-12-25T09:00" in dates(deliveries(series))


def test_what_a_person_has_moved_in_the_calendar_stays_where_he_put_it(network: Network) -> None:
    series = weekly(network, policy=Policy.AFTER)
    [row, *_] = deliveries(series)
    acts.move(row, wall(date(2026, 12, 13), time(20, 0)), by=network.tono, at=MORNING)
    Holiday.objects.create(day=date(2026, 12, 14), name="Libur contoh", by=network.ada, at=MORNING)
    ring(MORNING)
    assert dates(deliveries(series))[0] == "2026-12-13T20:00"


def test_what_a_person_has_cancelled_is_not_made_again(network: Network) -> None:
    series = weekly(network)
    acts.cancel(deliveries(series)[0], by=network.tono, at=MORNING)
    ring(MORNING)
    assert states(series) == [State.CANCELLED, *[State.PLANNED] * 3]
    ring(FIRST + MINUTE)
    assert days(series)[0] == ("14 Dec", Turn.CANCELLED)


def test_posting_once_more_by_hand_is_not_mistaken_for_next_week(network: Network) -> None:
    series = weekly(network)
    stage = Stage()
    stage.turn(FIRST)
    [row, *_] = deliveries(series)
    extra = acts.post_again(row, by=network.tono, at=FIRST)
    assert extra.pk not in {row.pk for row in deliveries(series)}
    stage.turn(FIRST)
    assert extra.pk in stage.sent


def test_planning_the_post_by_hand_does_not_take_a_delivery_from_the_series(
    network: Network,
) -> None:
    account = network.account()
    series = weekly(network, account)
    [own] = plan.plan(
        fresh(series).post, [account], None, Mode.TOGETHER, by=network.tono, at=MORNING
    )
    assert own.pk not in {row.pk for row in deliveries(series)}
    assert dates(deliveries(series)) == FOUR_MONDAYS


def test_an_unsettled_week_is_settled_before_the_next_goes_out(network: Network) -> None:
    series = weekly(network)
    stage = Stage()
    stage.turn(FIRST, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.filter(state=State.UNCONFIRMED).update(run_at=None)
    ring(FIRST + WEEK)
    stage.turn(FIRST + WEEK)
    assert len(stage.sent) == 1
    assert states(series)[:2] == [State.UNCONFIRMED, State.HELD]


def wall(day: date, clock: time) -> Wall:
    return Wall(day, clock, "Asia/Pontianak")


def test_the_moment_of_the_series_is_the_wall_clock_of_its_office(network: Network) -> None:
    series = weekly(network, shape=MONDAYS)
    assert deliveries(series)[0].due_at.astimezone(UTC) == datetime(2026, 12, 14, 2, tzinfo=UTC)


def test_a_pause_leaves_out_what_passes_and_goes_on_with_the_grid(network: Network) -> None:
    series = weekly(network)
    steer.pause(series, by=network.tono, at=MORNING)
    ring(MORNING)
    assert states(series) == []
    ring(FIRST + WEEK + MINUTE)
    assert [state for _, state in days(series)[:2]] == [Turn.SKIPPED, Turn.SKIPPED]
    steer.resume(series, by=network.tono, at=FIRST + WEEK + timedelta(days=1))
    assert dates(deliveries(series))[0] == "2026-12-28T09:00"
    assert maker.make_due(FIRST + WEEK + timedelta(days=1)) == 0


def test_a_centre_with_many_accounts_is_planned_for_in_a_few_statements(
    network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    accounts = [network.account(handle=f"akun{n}") for n in range(40)]
    post = network.approved()
    with django_assert_max_num_queries(90):
        series = weekly(network, *accounts, post=post)
    rows = deliveries(series)
    assert len(rows) == 160
    assert len({(row.account_id, row.again) for row in rows}) == 160
