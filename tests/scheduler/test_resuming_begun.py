"""Lifting a stop while something it reaches has begun and is not over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from channels import registry
from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Reason,
    Receipt,
    Unconfirmed,
)
from content.scope import Scope
from scheduler import acts, resuming, stops
from scheduler.models import Delivery, Hold, Reach, State, Stop
from scheduler.resuming import Choice, Resumed, Wish
from tests.people import Network
from tests.scheduler.stage import Stage, again, always, planned, x_credentials
from tests.scheduler.test_races import claim
from tests.scheduler.test_resuming import DUE, MINUTE, SOON, seen, stop_all, wall
from tests.web.signed_in import browser

pytestmark = pytest.mark.django_db
LOST = Unconfirmed(Reason.LOST_ANSWER)
CHOSEN = [Choice.DECIDE, Choice.MOVE, Choice.CANCEL]


def lift(stop: Stop, choice: Choice, network: Network, at: datetime) -> Resumed | None:
    wish = Wish(choice, wall(network, at + timedelta(days=1)), seen(stop, network, at))
    return stops.lift(stop, wish, by=network.tono, at=at)


def begun(network: Network, kind: str = "x") -> Delivery:
    account = network.account(kind, credentials=x_credentials() if kind == "x" else None)
    words = network.approved(texts={"x": "Layanan buka.", "practice": "Layanan buka."})
    [row] = planned(network, account, due=DUE, post=words)
    return row


@pytest.mark.parametrize("choice", CHOSEN)
def test_what_was_looked_for_and_is_not_there_waits_for_a_person(
    network: Network, choice: Choice
) -> None:
    row, stage = begun(network), Stage()
    stage.turn(DUE, always(LOST))
    stop = stop_all(network, DUE)
    assert lift(stop, choice, network, DUE) == Resumed()
    stage.turn(SOON, always(NotFound(Reason.GONE)))
    stage.turn(SOON + MINUTE)
    assert (stage.sent, stage.looked) == ([row.pk], [row.pk])
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.LIFTED)
    assert list(Delivery.objects.needing_a_person()) == [row]
    acts.send_now(again(row), by=network.tono, at=SOON + MINUTE)
    stage.turn(SOON + MINUTE)
    assert again(row).state == State.SENT


def test_what_was_looked_for_goes_on_if_that_was_chosen(network: Network) -> None:
    row, stage = begun(network), Stage()
    stage.turn(DUE, always(LOST))
    lift(stop_all(network, DUE), Choice.GO, network, DUE)
    stage.turn(SOON, always(NotFound(Reason.GONE)))
    stage.turn(SOON)
    assert again(row).state == State.SENT


def test_what_was_looked_for_and_is_there_is_sent_whatever_was_chosen(network: Network) -> None:
    row, stage = begun(network), Stage()
    stage.turn(DUE, always(LOST))
    lift(stop_all(network, DUE), Choice.DECIDE, network, DUE)
    stage.turn(SOON, always(Receipt("1")))
    assert (again(row).state, again(row).kept) == (State.SENT, "")


def test_a_look_under_way_counts_all_the_same(network: Network) -> None:
    row, stage = begun(network), Stage()
    stage.turn(DUE, always(LOST))
    stop = stop_all(network, DUE)
    [look] = claim(SOON)
    lift(stop, Choice.DECIDE, network, SOON)
    stage.play(look, SOON, always(NotFound(Reason.GONE)))
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.LIFTED)


@pytest.mark.parametrize("choice", CHOSEN)
def test_where_only_sending_would_tell_a_person_is_asked(
    network: Network, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows a repeat, and cannot be read."""
    practice = registry.load("practice")
    blind = replace(practice.capabilities, can_look=False)
    monkeypatch.setattr(practice, "capabilities", blind)
    row, stage = begun(network, "practice"), Stage()
    stage.turn(DUE, always(LOST))
    stop = stop_all(network, DUE)
    assert lift(stop, choice, network, DUE) == Resumed(deciding=1)
    stage.turn(SOON)
    assert stage.sent == [row.pk], "once, before the stop"
    assert stage.looked == []
    assert (again(row).state, again(row).reason) == (State.UNCONFIRMED, Hold.LIFTED)
    assert list(Delivery.objects.needing_a_person()) == [row]


@pytest.mark.parametrize(
    "said", [NotSent(Reason.UNREACHABLE), Disconnected(Reason.LOGIN_ENDED)], ids=["not", "login"]
)
@pytest.mark.parametrize("choice", CHOSEN)
def test_what_was_under_way_and_did_not_get_out_waits_for_a_person(
    network: Network, choice: Choice, said: DeliveryError
) -> None:
    row, stage = begun(network), Stage()
    [task] = claim(DUE)
    stop = stop_all(network, DUE)
    lift(stop, choice, network, DUE)
    stage.play(task, DUE, always(said))
    acts.reconnected(row.account, DUE)
    stage.turn(SOON)
    assert stage.sent == [row.pk], "once, before the stop"
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.LIFTED)


@pytest.mark.parametrize("choice", CHOSEN)
def test_what_was_to_be_tried_again_later_waits_for_a_person(
    network: Network, choice: Choice
) -> None:
    row, stage = begun(network), Stage()
    later = NotSent(Reason.RATE_LIMITED, again_at=SOON)
    stage.turn(DUE, always(later))
    stop = stop_all(network, DUE)
    assert lift(stop, choice, network, DUE) == Resumed(deciding=1)
    stage.turn(SOON)
    assert stage.sent == [row.pk]
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.LIFTED)


def test_what_another_stop_reaches_is_left_to_that_one(network: Network) -> None:
    row, stage = begun(network), Stage()
    stage.turn(DUE, always(LOST))
    other = stops.stop(Reach.CHANNEL, "X.", by=network.tono, at=DUE, kind="x")
    lift(stop_all(network, DUE), Choice.DECIDE, network, DUE)
    lift(other, Choice.GO, network, DUE)
    stage.turn(SOON, always(NotFound(Reason.GONE)))
    stage.turn(SOON)
    assert again(row).state == State.SENT


@pytest.fixture
def unasked(network: Network, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """On a network that knows a repeat and cannot be read; its answer was lost, and the stop has
    kept it from being sent once more."""
    practice = registry.load("practice")
    blind = replace(practice.capabilities, can_look=False)
    monkeypatch.setattr(practice, "capabilities", blind)
    row = begun(network, "practice")
    Stage().turn(DUE, always(LOST))
    stop_all(network, DUE)
    Stage().turn(SOON)
    assert (again(row).state, again(row).reason) == (State.UNCONFIRMED, Hold.STOPPED)
    return row


def test_what_a_stop_kept_from_being_asked_about_is_asked_if_sending_was_chosen(
    network: Network, unasked: Delivery
) -> None:
    stop = Stop.objects.get()
    assert resuming.survey(stop, Scope.of(network.tono, SOON), SOON).unasked == 1
    assert lift(stop, Choice.GO, network, SOON) == Resumed(asking=1)
    stage = Stage()
    stage.turn(SOON, always(Receipt("1")))
    assert stage.looked == [unasked.pk]
    assert again(unasked).state == State.SENT


@pytest.mark.parametrize("choice", CHOSEN)
def test_else_it_stays_with_a_person_and_is_neither_moved_nor_cancelled(
    network: Network, unasked: Delivery, choice: Choice
) -> None:
    assert lift(Stop.objects.get(), choice, network, SOON) == Resumed(deciding=1)
    stage = Stage()
    stage.turn(SOON + MINUTE)
    assert (stage.sent, stage.looked) == ([], [])
    assert (again(unasked).state, again(unasked).reason) == (State.UNCONFIRMED, Hold.LIFTED)
    assert list(Delivery.objects.needing_a_person()) == [unasked]


def test_past_its_grace_it_is_not_asked_about(network: Network, unasked: Delivery) -> None:
    late = unasked.deadline_at + MINUTE
    assert lift(Stop.objects.get(), Choice.GO, network, late) == Resumed(deciding=1)
    assert (again(unasked).state, again(unasked).reason) == (State.UNCONFIRMED, Hold.OVERDUE)


def test_nor_where_a_person_has_cancelled_it(network: Network, unasked: Delivery) -> None:
    acts.cancel(again(unasked), by=network.tono, at=SOON)
    assert lift(Stop.objects.get(), Choice.GO, network, SOON) == Resumed(deciding=1)
    assert (again(unasked).state, again(unasked).reason) == (State.UNCONFIRMED, Hold.UNWANTED)


def test_nor_while_another_stop_reaches_it(network: Network, unasked: Delivery) -> None:
    stops.stop(Reach.CHANNEL, "Papan.", by=network.tono, at=SOON, kind="practice")
    stop = Stop.objects.get(reach=Reach.ALL)
    assert lift(stop, Choice.GO, network, SOON) == Resumed()
    assert again(unasked).reason == Hold.STOPPED


def test_reached_by_no_stop_any_more_it_is_left_to_a_person(
    network: Network, unasked: Delivery
) -> None:
    other = stops.stop(Reach.CHANNEL, "X.", by=network.tono, at=SOON, kind="x")
    Stop.objects.filter(reach=Reach.ALL).delete()
    assert lift(other, Choice.GO, network, SOON) == Resumed(deciding=1)
    assert again(unasked).reason == Hold.LIFTED


def test_the_page_says_what_was_not_asked_about(network: Network, unasked: Delivery) -> None:
    page = browser(network.tono).get(reverse("scheduler:resume", args=[Stop.objects.get().pk]))
    text = page.content.decode()
    assert "1 pengantaran belum pasti" in text
    assert reverse("scheduler:delivery", args=[unasked.pk]) in text
    assert 'value="batalkan"' not in text, "nothing there can be cancelled"


def test_the_page_says_how_many_have_begun(network: Network) -> None:
    begun(network)
    Stage().turn(DUE, always(LOST))
    stop = stop_all(network, DUE)
    waits = resuming.survey(stop, Scope.of(network.tono, DUE), DUE)
    assert (waits.begun, waits.total) == (1, 0)
