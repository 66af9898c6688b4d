"""What a person may do with one delivery. Each act is a conditional move that tells the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When

from channels import registry
from channels.base import Reason, Verb
from channels.models import Account, AccountState
from content import going_live, workflow
from content.holding import hold
from content.models import Person, Post
from content.refusals import Refusal
from content.scope import Scope
from content.workflow import PUBLISHERS, Step
from scheduler import copies, echoes, emptied, engine, halves, kept, plan, removal, resuming, stops
from scheduler.delivery import is_look
from scheduler.models import OPEN, READY, Delivery, Hold, Mode, State, nobody_looks
from scheduler.refusals import InThePast, NotADispatcher, NotThisOne, OnlyYouCanLook, TooLate
from scheduler.trail import note_all
from scheduler.when import Wall, due


class Act(StrEnum):
    CANCEL = "batalkan"
    MOVE = "pindahkan"
    SEND_NOW = "kirim-sekarang"
    LOOK_AGAIN = "cari-lagi"
    FOUND = "sudah-ada"
    ABSENT = "tidak-ada"
    POST_AGAIN = "kirim-ulang"
    SEEN = "sudah-tahu"
    DONE_BY_HAND = "sudah-dikerjakan"


BY_PERSON = (State.HELD, State.MISSED)
# What helps depends on what holds it: sending now would only be held again.
BY_REASON: dict[str, list[Act]] = {
    Hold.BY_HAND: [Act.DONE_BY_HAND, Act.CANCEL],
    Hold.HANDED: [Act.FOUND, Act.MOVE, Act.CANCEL],
    Hold.APPROVAL_VOID: [Act.CANCEL],
    Hold.TARGET_MISSING: [Act.DONE_BY_HAND, Act.CANCEL],
    Hold.RESTORED: [Act.FOUND, Act.SEND_NOW, Act.MOVE, Act.CANCEL],
    Hold.STOPPED: [Act.MOVE, Act.CANCEL],
    Reason.LOGIN_ENDED: [Act.MOVE, Act.CANCEL],
}


def open_acts(delivery: Delivery, scope: Scope) -> list[Act]:
    """The acts to offer this person, most useful first. Each decides again when it is taken."""
    if not scope.may(PUBLISHERS, delivery.account.office):
        return []
    state = State(delivery.state)
    if state is State.SENDING:
        return [Act.CANCEL] if halves.may_be_stopped(delivery) else []
    if state in READY:
        return [Act.MOVE, Act.SEND_NOW, Act.CANCEL]
    if state is State.SENT:
        return [Act.POST_AGAIN] if _may_be_repeated(delivery) else []
    lost = delivery.account.state != AccountState.CONNECTED
    if state is State.UNCONFIRMED and delivery.run_at is not None:  # looked for, if Gema can
        cancel = [] if delivery.unwanted else [Act.CANCEL]
        return [Act.FOUND, Act.ABSENT, *cancel] if lost else cancel
    if state is State.FAILED and delivery.seen_by_id is not None:
        return []
    return helpful(state, delivery.reason, delivery.account.kind, lost=lost)


def helpful(state: State, reason: str, kind: str, *, lost: bool) -> list[Act]:
    """What helps one that waits for a person. ``lost``: the account's login is."""
    if state is State.UNCONFIRMED:
        look = [] if lost or is_blind(kind) else [Act.LOOK_AGAIN]
        return [*look, Act.FOUND, Act.ABSENT]
    if state in BY_PERSON:
        offered = BY_REASON.get(reason, [Act.SEND_NOW, Act.MOVE, Act.CANCEL])
        # Sent now it would only wait for the login.
        return [act for act in offered if not (lost and act is Act.SEND_NOW)]
    return [Act.SEND_NOW, Act.SEEN] if state is State.FAILED else []


def is_blind(kind: str) -> bool:
    """Whether Gema can find out nothing on this network: only a person can look."""
    return kind in registry.CHANNELS and not registry.load(kind).capabilities.can_settle


def may_move_along(delivery: Delivery, scope: Scope) -> bool:
    """With others, or on the calendar: not what may be live, which is looked for one by one."""
    return Act.MOVE in open_acts(delivery, scope) and not copies.waits_unseen(delivery)


def _may_be_repeated(delivery: Delivery) -> bool:
    """Only what is still approved can go out once more, and only where that adds something."""
    approval = delivery.post.approval
    return (
        delivery.verb == Verb.PUBLISH
        and approval is not None
        and approval.revision_id == delivery.revision_id
        and not registry.load(delivery.account.kind).capabilities.one_per_post
    )


def cancel(delivery: Delivery, *, by: Person, at: datetime) -> State:
    """Cancelled, or TooLate: never both, and never wrong. What it has done, whatever comes next.

    What is being looked for is cancelled once it is known not to be there; till then ``unwanted``.
    Of a press list that is half out the rest is stopped: then it is sent.
    """
    if (half := halves.of_one(delivery)) is not None and delivery.state != State.SENT:
        with _act(delivery, by, at, halves.STOPPED):
            if not halves.stop(delivery, half, at):
                raise _too_late(delivery)
        return State.SENT
    if delivery.state == State.UNCONFIRMED:
        _cancel_unless_there(delivery, by, at)
        return State.UNCONFIRMED
    with _act(delivery, by, at, "cancelled"):
        if not plan.cancel_row(delivery, at, looked=copies.waits_unseen(delivery)):
            now = _again(delivery)
            raise NotThisOne(now) if copies.waits_unseen(now) else TooLate(now)
        emptied.off_the_calendar([delivery.post_id], at)
    return State.CANCELLED


def _cancel_unless_there(delivery: Delivery, by: Person, at: datetime) -> None:
    unsure = Delivery.objects.filter(pk=delivery.pk, state=State.UNCONFIRMED)
    if unsure.filter(unwanted=True).exists():
        return
    with _act(delivery, by, at, "unwanted"):
        # Not the version: a look that is under way counts.
        if not unsure.update(unwanted=True):
            raise _too_late(delivery)


def move(delivery: Delivery, wall: Wall, *, by: Person, at: datetime) -> None:
    """Another time for one account. The mode becomes a time of its own: the account's zone."""
    new = due(wall)
    if new.at < at - plan.TYPING:
        raise InThePast
    grace = delivery.deadline_at - delivery.due_at
    with _act(delivery, by, at, "moved"):
        _change(
            delivery,
            OPEN,
            state=State.PLANNED,
            due_at=new.at,
            run_at=new.at,
            deadline_at=new.at + grace,
            wall=new.wall,
            zone=new.zone,
        )


@transaction.atomic
def move_all(deliveries: Sequence[Delivery], wall: Wall, *, by: Person, at: datetime) -> None:
    """To another day and hour. All of them or none; what may be live is looked for, one by one."""
    for delivery in deliveries:
        if copies.waits_unseen(delivery):
            raise NotThisOne(delivery)
    hold({delivery.post_id for delivery in deliveries})
    for delivery in deliveries:
        move(delivery, wall, by=by, at=at)


def send_now(
    delivery: Delivery, *, by: Person, at: datetime, wait: timedelta = timedelta(0)
) -> None:
    """Also what failed: it is certainly not there, and a person has mended the cause.

    ``wait``: a little later, so that many do not go out in one second.
    """
    grace = delivery.deadline_at - delivery.due_at
    go = at + wait
    with _act(delivery, by, at, "moved"):
        _change(
            delivery,
            (*OPEN, State.FAILED),
            state=State.PLANNED,
            due_at=go,
            run_at=go,
            deadline_at=go + grace,
            wall=f"{go.astimezone(delivery.account.office.zoneinfo):%Y-%m-%dT%H:%M}",
            zone=delivery.account.office.zone,
        )


def look_again(delivery: Delivery, *, by: Person, at: datetime) -> None:
    """Not while the engine waits for the network to catch up: a look that is too early sees
    nothing, and makes a double."""
    if is_blind(delivery.account.kind):
        raise OnlyYouCanLook
    with _act(delivery, by, at, "again"):
        if not is_look(delivery) and _may_not_go_out(delivery, at):
            raise OnlyYouCanLook
        _change(
            delivery,
            (State.UNCONFIRMED,),
            waiting=True,
            state=State.UNCONFIRMED,
            run_at=at,
            looks=0,
            kept=F("kept"),
            kept_for=F("kept_for"),
        )


def _may_not_go_out(delivery: Delivery, at: datetime) -> bool:
    """Where asking means sending its key once more, what keeps it from being sent counts, too."""
    unwanted = delivery.unwanted or delivery.kept or delivery.deadline_at < at
    return bool(unwanted or stops.keeps_back([delivery.pk]))


def found(delivery: Delivery, url: str, *, by: Person, at: datetime) -> None:
    """A person has looked and it is there, or has put it there with his own hands."""
    unseen = copies.MAYBE_LIVE.get(delivery.reason)
    with _act(delivery, by, at, "settled"):
        _change(
            delivery,
            unseen or (State.UNCONFIRMED,),
            waiting=True,
            because=delivery.reason if unseen else None,
            state=State.SENT,
            run_at=None,
            finished_at=at,
            **{**_inherited(delivery), **({"url": url[:500]} if url else {})},
        )
        if delivery.verb != Verb.DELETE:
            going_live.go_live([delivery.revision], at=at)
        removal.after_sent([delivery], at)


def add_link(delivery: Delivery, url: str, *, by: Person, at: datetime) -> None:
    """Where it stands, told after it was said to be there. The first word counts."""
    with _act(delivery, by, at, "linked"):
        rows = Delivery.objects.filter(pk=delivery.pk, state=State.SENT, url="")
        if not rows.update(url=url[:500], version=F("version") + 1):
            raise NotThisOne(_again(delivery))


def absent(delivery: Delivery, *, by: Person, at: datetime) -> State:
    """A person has looked and it is not there: it may be sent (again), when a person says so, or is
    cancelled, as somebody wished: which of the two.
    """
    gone: dict[str, Any] = {"state": State.MISSED, "run_at": None, "reason": Hold.ABSENT}
    with _act(delivery, by, at, "settled"):
        # Somebody may have cancelled it since this page was drawn.
        unwanted = _again(delivery).unwanted
        if unwanted:
            gone |= {"state": State.CANCELLED, "reason": Hold.UNWANTED, "finished_at": at}
        _change(delivery, (State.UNCONFIRMED,), waiting=True, **gone)
        if unwanted:
            emptied.off_the_calendar([delivery.post_id], at)
    return State(gone["state"])


def done_by_hand(delivery: Delivery, *, by: Person, at: datetime) -> None:
    if delivery.reason not in (Hold.BY_HAND, Hold.TARGET_MISSING):
        raise NotThisOne(delivery)
    with _act(delivery, by, at, "settled"):
        _change(
            delivery,
            (State.HELD,),
            state=State.SENT,
            run_at=None,
            finished_at=at,
            **_inherited(delivery),
        )
        if delivery.verb != Verb.DELETE:
            going_live.go_live([delivery.revision], at=at)


def seen(delivery: Delivery, *, by: Person, at: datetime) -> None:
    """Taken note of: it leaves the list of things to do, and stays what it is."""
    with _act(delivery, by, at, "settled"):
        if not Delivery.objects.filter(pk=delivery.pk, state=State.FAILED).update(seen_by=by):
            raise NotThisOne(_again(delivery))
        emptied.off_the_calendar([delivery.post_id], at)


@transaction.atomic
def post_again(delivery: Delivery, *, by: Person, at: datetime) -> Delivery:
    """A person wants this revision on this account once more. The only way to a second post."""
    _allow(delivery, by, at)
    if delivery.state != State.SENT or not _may_be_repeated(delivery):
        raise NotThisOne(delivery)
    # Two who press at once wait for each other here; the second finds what the first has made.
    hold([delivery.post_id])
    under_way = copies.under_way(delivery)
    if under_way is not None:
        return under_way
    fresh = Delivery.objects.create(
        post=delivery.post,
        revision=delivery.revision,
        account=delivery.account,
        verb=Verb.PUBLISH,
        again=copies.next_chain(delivery.post, delivery.account),
        due_at=at,
        run_at=at,
        deadline_at=at + (delivery.deadline_at - delivery.due_at),
        wall=f"{at.astimezone(delivery.account.office.zoneinfo):%Y-%m-%dT%H:%M}",
        zone=delivery.account.office.zone,
        mode=Mode.LOCAL,
        planned_by=by,
    )
    note_all([fresh], "again", at, by=by)
    engine.wake()
    return fresh


@transaction.atomic
def withdraw(post: Post, note: str, *, by: Person, at: datetime) -> list[Delivery]:
    """Take a post back everywhere: first what is still planned, then what is live (R47), then what
    others have made of it."""
    hold([post.pk, *(echo.pk for echo in echoes.of(post))])
    withdrawn = workflow.take(Step.WITHDRAW, post, by=by, at=at, note=note)
    plan.cancel_all(Delivery.objects.filter(post=post), by, at)
    taken = removal.take_down(withdrawn, note, by=by, at=at)
    taken += echoes.withdraw(withdrawn, note, by=by, at=at)
    engine.wake()
    return taken


@transaction.atomic
def reconnected(account: Account, at: datetime) -> None:
    """The account is back: what is still in its grace goes on, the rest asks a person."""
    Account.objects.filter(pk=account.pk).update(
        state=AccountState.CONNECTED, state_reason="", rest_until=None, breath_until=None
    )
    held = Delivery.objects.filter(account=account, state=State.HELD).exclude(reason__in=Hold)
    resume(held, at)


def resume(held: QuerySet[Delivery], at: datetime) -> None:
    resuming.go_on(held, at)
    engine.wake()


@contextmanager
def _act(delivery: Delivery, by: Person, at: datetime, what: str) -> Iterator[None]:
    """One act on one delivery: allowed, atomic, written down, and the clock looks again."""
    _allow(delivery, by, at)
    with transaction.atomic():
        hold([delivery.post_id])
        yield
        note_all([delivery], what, at, by=by)
        engine.wake()


def _inherited(delivery: Delivery) -> dict[str, Any]:
    """An edit changes what is there under its old id."""
    target = delivery.target
    if delivery.verb != Verb.EDIT or target is None:
        return {}
    return {"remote_id": target.remote_id, "url": target.url}


def _allow(delivery: Delivery, by: Person, at: datetime) -> None:
    if not Scope.of(by, at).may(PUBLISHERS, delivery.account.office):
        raise NotADispatcher


def _change(
    delivery: Delivery,
    start: Iterable[State],
    *,
    waiting: bool = False,
    because: str | None = None,
    **changes: Any,
) -> None:
    """``waiting``: only while it waits for a person, not while the engine is looking.
    ``because``: only while it waits for this reason. What may be live by now, and was not so when
    the person looked, is left alone."""
    rows = Delivery.objects.filter(pk=delivery.pk, state__in=list(start), lease_until=None)
    if not copies.waits_unseen(delivery):
        rows = rows.exclude(copies.UNSEEN)
    if waiting:
        rows = rows.filter(nobody_looks())
    if because is not None:
        rows = rows.filter(reason=because)
    tidy: dict[str, Any] = {"reason": "", "detail": "", "seen_by": None, **kept.NOBODY}
    # Whoever acts on what was held for his look has looked.
    looked = Case(When(reason=Hold.RESTORED, then=Value(False)), default=F("look_first"))
    tidy |= {"look_first": looked, "version": F("version") + 1}
    if not rows.update(**{**tidy, **changes}):
        raise _too_late(delivery)


def _too_late(delivery: Delivery) -> Refusal:
    now = _again(delivery)
    return TooLate(now) if now.state in (State.SENDING, State.SENT) else NotThisOne(now)


def _again(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)
