"""Gema's ledger of a press list. Every write is one conditional statement, so that two processes
may be at it and each copy is begun by one of them.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from channels.base import Outgoing
from channels.models import Account
from channels.press import consent, tokens
from channels.press.consent import Hand
from channels.press.ledger import End, Envelope, Laid, Server, Tally
from channels.press.letter import return_path
from channels.press.models import Copy, CopyState, Issue, Recipient, Source, Standing

# Pauses after a server's "not now", for one reader; after the last one it is given up.
WAITS = tuple(timedelta(minutes=n) for n in (5, 15, 60, 240, 720))
# Of those who still want our mail. No join: with one, an update's own conditions would move into a
# subquery, which PostgreSQL does not ask again after it has waited for somebody else's update.
WANTED = Q(recipient__in=Recipient.objects.filter(state=Standing.SUBSCRIBED).values("pk"))
OUT = (CopyState.SENT, CopyState.UNKNOWN, CopyState.SENDING)


def server() -> Server | None:
    """The mail server of the settings."""
    mail = settings.GEMA.mail
    if mail.kind != "smtp":
        return None
    return Server(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password=settings.EMAIL_HOST_PASSWORD,
        sender=mail.from_address,
        bounces=mail.bounces,
        hello=host(),
    )


def host() -> str:
    return urlsplit(settings.GEMA.site.address).hostname or "localhost"


def back_to(word: str) -> str:
    """Where a server reports that it could not deliver this."""
    mail = settings.GEMA.mail
    return return_path(mail.bounces, word) if mail.bounces else mail.from_address


def page_of(post: str) -> str:
    """Where the newsroom shows it."""
    return settings.GEMA.site.address + reverse("newsroom:of_post", args=[post])


class Book:
    """The ledger of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account

    @property
    def server(self) -> Server | None:
        return server()

    def page(self, message: Outgoing) -> str:
        post = str(message.extra.get("post", ""))
        return page_of(post) if post else ""

    def list_id(self, name: str) -> str:
        said = " ".join(re.sub(r"[^A-Za-z0-9]+", " ", name).split())
        return f'"{said}" <pers-{self._account.pk}.{host()}>'

    @transaction.atomic
    def lay(self, account: str, key: str, subject: str, answers: str, now: datetime) -> Laid | None:
        issues = Issue.objects.filter(account_id=int(account))
        first = issues.filter(key=answers).first() if answers else None
        if answers and first is None:
            return None
        issue, fresh = Issue.objects.get_or_create(
            account_id=int(account),
            key=key,
            defaults={
                "token": secrets.token_hex(8),
                "subject": subject or (first.subject if first else ""),
                "answers": first,
                "begun_at": now,
            },
        )
        if fresh:
            readers = _readers(int(account), first).values_list("pk", flat=True)
            Copy.objects.bulk_create(Copy(issue=issue, recipient_id=pk) for pk in readers)
        return Laid(issue.pk, issue.begun_at, issue.subject)

    def next(self, issue: int, now: datetime, most: int) -> Sequence[Envelope]:
        may = Q(again_at=None) | Q(again_at__lte=now)
        due = Copy.objects.filter(may, issue=issue, state=CopyState.DUE)
        due.exclude(WANTED).update(state=CopyState.SKIPPED, at=now)
        rows = list(due.select_related("issue", "recipient").order_by("tries", "id")[:most])
        answered = _answered(rows)
        return [self._envelope(row, answered.get(row.recipient_id, "")) for row in rows]

    def begin(self, copy: int) -> bool:
        due = Copy.objects.filter(pk=copy, state=CopyState.DUE)
        if due.filter(WANTED).update(state=CopyState.SENDING):
            return True
        due.exclude(WANTED).update(state=CopyState.SKIPPED)
        return False

    def tell(
        self,
        copy: int,
        end: End,
        said: str,
        now: datetime,
        *,
        again: bool = False,
        gone: bool = False,
    ) -> None:
        rows = Copy.objects.filter(pk=copy)
        if end is not End.DUE:
            # Also over "unknown": somebody may have given up on it while its answer was on the way.
            unsure = (CopyState.DUE, CopyState.SENDING, CopyState.UNKNOWN)
            rows.filter(state__in=unsure).update(
                state=end, said=said, gone=gone, at=now, again_at=None
            )
        elif again:
            _put_off(rows, said, now)
        else:
            rows.filter(state=CopyState.SENDING).update(state=CopyState.DUE)

    def settle(self, issue: int, now: datetime) -> None:
        left = Copy.objects.filter(issue=issue, state=CopyState.SENDING)
        left.update(state=CopyState.UNKNOWN, at=now, again_at=None, said="")

    def tally(self, issue: int, now: datetime) -> Tally:
        return tally(Copy.objects.filter(issue=issue), now)

    def undo(self, issue: int) -> None:
        refused = Copy.objects.filter(issue=issue, state=CopyState.REFUSED)
        refused.update(state=CopyState.DUE, tries=0, gone=False, again_at=None)

    def close(self, issue: int, now: datetime) -> None:
        Issue.objects.filter(pk=issue, ended_at=None).update(ended_at=now)
        dead = Copy.objects.filter(issue=issue, gone=True, state=CopyState.REFUSED)
        words = dict(dead.values_list("recipient_id", "said"))
        consent.bounce(words, Hand(Source.SERVER, now))

    def _envelope(self, copy: Copy, answers: str) -> Envelope:
        reader = copy.recipient
        leave = tokens.leave_url(reader)
        return Envelope(
            copy=copy.pk,
            email=reader.email,
            name=reader.name,
            message_id=message_id(copy.issue.token, copy.pk),
            return_path=back_to(tokens.copy_word(copy)),
            leave=leave,
            foot=_foot(reader, self._account, leave),
            answers=answers,
        )


def message_id(token: str, copy: int) -> str:
    domain = settings.GEMA.mail.from_address.rpartition("@")[2]
    return f"<{token}.{copy}@{domain}>"


def tally(copies: QuerySet[Copy], now: datetime) -> Tally:
    off = Q(state=CopyState.DUE, again_at__gt=now)
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in CopyState}
    soonest = Min("again_at", filter=off)
    found = copies.aggregate(off=Count("pk", filter=off), soonest=soonest, **counts)
    return Tally(**found)


def _readers(account: int, first: Issue | None) -> QuerySet[Recipient]:
    """All who have confirmed; of an answer, those of them who got what it answers."""
    readers = Recipient.objects.filter(account_id=account, state=Standing.SUBSCRIBED)
    if first is not None:
        got = Copy.objects.filter(issue=first, state__in=OUT)
        readers = readers.filter(pk__in=got.values("recipient"))
    return readers.order_by("pk")


def _answered(rows: Sequence[Copy]) -> dict[int, str]:
    """The Message-ID of what each reader got of the issue that this one answers."""
    first = rows[0].issue.answers if rows else None
    if first is None:
        return {}
    got = Copy.objects.filter(issue=first, recipient__in=[row.recipient_id for row in rows])
    return {
        reader: message_id(first.token, pk) for reader, pk in got.values_list("recipient", "pk")
    }


def _put_off(rows: QuerySet[Copy], said: str, now: datetime) -> None:
    open_rows = rows.filter(state__in=(CopyState.DUE, CopyState.SENDING))
    for tries, pause in enumerate(WAITS):
        again = {"state": CopyState.DUE, "again_at": now + pause}
        if open_rows.filter(tries=tries).update(**again, tries=F("tries") + 1, said=said):
            return
    open_rows.update(state=CopyState.REFUSED, said=said, at=now, again_at=None)


def _foot(reader: Recipient, account: Account, leave: str) -> str:
    with translation.override(reader.language):
        return _(
            "Anda menerima surel ini karena berlangganan %(list)s, %(office)s.\n"
            "Berhenti berlangganan, atau menghapus data Anda: %(leave)s"
        ) % {"list": account.name or account.handle, "office": account.office.name, "leave": leave}
