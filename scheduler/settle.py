"""What outcomes do to their deliveries. Part of the one door: called by the pump, in its turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from channels import registry
from channels.base import DeliveryError, Reason, Receipt, Verb
from channels.press.halves import Half
from channels.told import storable, web_address
from content.going_live import going_live
from content.models import Event, Post
from content.writing import Change, write
from scheduler import emptied, halves, heads, kept, late, points, removal, retry, telling, trail
from scheduler.delivery import Task, under_stop
from scheduler.heads import Fence
from scheduler.kept import Kept
from scheduler.models import ENDED, Attempt, Delivery, State
from scheduler.outcome import Move, Standing, after, may_settle
from scheduler.trail import Line


@dataclass(frozen=True, slots=True)
class Result:
    """How a call ended: a receipt, or an error whose class says what comes next."""

    task: Task
    answer: Receipt | DeliveryError
    at: datetime


def settle(results: Sequence[Result], now: datetime) -> None:
    """Write outcomes down, all of a turn at once. One with an old fence changes nothing."""
    standing, fences = _current(results)
    if not standing:
        return
    current = telling.by_the_login_of_today(standing)
    waited = kept.of(fences.values(), under_stop)
    got = halves.of(result.task.delivery for result in current)
    ends = {pk: half for pk, half in got.items() if fences[pk].unwanted}
    heard = [_heard(result, ends) for result in current]
    moves = [(r, _move(r, fences[r.task.delivery.id], waited, ends, now)) for r in heard]
    sent = [result.task.delivery for result, move in moves if move.state is State.SENT]
    # What some readers have is public, however long the others wait.
    parts = [r.task.delivery for r in current if r.task.delivery.id in got]
    shown = {d.revision_id: d.revision for d in (*sent, *parts) if d.verb != Verb.DELETE}
    going = going_live(shown.values(), at=now)
    lines = [trail.event(_line(result, move), now) for result, move in moves]
    write(
        Change(Delivery, [_row(result, move, now) for result, move in moves], ("id",)),
        Change(Attempt, _closings(moves), ("delivery_id", "number")),
        Change(Post, going.posts, ("id",)),
        Change(Event, [*lines, *going.events]),
    )
    halves.close(ends.values(), now)
    telling.tell(current, now)
    if going.withdrawn:
        removal.after_sent(sent, now)
    _empty(moves, now)
    kept.forget([r.task.delivery.id for r, move in moves if _is_told(r, move, waited)])
    points.reached(points.SETTLED)


def _current(results: Sequence[Result]) -> tuple[list[Result], dict[int, Fence]]:
    """Those whose claim still stands, and what is said of their deliveries by now. The rows and
    their posts stay locked until this turn is committed.
    """
    if not results:
        return [], {}
    claims = {(r.task.delivery.id, r.task.fence, r.task.owner): r for r in results}
    posts = {r.task.delivery.post_id for r in results}
    fences = heads.fences([r.task.delivery.id for r in results], posts)
    current = [claims.pop(fence.claim) for fence in fences if fence.claim in claims]
    late.tell(list(claims.values()))
    return current, {fence.id: fence for fence in fences}


def _is_told(result: Result, move: Move, waited: Mapping[int, Kept]) -> bool:
    """Nobody has to remember how it waited any more."""
    return result.task.delivery.id in waited and move.state is not State.UNCONFIRMED


def _heard(result: Result, ends: Mapping[int, Half]) -> Result:
    """A list that is half out, and whose rest nobody wants, is through: whoever has it has it."""
    delivery = result.task.delivery
    if delivery.id not in ends or isinstance(result.answer, Receipt):
        return result
    return replace(result, answer=halves.receipt(delivery))


def _move(
    result: Result,
    fence: Fence,
    waited: Mapping[int, Kept],
    ends: Mapping[int, Half],
    now: datetime,
) -> Move:
    task = result.task
    delivery = task.delivery
    standing = Standing(
        seed=delivery.id,
        attempts=task.attempt,
        looks=delivery.looks + 1,
        deadline=delivery.deadline_at,
        looking=task.look,
        unwanted=bool(fence.unwanted),
        kept=waited.get(delivery.id),
        in_part=delivery.id in ends and ends[delivery.id].left > 0,
    )
    return after(result.answer, standing, registry.load(delivery.account.kind).capabilities, now)


def _row(result: Result, move: Move, now: datetime) -> dict[str, Any]:
    answer, delivery = result.answer, result.task.delivery
    found = answer if isinstance(answer, Receipt) else None
    wrong = answer if isinstance(answer, DeliveryError) else None
    return {
        "id": delivery.id,
        "state": str(move.state),
        "run_at": move.run_at,
        "deadline_at": move.deadline or delivery.deadline_at,
        "owner": "",
        "lease_until": None,
        "looks": delivery.looks + 1 if result.task.look else 0,
        "remote_id": storable(found.remote_id)[:300] if found else delivery.remote_id,
        "url": web_address(found.url)[:500] if found else delivery.url,
        "reason": _why(result.answer, move),
        "detail": storable(wrong.detail)[:400] if wrong else "",
        "finished_at": now if move.state in ENDED else None,
        "seen_by_id": None,
        "version": result.task.fence + 1,
    }


def _why(answer: Receipt | DeliveryError, move: Move) -> str:
    if move.reason is not None:
        return str(move.reason)
    return "" if isinstance(answer, Receipt) else str(answer.reason)


def _closings(moves: Iterable[tuple[Result, Move]]) -> list[dict[str, Any]]:
    """A look tells how an attempt ended only if it found something; else the old note stands."""
    return [_ending(r, m) for r, m in moves if r.task.intent or m.state is State.SENT]


def _ending(result: Result, move: Move) -> dict[str, Any]:
    detail = "" if isinstance(result.answer, Receipt) else storable(str(result.answer))[:400]
    return {
        "delivery_id": result.task.delivery.id,
        "number": result.task.attempt,
        "ended_at": result.at,
        "outcome": str(move.state),
        "detail": detail,
    }


def _line(result: Result, move: Move) -> Line:
    what = "again" if move.state is State.DUE else str(move.state)
    return Line(result.task.delivery, what, _why(result.answer, move))


def _empty(moves: Iterable[tuple[Result, Move]], now: datetime) -> None:
    """What a person had cancelled is not there: its post may have nothing left to wait for."""
    gone = {r.task.delivery.post_id for r, move in moves if move.state is State.CANCELLED}
    emptied.off_the_calendar(gone, now)


def reap(
    now: datetime,
    *,
    all_owners: bool = False,
    owners: Collection[str] = (),
    living: Collection[int] = (),
    spared: Collection[str] = (),
) -> list[Delivery]:
    """Take over what a dead process left, and tell which: it may be live, so it is looked for.

    ``owners``: workers known to be dead. ``all_owners``: every claim is from the dead, because this
    process has just started alone. Besides, a claim whose lease has ended, unless it is one of
    ``living``: deliveries whose call is known to be under way. Workers that are ``spared`` live and
    know that of theirs: by a clock that was set, a lease may end before its time.

    What its owner is just writing, who was only asleep, is left to him: this turn may hold what he
    waits for.
    """
    left = Delivery.objects.filter(busy__isnull=False)
    if not all_owners:
        ended = Q(lease_until__lt=now) & ~Q(owner__in=spared)
        left = left.filter(ended | Q(owner__in=owners))
    free = left.select_for_update(no_key=True, of=("self",), skip_locked=True)
    rows = [row for row in free.select_related("account", "post") if row.id not in living]
    return [row for row in rows if _take_over(row, now)]


def _look_at(delivery: Delivery, looks: int, now: datetime) -> datetime | None:
    """None: a person has to look."""
    if delivery.account.kind not in registry.usable():
        return None
    can = registry.load(delivery.account.kind).capabilities
    if not may_settle(bool(delivery.kept), can):
        return None
    if not looks:
        return now + can.settling
    move = retry.next_look(looks, now)
    return move.at if isinstance(move, retry.Again) else None


def _take_over(delivery: Delivery, now: datetime) -> bool:
    """Its last request may have gone out a moment ago, so the settling begins now. A look that
    ended with its process is a look without an answer: it may be what ended it."""
    looks = delivery.looks if delivery.state == State.UNCONFIRMED else 0
    taken = Delivery.objects.filter(pk=delivery.id, version=delivery.version).update(
        state=State.UNCONFIRMED,
        run_at=_look_at(delivery, looks, now),
        reason=Reason.LOST_ANSWER,
        detail=late.TAKEN_OVER,
        owner="",
        lease_until=None,
        looks=looks,
        version=F("version") + 1,
    )
    if not taken:
        return False  # its owner lives and has just written, or another worker was quicker
    Attempt.objects.filter(delivery=delivery, number=delivery.attempts, outcome="").update(
        ended_at=now, outcome="crashed"
    )
    trail.write_down([Line(delivery, State.UNCONFIRMED, Reason.LOST_ANSWER)], at=now)
    points.reached(points.TOOK_OVER)
    return True
