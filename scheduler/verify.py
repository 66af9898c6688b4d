"""Whether a delivery may go out exactly as it stands. Asked in the transaction that starts it."""

from __future__ import annotations

from channels.base import Verb
from content.models import Status, Verdict
from scheduler.models import Delivery, Hold, State


def fault(delivery: Delivery) -> Hold | None:
    """Why it must not start, or None. Reads only what was loaded with the delivery."""
    if delivery.verb in (Verb.EDIT, Verb.DELETE, Verb.REPOST) and not _target_is_live(delivery):
        return Hold.TARGET_MISSING
    if delivery.verb == Verb.DELETE:
        return None if delivery.post.status == Status.WITHDRAWN else Hold.APPROVAL_VOID
    return None if _approved(delivery) else Hold.APPROVAL_VOID


def _target_is_live(delivery: Delivery) -> bool:
    target = delivery.target
    if target is None or target.state != State.SENT or not target.remote_id:
        return False
    return delivery.verb != Verb.REPOST or target.post.status != Status.WITHDRAWN


def _approved(delivery: Delivery) -> bool:
    """The decision names the hash of what is about to be sent, hashed again just now."""
    approval = delivery.post.approval
    return (
        approval is not None
        and approval.verdict == Verdict.APPROVE
        and approval.by.is_active
        and approval.revision_id == delivery.revision_id
        and approval.sha256 == delivery.revision.sha256
        and delivery.revision.is_intact()
    )
