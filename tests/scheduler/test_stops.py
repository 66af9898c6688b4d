from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from channels.base import NotSent, Reason, Refused
from content.scope import Scope
from scheduler import acts, delivery, stops
from scheduler.models import Delivery, Hold, Reach, State, Stop
from scheduler.underway import calls
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, always, planned

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_a_stop_does_not_keep_up_what_is_being_taken_down(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE)
    stops.stop(Reach.ALL, "Salah.", by=network.tono, at=DUE)
    [removal] = acts.withdraw(again(row).post, "Keliru.", by=network.tono, at=DUE)
    stage.turn(DUE)
    assert again(removal).state == State.SENT


def test_what_a_stop_holds_does_not_flood_the_list_of_things_to_do(network: Network) -> None:
    [row] = planned(network)
    stops.stop(Reach.ALL, "Salah.", by=network.tono, at=MORNING)
    Stage().turn(DUE)
    assert again(row).state == State.HELD
    assert not Delivery.objects.needing_a_person().exists()
    assert acts.open_acts(again(row), Scope.of(network.tono, DUE)) == [
        acts.Act.MOVE,
        acts.Act.CANCEL,
    ]


def test_after_a_stop_nothing_that_it_reaches_starts(network: Network) -> None:
    [row] = planned(network)
    stop = stops.stop(Reach.ALL, "Salah jadwal nasional.", by=network.tono, at=MORNING)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == []
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.STOPPED)

    stops.lift(stop, by=network.tono, at=DUE + timedelta(minutes=3))
    stage.turn(DUE + timedelta(minutes=3))
    assert stage.sent == [row.pk]


def test_what_waited_too_long_behind_a_stop_asks_a_person(network: Network) -> None:
    [row] = planned(network)
    stop = stops.stop(Reach.ALL, "Salah.", by=network.tono, at=MORNING)
    Stage().turn(DUE)
    stops.lift(stop, by=network.tono, at=DUE + timedelta(hours=3))
    assert again(row).state == State.MISSED


def test_a_stop_reaches_its_office_or_channel_and_no_other(network: Network) -> None:
    inside, outside = network.account(handle="in"), network.account(office=network.centre)
    news = network.account("newsroom", office=network.centre)
    post = network.approved(texts={"practice": "a", "newsroom": "b"})
    elsewhere = network.jayapura
    stops.stop(Reach.OFFICE, "Salah.", by=network.rina, at=MORNING, office=elsewhere)
    by_channel = stops.stop(Reach.CHANNEL, "Salah.", by=network.rina, at=MORNING, kind="practice")
    rows = planned(network, inside, outside, news, post=post)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == [rows[2].pk]

    here = network.pontianak
    stops.stop(Reach.OFFICE, "Salah.", by=network.rina, at=MORNING, office=here)
    stops.lift(by_channel, by=network.rina, at=DUE)
    stage.turn(DUE)
    assert stage.sent == [rows[2].pk]


def test_a_region_stops_itself_but_not_the_country(network: Network) -> None:
    with pytest.raises(stops.MayNotStop):
        stops.stop(Reach.ALL, "Salah.", by=network.maya, at=MORNING)
    with pytest.raises(stops.MayNotStop):
        stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=MORNING, office=network.jayapura)
    stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=MORNING, office=network.pontianak)
    with pytest.raises(stops.ReasonMissing):
        stops.stop(Reach.ALL, " ", by=network.rina, at=MORNING)
    assert Stop.objects.standing().count() == 1


def test_a_region_does_not_lift_the_stop_of_the_centre(network: Network) -> None:
    here = network.pontianak
    by_centre = stops.stop(Reach.OFFICE, "Salah.", by=network.rina, at=MORNING, office=here)
    by_region = stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=MORNING, office=here)
    with pytest.raises(stops.MayNotLift):
        stops.lift(by_centre, by=network.maya, at=DUE)
    stops.lift(by_region, by=network.maya, at=DUE)
    stops.lift(by_centre, by=network.tono, at=DUE)
    assert not Stop.objects.standing().exists()


def test_a_stop_of_an_account_reaches_that_account_and_no_other(network: Network) -> None:
    taken, other = network.account(handle="dibajak"), network.account(handle="lain")
    rows = planned(network, taken, other)
    stop = stops.stop(Reach.ACCOUNT, "Dibajak.", by=network.maya, at=MORNING, account=taken)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == [rows[1].pk]
    assert (again(rows[0]).state, again(rows[0]).reason) == (State.HELD, Hold.STOPPED)
    assert stop.office == network.pontianak


def test_a_stop_of_a_topic_reaches_its_posts_and_no_others(network: Network) -> None:
    fees, hours = network.approved(topic="tarif"), network.approved(topic="layanan")
    rows = [
        planned(network, network.account(handle=f"a{n}"), post=post)[0]
        for n, post in enumerate((fees, hours))
    ]
    stops.stop(Reach.TOPIC, "Tarif keliru.", by=network.rina, at=MORNING, topic="tarif")
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == [rows[1].pk]
    assert again(rows[0]).state == State.HELD


def test_a_stop_of_a_topic_may_be_limited_to_an_office_and_below(network: Network) -> None:
    [row] = planned(network)
    topic: dict[str, Any] = {"by": network.rina, "at": MORNING, "topic": "layanan"}
    elsewhere = stops.stop(Reach.TOPIC, "Keliru.", **topic, office=network.jayapura)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == [row.pk]

    [second] = planned(network, network.account(handle="dua"), due=DUE + SECOND)
    stops.lift(elsewhere, by=network.rina, at=DUE)
    stops.stop(Reach.TOPIC, "Keliru.", **topic, office=network.kalbar)
    stage.turn(DUE + SECOND)
    assert again(second).state == State.HELD


def test_a_region_stops_its_accounts_and_its_topics_but_not_those_of_others(
    network: Network,
) -> None:
    by: dict[str, Any] = {"by": network.maya, "at": MORNING}
    own, foreign = network.account(), network.account(office=network.jayapura)
    stops.stop(Reach.ACCOUNT, "Salah.", **by, account=own)
    stops.stop(Reach.TOPIC, "Salah.", **by, topic="layanan", office=network.kalbar)
    with pytest.raises(stops.MayNotStop):
        stops.stop(Reach.ACCOUNT, "Salah.", **by, account=foreign)
    with pytest.raises(stops.MayNotStop):
        stops.stop(Reach.TOPIC, "Salah.", **by, topic="layanan")
    with pytest.raises(stops.MayNotStop):
        stops.stop(Reach.TOPIC, "Salah.", **by, topic="layanan", office=network.jayapura)
    assert Stop.objects.standing().count() == 2


def test_a_region_does_not_lift_what_the_centre_has_stopped_of_its_accounts(
    network: Network,
) -> None:
    account = network.account()
    stop = stops.stop(Reach.ACCOUNT, "Salah.", by=network.rina, at=MORNING, account=account)
    with pytest.raises(stops.MayNotLift):
        stops.lift(stop, by=network.maya, at=DUE)
    stops.lift(stop, by=network.bayu, at=DUE)


@pytest.mark.parametrize("reach", [reach for reach in Reach if reach is not Reach.ALL])
def test_the_database_refuses_a_stop_that_does_not_say_of_what(
    network: Network, reach: Reach
) -> None:
    with pytest.raises(IntegrityError):
        Stop.objects.create(reach=reach, reason="?", by=network.rina, at=MORNING)


# What is under way cannot be called back


def test_a_stop_remembers_what_was_under_way_and_reached(network: Network) -> None:
    here, there = network.account(handle="a"), network.account(handle="b")
    rows = planned(network, here, there)
    with transaction.atomic():
        tasks = delivery.claim("me", DUE, 10)
    stop = stops.stop(Reach.ACCOUNT, "Salah.", by=network.rina, at=DUE, account=here)
    everything = stops.stop(Reach.ALL, "Salah.", by=network.rina, at=DUE)
    assert stop.under_way == [rows[0].pk]
    assert everything.under_way == [row.pk for row in rows]
    before = calls(everything, Scope.of(network.sari, DUE))
    assert (before.total, before.running, before.ended) == (2, 2, [])

    Stage().play(tasks[0], DUE)
    Stage().play(tasks[1], DUE, always(Refused(Reason.BAD_MEDIA)))
    after = calls(everything, Scope.of(network.sari, DUE))
    assert (after.running, after.ended) == (0, [(State.SENT, 1), (State.FAILED, 1)])


def test_what_was_under_way_is_told_to_whom_it_concerns(network: Network) -> None:
    planned(network)
    with transaction.atomic():
        delivery.claim("me", DUE, 10)
    stop = stops.stop(Reach.ALL, "Salah.", by=network.rina, at=DUE)
    assert calls(stop, Scope.of(network.rina, DUE)).total == 1
    assert calls(stop, Scope.of(network.yosua, DUE)).total == 0


def test_what_was_under_way_and_did_not_arrive_is_not_tried_again(network: Network) -> None:
    [row] = planned(network)
    with transaction.atomic():
        [task] = delivery.claim("me", DUE, 10)
    stop = stops.stop(Reach.ALL, "Salah.", by=network.rina, at=DUE)
    stage = Stage()
    stage.play(task, DUE, always(NotSent(Reason.UNREACHABLE)))
    later = DUE + timedelta(minutes=1)
    stage.turn(later)
    assert stage.sent == [row.pk]
    assert again(row).state == State.HELD
    assert calls(stop, Scope.of(network.rina, later)).ended == [(State.HELD, 1)]


def test_what_is_taken_down_or_looked_for_is_no_send_under_way(network: Network) -> None:
    [row] = planned(network)
    Stage().turn(DUE)
    acts.withdraw(again(row).post, "Keliru.", by=network.tono, at=DUE)
    with transaction.atomic():
        assert delivery.claim("me", DUE, 10)
    assert stops.stop(Reach.ALL, "Salah.", by=network.rina, at=DUE).under_way == []
