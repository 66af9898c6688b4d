"""What a person carries out, because its network lets no machine in: from his turn to his word.

The engine hands such a delivery over where it would send another one: at its time, in the order of
its lane, while it is approved and nothing stops it. From then on it may be live, and only a person
can tell (``Hold.HANDED``); ``acts.found`` takes his word.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from channels import registry
from channels.base import Kit, Verb
from channels.by_hand import NoPostThere, address_of
from channels.signs import sign
from content.models import Status, Verdict
from content.refusals import Refusal
from scheduler import stops
from scheduler.delivery import put_aside
from scheduler.models import READY, Delivery, Hold, State

PLANNED = (Status.SCHEDULED, Status.PUBLISHED, Status.CORRECTED)


class Turn(StrEnum):
    """Whether it is time to do it, and if not, why."""

    NOW = "now"
    LATE = "late"  # past its grace: still asked for, after another look at the words
    EARLY = "early"
    STOPPED = "stopped"
    CALLED_OFF = "called-off"  # off the calendar, or not approved any more
    SENT = "sent"
    OVER = "over"  # cancelled, or waiting for another decision: see the page of the delivery

    @property
    def shows(self) -> bool:
        """Whether to show what to post. Not before its time, and never what must not go out."""
        return self in (Turn.NOW, Turn.LATE)

    @property
    def takes_word(self) -> bool:
        """Whether somebody may say that it is done: also what was done before it was forbidden."""
        return self in (Turn.NOW, Turn.LATE, Turn.STOPPED, Turn.CALLED_OFF)


class WrongLink(Refusal):
    """Copy the address of the post again, or leave it empty."""

    def __init__(self, kind: str, kit: Kit) -> None:
        super().__init__(
            _(
                "Itu bukan tautan kiriman akun ini di %(network)s. Salin lagi dari aplikasinya,"
                " atau kosongkan. Contohnya: %(example)s"
            )
            % {"network": sign(kind).label, "example": kit.example}
        )


def kit_of(delivery: Delivery) -> Kit | None:
    return registry.load(delivery.account.kind).capabilities.by_hand


def link_of(delivery: Delivery, kit: Kit, text: str) -> str:
    """The address of the post as it is kept; "" for none. Raises WrongLink."""
    if not text.strip():
        return ""
    try:
        return address_of(kit, text.strip(), delivery.account.remote_id)
    except NoPostThere:
        raise WrongLink(delivery.account.kind, kit) from None


def turn_of(delivery: Delivery, now: datetime) -> Turn:
    """With its post, approval and revision loaded."""
    if delivery.state == State.SENT:
        return Turn.SENT
    if delivery.state in READY:
        return Turn.EARLY
    if delivery.reason != Hold.HANDED:
        return Turn.OVER
    if not _is_wanted(delivery):
        return Turn.CALLED_OFF
    if stops.keeps_back([delivery.pk]):
        return Turn.STOPPED
    return Turn.LATE if delivery.deadline_at < now else Turn.NOW


def _is_wanted(delivery: Delivery) -> bool:
    """What is asked before a send holds as long as nobody has posted it."""
    post = delivery.post
    if delivery.verb == Verb.DELETE:
        return post.status == Status.WITHDRAWN
    said = post.approval
    return (
        post.status in PLANNED
        and said is not None
        and said.verdict == Verdict.APPROVE
        and said.by.is_active
        and (said.revision_id, said.sha256) == (delivery.revision_id, delivery.revision.sha256)
        and delivery.revision.is_intact()
    )


def ring() -> None:
    """Called by the clock."""
    try:
        miss_late(timezone.now())
    finally:
        connections.close_all()


@transaction.atomic
def miss_late(now: datetime) -> None:
    """Whose grace has passed without a word is missed, and told once more. It may be live all the
    same, so its reason stays."""
    late = Delivery.objects.filter(state=State.HELD, reason=Hold.HANDED, deadline_at__lt=now)
    rows = late.select_related("post").select_for_update(
        of=("self",), skip_locked=True, no_key=True
    )
    put_aside(rows, State.MISSED, Hold.HANDED, now)
