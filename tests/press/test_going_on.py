"""An issue in the engine: the time of a call, the grace, servers that put readers off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.base import DeliveryError, NotSent, Reason, Receipt
from channels.models import Account, Copy
from channels.opening import open_channel
from channels.press import reports
from channels.press.adapter import Press
from content.models import Post, Status
from content.scope import Scope
from scheduler import safe_mode, stops, stragglers, underway
from scheduler.delivery import Task
from scheduler.models import Delivery, Hold, Reach, State, Stop, Why
from scheduler.outcome import Move, Standing, after
from scheduler.send import act
from scheduler.stragglers import NoNotes
from tests.people import MORNING, Network
from tests.press.desk import readers, states, wait_is_over
from tests.scheduler.stage import DUE, Script, Stage, again, planned
from tests.stubs.mailing import MailServer

LATE = MORNING + timedelta(hours=3)
CAN = Press.capabilities
STANDING = Standing(seed=1, attempts=9, looks=0, deadline=MORNING, looking=False)
PART = NotSent(Reason.GOING_ON, part=True)


def test_what_is_partly_out_is_never_too_late_and_goes_on_at_once() -> None:
    on = NotSent(Reason.GOING_ON, again_at=LATE, part=True)
    assert after(on, STANDING, CAN, LATE) == Move(
        State.DUE, LATE, deadline=LATE + timedelta(hours=1)
    )


def test_a_server_away_in_the_middle_is_tried_again_with_pauses() -> None:
    move = after(PART, STANDING, CAN, LATE)
    assert move.state is State.DUE
    assert move.run_at is not None
    assert LATE < move.run_at <= LATE + timedelta(minutes=6)


def test_what_has_not_begun_may_be_too_late() -> None:
    assert after(NotSent(Reason.UNREACHABLE), STANDING, CAN, LATE).state is State.MISSED


def test_a_process_that_died_in_the_middle_is_followed_by_one_that_goes_on() -> None:
    looking = Standing(seed=1, attempts=1, looks=4, deadline=MORNING, looking=True)
    assert after(PART, looking, CAN, LATE).state is State.DUE


def on_the_wire(stretch: int = 99) -> Script:
    """The real call; each is over after so many readers."""

    def call(task: Task) -> Receipt | DeliveryError:
        left = iter([True] * stretch)
        channel = open_channel(task.delivery.account, lambda: next(left, False))
        try:
            return act(channel, task.delivery, NoNotes())()
        except DeliveryError as error:
            return error

    return call


def planned_on(network: Network, press: Account) -> Delivery:
    post = network.approved(texts={"press": "Layanan paspor buka pukul 08.00 WIB."})
    [row] = planned(network, press, post=post)
    return row


def test_a_long_list_goes_out_call_after_call_whatever_the_grace(
    mail: MailServer, network: Network, press: Account
) -> None:
    everybody = readers(press, 9)
    row, stage = planned_on(network, press), Stage()
    for minutes, state in ((0, State.DUE), (20, State.DUE), (40, State.SENT)):
        stage.turn(DUE + timedelta(minutes=minutes), on_the_wire(4))
        assert again(row).state == state
    assert mail.taken == everybody
    assert again(row).remote_id == row.key


def test_readers_who_were_put_off_get_it_later_and_the_delivery_is_over(
    mail: MailServer, network: Network, press: Account
) -> None:
    first, second = readers(press, 2)
    mail.answer("recipient", "450 4.7.1 greylisted", whom=first)
    row = planned_on(network, press)
    Stage().turn(DUE, on_the_wire())
    assert again(row).state == State.SENT
    assert states(press) == {first: "due", second: "sent"}
    wait_is_over()
    stragglers.serve(DUE)
    stragglers.serve(DUE)
    assert mail.taken == [second, first]
    assert set(states(press).values()) == {"sent"}


def test_who_is_put_off_again_and_again_is_given_up_and_named(
    mail: MailServer, network: Network, press: Account
) -> None:
    first, _second = readers(press, 2)
    mail.answer("recipient", "450 4.7.1 greylisted", whom=first, times=99)
    planned_on(network, press)
    Stage().turn(DUE, on_the_wire())
    for _ in range(6):
        wait_is_over()
        stragglers.serve(DUE)
    assert states(press)[first] == "refused"
    assert "greylisted" in Copy.objects.get(recipient__email=first).said


def put_off(mail: MailServer, network: Network, press: Account, n: int) -> Delivery:
    """All but the last are to be tried again by now."""
    for one in readers(press, n)[:-1]:
        mail.answer("recipient", "450 4.7.1 greylisted", whom=one)
    row = planned_on(network, press)
    Stage().turn(DUE, on_the_wire())
    wait_is_over()
    assert len(mail.taken) == 1
    return again(row)


def test_a_stop_lists_the_reader_who_is_being_written_to_and_none_comes_after_him(
    mail: MailServer, network: Network, press: Account
) -> None:
    row = put_off(mail, network, press, 5)
    made: list[Stop] = []

    def pressed() -> bool:
        """Asked before each: the stop comes while the first is on his way."""
        if len(mail.taken) == 2 and not made:
            made.append(stops.stop(Reach.ALL, "Keliru", by=network.rina, at=DUE))
        return True

    stragglers.serve(DUE, pressed)
    assert [stop.under_way for stop in made] == [[row.pk]]
    assert len(mail.taken) == 2
    found = underway.calls(made[0], Scope.of(network.rina, DUE))
    assert (found.total, found.running) == (1, 0)


def test_nobody_is_served_while_the_clock_is_in_doubt(
    mail: MailServer, network: Network, press: Account
) -> None:
    put_off(mail, network, press, 5)
    stragglers.serve(DUE, lambda: False)
    assert len(mail.taken) == 1
    stragglers.serve(DUE, lambda: len(mail.taken) < 3)
    assert len(mail.taken) == 3
    stragglers.serve(DUE)
    assert len(mail.taken) == 5


@pytest.mark.parametrize("word", ["stopped", "withdrawn"])
def test_nobody_is_served_later_what_was_stopped_or_withdrawn(
    mail: MailServer, network: Network, press: Account, word: str
) -> None:
    first, second = readers(press, 2)
    mail.answer("recipient", "450 4.7.1 greylisted", whom=first)
    row = planned_on(network, press)
    Stage().turn(DUE, on_the_wire())
    wait_is_over()
    if word == "stopped":
        stops.stop(Reach.ALL, "Keliru", by=network.rina, at=DUE)
    else:
        Post.objects.filter(pk=row.post_id).update(status=Status.WITHDRAWN)
    stragglers.serve(DUE)
    assert mail.taken == [second]
    assert states(press)[first] == ("due" if word == "stopped" else "skipped")


def test_a_person_may_have_one_reader_written_to_again(
    mail: MailServer, network: Network, press: Account
) -> None:
    first, second = readers(press, 2)
    mail.fail("dot", whom=first)
    planned_on(network, press)
    Stage().turn(DUE, on_the_wire())
    assert states(press) == {first: "unknown", second: "sent"}
    copy = Copy.objects.get(state="unknown")
    assert reports.report(copy.issue, DUE).sentence == "1 dari 2 terkirim, 1 dari 2 tidak pasti"
    assert not reports.wanted_again(copy.issue, Copy.objects.get(state="sent").pk, DUE)
    assert reports.wanted_again(copy.issue, copy.pk, DUE)
    wait_is_over()
    stragglers.serve(DUE)
    assert mail.taken == [second, first]


def test_readers_put_off_in_a_backup_are_not_written_to_again_until_a_person_says_so(
    mail: MailServer, network: Network, press: Account
) -> None:
    """Since the backup they may have got it."""
    first, second = readers(press, 2)
    mail.answer("recipient", "450 4.7.1 greylisted", whom=first)
    planned_on(network, press)
    Stage().turn(DUE, on_the_wire())
    backup = Copy.objects.filter(recipient__email=first).values("state", "again_at", "tries").get()
    wait_is_over()
    stragglers.serve(DUE)
    assert mail.taken == [second, first]
    Copy.objects.filter(recipient__email=first).update(**backup)
    safe_mode.enter(Why.RESTORED, LATE)
    wait_is_over()
    stragglers.serve(LATE)
    assert mail.taken == [second, first]
    assert states(press) == {first: "unknown", second: "sent"}
    copy = Copy.objects.get(state="unknown")
    assert reports.wanted_again(copy.issue, copy.pk, LATE)
    wait_is_over()
    stragglers.serve(LATE)
    assert mail.taken == [second, first, first]


def test_after_a_restore_a_person_says_what_went_out(
    mail: MailServer, network: Network, press: Account
) -> None:
    """What we know of a list is in the record that was put back: it cannot tell."""
    readers(press, 2)
    for state in (State.PLANNED, State.UNCONFIRMED):
        Delivery.objects.all().delete()
        row = planned_on(network, press)
        Delivery.objects.filter(pk=row.pk).update(state=state, run_at=DUE, look_first=True)
        Stage().turn(DUE, on_the_wire())
        found = again(row)
        assert (found.state, found.reason) == (State.HELD, Hold.RESTORED)
    assert mail.taken == []
