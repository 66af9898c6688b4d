"""What people do with a series. Each act does all of it, or refuses and does nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from channels import registry
from channels.models import Account
from content import workflow
from content.holding import hold
from content.models import Person, Post, Status
from content.scope import Scope
from content.workflow import PUBLISHERS, Step
from scheduler import plan
from scheduler.models import (
    Ending,
    Mode,
    Policy,
    Series,
    Turn,
)
from scheduler.recurring import carry_out, crossing, days_off, handover, maker, place, times
from scheduler.recurring.locking import lock
from scheduler.recurring.refusals import (
    NeverDue,
    OnlyOnce,
    SeriesOver,
)
from scheduler.recurring.shape import Shape
from scheduler.recurring.trail import note
from scheduler.refusals import NoAccount, NotADispatcher, NotApproved


@dataclass(frozen=True, slots=True)
class Wish:
    """A series as it is asked for. ``clock`` is of the post's office."""

    shape: Shape
    first: date
    clock: time
    mode: Mode
    policy: Policy


@transaction.atomic
def start(
    post: Post,
    accounts: Sequence[Account],
    wish: Wish,
    *,
    by: Person,
    at: datetime,
    request_key: uuid.UUID | None = None,
    instead_of: Series | None = None,
) -> Series:
    """Send an approved post by a calendar rule. Raises a ``Refusal``; then nothing is planned.

    The same ``request_key`` again answers with the series already made.
    """
    made = Series.objects.filter(request_key=request_key).first() if request_key else None
    if made is not None:
        return made
    hold([post.pk])
    old = opened(instead_of.pk, by, at) if instead_of is not None else None
    _check(post, accounts, wish, by, at, old)
    if old is not None:
        post = Post.objects.select_related("office", "approval__revision").get(pk=post.pk)
    extends = post.status in (Status.PUBLISHED, Status.CORRECTED)
    moved = workflow.take(Step.EXTEND if extends else Step.SCHEDULE, post, by=by, at=at)
    series = Series.objects.create(
        post=moved,
        rule=str(wish.shape),
        first=wish.first,
        clock=wish.clock,
        zone=moved.office.zone,
        mode=wish.mode,
        policy=wish.policy,
        made_by=by,
        made_at=at,
        since=at - plan.TYPING,
        paused_at=old.paused_at if old is not None else None,
        request_key=request_key,
    )
    series.accounts.set(accounts)
    note(series, "made", at, by=by)
    if old is None:
        handover.adopt(series)
    else:
        handover.hand_over(old, series, at)
        carry_out.end(old, Ending.CHANGED, by=by, at=at)
    crossing.refuse(series, at)
    maker.bring_up(series.pk, at)
    return series


def _check(
    post: Post,
    accounts: Sequence[Account],
    wish: Wish,
    by: Person,
    at: datetime,
    old: Series | None,
) -> None:
    if post.approval is None or post.status not in plan.PLANNABLE:
        raise NotApproved
    if not plan.all_usable(accounts):
        raise NoAccount
    scope = Scope.of(by, at)
    if not all(scope.may(PUBLISHERS, account.office) for account in accounts):
        raise NotADispatcher
    if all(registry.load(account.kind).capabilities.one_per_post for account in accounts):
        raise OnlyOnce if accounts else NoAccount
    zones = [account.office.zone for account in accounts]
    if not preview(wish, zones, post.office.zone, at, instead_of=old, most=1):
        raise NeverDue


def preview(
    wish: Wish,
    zones: Sequence[str],
    zone: str,
    at: datetime,
    *,
    instead_of: Series | None = None,
    most: int = 8,
) -> list[place.Placed]:
    """The next days of a series that is only thought of, from its start or from now on."""
    gone = handover.gone(instead_of, at) if instead_of is not None else frozenset()
    start = max(wish.first, times.day_in(zone, at))
    rows = place.upcoming(
        str(wish.shape),
        wish.first,
        wish.policy,
        days_off.reader(),
        start=start,
        most=most + 1 + len(gone),
    )
    coming = [
        each
        for each in rows
        if each.grid not in gone
        and times.first_of(each.day or each.grid, wish.clock, zone, wish.mode, zones)
        >= at - plan.TYPING
    ]
    return coming[:most]


@transaction.atomic
def end(series: Series, *, by: Person, at: datetime) -> None:
    carry_out.end(opened(series.pk, by, at), Ending.PERSON, by=by, at=at)


@transaction.atomic
def pause(series: Series, *, by: Person, at: datetime) -> None:
    """Nothing goes out until it is resumed; days that pass meanwhile are left out."""
    one = opened(series.pk, by, at)
    if not Series.objects.filter(pk=one.pk, paused_at=None).update(paused_at=at):
        return
    for occurrence in one.occurrences.filter(state=Turn.PLANNED):
        carry_out.replace(occurrence, at, by=by)
    note(one, "paused", at, by=by)


@transaction.atomic
def resume(series: Series, *, by: Person, at: datetime) -> None:
    """On from the next day of the grid."""
    one = opened(series.pk, by, at)
    maker.bring_up(one.pk, at)  # what passed during the pause is closed while it is still paused
    if Series.objects.filter(pk=one.pk).exclude(paused_at=None).update(paused_at=None):
        note(one, "resumed", at, by=by)
        maker.bring_up(one.pk, at)


def opened(pk: int, by: Person, at: datetime) -> Series:
    """Locked, still going, and this person's to steer."""
    series = lock(pk)
    if not may_steer(series, Scope.of(by, at)):
        raise NotADispatcher
    if series.ended_at is not None:
        raise SeriesOver
    return series


def may_steer(series: Series, scope: Scope) -> bool:
    """As for planning: the post's office, and those of all its accounts."""
    offices = [account.office for account in series.accounts.select_related("office")]
    return all(scope.may(PUBLISHERS, office) for office in (series.post.office, *offices))
