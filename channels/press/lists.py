"""What an office does with its list: bringing in many, counting, searching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from channels.keepers import accounts_of
from channels.models import Account
from channels.press import consent
from channels.press.consent import Hand
from channels.press.models import Recipient, Standing
from channels.press.table import Table
from content import spreadsheets
from content.models import Event
from content.scope import Scope
from content.spreadsheets import Fault


@dataclass(frozen=True, slots=True)
class Brought:
    """``added`` are asked by mail now."""

    added: int
    faults: tuple[Fault, ...]


def kept_by(scope: Scope) -> QuerySet[Account]:
    """The press lists this person may open. Nobody else sees the addresses of journalists."""
    return accounts_of(scope).filter(kind="press")


def bring_in(account: Account, brought: Table, hand: Hand) -> Brought:
    """Row by row: what cannot be taken is told, and keeps nobody else out."""
    added = 0
    faults = list(brought.faults)
    for row in brought.rows:
        try:
            consent.add(account, row.reader, hand)
        except (consent.Known, consent.Erased) as refusal:
            faults.append(Fault(row.line, f"{row.reader.email} {refusal}"))
        else:
            added += 1
    note(account, "press.imported", hand, added=added)
    return Brought(added, tuple(sorted(faults, key=lambda fault: fault.line)))


def counts(account: Account) -> dict[str, int]:
    """How many there are in each state."""
    found = Recipient.objects.filter(account=account).values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(Standing.values, 0) | dict(found.order_by())


def search(account: Account, state: str, query: str) -> QuerySet[Recipient]:
    rows = Recipient.objects.filter(account=account)
    rows = rows.filter(state=state) if state in Standing.values else rows
    if query:
        rows = rows.filter(
            Q(email__icontains=query) | Q(name__icontains=query) | Q(desk__icontains=query)
        )
    return rows


def export(account: Account, hand: Hand) -> str:
    """All that is kept about them but what was erased; that it was taken out is on record."""
    rows = Recipient.objects.filter(account=account).exclude(state=Standing.ERASED)
    lines: list[Sequence[str]] = [("surel", "nama", "media", "bahasa", "keadaan", "sejak")]
    lines += [_line(row) for row in rows]
    note(account, "press.exported", hand, rows=len(lines) - 1)
    return spreadsheets.written(lines)


@transaction.atomic
def note(account: Account, kind: str, hand: Hand, **data: int) -> None:
    Event.objects.create(
        kind=kind,
        office=account.office,
        by=hand.by,
        at=hand.at,
        data={"account": account.pk, "handle": account.handle, **data},
    )


def _line(row: Recipient) -> Sequence[str]:
    since = row.ended_at or row.confirmed_at or row.added_at
    words = str(Standing(row.state).label)
    return (row.email, row.name, row.desk, row.language, words, f"{since:%Y-%m-%d}")
