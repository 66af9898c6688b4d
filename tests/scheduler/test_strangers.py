"""Accounts of a network that this release cannot speak to: an adapter that was removed, or that
cannot be imported here. Theirs is put aside in words, and nothing stops for anybody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse

from channels import opening, registry, signs
from channels.absent import absent
from channels.base import Disconnected, Reason, Verb
from channels.models import Account
from content.models import Event
from content.scope import Scope
from scheduler import acts, notices, resuming, settle, stops
from scheduler.models import Attempt, Delivery, Hold, Reach, State
from scheduler.pump import Pump
from scheduler.resuming import Choice, Wish
from scheduler.send import perform
from scheduler.strangers import ROLL_OUT, put_strangers_aside
from tests.people import MORNING, Network
from tests.scheduler.stage import DUE, Stage, again, planned
from tests.scheduler.test_resuming import wall
from tests.web.signed_in import browser

pytestmark = pytest.mark.django_db
GONE = "kabarlama"
MINUTE = timedelta(minutes=1)
TEXTS = dict.fromkeys(("practice", GONE), "Layanan paspor buka sampai pukul 16.00 WIB.")


def stranger(network: Network, handle: str = "humas", **changes: Any) -> Account:
    return network.account(GONE, handle=handle, **changes)


def pair(network: Network, **changes: Any) -> tuple[Delivery, Delivery]:
    """One post on a network that is gone, and on one that is not."""
    post = network.approved(texts=TEXTS)
    gone, here = planned(network, stranger(network), network.account(), post=post, **changes)
    return gone, here


def turn(stage: Stage, now: datetime, *, alone: bool = True) -> None:
    with transaction.atomic():
        put_strangers_aside(now, alone=alone)
    stage.turn(now)


def put(row: Delivery, **changes: Any) -> Delivery:
    Delivery.objects.filter(pk=row.pk).update(**changes)
    return again(row)


def test_what_is_due_there_is_held_in_words_and_the_rest_goes_out(network: Network) -> None:
    gone, here = pair(network)
    stage = Stage()
    turn(stage, DUE)
    assert stage.sent == [here.pk]
    assert (again(gone).state, again(gone).reason) == (State.HELD, Hold.NO_ADAPTER)
    assert list(Delivery.objects.needing_a_person()) == [again(gone)]
    assert Event.objects.filter(kind="delivery.held", data__delivery=gone.pk).exists()


def test_the_pump_itself_puts_it_aside(network: Network) -> None:
    gone, _here = pair(network)
    pump = Pump(lanes=2, now=lambda: DUE, perform=perform, arm=lambda at: None)
    pump.turn()
    assert again(gone).reason == Hold.NO_ADAPTER


def test_while_a_release_rolls_out_it_waits_for_a_worker_that_knows_it(network: Network) -> None:
    gone, _here = pair(network)
    turn(Stage(), DUE + ROLL_OUT - MINUTE, alone=False)
    assert again(gone).state == State.PLANNED
    turn(Stage(), DUE + ROLL_OUT, alone=False)
    assert again(gone).state == State.HELD


def test_what_is_past_its_grace_is_missed_as_anywhere(network: Network) -> None:
    gone, _here = pair(network)
    turn(Stage(), DUE + timedelta(hours=1))
    assert (again(gone).state, again(gone).reason) == (State.MISSED, Hold.OVERDUE)


def test_what_may_be_live_there_is_a_question_for_a_person(network: Network) -> None:
    gone, _here = pair(network)
    put(gone, state=State.UNCONFIRMED, run_at=DUE, attempts=1, reason="lost-answer")
    turn(Stage(), DUE + timedelta(days=1))
    row = again(gone)
    assert (row.state, row.reason, row.run_at) == (State.UNCONFIRMED, Hold.NO_ADAPTER, None)
    acts.found(row, "", by=network.tono, at=DUE)
    assert again(gone).state == State.SENT


def test_what_came_back_from_a_backup_may_be_live_too(network: Network) -> None:
    gone, _here = pair(network)
    put(gone, look_first=True)
    turn(Stage(), DUE)
    assert (again(gone).state, again(gone).reason) == (State.HELD, Hold.RESTORED)


def test_a_call_there_whose_process_has_died_is_a_question_for_a_person(network: Network) -> None:
    gone, _here = pair(network)
    put(gone, state=State.SENDING, owner="gone", lease_until=DUE, attempts=1)
    Attempt.objects.create(delivery=gone, number=1, started_at=DUE)
    with transaction.atomic():
        settle.reap(DUE + timedelta(hours=1))
    assert (again(gone).state, again(gone).run_at) == (State.UNCONFIRMED, None)


def test_people_are_told_of_theirs_and_of_all_else(
    network: Network, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    _gone, here = pair(network)
    put(here, state=State.FAILED, run_at=None, reason="too-long")
    Event.objects.create(kind="delivery.failed", post=here.post, at=DUE, data={"delivery": here.pk})
    turn(Stage(), DUE)
    for minutes in range(3):
        notices.tell(DUE + minutes * MINUTE)
    [letter] = [mail for mail in mailoutbox if mail.to == ["tono@contoh.test"]]
    assert "Papan latihan" in letter.body
    assert GONE in letter.body


def test_an_adapter_that_cannot_be_imported_is_one_that_is_not_there(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.CHANNELS, GONE, "channels.nowhere.adapter.Nowhere")
    gone, here = pair(network)
    stage = Stage()
    turn(stage, DUE)
    assert stage.sent == [here.pk]
    assert again(gone).reason == Hold.NO_ADAPTER
    assert GONE in [sign.kind for sign in signs.signs()]
    choose = browser(network.ada).get(reverse("channels:connect"))
    assert f'value="{GONE}"' not in choose.content.decode()


def test_it_can_do_nothing_and_says_so(network: Network) -> None:
    account = stranger(network)
    channel = opening.open_channel(account)
    assert registry.load(GONE) is absent(GONE)
    assert not channel.capabilities.verbs
    with pytest.raises(Disconnected) as refused:
        channel.check()
    assert refused.value.reason is Reason.NO_ADAPTER
    page = browser(network.ada).get(reverse("scheduler:account", args=[account.pk]))
    assert "Versi Gema ini tidak mengenal kanal akun ini." in page.content.decode()
    assert reverse("scheduler:check", args=[account.pk]) not in page.content.decode()
    anew = browser(network.ada).get(reverse("account_reconnect", args=[account.pk]), follow=True)
    assert anew.redirect_chain == [(reverse("scheduler:account", args=[account.pk]), 302)]


def test_a_withdrawal_there_is_left_to_a_person(network: Network) -> None:
    post = network.approved(texts=TEXTS)
    gone, here = planned(network, stranger(network), network.account(), post=post)
    Stage().turn(DUE)
    put(gone, state=State.SENT, run_at=None, remote_id="7", finished_at=DUE)
    acts.withdraw(again(here).post, "Salah.", by=network.tono, at=DUE)
    removal = Delivery.objects.get(verb=Verb.DELETE, account=gone.account)
    assert (removal.state, removal.reason) == (State.HELD, Hold.BY_HAND)


@pytest.mark.parametrize("choice", Choice)
def test_lifting_a_stop_that_reaches_it(network: Network, choice: Choice) -> None:
    gone, here = pair(network)
    stop = stops.stop(Reach.ALL, "Salah.", by=network.tono, at=MORNING)
    turn(Stage(), DUE)
    seen = resuming.survey(stop, Scope.of(network.tono, DUE), DUE).seen
    assert stops.lift(
        stop, Wish(choice, wall(network, DUE + timedelta(days=1)), seen), by=network.tono, at=DUE
    )
    stage = Stage()
    turn(stage, DUE + MINUTE)
    assert (here.pk in stage.sent) == (choice is Choice.GO)
    assert again(gone).state != State.SENT
