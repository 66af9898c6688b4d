"""Why Gema does not look once more for what only a person can settle now: said before a person asks
for it in vain. ``acts.look_again`` decides.

Where a network cannot be read, asking it means sending the same key again; so whatever keeps a
delivery from being sent keeps it from being asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from channels import registry
from scheduler import stops
from scheduler.acts import Act
from scheduler.delivery import is_look
from scheduler.models import Delivery, State


def obstacles(rows: Sequence[Delivery], now: datetime) -> dict[int, str]:
    """By delivery, in a sentence; what may be looked for is left out. Accounts are loaded."""
    waiting = [row for row in rows if row.state == State.UNCONFIRMED and row.run_at is None]
    asked = [row for row in waiting if not is_look(row)]
    behind = stops.keeps_back([row.pk for row in asked]) if asked else set()
    found = {row.pk: _obstacle(row, row.pk in behind, now) for row in asked}
    found |= {row.pk: _unknown() for row in waiting if not registry.is_usable(row.account.kind)}
    return {pk: why for pk, why in found.items() if why}


def without(acts: Sequence[Act], obstacle: str) -> list[Act]:
    """Only what can be done."""
    return [act for act in acts if not (obstacle and act is Act.LOOK_AGAIN)]


def _obstacle(row: Delivery, stopped: bool, now: datetime) -> str:
    if row.unwanted or row.kept:
        return _("Gema tidak menanyakannya lagi: itu berarti mengirim lagi, dan itu dibatalkan.")
    if row.deadline_at < now:
        return _("Gema tidak menanyakannya lagi: itu berarti mengirim lagi, dan tenggangnya lewat.")
    if stopped:
        return _(
            "Gema tidak menanyakannya selama pengiriman dihentikan: itu berarti mengirim lagi."
        )
    return ""


def _unknown() -> str:
    return _("Versi Gema ini tidak mengenal kanalnya, jadi tidak dapat mencarinya.")
