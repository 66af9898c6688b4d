"""Planning: from an approved post to one delivery per account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from channels.base import Verb
from channels.corrections import Way
from channels.models import Account
from content import workflow
from content.holding import hold
from content.models import Person, Post, Revision, Status
from content.scope import Scope
from content.workflow import PUBLISHERS, Step
from content.writing import update_each
from scheduler import copies, engine, halves, kept, removal, safe_mode
from scheduler.errands import Errand, errands, replies_to
from scheduler.models import OPEN, Delivery, Ending, Hold, Mode, State
from scheduler.recurring import ending
from scheduler.refusals import (
    InThePast,
    NoAccount,
    NotADispatcher,
    NotApproved,
    NothingToSend,
    OriginWithdrawn,
)
from scheduler.trail import note_all
from scheduler.when import Due, Wall, dues

# A minute that has just begun is still "now" for whoever is typing.
TYPING = timedelta(minutes=1)
NETWORKS_OWN: Mapping[int, Way] = {}
PLANNABLE = {Status.APPROVED, Status.SCHEDULED, Status.PUBLISHED, Status.CORRECTED}


@transaction.atomic
def plan(
    post: Post,
    accounts: Sequence[Account],
    wall: Wall | None,
    mode: Mode,
    *,
    by: Person,
    at: datetime,
    ways: Mapping[int, Way] = NETWORKS_OWN,
) -> list[Delivery]:
    """Plan the approved revision for these accounts. ``wall`` None: as soon as possible. ``ways``:
    what a person chose for an account instead of its network's own way to put right what is there.

    Raises a ``Refusal``; then nothing is planned.
    """
    if post.approval is None:
        raise NotApproved
    _check(post, accounts, by, at)
    times = _times(wall, mode, accounts, at)
    extends = post.status in (Status.PUBLISHED, Status.CORRECTED)
    moved = workflow.take(Step.EXTEND if extends else Step.SCHEDULE, post, by=by, at=at)
    _cancel_superseded(moved, by, at)
    revision = post.approval.revision
    made: list[Delivery | None] = []
    for account, time in zip(accounts, times, strict=True):
        wanted = errands(moved, revision, account, ways.get(account.pk))
        _cancel_other_ways(moved, revision, account, wanted, by, at)
        for errand in wanted:
            made += _made(moved, revision, errand, time, mode, by, at)
    planned = [delivery for delivery in made if delivery is not None]
    if not planned:
        raise NothingToSend
    if safe_mode.may_be_out(moved, at):
        safe_mode.look_first(planned)
    engine.wake()
    return planned


def _check(post: Post, accounts: Sequence[Account], by: Person, at: datetime) -> None:
    """Raises a ``Refusal``; else the post is held."""
    if not accounts:
        raise NoAccount
    if post.status not in PLANNABLE:
        raise NotApproved
    hold({pk for pk in (post.pk, post.repost_of_id) if pk is not None})
    if copies.lost_its_origin(post):
        raise OriginWithdrawn
    if not all_usable(accounts):
        raise NoAccount
    scope = Scope.of(by, at)
    if not all(scope.may(PUBLISHERS, account.office) for account in accounts):
        raise NotADispatcher


def all_usable(accounts: Sequence[Account]) -> bool:
    """Asked anew and under lock: an account may have been retired since the form was drawn."""
    ids = {account.pk for account in accounts}
    usable = Account.objects.usable().filter(pk__in=ids).order_by("pk")
    return len(usable.select_for_update(no_key=True).values_list("pk")) == len(ids)


def _times(
    wall: Wall | None, mode: Mode, accounts: Sequence[Account], at: datetime
) -> Sequence[Due]:
    zones = [account.office.zone for account in accounts]
    if wall is None:
        return [_now_in(zone, at, accounts[i].office.zoneinfo) for i, zone in enumerate(zones)]
    times = dues(wall, mode, zones)
    if any(due.at < at - TYPING for due in times):
        raise InThePast
    return times


def _now_in(zone: str, at: datetime, zoneinfo: Any) -> Due:
    return Due(at, f"{at.astimezone(zoneinfo):%Y-%m-%dT%H:%M}", zone)


def _made(
    post: Post,
    revision: Revision,
    errand: Errand,
    due: Due,
    mode: Mode,
    by: Person,
    at: datetime,
) -> list[Delivery | None]:
    """One delivery; for what is published anew also those that take down what stood there."""
    if errand.renews is None:
        return [_make(post, revision, errand, due, mode, by, at)]
    old = [errand.renews, *replies_to(errand.renews)]
    gone = [removal.plan_renewal(one, revision, due, by=by, at=at) for one in old]
    fresh = replace(errand, target=gone[0])
    return [*gone, _make(post, revision, fresh, due, mode, by, at)]


def _cancel_other_ways(
    post: Post,
    revision: Revision,
    account: Account,
    wanted: Iterable[Errand],
    by: Person,
    at: datetime,
) -> None:
    """What was chosen for this account before, and has not started."""
    verbs = {errand.verb for errand in wanted}
    if any(errand.renews for errand in wanted):
        verbs.add(Verb.DELETE)
    corrects = Q(verb__in=(Verb.EDIT, Verb.REPLY, Verb.DELETE))
    renews = Q(verb=Verb.PUBLISH, target__isnull=False)
    rows = Delivery.objects.filter(
        corrects | renews, post=post, revision=revision, account=account, part=None
    )
    cancel_all(rows.exclude(verb__in=verbs), by, at)


def _make(
    post: Post,
    revision: Revision,
    errand: Errand,
    due: Due,
    mode: Mode,
    by: Person,
    at: datetime,
) -> Delivery | None:
    """One row per revision, account and verb, for ever; an ended, unsent one is used again."""
    grace = revision.content.get("grace_minutes") or settings.GEMA.desk.grace_minutes
    timing: dict[str, Any] = {
        "due_at": due.at,
        "run_at": due.at,
        "deadline_at": due.at + timedelta(minutes=grace),
        "wall": due.wall,
        "zone": due.zone,
        "mode": mode,
        "planned_by": by,
        "state": State.PLANNED,
        "reason": "",
    }
    if errand.by_hand:
        timing |= {"state": State.HELD, "reason": Hold.BY_HAND, "run_at": None}
    delivery, fresh = Delivery.objects.get_or_create(
        post=post,
        revision=revision,
        account=errand.account,
        verb=errand.verb,
        again=errand.chain,
        defaults={"target": errand.target, **timing},
    )
    if fresh or _revive(delivery, errand, timing):
        if errand.by_hand:
            note_all([delivery], State.HELD, at, reason=Hold.BY_HAND, by=by)
        return delivery
    return delivery if _wanted_again(delivery) else None


def _revive(delivery: Delivery, errand: Errand, timing: dict[str, Any]) -> bool:
    idle = (State.PLANNED, State.DUE, State.HELD, State.MISSED, State.CANCELLED, State.FAILED)
    return bool(
        Delivery.objects.filter(pk=delivery.pk, state__in=idle).update(
            target=errand.target,
            detail="",
            seen_by=None,
            finished_at=None,
            unwanted=False,
            version=F("version") + 1,
            **timing,
        )
    )


def _wanted_again(delivery: Delivery) -> bool:
    """Cancelled while nobody knew how its call would end, and planned after all: that goes on."""
    lost = Delivery.objects.filter(pk=delivery.pk, state__in=copies.UNSETTLED, unwanted=True)
    return bool(lost.update(unwanted=False, **kept.NOBODY))


def _cancel_superseded(post: Post, by: Person, at: datetime) -> None:
    """What was planned of earlier revisions and has not started is not wanted any more. A series
    gives its own deliveries their new words.
    """
    approval = post.approval
    if approval is None:
        return
    old = Delivery.objects.filter(post=post, part=None)
    old = old.exclude(revision=approval.revision_id)
    cancel_all(old, by, at)


@transaction.atomic
def cancel_all(deliveries: QuerySet[Delivery], by: Person | None, at: datetime) -> set[int]:
    """Cancel what of these has not started, in as many statements for thousands as for one. Returns
    which these were.

    Not what may be live and waits for a person who looks: he decides, one by one. Of a press list
    that is half out the rest is stopped.
    """
    halves.stop_all(deliveries.exclude(copies.UNSEEN), by, at)
    open_ = deliveries.filter(state__in=OPEN).exclude(copies.UNSEEN).select_related("post")
    # Locked: what is starting at this moment is not told as cancelled.
    rows = list(open_.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    gone = {"state": str(State.CANCELLED), "run_at": None, "finished_at": at}
    update_each(Delivery, ["id"], [{"id": r.pk, "version": r.version + 1, **gone} for r in rows])
    note_all(rows, "cancelled", at, by=by)
    return {row.pk for row in rows}


def cancel_row(delivery: Delivery, at: datetime, *, looked: bool = False) -> bool:
    """``looked``: whoever cancels knows whether it is live."""
    rows = Delivery.objects.filter(pk=delivery.pk, state__in=OPEN)
    if not looked:
        rows = rows.exclude(copies.UNSEEN)
    return bool(
        rows.update(state=State.CANCELLED, run_at=None, finished_at=at, version=F("version") + 1)
    )


def release_approved(post: Post) -> QuerySet[Delivery]:
    """What was held for want of an approval that is there again, to be resumed. What is just being
    looked for does not wait for it any more either.
    """
    if post.approval is None:
        return Delivery.objects.none()
    mine = Delivery.objects.filter(post=post, revision=post.approval.revision_id)
    kept.let_go(mine.filter(kept_for=Hold.APPROVAL_VOID))
    return mine.filter(state=State.HELD, reason=Hold.APPROVAL_VOID)


def hold_unapproved(post: Post, at: datetime) -> None:
    """An approval has ended: say so at once on what was planned. The claim checks again."""
    waiting = (State.PLANNED, State.DUE, State.MISSED)
    # Locked: what is starting at this moment is not told as held.
    unbegun = Delivery.objects.filter(post=post, state__in=waiting).exclude(copies.UNSEEN)
    rows = list(unbegun.select_for_update(no_key=True))
    Delivery.objects.filter(pk__in=[row.pk for row in rows], state__in=waiting).update(
        state=State.HELD, run_at=None, reason=Hold.APPROVAL_VOID, version=F("version") + 1
    )
    note_all(rows, State.HELD, at, reason=Hold.APPROVAL_VOID)
    asked = Delivery.objects.filter(
        post=post, verb=Verb.EDIT, state=State.HELD, reason=Hold.BY_HAND
    )
    cancel_all(asked, None, at)


@transaction.atomic
def unschedule(post: Post, *, by: Person, at: datetime) -> Post:
    """Take a post off the calendar, with its series; it stays approved. What has started is not
    called back, but what turns out not to be there is not sent after all.
    """
    moved = workflow.take(Step.UNSCHEDULE, post, by=by, at=at)
    ending.mark_all_of(moved, Ending.OFF, by=by, at=at)
    mine = Delivery.objects.filter(post=post)
    cancel_all(mine, by, at)
    _unwant(mine.filter(state__in=copies.UNSETTLED, unwanted=False), by, at)
    kept.let_go(mine)
    return moved


def _unwant(rows: QuerySet[Delivery], by: Person, at: datetime) -> None:
    """Not their version: the outcome of a call that is under way counts."""
    begun = list(rows.exclude(verb=Verb.DELETE).select_for_update(no_key=True).order_by("pk"))
    Delivery.objects.filter(pk__in=[row.pk for row in begun]).update(unwanted=True)
    note_all(begun, "unwanted", at, by=by)
