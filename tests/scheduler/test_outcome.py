"""The whole table of outcomes, cell by cell: docs/states.md shows the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Unconfirmed,
)
from channels.practice.adapter import Practice
from scheduler.kept import Kept
from scheduler.models import Hold, State
from scheduler.outcome import Move, Standing, after

NOW = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
CAN_LOOK = replace(Practice.capabilities, can_look=True, settling=timedelta(seconds=30))
REPEATABLE = replace(CAN_LOOK, can_look=False, deduplicates=True)
BLIND = replace(REPEATABLE, deduplicates=False)
SENDING = Standing(1, 1, 1, NOW + timedelta(minutes=15), looking=False)
LOOKING = replace(SENDING, looking=True)
PAST = NOW - timedelta(seconds=1)
UNWANTED = replace(LOOKING, unwanted=True)
SENDING_LATE = replace(SENDING, deadline=PAST)
LOOKING_LATE = replace(LOOKING, deadline=PAST)


def error(kind: type[DeliveryError]) -> DeliveryError:
    return kind(Reason.NETWORK_TROUBLE)


def after_send(kind: type[DeliveryError], standing: Standing = SENDING) -> Move:
    return after(error(kind), standing, CAN_LOOK, NOW)


def after_look(kind: type[DeliveryError], standing: Standing = LOOKING) -> Move:
    return after(error(kind), standing, CAN_LOOK, NOW)


@pytest.mark.parametrize("standing", [SENDING, LOOKING, LOOKING_LATE])
def test_a_receipt_is_the_end_however_it_came(standing: Standing) -> None:
    assert after(Receipt("1", ""), standing, CAN_LOOK, NOW) == Move(State.SENT)


def test_not_sent_is_due_again_within_the_grace_and_missed_after_it() -> None:
    move = after_send(NotSent)
    assert move.state is State.DUE
    assert move.run_at is not None
    assert move.run_at > NOW
    assert after_send(NotSent, SENDING_LATE) == Move(State.MISSED)


def test_refused_fails_and_disconnected_holds() -> None:
    assert after_send(Refused) == Move(State.FAILED)
    assert after_send(Disconnected) == Move(State.HELD)


def test_unconfirmed_is_looked_for_after_settling_or_waits_for_a_person() -> None:
    assert after_send(Unconfirmed) == Move(State.UNCONFIRMED, NOW + timedelta(seconds=30))
    assert after(error(Unconfirmed), SENDING, BLIND, NOW) == Move(State.UNCONFIRMED)
    again = after(error(Unconfirmed), SENDING, REPEATABLE, NOW)
    assert again == Move(State.UNCONFIRMED, NOW + timedelta(seconds=30)), "by sending its key again"


def test_not_found_by_a_look_is_due_at_once_or_missed() -> None:
    assert after_look(NotFound) == Move(State.DUE, NOW, reason="")
    assert after_look(NotFound, LOOKING_LATE) == Move(State.MISSED, reason=Hold.OVERDUE)


@pytest.mark.parametrize("kind", [NotSent, Refused, Unconfirmed])
def test_a_look_without_an_answer_never_sends_again(kind: type[DeliveryError]) -> None:
    assert after_look(kind) == Move(State.UNCONFIRMED, NOW + timedelta(seconds=30))
    assert after_look(kind, replace(LOOKING, looks=4)) == Move(State.UNCONFIRMED)


def test_a_look_that_finds_the_account_disconnected_waits_for_it() -> None:
    assert after_look(Disconnected) == Move(State.UNCONFIRMED, NOW)


@pytest.mark.parametrize("standing", [UNWANTED, replace(UNWANTED, deadline=PAST)])
def test_what_was_cancelled_meanwhile_and_is_not_there_is_cancelled(standing: Standing) -> None:
    move = after(error(NotFound), standing, CAN_LOOK, NOW)
    assert move == Move(State.CANCELLED, reason=Hold.UNWANTED)


@pytest.mark.parametrize("deadline", [NOW, PAST])
def test_what_waited_for_a_person_and_is_not_there_waits_again(deadline: datetime) -> None:
    waited = replace(LOOKING, deadline=deadline, kept=Kept(State.HELD, Hold.LIFTED))
    assert after_look(NotFound, waited) == Move(State.HELD, reason=Hold.LIFTED)
    wish = replace(waited, unwanted=True)
    assert after_look(NotFound, wish) == Move(State.CANCELLED, reason=Hold.UNWANTED)
    assert after_look(Unconfirmed, waited) == after_look(Unconfirmed)


@pytest.mark.parametrize("kind", [NotSent, Unconfirmed, Refused])
def test_a_wish_changes_no_look_that_found_nothing_out(kind: type[DeliveryError]) -> None:
    assert after(error(kind), UNWANTED, CAN_LOOK, NOW) == after(error(kind), LOOKING, CAN_LOOK, NOW)
