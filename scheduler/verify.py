"""Whether a delivery may go out exactly as it stands. Asked in the transaction that starts it."""

from __future__ import annotations

from channels.base import Verb
from content.models import Status
from scheduler import copies
from scheduler.models import Delivery, Hold, State


def fault(delivery: Delivery) -> Hold | None:
    """Why it must not start, or None. Reads only what ``heads.take`` loaded with it."""
    if delivery.verb == Verb.PUBLISH and _waits_for_room(delivery):
        return Hold.STILL_UP
    if delivery.verb != Verb.PUBLISH and not _target_is_live(delivery):
        return Hold.TARGET_MISSING
    if delivery.verb == Verb.DELETE and delivery.post.status == Status.WITHDRAWN:
        return None
    return None if _approved(delivery) else Hold.APPROVAL_VOID


def _waits_for_room(delivery: Delivery) -> bool:
    """Published anew only once the old copy is down."""
    return delivery.target is not None and delivery.target.state != State.SENT


def _target_is_live(delivery: Delivery) -> bool:
    target = delivery.target
    if target is None or target.state != State.SENT:
        return False
    if not target.remote_id and not copies.is_by_hand(delivery.account):
        return False
    return delivery.verb != Verb.REPOST or target.post.status != Status.WITHDRAWN


def _approved(delivery: Delivery) -> bool:
    """The decision names the hash of what is about to be sent, hashed again just now."""
    return bool(getattr(delivery, "approved", False)) and delivery.revision.is_intact()
