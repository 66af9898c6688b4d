"""Taking down what is live: of a withdrawn post, also what only now turns out to be live, and of a
post that is published anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min, Q

from channels import registry
from channels.base import Verb
from channels.models import Account
from content.models import Event, Person, Post, Revision
from content.rows import among, listed, rows
from content.workflow import Step
from scheduler import copies
from scheduler.models import ENDED, OPEN, Delivery, Hold, State
from scheduler.trail import note_all
from scheduler.when import Due

# A withdrawal does not go stale: it is tried for a day before a person is asked.
GRACE = timedelta(days=1)
A_MOMENT = timedelta(microseconds=1)
WITHDRAWN = "SELECT id FROM content_post WHERE id {among} AND status = 'withdrawn'"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants it down, why, and whose decision allows it. ``due`` None: at once, first of its
    lane."""

    note: str
    by: Person | None
    at: datetime
    revision: int
    due: Due | None = None


def take_down(post: Post, note: str, *, by: Person | None, at: datetime) -> list[Delivery]:
    """All copies of a withdrawn post. What is being taken down already is left out."""
    taken = (plan_removal(copy, note, by=by, at=at) for copy in live_everywhere(post))
    return [delivery for delivery in taken if delivery is not None]


def live_everywhere(post: Post) -> list[Delivery]:
    begun = Q(deliveries__state=State.SENT) | Q(deliveries__attempts__gt=0)
    accounts = Account.objects.filter(begun, deliveries__post=post)
    return copies.live_copies(post, accounts.distinct())


def still_up(post: Post) -> list[Delivery]:
    """Copies of a withdrawn post that nobody is taking down: that was cancelled, or refused."""
    return [copy for copy in live_everywhere(post) if _pending(copy) is None]


def plan_removal(copy: Delivery, note: str, *, by: Person | None, at: datetime) -> Delivery | None:
    """None where it is being taken down already. Without such a verb a person is asked to do it."""
    if _pending(copy) is not None:
        return None
    return _planned(copy, Wish(note, by, at, copy.revision_id))


def plan_renewal(
    copy: Delivery, revision: Revision, due: Due, *, by: Person, at: datetime
) -> Delivery:
    """Its removal at that time, allowed by the decision on what takes its place."""
    return _pending(copy) or _planned(copy, Wish("", by, at, revision.pk, due))


def _pending(copy: Delivery) -> Delivery | None:
    removals = Delivery.objects.filter(
        post=copy.post_id, account=copy.account_id, verb=Verb.DELETE, again=copy.again
    )
    return removals.exclude(state__in=ENDED).first()


def _planned(copy: Delivery, wish: Wish) -> Delivery:
    """One that was cancelled or has failed is used again."""
    can = can_take_down(copy)
    timing = _timing(copy, wish, can=can)
    made, fresh = Delivery.objects.get_or_create(
        post_id=copy.post_id,
        revision_id=wish.revision,
        account=copy.account,
        verb=Verb.DELETE,
        again=copy.again,
        defaults=timing,
    )
    if not fresh:
        gone = (*OPEN, State.FAILED, State.CANCELLED)
        anew = {"detail": "", "seen_by": None, "finished_at": None, "unwanted": False}
        Delivery.objects.filter(pk=made.pk, state__in=gone).update(
            **timing, **anew, version=F("version") + 1
        )
        made.refresh_from_db()
    if not can:
        note_all([made], State.HELD, wish.at, reason=Hold.BY_HAND, by=wish.by)
    return made


def _timing(copy: Delivery, wish: Wish, *, can: bool) -> dict[str, Any]:
    office, due = copy.account.office, wish.due
    start = due.at if due else _before_all(copy.account_id, wish.at)
    return {
        "target": copy,
        "state": State.PLANNED if can else State.HELD,
        "reason": "" if can else Hold.BY_HAND,
        "due_at": start,
        "run_at": start if can else None,
        "deadline_at": max(start, wish.at) + GRACE,
        "wall": due.wall if due else f"{wish.at.astimezone(office.zoneinfo):%Y-%m-%dT%H:%M}",
        "zone": due.zone if due else office.zone,
        "note": wish.note[:500],
        "planned_by": wish.by,
    }


def _before_all(account: int, at: datetime) -> datetime:
    """The place before whatever waits in this lane, as its order is by due time: what is wrong
    comes down before anything else goes out (docs/decisions/0011)."""
    waiting = Delivery.objects.filter(lane=account).exclude(verb=Verb.DELETE)
    first = waiting.aggregate(due=Min("due_at"))["due"]
    return at if first is None else min(at, first - A_MOMENT)


def can_take_down(copy: Delivery) -> bool:
    can = registry.load(copy.account.kind).capabilities
    if not copies.can_be_reached(copy):  # a person found it there: we do not know under which id
        return False
    if copy.verb == Verb.REPOST and not can.takes_back_reposts:
        return False
    return Verb.DELETE in can.verbs


def after_sent(sent: Iterable[Delivery], at: datetime) -> None:
    """A send that was under way while its post was withdrawn has come through: take it down."""
    shown = [delivery for delivery in sent if delivery.verb != Verb.DELETE]
    posts = {delivery.post_id for delivery in shown}
    late = {pk for (pk,) in rows(WITHDRAWN.format(among=among()), {"ids": listed(posts)})}
    for delivery in shown:
        if delivery.post_id in late:
            live = Delivery.objects.select_related("account__office", "post").get(pk=delivery.pk)
            plan_removal(live, reason_of(delivery.post_id), by=None, at=at)


def reason_of(post_id: int) -> str:
    """What was said when it was withdrawn."""
    last = Event.objects.filter(post=post_id, kind=f"post.{Step.WITHDRAW}").first()
    return last.note if last is not None else ""
