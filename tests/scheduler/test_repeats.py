"""Networks that know a repeat and cannot be read: asking there is sending the same key again."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from channels.base import Reason, Receipt, Unconfirmed
from channels.registry import load
from content.scope import Scope
from scheduler import acts, delivery, gate, seeking, settle, stops, underway
from scheduler.acts import Act
from scheduler.delivery import Task
from scheduler.models import Attempt, Delivery, Hold, Reach, State
from scheduler.refusals import OnlyYouCanLook
from tests.people import MORNING, Network
from tests.scheduler.stage import DUE, Stage, again, always, planned, x_credentials
from tests.web.signed_in import browser

LOST = Unconfirmed(Reason.LOST_ANSWER)
SOON = DUE + timedelta(minutes=1)
LATE = DUE + timedelta(days=1)


@pytest.fixture
def lost(network: Network) -> Delivery:
    """Told to an office's own site, whose answer never came."""
    secret = "whsec_" + b64encode(bytes(32)).decode()
    credentials = load("webhook").needs("Situs kantor", "https://contoh.test/kait", secret)
    account = network.account("webhook", credentials=credentials)
    [row] = planned(network, account, post=network.approved(texts={"webhook": "Buka."}))
    Stage().turn(DUE, always(LOST))
    return again(row)


def repeated() -> Task:
    """The call that sends it again is under way."""
    with gate.turn():
        [task] = delivery.claim("me", SOON, 1)
    return task


def test_a_stop_tells_that_a_repeat_is_under_way_and_how_it_ends(
    network: Network, lost: Delivery
) -> None:
    task, scope = repeated(), Scope.of(network.rina, SOON)
    stop = stops.stop(Reach.ALL, "Salah.", by=network.rina, at=SOON)
    assert underway.calls(stop, scope).running == 1
    with transaction.atomic():
        Stage().play(task, SOON, always(Receipt("1")))
    told = underway.calls(stop, scope)
    assert (told.running, told.ended) == (0, [(State.SENT, 1)])


def for_a_person(row: Delivery) -> Delivery:
    """It was asked often enough."""
    Delivery.objects.filter(pk=row.pk).update(run_at=None)
    return again(row)


def test_asked_once_more_in_its_grace_it_is_sent_again_under_the_same_key(
    network: Network, lost: Delivery
) -> None:
    acts.look_again(for_a_person(lost), by=network.tono, at=SOON)
    assert repeated().delivery == lost


def test_past_its_grace_nobody_is_told_that_it_is_looked_for(
    network: Network, lost: Delivery
) -> None:
    with pytest.raises(OnlyYouCanLook):
        acts.look_again(for_a_person(lost), by=network.tono, at=LATE)


def test_nor_under_a_stop(network: Network, lost: Delivery) -> None:
    row = for_a_person(lost)
    stops.stop(Reach.ALL, "Salah.", by=network.rina, at=MORNING)
    with pytest.raises(OnlyYouCanLook):
        acts.look_again(row, by=network.tono, at=SOON)


def offered(row: Delivery, network: Network, now: datetime) -> tuple[bool, str]:
    """Whether its page offers to look once more, and what it says if not."""
    why = seeking.obstacles([row], now).get(row.pk, "")
    acts_ = seeking.without(acts.open_acts(row, Scope.of(network.tono, now)), why)
    assert {Act.FOUND, Act.ABSENT} <= set(acts_)
    return Act.LOOK_AGAIN in acts_, why


def test_looking_again_is_offered_only_where_it_is_done(network: Network, lost: Delivery) -> None:
    row = for_a_person(lost)
    assert offered(row, network, SOON) == (True, "")
    may, why = offered(row, network, LATE)
    assert not may
    assert "tenggangnya lewat" in why
    stop = stops.stop(Reach.ALL, "Salah.", by=network.rina, at=MORNING)
    may, why = offered(row, network, SOON)
    assert not may
    assert "dihentikan" in why
    stops.lift(stop, by=network.rina, at=SOON)
    acts.cancel(for_a_person(again(row)), by=network.tono, at=SOON)
    may, why = offered(again(row), network, SOON)
    assert not may
    assert "dibatalkan" in why


def test_where_gema_can_read_it_looks_whatever_the_hour(network: Network) -> None:
    account = network.account("x", credentials=x_credentials())
    [row] = planned(network, account, post=network.approved(texts={"x": "Buka."}))
    Stage().turn(DUE, always(LOST))
    stops.stop(Reach.ALL, "Salah.", by=network.rina, at=MORNING)
    assert offered(for_a_person(again(row)), network, LATE) == (True, "")


@pytest.mark.parametrize("where", ["list", "page"])
def test_its_pages_say_why_it_is_not_offered(network: Network, lost: Delivery, where: str) -> None:
    row = for_a_person(lost)
    stops.stop(Reach.ALL, "Salah.", by=network.rina, at=MORNING)
    addresses = {
        "list": reverse("scheduler:needs"),
        "page": reverse("scheduler:delivery", args=[row.pk]),
    }
    page = browser(network.tono).get(addresses[where]).content.decode()
    assert "itu berarti mengirim lagi" in page
    assert reverse("scheduler:act", args=[row.pk, Act.LOOK_AGAIN]) not in page
    assert reverse("scheduler:act", args=[row.pk, Act.FOUND]) in page


def test_what_kills_its_process_three_times_is_set_aside_also_where_two_were_repeats(
    network: Network, lost: Delivery
) -> None:
    Delivery.objects.filter(pk=lost.pk).update(
        state=State.PLANNED, run_at=DUE, attempts=0, looks=0, deadline_at=LATE
    )
    Attempt.objects.all().delete()
    now, deaths = DUE, 0
    while now < DUE + timedelta(minutes=20):
        with gate.turn():
            deaths += len(delivery.claim("me", now, 1))
        with transaction.atomic():
            settle.reap(now, all_owners=True)
        now += timedelta(seconds=10)
    row = again(lost)
    assert (deaths, row.state, row.reason) == (3, State.UNCONFIRMED, Hold.CRASHED)
    assert row in Delivery.objects.needing_a_person()


def test_a_repeat_without_an_answer_is_noted_and_is_no_crash(lost: Delivery) -> None:
    with transaction.atomic():
        Stage().play(repeated(), SOON, always(LOST))
    outcomes = Attempt.objects.order_by("number").values_list("number", "outcome")
    assert list(outcomes) == [(1, "unconfirmed"), (2, "unconfirmed")]
    assert again(lost).looks == 1
