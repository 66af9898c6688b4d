"""Lifting a stop: what has waited goes where the person says, in the transaction that lifts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from channels.models import Account
from content.models import Event, Office, Post, Status
from content.scope import Scope
from scheduler import acts, resuming, stops
from scheduler.acts import Act
from scheduler.models import Delivery, Hold, Reach, State, Stop
from scheduler.refusals import InThePast
from scheduler.resuming import Choice, MoreHasWaited, Resumed, Wish
from scheduler.retry import BREATH
from scheduler.when import Wall
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, planned

DUE = MORNING + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SOON, LATE = DUE + 3 * MINUTE, DUE + timedelta(hours=3)


def stop_all(network: Network, at: datetime = MORNING) -> Stop:
    return stops.stop(Reach.ALL, "Salah jadwal.", by=network.tono, at=at)


def row_of(network: Network, handle: str, due: datetime = DUE) -> Delivery:
    [row] = planned(network, network.account(handle=handle), due=due)
    return row


def seen(stop: Stop, network: Network, at: datetime) -> str:
    return resuming.survey(stop, Scope.of(network.tono, at), at).seen


def wall(network: Network, at: datetime) -> Wall:
    local = at.astimezone(network.pontianak.zoneinfo)
    return Wall(local.date(), local.time(), network.pontianak.zone)


def test_without_a_wish_what_is_in_time_goes_and_the_rest_asks(network: Network) -> None:
    old, new = row_of(network, "lama"), row_of(network, "baru", DUE + 20 * MINUTE)
    stop = stop_all(network)
    stage = Stage()
    stage.turn(DUE + 20 * MINUTE)
    resumed = stops.lift(stop, by=network.tono, at=DUE + 21 * MINUTE)
    assert resumed == Resumed(going=1, deciding=1)
    stage.turn(DUE + 21 * MINUTE)
    assert stage.sent == [new.pk]
    assert (again(old).state, again(old).reason) == (State.MISSED, Hold.OVERDUE)
    told = Event.objects.filter(by=network.tono, kind__startswith="delivery.")
    assert {event.kind for event in told} == {"delivery.resumed", "delivery.missed"}


def test_what_goes_on_keeps_the_order_of_its_lane(network: Network) -> None:
    lane = network.account(handle="satu")
    rows = [planned(network, lane, due=DUE + n * MINUTE)[0] for n in range(3)]
    stop = stop_all(network)
    stage = Stage()
    stage.turn(SOON)
    stops.lift(stop, by=network.tono, at=SOON)
    for n in range(4):
        stage.turn(SOON + n * BREATH)
    assert stage.sent == [row.pk for row in rows]


def test_what_another_stop_reaches_stays_held(network: Network) -> None:
    here, there = row_of(network, "sini"), row_of(network, "sana")
    by_account = stops.stop(
        Reach.ACCOUNT, "Dibajak.", by=network.tono, at=MORNING, account=there.account
    )
    stop = stop_all(network)
    Stage().turn(DUE)
    waits = resuming.survey(stop, Scope.of(network.tono, DUE), DUE)
    assert (waits.total, waits.kept) == (1, 1)
    wish = Wish(Choice.CANCEL, seen=waits.seen)
    assert stops.lift(stop, wish, by=network.tono, at=DUE) == Resumed(cancelled=1)
    assert again(here).state == State.CANCELLED
    assert (again(there).state, again(there).reason) == (State.HELD, Hold.STOPPED)
    stops.lift(by_account, by=network.tono, at=DUE)
    assert again(there).state == State.PLANNED


def test_moving_keeps_order_distances_and_grace(network: Network) -> None:
    rows = [row_of(network, "a"), row_of(network, "b", DUE + 10 * MINUTE)]
    grace = rows[0].deadline_at - rows[0].due_at
    stop = stop_all(network)
    Stage().turn(LATE)
    new = LATE + timedelta(hours=2)
    wish = Wish(Choice.MOVE, wall(network, new), seen(stop, network, LATE))
    assert stops.lift(stop, wish, by=network.tono, at=LATE) == Resumed(moved=2)
    moved = [again(row) for row in rows]
    assert [row.due_at for row in moved] == [new, new + 10 * MINUTE]
    assert [row.state for row in moved] == [State.PLANNED] * 2
    assert {row.deadline_at - row.due_at for row in moved} == {grace}
    assert moved[1].wall == f"{wall(network, new + 10 * MINUTE)}"
    stage = Stage()
    stage.turn(new + 10 * MINUTE)
    assert stage.sent == [row.pk for row in rows]


@pytest.mark.parametrize("first", [None, LATE - timedelta(hours=1)])
def test_moving_into_the_past_lifts_nothing(network: Network, first: datetime | None) -> None:
    row = row_of(network, "a")
    stop = stop_all(network)
    Stage().turn(DUE)
    wish = Wish(Choice.MOVE, wall(network, first) if first else None, seen(stop, network, LATE))
    with pytest.raises(InThePast):
        stops.lift(stop, wish, by=network.tono, at=LATE)
    assert Stop.objects.standing().exists()
    assert again(row).state == State.HELD


def test_one_by_one_nothing_is_sent_before_a_person_says_so(network: Network) -> None:
    old, new = row_of(network, "lama"), row_of(network, "baru", LATE)
    stop = stop_all(network)
    stage = Stage()
    stage.turn(LATE)
    resumed = stops.lift(stop, Wish(Choice.DECIDE), by=network.tono, at=LATE)
    assert resumed == Resumed(deciding=2)
    stage.turn(LATE)
    assert stage.sent == []
    assert set(Delivery.objects.needing_a_person()) == {old, new}
    assert (again(new).state, again(new).reason) == (State.HELD, Hold.LIFTED)
    assert Act.SEND_NOW in acts.open_acts(again(new), Scope.of(network.tono, LATE))
    acts.send_now(again(new), by=network.tono, at=LATE)
    stage.turn(LATE)
    assert stage.sent == [new.pk]


def test_cancelling_all_leaves_their_posts_without_a_time(network: Network) -> None:
    row = row_of(network, "a")
    stop = stop_all(network)
    Stage().turn(DUE)
    wish = Wish(Choice.CANCEL, seen=seen(stop, network, SOON))
    assert stops.lift(stop, wish, by=network.tono, at=SOON) == Resumed(cancelled=1)
    assert again(row).state == State.CANCELLED
    assert Post.objects.get(pk=row.post_id).status == Status.APPROVED
    assert not Delivery.objects.needing_a_person().exists()


@pytest.mark.parametrize("choice", [Choice.CANCEL, Choice.MOVE])
def test_nothing_is_cancelled_or_moved_that_was_not_on_the_page(
    network: Network, choice: Choice
) -> None:
    row_of(network, "a")
    stop = stop_all(network)
    Stage().turn(DUE)
    page = seen(stop, network, DUE)
    row_of(network, "b", SOON)
    Stage().turn(SOON)
    wish = Wish(choice, wall(network, LATE), page)
    with pytest.raises(MoreHasWaited):
        stops.lift(stop, wish, by=network.tono, at=SOON)
    assert Stop.objects.standing().exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.HELD}


def test_whoever_lifts_a_second_time_changes_nothing(network: Network) -> None:
    row = row_of(network, "a")
    stop = stop_all(network)
    Stage().turn(DUE)
    first = stops.lift(stop, Wish(Choice.DECIDE), by=network.tono, at=SOON)
    before = again(row).version
    wish = Wish(Choice.CANCEL, seen=seen(stop, network, SOON))
    assert first is not None
    assert stops.lift(stop, wish, by=network.rina, at=SOON) is None
    assert (again(row).state, again(row).version) == (State.HELD, before)
    assert Stop.objects.get().lifted_by == network.tono
    assert Event.objects.filter(kind="stop.off").count() == 1


def test_what_has_come_due_since_the_engines_last_turn_is_asked_about_too(
    network: Network,
) -> None:
    row = row_of(network, "a")
    stop = stop_all(network)
    assert resuming.waiting(stop, DUE - MINUTE).count() == 0
    assert resuming.waiting(stop, DUE).get() == row
    stops.lift(stop, Wish(Choice.DECIDE), by=network.tono, at=DUE)
    assert again(row).reason == Hold.LIFTED


def test_a_region_cancels_on_its_own_accounts_only(network: Network) -> None:
    own, foreign = network.account(handle="own"), network.account(office=network.centre)
    rows = planned(network, own, foreign)
    here = network.pontianak
    stop = stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=MORNING, office=here)
    Stage().turn(DUE)
    waits = resuming.survey(stop, Scope.of(network.maya, DUE), DUE)
    assert (waits.total, waits.others) == (2, 1)
    wish = Wish(Choice.CANCEL, seen=waits.seen)
    resumed = stops.lift(stop, wish, by=network.maya, at=DUE)
    assert resumed == Resumed(cancelled=1, deciding=1)
    states = {again(row).account: again(row).state for row in rows}
    assert states == {own: State.CANCELLED, foreign: State.HELD}


def strayed(network: Network, office: Office | None = None) -> tuple[Delivery, Stop]:
    """Held by a stop of its topic, which has been changed since."""
    account = network.account(handle="a", office=office or network.pontianak)
    [row] = planned(network, account, due=DUE)
    topic = stops.stop(Reach.TOPIC, "Keliru.", by=network.rina, at=MORNING, topic="layanan")
    Stage().turn(DUE)
    Post.objects.filter(pk=row.post_id).update(topic="paspor")
    return row, topic


@pytest.mark.parametrize("choice", [Choice.GO, Choice.CANCEL, Choice.DECIDE])
def test_what_no_stop_reaches_any_more_asks_a_person_with_the_next_lifting(
    network: Network, choice: Choice
) -> None:
    row, topic = strayed(network)
    waits = resuming.survey(topic, Scope.of(network.rina, SOON), SOON)
    assert (waits.total, waits.strays) == (0, 1)
    wish = Wish(choice, seen=waits.seen)
    assert stops.lift(topic, wish, by=network.rina, at=SOON) == Resumed(deciding=1)
    stage = Stage()
    stage.turn(SOON)
    assert stage.sent == []
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.LIFTED)
    assert row in Delivery.objects.needing_a_person()


def test_whoever_lifts_a_stop_of_his_own_sends_nothing_of_others(network: Network) -> None:
    row, _topic = strayed(network, network.centre)
    Post.objects.filter(pk=row.post_id).update(office=network.jayapura)
    stop = stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=SOON, office=network.pontianak)
    stops.lift(stop, by=network.maya, at=SOON)
    stage = Stage()
    stage.turn(SOON)
    assert stage.sent == []
    assert again(row).state == State.HELD


def test_other_deliveries_of_the_same_number_and_sum_are_not_the_same(network: Network) -> None:
    rows = [row_of(network, handle) for handle in "abcd"]
    stop = stop_all(network)
    Stage().turn(DUE)
    first, second, third, fourth = sorted(row.pk for row in rows)
    assert first + fourth == second + third
    held = Delivery.objects.all()
    held.filter(pk__in=[second, third]).update(state=State.CANCELLED)
    page = seen(stop, network, SOON)
    held.filter(pk__in=[second, third]).update(state=State.HELD)
    held.filter(pk__in=[first, fourth]).update(state=State.CANCELLED)
    with pytest.raises(MoreHasWaited):
        stops.lift(stop, Wish(Choice.CANCEL, seen=page), by=network.tono, at=SOON)


def test_one_that_was_changed_since_the_page_is_not_the_same(network: Network) -> None:
    row = row_of(network, "a")
    stop = stop_all(network)
    Stage().turn(DUE)
    page = seen(stop, network, SOON)
    acts.move(again(row), wall(network, SOON + MINUTE), by=network.tono, at=SOON)
    Stage().turn(SOON + MINUTE)
    with pytest.raises(MoreHasWaited):
        stops.lift(stop, Wish(Choice.CANCEL, seen=page), by=network.tono, at=SOON + MINUTE)


def test_a_delivery_that_was_tried_before_is_tried_again(network: Network) -> None:
    row = row_of(network, "a")
    stop = stop_all(network)
    Stage().turn(DUE)
    Delivery.objects.filter(pk=row.pk).update(attempts=1)
    stops.lift(stop, by=network.tono, at=SOON)
    assert (again(row).state, again(row).run_at) == (State.DUE, SOON)


@pytest.mark.parametrize("choice", Choice)
def test_forty_take_no_more_statements_than_four(network: Network, choice: Choice) -> None:
    """Of as many posts on as many accounts, half of them too late."""
    asked = []
    for number in (4, 40):
        for n in range(number):
            row_of(network, f"{number}-{n}", LATE if n % 2 else DUE)
        stop = stop_all(network)
        Stage().turn(LATE)
        wish = Wish(choice, wall(network, LATE + timedelta(days=1)), seen(stop, network, LATE))
        with CaptureQueriesContext(connection) as queries:
            stops.lift(stop, wish, by=network.tono, at=LATE)
        asked.append(len(queries))
        assert not Delivery.objects.filter(reason=Hold.STOPPED).exists()
        Delivery.objects.update(state=State.SENT, run_at=None)
    assert asked[0] == asked[1]


def test_nor_does_an_account_that_is_back(network: Network) -> None:
    account = network.account()
    asked = []
    for number in (4, 40):
        for n in range(number):
            planned(network, account, due=LATE if n % 2 else DUE)
        held = Delivery.objects.exclude(state=State.SENT)
        held.update(state=State.HELD, reason="login-ended", run_at=None)
        with CaptureQueriesContext(connection) as queries:
            acts.reconnected(Account.objects.get(), LATE)
        asked.append(len(queries))
        assert held.filter(state=State.PLANNED).count() == held.count() / 2
        assert held.filter(state=State.MISSED, reason=Hold.OVERDUE).count() == held.count() / 2
        held.update(state=State.SENT)
    assert asked[0] == asked[1]
