"""An issue that some readers have, and what people do then: it is live for them, and told so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from channels.base import DeliveryError, Disconnected, Reason, Receipt
from channels.models import Account, Copy
from channels.press import reports
from content import workflow
from content.models import Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler import acts, foresight, gate, plan, resuming, settle, stops, triage
from scheduler.acts import Act
from scheduler.delivery import Task, claim
from scheduler.models import Delivery, Hold, Reach, State
from tests.people import Network, content
from tests.press.desk import readers, states
from tests.press.test_going_on import on_the_wire, planned_on
from tests.scheduler.office_day import desk_of
from tests.scheduler.stage import DUE, Stage, again, planned
from tests.scheduler.test_resuming import seen
from tests.stubs.mailing import MailServer

SOON = DUE + timedelta(minutes=5)
LATER = DUE + timedelta(hours=1)
SAID = "4 dari 9 pembaca sudah menerimanya; sisanya tidak akan dikirimi."


@pytest.fixture
def half(mail: MailServer, network: Network, press: Account) -> Delivery:
    """Four of nine readers have it."""
    readers(press, 9)
    row = planned_on(network, press)
    Stage().turn(DUE, on_the_wire(4))
    assert (again(row).state, len(mail.taken)) == (State.DUE, 4)
    return again(row)


def ended_in_part(row: Delivery) -> bool:
    found = again(row)
    return (found.state, found.reason, found.remote_id) == (State.SENT, Hold.IN_PART, row.key)


def test_its_post_is_public_with_the_first_part(half: Delivery) -> None:
    assert Post.objects.get(pk=half.post_id).status == Status.PUBLISHED


def test_whoever_stops_the_rest_is_told_before_and_after_how_many_have_it(
    half: Delivery, mail: MailServer, network: Network, press: Account
) -> None:
    client, page = desk_of(network.tono), reverse("scheduler:delivery", args=[half.pk])
    text = client.get(page).content.decode()
    assert "Hentikan sisanya" in text
    assert SAID in text
    answer = client.post(reverse("scheduler:act", args=[half.pk, Act.CANCEL]))
    assert [str(m) for m in get_messages(answer.wsgi_request)] == [SAID]
    assert ended_in_part(half)
    Stage().turn(LATER, on_the_wire())
    assert len(mail.taken) == 4
    report = reports.of_key(press.pk, half.key, LATER)
    assert report is not None
    assert report.sentence == "4 dari 9 terkirim, 5 tidak dikirimi"
    assert not report.running


def test_the_rest_is_stopped_while_a_call_is_under_way(
    half: Delivery, mail: MailServer, network: Network
) -> None:
    """A long list is hardly ever between two calls."""
    with gate.turn():
        [task] = claim("me", SOON, 9)
    sending = again(half)
    assert acts.open_acts(sending, Scope.of(network.tono, SOON)) == [Act.CANCEL]
    assert acts.cancel(sending, by=network.tono, at=SOON) == State.SENT
    assert acts.open_acts(again(half), Scope.of(network.tono, SOON)) == []
    Stage().play(task, SOON, on_the_wire())
    assert ended_in_part(half)
    assert len(mail.taken) == 4


def test_what_a_dead_process_left_in_part_is_ended_too(
    half: Delivery, mail: MailServer, network: Network
) -> None:
    with gate.turn():
        claim("dead", SOON, 9)
    settle.reap(SOON, owners=["dead"])
    assert again(half).state == State.UNCONFIRMED
    acts.cancel(again(half), by=network.tono, at=SOON)
    Stage().turn(LATER, on_the_wire())
    assert ended_in_part(half)
    assert len(mail.taken) == 4


def test_a_withdrawal_goes_to_those_who_have_it(
    half: Delivery, mail: MailServer, network: Network
) -> None:
    had, post = list(mail.taken), Post.objects.get(pk=half.post_id)
    [told] = foresight.of_withdrawal([post])
    assert told.sentence == foresight.TOLD
    assert acts.withdraw(post, "Keliru", by=network.tono, at=SOON)
    Stage().turn(LATER, on_the_wire())
    assert ended_in_part(half)
    assert mail.taken[4:] == had
    assert all(str(letter["Subject"]).startswith("DITARIK") for letter in mail.letters[4:])


def test_a_withdrawal_during_a_call_reaches_those_whom_that_call_has_served(
    half: Delivery, mail: MailServer, network: Network
) -> None:
    with gate.turn():
        [task] = claim("me", SOON, 9)

    def in_the_middle(task: Task) -> Receipt | DeliveryError:
        said = on_the_wire(2)(task)
        acts.withdraw(Post.objects.get(pk=half.post_id), "Keliru", by=network.tono, at=SOON)
        return said

    Stage().play(task, SOON, in_the_middle)
    assert ended_in_part(half)
    had = list(mail.taken)
    assert len(had) == 6
    Stage().turn(LATER, on_the_wire())
    assert mail.taken[6:] == had


def test_a_correction_answers_those_who_have_it_and_is_no_second_release(
    half: Delivery, mail: MailServer, network: Network, press: Account
) -> None:
    had = list(mail.taken)
    post = Post.objects.select_related("office", "head").get(pk=half.post_id)
    draft = workflow.take(Step.CORRECT, post, by=network.sari, at=SOON)
    words = content(texts={"press": "Layanan paspor buka pukul 09.00 WIB."})
    draft = workflow.submit(draft, words, by=network.sari, at=SOON)
    assert draft.head is not None
    post = workflow.take(Step.APPROVE, draft, by=network.rina, at=SOON, sha256=draft.head.sha256)
    [row] = planned(network, press, post=post, at=SOON, due=LATER)
    assert row.verb == "edit"
    assert ended_in_part(half)
    Stage().turn(LATER, on_the_wire())
    assert mail.taken[4:] == had
    assert all(str(letter["Subject"]).startswith("RALAT") for letter in mail.letters[4:])


def test_taken_off_the_calendar_during_its_first_call_it_is_sent_in_part(
    mail: MailServer, network: Network, press: Account
) -> None:
    readers(press, 9)
    row = planned_on(network, press)
    with gate.turn():
        [task] = claim("me", DUE, 9)
    plan.unschedule(Post.objects.get(pk=row.post_id), by=network.tono, at=DUE)
    Stage().play(task, DUE, on_the_wire(4))
    assert ended_in_part(row)
    assert list(states(press).values()).count("dropped") == 5
    assert Post.objects.get(pk=row.post_id).status == Status.PUBLISHED


def test_taken_off_the_calendar_before_anybody_had_it_it_is_cancelled(
    mail: MailServer, network: Network, press: Account
) -> None:
    readers(press, 9)
    row = planned_on(network, press)
    with gate.turn():
        [task] = claim("me", DUE, 9)
    plan.unschedule(Post.objects.get(pk=row.post_id), by=network.tono, at=DUE)
    Stage().play(task, DUE, on_the_wire(0))
    assert again(row).state == State.CANCELLED
    assert mail.taken == []


def test_a_login_lost_in_the_middle_leaves_it_public_and_withdrawable(
    half: Delivery, mail: MailServer, network: Network
) -> None:
    Stage().turn(SOON, lambda task: Disconnected(Reason.LOGIN_ENDED))
    assert again(half).state == State.HELD
    made = acts.withdraw(Post.objects.get(pk=half.post_id), "Keliru", by=network.tono, at=LATER)
    assert [row.verb for row in made] == ["delete"]
    assert ended_in_part(half)


def test_many_cancelled_at_once_are_told_apart(half: Delivery, network: Network) -> None:
    Delivery.objects.filter(pk=half.pk).update(state=State.MISSED, run_at=None)
    picks = [triage.Pick(half.pk, again(half).version)]
    report = triage.take(Act.CANCEL, picks, by=network.tono, at=LATER)
    assert report.endings == {triage.Ending.IN_PART: 1}
    assert ended_in_part(half)


def test_cancelling_all_that_a_stop_holds_ends_it_in_part(
    half: Delivery, mail: MailServer, network: Network
) -> None:
    stop = stops.stop(Reach.ALL, "Keliru", by=network.rina, at=SOON)
    Stage().turn(LATER, on_the_wire())
    assert again(half).state == State.HELD
    wish = resuming.Wish(resuming.Choice.CANCEL, seen=seen(stop, network, LATER))
    stops.lift(stop, wish, by=network.rina, at=LATER)
    assert ended_in_part(half)
    assert Copy.objects.filter(state="dropped").count() == 5
