"""Who is told what, once, grouped; and what closes a notice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from channels.base import Disconnected, Reason, Refused, Unconfirmed
from channels.models import Account, AccountState
from content.models import Event
from content.scope import Scope
from scheduler import acts, notices, settle
from scheduler.models import Cause, Delivery, Notice, NoticeLine, State, Teller
from tests.people import MORNING, Network
from tests.scheduler.stage import DUE, Stage, again, always, corrected, planned
from tests.scheduler.trouble import disconnect, in_trouble, on_x, told_of

MINUTE = timedelta(minutes=1)
LATER = DUE + 30 * MINUTE


def standing() -> list[tuple[str, int, int]]:
    return list(Notice.objects.standing().order_by("pk").values_list("cause", "count", "news"))


def troubled(network: Network, account: Account, what: str, number: int = 1) -> list[Delivery]:
    rows = in_trouble(network, account, what, number, at=MORNING)
    told_of(rows, MORNING)
    return rows


class Killed(BaseException):
    """The process ends here."""


@transaction.atomic
def tell_and_die() -> None:
    notices.tell(LATER)
    raise Killed


def heard_by(network: Network, name: str) -> list[str]:
    scope = Scope.of(getattr(network, name), LATER)
    return list(Notice.objects.unread_by(scope).values_list("cause", flat=True))


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        ("missed", Cause.MISSED),
        ("failed", Cause.REFUSED),
        ("held", Cause.HELD),
        ("unsure", Cause.UNCONFIRMED),
    ],
)
def test_every_end_that_needs_a_person_is_told(network: Network, what: str, cause: Cause) -> None:
    troubled(network, network.account(), what)
    notices.tell(LATER)
    assert standing() == [(cause, 1, 1)]


def test_what_comes_to_an_open_notice_is_counted_up(network: Network) -> None:
    account = network.account()
    troubled(network, account, "missed", 3)
    notices.tell(LATER)
    troubled(network, account, "missed", 2)
    notices.tell(LATER)
    assert standing() == [(Cause.MISSED, 5, 5)]


def test_telling_twice_tells_nothing_twice(network: Network) -> None:
    troubled(network, network.account(), "missed", 3)
    for minutes in range(0, 12, 4):  # also past the time for which events are read again
        notices.tell(LATER + minutes * MINUTE)
    assert standing() == [(Cause.MISSED, 3, 3)]
    assert NoticeLine.objects.count() == 3


def test_a_process_that_dies_while_telling_loses_nothing_and_doubles_nothing(
    network: Network,
) -> None:
    troubled(network, network.account(), "missed", 3)

    with pytest.raises(Killed):
        tell_and_die()
    assert not Notice.objects.exists()
    notices.tell(LATER)
    assert standing() == [(Cause.MISSED, 3, 3)]


def test_an_event_that_is_committed_late_with_a_lower_number_is_told(network: Network) -> None:
    [row] = in_trouble(network, network.account(), at=MORNING)
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    late = Event(
        pk=newest + 1, kind="delivery.missed", post=row.post, at=LATER, data={"delivery": row.pk}
    )
    other = Event(pk=newest + 2, kind="delivery.sent", post=row.post, at=LATER, data={})
    Event.objects.bulk_create([other])
    notices.tell(LATER)
    assert standing() == []
    Event.objects.bulk_create([late])
    notices.tell(LATER + MINUTE)
    assert standing() == [(Cause.MISSED, 1, 1)]


def test_the_trail_is_not_read_from_its_beginning_for_ever(network: Network) -> None:
    troubled(network, network.account(), "missed")
    notices.tell(LATER)
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert Teller.objects.get().event == newest


def test_more_than_one_batch_is_told_in_one_go(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "AT_ONCE", 4)
    troubled(network, network.account(), "missed", 11)
    notices.tell(LATER)
    assert standing() == [(Cause.MISSED, 11, 11)]


def test_what_is_still_looked_for_is_not_told_yet(network: Network) -> None:
    planned(network, on_x(network), post=network.approved(texts={"x": "Halo"}))
    stage = Stage()
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    assert Delivery.objects.get().run_at is not None
    notices.tell(DUE)
    assert standing() == []
    for minutes in range(1, 30, 3):
        stage.turn(DUE + minutes * MINUTE, always(Unconfirmed(Reason.LOST_ANSWER)))
        notices.tell(DUE + minutes * MINUTE)
    assert Delivery.objects.get().run_at is None
    assert standing() == [(Cause.UNCONFIRMED, 1, 1)]


def test_a_lost_login_is_one_notice_and_not_twenty(network: Network) -> None:
    account = network.account()
    for n in range(20):
        post = network.approved(title=f"Kiriman {n}")
        planned(network, account, due=DUE + n * MINUTE, post=post)
    stage = Stage()
    for minutes in range(0, 60, 6):
        now = DUE + minutes * MINUTE
        stage.turn(now, always(Disconnected(Reason.LOGIN_ENDED)))
        notices.tell(now)
    assert len(stage.sent) == 1
    assert standing() == [(Cause.DISCONNECTED, 20, 1)]
    assert Notice.objects.count() == 1


def test_a_login_lost_with_nothing_waiting_is_told_too(network: Network) -> None:
    account = network.account()
    disconnect(account)
    notices.tell(LATER)
    notices.tell(LATER)
    assert standing() == [(Cause.DISCONNECTED, 0, 1)]
    Account.objects.filter(pk=account.pk).update(state=AccountState.CONNECTED)
    notices.tell(LATER)
    assert standing() == []


def test_after_the_login_is_back_what_was_too_late_is_told_as_missed(network: Network) -> None:
    account = network.account()
    planned(network, account)
    Stage().turn(DUE, always(Disconnected(Reason.LOGIN_ENDED)))
    notices.tell(DUE)
    acts.reconnected(account, LATER)
    notices.tell(LATER)
    assert standing() == [(Cause.MISSED, 1, 1)]


def test_a_notice_closes_when_all_of_it_is_dealt_with(network: Network) -> None:
    rows = troubled(network, network.account(), "failed", 2)
    notices.tell(LATER)
    acts.seen(rows[0], by=network.tono, at=LATER)
    notices.tell(LATER)
    assert standing() == [(Cause.REFUSED, 2, 2)]
    acts.send_now(Delivery.objects.get(pk=rows[1].pk), by=network.tono, at=LATER)
    notices.tell(LATER)
    assert standing() == []


def test_what_needs_a_person_once_more_is_told_once_more(network: Network) -> None:
    [row] = troubled(network, network.account(), "missed")
    notices.tell(LATER)
    acts.send_now(row, by=network.tono, at=LATER)
    notices.tell(LATER)
    Stage().turn(LATER + 60 * MINUTE)
    notices.tell(LATER + 60 * MINUTE)
    assert standing() == [(Cause.MISSED, 1, 1)]
    assert Notice.objects.count() == 2


def test_a_notice_is_for_who_can_do_something_and_for_the_author(network: Network) -> None:
    troubled(network, network.account(), "failed")
    disconnect(on_x(network, network.jayapura))
    notices.tell(LATER)
    heard = {
        name: sorted(heard_by(network, name))
        for name in ("rina", "maya", "tono", "sari", "yosua", "ada")
    }
    both = sorted([Cause.DISCONNECTED, Cause.REFUSED])
    assert heard == {
        "rina": both,
        "maya": [Cause.REFUSED],
        "tono": both,
        "sari": [Cause.REFUSED],
        "yosua": [Cause.DISCONNECTED],
        "ada": [Cause.DISCONNECTED],
    }
    for name in ("edi", "citra", "wati"):
        assert heard_by(network, name) == []


def test_each_end_of_a_turn_of_the_engine_is_told(network: Network) -> None:
    """Not published and nobody told: that must not be."""
    account = network.account()
    answers = {
        "Ditolak": Refused(Reason.TOO_LONG),
        "Putus": Disconnected(Reason.LOGIN_ENDED),
    }
    for n, title in enumerate(answers):
        planned(network, account, due=DUE + n * MINUTE, post=network.approved(title=title))
    stage = Stage()
    for minutes in range(4):
        stage.turn(DUE + minutes * MINUTE, lambda task: answers[task.delivery.post.title])
    settle.reap(LATER, all_owners=True)
    notices.tell(LATER)
    untold = Delivery.objects.needing_a_person().exclude(told__isnull=False)
    assert Delivery.objects.exclude(state=State.SENT).count() == 2
    assert not untold.exists()


def test_a_withdrawal_that_only_a_person_can_carry_out_is_told(network: Network) -> None:
    """Else a withdrawn post stays live, and nobody knows."""
    planned(network)
    Stage().turn(DUE)
    Delivery.objects.update(remote_id="")  # a person found it there, under no id that we know
    live = again(Delivery.objects.get())
    acts.withdraw(live.post, "Keliru.", by=network.tono, at=DUE)
    notices.tell(DUE)
    assert standing() == [(Cause.BY_HAND, 1, 1)]


def test_a_correction_that_only_a_person_can_carry_out_is_told_each_time_it_is_planned(
    network: Network,
) -> None:
    account = on_x(network)
    [row] = planned(network, account, post=network.approved(texts={"x": "Buka."}))
    Stage().turn(DUE)
    Delivery.objects.update(remote_id="")  # nobody but a person can find it there
    post = corrected(network, again(row).post, texts={"x": "Tutup."})
    [edit] = planned(network, account, at=DUE, post=post)
    notices.tell(DUE)
    assert standing() == [(Cause.BY_HAND, 1, 1)]
    acts.cancel(again(edit), by=network.tono, at=DUE)
    notices.tell(DUE)
    assert standing() == []
    planned(network, account, at=DUE, post=again(edit).post)
    notices.tell(DUE)
    assert standing() == [(Cause.BY_HAND, 1, 1)]


def test_what_a_person_did_not_find_is_told_as_waiting_however_long_it_was_looked_for(
    network: Network,
) -> None:
    [row] = planned(network)
    Stage().turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.filter(pk=row.pk).update(run_at=None)
    notices.tell(DUE)
    later = DUE + timedelta(minutes=10)
    notices.tell(later)
    acts.absent(again(row), by=network.tono, at=later)
    notices.tell(later)
    assert Notice.objects.standing().get().cause == Cause.MISSED
