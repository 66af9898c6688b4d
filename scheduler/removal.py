"""Taking down what is live of a withdrawn post, also what only now turns out to be live."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from channels import registry
from channels.base import Verb
from channels.models import Account
from content.models import Event, Person, Post, Status
from content.workflow import Step
from scheduler.models import Delivery, Hold, State

# A withdrawal does not go stale: it is tried for a day before a person is asked.
GRACE = timedelta(days=1)


def live_on(post: Post, account: Account) -> Delivery | None:
    """The delivery under which this post is live on this account; edits keep the first one's id."""
    gone = Delivery.objects.filter(post=post, account=account, verb=Verb.DELETE, state=State.SENT)
    if gone.exists():
        return None
    shown = Delivery.objects.filter(
        post=post, account=account, state=State.SENT, verb__in=(Verb.PUBLISH, Verb.EDIT)
    )
    return shown.order_by("-finished_at", "-pk").first()


def plan_removal(live: Delivery, note: str, *, by: Person | None, at: datetime) -> Delivery | None:
    """None where it is being taken down already. Without such a verb a person is asked to do it."""
    pending = Delivery.objects.filter(
        post=live.post_id, account=live.account_id, verb=Verb.DELETE
    ).exclude(state__in=(State.SENT, State.FAILED, State.CANCELLED))
    if pending.exists():
        return None
    can = Verb.DELETE in registry.load(live.account.kind).capabilities.verbs
    office = live.account.office
    made, _ = Delivery.objects.get_or_create(
        revision_id=live.revision_id,
        account=live.account,
        verb=Verb.DELETE,
        again=live.again,
        defaults={
            "post_id": live.post_id,
            "target": live,
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
    return made


def after_sent(sent: Iterable[Delivery], at: datetime) -> None:
    """A send that was under way while its post was withdrawn has come through: take it down."""
    shown = [delivery for delivery in sent if delivery.verb != Verb.DELETE]
    withdrawn = Post.objects.filter(pk__in={d.post_id for d in shown}, status=Status.WITHDRAWN)
    late = set(withdrawn.values_list("pk", flat=True))
    for delivery in shown:
        if delivery.post_id in late:
            live = Delivery.objects.select_related("account__office").get(pk=delivery.pk)
            plan_removal(live, _reason(delivery.post_id), by=None, at=at)


def _reason(post_id: int) -> str:
    last = Event.objects.filter(post=post_id, kind=f"post.{Step.WITHDRAW}").first()
    return last.note if last is not None else ""
