from __future__ import annotations

from datetime import timedelta

import pytest

from content.scope import Scope
from scheduler import acts, stops
from scheduler.models import Delivery, Hold, Reach, State, Stop
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, planned

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
