"""Addresses that prove whose they are: signed, without the mail address in them.

Leaving works for ever, also from a message of years ago; confirming for a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from channels.press.models import Copy, Recipient

MONTH = timedelta(days=30)
_RETURN = re.compile(r"\+([ct][1-9][0-9]{0,17}\.[0-9a-f]{20})@")


def _leaving() -> signing.Signer:
    return signing.Signer(sep=".", salt="gema.press.leave")


def _confirming() -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=".", salt="gema.press.confirm")


class Unreadable(Exception):
    """The token is not one of ours, or cut short: ask for the whole address."""


class TooOld(Exception):
    """It was ours, and its month is over: sign up again."""


def leave_url(recipient: Recipient) -> str:
    token = _leaving().sign(str(recipient.pk))
    return settings.GEMA.site.address + reverse("newsroom:mail_leave", args=[token])


def confirm_url(recipient: Recipient) -> str:
    token = _confirming().sign(str(recipient.pk))
    return settings.GEMA.site.address + reverse("newsroom:mail_confirm", args=[token])


def leaving(token: str) -> int:
    """The recipient who leaves. Raises Unreadable."""
    try:
        return int(_leaving().unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise Unreadable from error


def confirming(token: str) -> int:
    """The recipient who confirms. Raises Unreadable or TooOld."""
    try:
        said = _confirming().unsign(token, max_age=MONTH)
    except signing.SignatureExpired as error:
        raise TooOld from error
    except signing.BadSignature as error:
        raise Unreadable from error
    return int(said)


def message_mark(recipient: int, asks: int) -> str:
    """Names one question to the world."""
    return salted_hmac("gema.press.question", f"{recipient}.{asks}").hexdigest()[:16]


def copy_word(copy: Copy) -> str:
    """``c12.1f0c…``, to stand behind the "+" of the address that a copy is returned to (VERP).

    What comes back there says by itself what it was, and nobody else can make one up. Numbers may
    come again after a restore; the token of an issue does not.
    """
    return _word(f"c{copy.pk}", copy.issue.token)


def question_word(recipient: Recipient) -> str:
    return _word(f"t{recipient.pk}", recipient.mark)


def words_in(address: str) -> Iterator[str]:
    """What may be such a word, to be compared with the one we gave."""
    return (found[1] for found in _RETURN.finditer(address.lower()))


def _word(name: str, of: str) -> str:
    mark = salted_hmac("gema.press.return", f"{name}.{of}", algorithm="sha256").hexdigest()
    return f"{name}.{mark[:20]}"
