"""What people and networks did with an account, the last of it: read from the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from channels.models import Account
from content import trail
from content.models import Event
from content.moments import short_when

KINDS = ("account.connected", "account.reconnected", "account.disconnected", "account.retired")
LATEST = 5


@dataclass(frozen=True, slots=True)
class Line:
    """``who`` is "" where no person did it."""

    icon: str
    who: str
    did: str
    at: datetime
    said: str


def history(account: Account) -> list[Line]:
    """The newest first."""
    events = Event.objects.filter(
        office=account.office_id, kind__in=KINDS, data__account=account.pk
    ).select_related("by")
    return [_line(event, account.office.zone) for event in events.order_by("-at", "-pk")[:LATEST]]


def _line(event: Event, zone: str) -> Line:
    did, who = trail.words(event.kind), event.by.name if event.by else ""
    said = short_when(event.at, zone)
    return Line(trail.icon(event.kind), who, did, event.at, said)
