"""Bringing letters to the mail server. One that is away costs nothing but time."""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from scheduler import letter_words
from scheduler.models import Cause, Letter, Notice, Teller

log = logging.getLogger(__name__)

# While a letter is being brought nobody else takes it; then it is brought once more.
LEASE = timedelta(minutes=5)
AT_ONCE = 50
BUDGET = 60.0  # seconds of one round
# After a server that did not answer, and after an address that was refused.
PAUSES = tuple(timedelta(minutes=n) for n in (1, 2, 5, 10, 15))
TRIES = tuple(timedelta(minutes=n) for n in (5, 30, 120, 360))
KEY = "surel"


def send_due(now: datetime) -> None:
    teller = Teller.objects.filter(pk=1).first()
    if teller is not None and teller.rest_until is not None and now < teller.rest_until:
        return
    taken = _take(now)
    if not taken:
        return
    try:
        sent = _bring(taken, now)
    except OSError as e:  # every error of smtplib is one
        _server_is_away(taken, e, now)
    else:
        if sent:
            _server_is_well(now)


def _take(now: datetime) -> list[Letter]:
    """The letters to bring now, each moved on so that nobody else takes it, too."""
    taken = []
    for letter in Letter.objects.filter(next_try_at__lte=now).select_related("person")[:AT_ONCE]:
        mine = Letter.objects.filter(pk=letter.pk, next_try_at=letter.next_try_at)
        if mine.update(next_try_at=now + LEASE):
            taken.append(letter)
    return taken


def _bring(letters: Sequence[Letter], now: datetime) -> int:
    """How many the server took. Raises OSError when it cannot be spoken to."""
    until = time.monotonic() + BUDGET
    sent = 0
    with get_connection() as server:
        for letter in letters:
            if time.monotonic() > until:
                Letter.objects.filter(pk=letter.pk).update(next_try_at=now)
            else:
                sent += _bring_one(letter, server, now)
    return sent


def _bring_one(letter: Letter, server: BaseEmailBackend, now: datetime) -> bool:
    message = letter_words.message(letter, server)
    if message is None:  # all of it was dealt with meanwhile
        Letter.objects.filter(pk=letter.pk).update(next_try_at=None)
        return False
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as e:
        _refused(letter, e, now)
        return False
    Letter.objects.filter(pk=letter.pk).update(next_try_at=None, sent_at=now)
    return True


def _refused(letter: Letter, error: smtplib.SMTPException, now: datetime) -> None:
    """This address, or this letter. Others go on."""
    pause = TRIES[letter.tries] if letter.tries < len(TRIES) else None
    log.warning("letter %s was refused: %s", letter.pk, type(error).__name__)
    Letter.objects.filter(pk=letter.pk).update(
        tries=F("tries") + 1, next_try_at=now + pause if pause else None
    )


def _server_is_away(letters: Sequence[Letter], error: OSError, now: datetime) -> None:
    teller = Teller.objects.get(pk=1)
    until = now + PAUSES[min(teller.failures, len(PAUSES) - 1)]
    code = getattr(error, "smtp_code", None) or error.errno or ""
    fault = f"{type(error).__name__} {code}".strip()
    log.warning("mail server: %s; trying again at %s", fault, until)
    Teller.objects.filter(pk=1).update(
        failures=F("failures") + 1, rest_until=until, fault=fault[:80]
    )
    ours = Letter.objects.filter(pk__in=[letter.pk for letter in letters], sent_at=None)
    ours.filter(next_try_at__isnull=False).update(next_try_at=until)
    if not Notice.objects.standing().filter(key=KEY).exists():
        Notice.objects.bulk_create(
            [Notice(cause=Cause.MAIL, key=KEY, opened_at=now, last_at=now, news=1)],
            ignore_conflicts=True,
        )


def _server_is_well(now: datetime) -> None:
    Teller.objects.filter(pk=1).update(failures=0, rest_until=None, fault="")
    Notice.objects.standing().filter(key=KEY).update(closed_at=now)
