"""How an issue went, told in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from channels.models import Account
from channels.press.book import WANTED, tally
from channels.press.ledger import Tally
from channels.press.models import Copy, CopyState, Issue, Recipient

LATEST = 10
# What a person may have sent once more.
AGAIN = (CopyState.UNKNOWN, CopyState.REFUSED, CopyState.RETURNED)


@dataclass(frozen=True, slots=True)
class Report:
    issue: Issue
    tally: Tally
    running: bool

    @property
    def done(self) -> int:
        """Readers who have been served, one way or the other."""
        return self.tally.total - self.tally.due - self.tally.sending

    @property
    def sentence(self) -> str:
        """``1 dari 212 tidak pasti``, and whatever else is not as wished."""
        parts = [words % {"n": n, "of": self.tally.total} for n, words in self._odd() if n]
        sent = _("%(n)d dari %(of)d terkirim") % {"n": self.tally.sent, "of": self.tally.total}
        return ", ".join([sent, *parts])

    def _odd(self) -> Sequence[tuple[int, str]]:
        found = self.tally
        return (
            (found.unknown, _("%(n)d dari %(of)d tidak pasti")),
            (found.refused, _("%(n)d ditolak")),
            (found.returned, _("%(n)d kembali")),
            (found.skipped, _("%(n)d sudah berhenti")),
            (found.dropped, _("%(n)d tidak dikirimi")),
            (found.due + found.sending, _("%(n)d menunggu")),
        )


def report(issue: Issue, now: datetime) -> Report:
    found = tally(Copy.objects.filter(issue=issue), now)
    return Report(issue, found, running=issue.ended_at is None and bool(found.due + found.sending))


def of_key(account: int, key: str, now: datetime) -> Report | None:
    """The report of a delivery, None where nothing was begun."""
    issue = Issue.objects.filter(account=account, key=key).first()
    return report(issue, now) if issue is not None else None


def latest(account: Account, now: datetime) -> list[Report]:
    return [report(issue, now) for issue in Issue.objects.filter(account=account)[:LATEST]]


def open_copies(issue: Issue) -> QuerySet[Copy]:
    """What somebody may want to look at: all that did not simply arrive."""
    rows = Copy.objects.filter(issue=issue).exclude(state=CopyState.SENT)
    tried = rows.exclude(Q(state=CopyState.DUE) & Q(tries=0) & Q(again_at=None))
    return tried.select_related("recipient").order_by("state", "pk")


def of_reader(reader: Recipient) -> list[Copy]:
    copies = Copy.objects.filter(recipient=reader).select_related("issue")
    return list(copies.order_by("-issue__begun_at", "-pk")[:LATEST])


def wanted_again(issue: Issue, copy: int, now: datetime) -> bool:
    """Only once the delivery is over, and only for whoever still wants our mail."""
    if issue.ended_at is None:
        return False
    rows = Copy.objects.filter(WANTED, pk=copy, issue=issue, state__in=AGAIN)
    return bool(rows.update(state=CopyState.DUE, again_at=now, tries=0, said="", gone=False))
