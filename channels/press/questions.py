"""Asking the owners of addresses whether they want to be on a list: the first half of the double
opt-in, brought to the mail server in the background.

A question is taken off before its last byte leaves, so that a process that dies in the middle asks
nobody twice; the office sees that it may not have arrived and can ask again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from channels.base import DeliveryError
from channels.models import AccountState
from channels.press import tokens
from channels.press.book import back_to, host, server
from channels.press.consent import Hand, bounce
from channels.press.ledger import End, Envelope, Server, Tally
from channels.press.letter import Sheet, letter
from channels.press.models import Consent, Recipient, Source, Standing, Step
from channels.press.round import Round
from channels.press.smtp import Line
from channels.press.wording import VERSION

log = logging.getLogger(__name__)

BUDGET = timedelta(seconds=60)  # of one round
PAUSE = timedelta(hours=1)  # after a server's "not now"
MOST_ASKS = 5


def ring() -> None:
    """Called by the clock."""
    try:
        send_due(timezone.now())
    finally:
        connections.close_all()


def send_due(now: datetime) -> None:
    mail = server()
    if mail is None or not _due(now).exists():
        return
    until = timezone.now() + BUDGET
    seconds = float(settings.GEMA.outbound.read_seconds)
    stretch = Round(
        _Questions(mail),
        issue=0,
        line=Line(mail, seconds),
        compose=_Composer(mail, now),
        may_go_on=lambda: timezone.now() < until,
        now=lambda: now,
    )
    try:
        stretch.run()
    except DeliveryError as error:  # what is left is due in the next round
        log.warning("questions to readers wait: %s", error)


def _due(now: datetime) -> QuerySet[Recipient]:
    asked = Recipient.objects.filter(state=Standing.ASKED, ask_at__lte=now)
    return asked.exclude(account__state=AccountState.RETIRED)


@dataclass(frozen=True, slots=True)
class _Composer:
    mail: Server
    now: datetime

    def __call__(self, envelope: Envelope) -> bytes:
        reader = Recipient.objects.select_related("account__office").get(pk=envelope.copy)
        with translation.override(reader.language):
            sheet = Sheet(
                subject=_("Konfirmasi: siaran pers %(office)s") % _names(reader),
                text=_(
                    "Seseorang, mungkin Anda sendiri, meminta agar alamat ini menerima siaran pers"
                    " %(office)s.\n\nBila Anda setuju, buka tautan ini dan tekan tombolnya:\n"
                    "%(confirm)s\n\nBila bukan, abaikan saja surel ini: tanpa konfirmasi tidak ada"
                    " siaran yang dikirim, dan alamat Anda tidak dipakai untuk hal lain."
                )
                % (_names(reader) | {"confirm": tokens.confirm_url(reader)}),
                language=reader.language,
                sender=self.mail.sender,
                sender_name=reader.account.name or reader.account.office.short_name,
                reply_to=self.mail.sender,
                list_id=f"<pers-{reader.account_id}.{host()}>",
            )
        return letter(sheet, envelope, self.now)


def _names(reader: Recipient) -> dict[str, str]:
    return {"office": reader.account.office.name}


class _Questions:
    """The part of a ledger that a round needs; a copy is a recipient's number."""

    def __init__(self, mail: Server) -> None:
        self._mail = mail

    def next(self, issue: int, now: datetime, most: int) -> Sequence[Envelope]:
        rows = _due(now).order_by("ask_at", "pk")[:most]
        return [self._envelope(row) for row in rows]

    def begin(self, copy: int) -> bool:
        waiting = Recipient.objects.filter(pk=copy, state=Standing.ASKED, ask_at__isnull=False)
        words = _("Belum pasti apakah surel konfirmasinya sampai.")
        return bool(waiting.update(ask_at=None, asks=F("asks") + 1, reason=words))

    @transaction.atomic
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
        asked = Recipient.objects.filter(pk=copy, state=Standing.ASKED)
        if end is End.SENT:
            asked.update(reason="")
            Consent.objects.create(
                recipient_id=copy, step=Step.ASKED, source=Source.MAIL, at=now, wording=VERSION
            )
        elif end is End.REFUSED and gone:
            bounce({copy: said}, Hand(Source.SERVER, now))
        elif end is End.REFUSED:
            asked.update(ask_at=None, reason=said)
        elif again:
            asked.filter(asks__lt=MOST_ASKS).update(
                ask_at=now + PAUSE, asks=F("asks") + 1, reason=said
            )
            asked.filter(asks__gte=MOST_ASKS).update(ask_at=None, reason=said)
        elif end is End.DUE:  # the line broke before anything was complete
            asked.filter(ask_at=None).update(ask_at=now, reason=said)

    def tally(self, issue: int, now: datetime) -> Tally:
        """Of a refusal of all nothing follows here: each is on its reader's row."""
        return Tally(sent=1)

    def _envelope(self, reader: Recipient) -> Envelope:
        leave = tokens.leave_url(reader)
        domain = self._mail.sender.rpartition("@")[2]
        with translation.override(reader.language):
            foot = _("Jangan hubungi saya lagi: %(leave)s") % {"leave": leave}
        return Envelope(
            copy=reader.pk,
            email=reader.email,
            name=reader.name,
            message_id=f"<{tokens.message_mark(reader.pk, reader.asks)}@{domain}>",
            return_path=back_to(tokens.question_word(reader)),
            leave=leave,
            foot=foot,
        )
