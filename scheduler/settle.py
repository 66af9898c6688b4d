"""What an outcome does to its delivery. Part of the one door: called by the pump, in its turn."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from channels import registry
from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Verb,
)
from channels.models import Account, AccountState
from content import workflow
from scheduler import retry
from scheduler.delivery import Task
from scheduler.models import Attempt, Delivery, State
from scheduler.trail import note_all

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """How a call ended: a receipt, or an error whose class says what comes next."""

    task: Task
    answer: Receipt | DeliveryError
    at: datetime


def settle(result: Result, now: datetime) -> None:
    """Write the outcome down. An outcome with an old fence changes nothing."""
    task, answer = result.task, result.answer
    changes = _changes(task, answer, now)
    state = State(changes["state"])
    moved = Delivery.objects.filter(
        pk=task.delivery.pk,
        attempts=task.attempt,
        owner=task.owner,
    ).update(owner="", lease_until=None, seen_by=None, version=F("version") + 1, **changes)
    if not moved:
        log.warning(
            "outcome of delivery %s attempt %s came too late", task.delivery.pk, task.attempt
        )
        return
    _close_attempt(task, state, answer, result.at)
    _tell_account(task.delivery.account, answer, now)
    note_all([task.delivery], "again" if state is State.DUE else state, now, reason=_reason(answer))
    if state is State.SENT and task.delivery.verb != Verb.DELETE:
        corrected = bool(task.delivery.revision.content.get("correction"))
        workflow.go_live(task.delivery.post, corrected=corrected, at=now)


def _changes(task: Task, answer: Receipt | DeliveryError, now: datetime) -> dict[str, Any]:
    if isinstance(answer, Receipt):
        return {
            "state": State.SENT,
            "remote_id": answer.remote_id[:300],
            "url": answer.url[:500],
            "run_at": None,
            "finished_at": now,
            "reason": "",
            "detail": "",
        }
    why = {"reason": str(answer.reason), "detail": answer.detail[:400]}
    return {**_next(task, answer, now), **why}


def _next(task: Task, error: DeliveryError, now: datetime) -> dict[str, Any]:
    """State and time of the next move, by the class of the error."""
    delivery = task.delivery
    if task.look:
        return _after_look(delivery, error, now)
    if isinstance(error, NotSent):
        return _again_or_missed(delivery, task.attempt, error.again_at, now)
    if isinstance(error, Disconnected):
        return {"state": State.HELD, "run_at": None}
    if isinstance(error, Refused):
        return {"state": State.FAILED, "run_at": None, "finished_at": now}
    can = registry.load(delivery.account.kind).capabilities
    look_at = retry.first_look(can.settling, now).at if can.can_look else None
    return {"state": State.UNCONFIRMED, "run_at": look_at, "looks": 0}


def _again_or_missed(
    delivery: Delivery, attempts: int, asked: datetime | None, now: datetime
) -> dict[str, Any]:
    move = retry.after_not_sent(attempts, asked, now, delivery.deadline_at, delivery.pk)
    if isinstance(move, retry.Again):
        return {"state": State.DUE, "run_at": move.at}
    return {"state": State.MISSED, "run_at": None}


def _after_look(delivery: Delivery, error: DeliveryError, now: datetime) -> dict[str, Any]:
    if isinstance(error, NotFound):
        if now <= delivery.deadline_at:
            return {"state": State.DUE, "run_at": now}
        return {"state": State.MISSED, "run_at": None}
    if isinstance(error, Disconnected):  # looked for again once the account is back
        return {"state": State.UNCONFIRMED, "run_at": now}
    move = retry.next_look(delivery.looks + 1, now)
    at = move.at if isinstance(move, retry.Again) else None
    return {"state": State.UNCONFIRMED, "run_at": at}


def _close_attempt(task: Task, state: State, answer: Receipt | DeliveryError, at: datetime) -> None:
    """A look tells how an attempt ended only if it found something; else the old note stands."""
    if task.look and state is not State.SENT:
        return
    detail = "" if isinstance(answer, Receipt) else str(answer)[:400]
    Attempt.objects.filter(delivery=task.delivery, number=task.attempt).update(
        ended_at=at, outcome=state, detail=detail
    )


def _tell_account(account: Account, answer: Receipt | DeliveryError, now: datetime) -> None:
    """What the lane has to know: a rest, a lost login, a success."""
    mine = Account.objects.filter(pk=account.pk)
    if isinstance(answer, Receipt):
        mine.update(last_success_at=now)
    elif isinstance(answer, Disconnected):
        mine.update(state=AccountState.DISCONNECTED, state_reason=answer.reason)
    elif isinstance(answer, NotSent) and answer.whole_account and answer.again_at:
        mine.update(rest_until=answer.again_at)


def _reason(answer: Receipt | DeliveryError) -> str:
    return "" if isinstance(answer, Receipt) else str(answer.reason)


def reap(now: datetime, *, all_owners: bool = False) -> int:
    """Take over what a dead process left: it may or may not be live, so it is looked for.

    ``all_owners``: every claim is from the dead, because this process has just started alone.
    """
    left = Delivery.objects.filter(lease_until__isnull=False)
    if not all_owners:
        left = left.filter(lease_until__lt=now)
    rows = list(left.select_related("account", "post"))
    for delivery in rows:
        _take_over(delivery, now)
    return len(rows)


def _take_over(delivery: Delivery, now: datetime) -> None:
    can = registry.load(delivery.account.kind).capabilities
    since = delivery.started_at or now
    settled = max(now, since + can.settling + timedelta(seconds=1))
    Delivery.objects.filter(pk=delivery.pk, lease_until__isnull=False).update(
        state=State.UNCONFIRMED,
        run_at=settled if can.can_look else None,
        reason=Reason.LOST_ANSWER,
        detail="the process stopped before the answer came",
        owner="",
        lease_until=None,
        looks=0,
        version=F("version") + 1,
    )
    Attempt.objects.filter(delivery=delivery, number=delivery.attempts, outcome="").update(
        ended_at=now, outcome="crashed"
    )
    note_all([delivery], State.UNCONFIRMED, now, reason=Reason.LOST_ANSWER)
