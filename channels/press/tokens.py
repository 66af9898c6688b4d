"""Addresses that prove whose they are: signed, without the mail address in them.

Leaving works for ever, also from a message of years ago; confirming for a month.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from channels.press.models import Recipient

MONTH = timedelta(days=30)


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


def bounce_mark(recipient: int) -> str:
    """So that nobody can report a reader's mailbox as dead but the server that wrote to it."""
    return salted_hmac("gema.press.bounce", str(recipient)).hexdigest()[:12]
