"""Taking down what is live of a withdrawn post, also what only now turns out to be live."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from channels import registry
from channels.base import Verb
from content.models import Event, Person
from content.rows import among, listed, rows
from content.workflow import Step
from scheduler import copies
from scheduler.models import Delivery, Hold, State
from scheduler.trail import note_all

# A withdrawal does not go stale: it is tried for a day before a person is asked.
GRACE = timedelta(days=1)
WITHDRAWN = "SELECT id FROM content_post WHERE id {among} AND status = 'withdrawn'"


def plan_removal(copy: Delivery, note: str, *, by: Person | None, at: datetime) -> Delivery | None:
    """None where it is being taken down already. Without such a verb a person is asked to do it."""
    pending = Delivery.objects.filter(
        post=copy.post_id, account=copy.account_id, verb=Verb.DELETE, again=copy.again
    ).exclude(state__in=(State.SENT, State.FAILED, State.CANCELLED))
    if pending.exists():
        return None
    can = _can_take_down(copy)
    office = copy.account.office
    made, fresh = Delivery.objects.get_or_create(
        post_id=copy.post_id,
        revision_id=copy.revision_id,
        account=copy.account,
        verb=Verb.DELETE,
        again=copy.again,
        defaults={
            "target": copy,
            "state": State.PLANNED if can else State.HELD,
            "reason": "" if can else Hold.BY_HAND,
            "due_at": at,
            "run_at": at if can else None,
            "deadline_at": at + GRACE,
            "wall": f"{at.astimezone(office.zoneinfo):%Y-%m-%dT%H:%M}",
            "zone": office.zone,
            "note": note[:500],
            "planned_by": by,
        },
    )
    if fresh and not can:
        note_all([made], State.HELD, at, reason=Hold.BY_HAND, by=by)
    return made


def _can_take_down(copy: Delivery) -> bool:
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
            live = Delivery.objects.select_related("account__office").get(pk=delivery.pk)
            plan_removal(live, _reason(delivery.post_id), by=None, at=at)


def _reason(post_id: int) -> str:
    last = Event.objects.filter(post=post_id, kind=f"post.{Step.WITHDRAW}").first()
    return last.note if last is not None else ""
