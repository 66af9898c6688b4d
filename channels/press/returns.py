"""Mail that came back: which copy it was, and when that is enough to write there no more."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from channels.press import consent, dsn, tokens
from channels.press.consent import Hand
from channels.press.dsn import Failure, Weight
from channels.press.models import Copy, CopyState, Recipient, Source, Standing

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
IN_A_ROW = 3  # issues that did not arrive, for whatever reason
WORDS = {
    Weight.HARD: _("Surel kembali: %(said)s"),
    Weight.SOFT: _("Tiga surel berturut-turut kembali: %(said)s"),
}
QUESTION = _("Surel konfirmasi kembali: %(said)s")
ARRIVED = (CopyState.SENT, CopyState.UNKNOWN, CopyState.SENDING)


def take(data: bytes, now: datetime, to: str = "") -> bool:
    """One message from the mailbox for returned mail; whether it changed anything.

    ``to``: the address it came to, where the mail server says so beside the message. Whoever does
    not know an address that we gave to a mail server changes nothing, whatever he writes.
    """
    report = dsn.read(data[:MOST_BYTES])
    if report is None:
        return False
    sent = _found((to, *report.addresses))
    if isinstance(sent, Copy):
        return _of_copy(sent, report.failure, now)
    if isinstance(sent, Recipient):
        return _of_question(sent, report.failure, now)
    log.info("returned mail to none of our addresses")
    return False


def _found(addresses: Iterable[str]) -> Copy | Recipient | None:
    """What was sent with one of these as the address to return it to."""
    for word in chain.from_iterable(map(tokens.words_in, addresses)):
        number = int(word[1:].partition(".")[0])
        sent = _copy(number) if word[0] == "c" else Recipient.objects.filter(pk=number).first()
        if sent is not None and constant_time_compare(word, _word_of(sent)):
            return sent
    return None


def _copy(number: int) -> Copy | None:
    return Copy.objects.select_related("recipient", "issue").filter(pk=number).first()


def _word_of(sent: Copy | Recipient) -> str:
    return tokens.copy_word(sent) if isinstance(sent, Copy) else tokens.question_word(sent)


@transaction.atomic
def _of_copy(copy: Copy, failure: Failure, now: datetime) -> bool:
    hard = failure.weight is Weight.HARD
    came = Copy.objects.filter(pk=copy.pk, state__in=ARRIVED).update(
        state=CopyState.RETURNED, said=failure.said, gone=hard, again_at=None
    )
    if not came:
        return False
    log.info("copy %s came back: %s", copy.pk, failure.status)
    if not _is_old(copy) and (hard or _in_a_row(copy)):
        words = str(WORDS[failure.weight] % {"said": failure.said})
        consent.bounce({copy.recipient_id: words}, Hand(Source.RETURNED, now))
    return True


@transaction.atomic
def _of_question(reader: Recipient, failure: Failure, now: datetime) -> bool:
    """Only whoever has not answered: an answer is better proof than any report."""
    asked = Recipient.objects.filter(pk=reader.pk, state=Standing.ASKED)
    words = str(QUESTION % {"said": failure.said})
    if failure.weight is Weight.SOFT:
        return bool(asked.update(reason=words[:200]))
    if not asked.exists():
        return False
    consent.bounce({reader.pk: words}, Hand(Source.RETURNED, now))
    return True


def _is_old(copy: Copy) -> bool:
    """Sent before its reader confirmed anew: the mailbox has shown since that it is there."""
    confirmed = copy.recipient.confirmed_at
    return confirmed is not None and copy.issue.begun_at < confirmed


def _in_a_row(copy: Copy) -> bool:
    """This one and those before it. Later ones may still come back."""
    reader = Copy.objects.filter(
        recipient=copy.recipient_id,
        issue__begun_at__lte=copy.issue.begun_at,
        state__in=(*ARRIVED, CopyState.RETURNED),
    )
    confirmed = copy.recipient.confirmed_at
    if confirmed is not None:
        reader = reader.filter(issue__begun_at__gte=confirmed)
    last = list(
        reader.order_by("-issue__begun_at", "-pk").values_list("state", flat=True)[:IN_A_ROW]
    )
    return last == [CopyState.RETURNED] * IN_A_ROW
