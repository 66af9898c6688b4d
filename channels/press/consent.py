"""The one door to who is on a press list. Every move is a conditional update with its ``Consent``.

Nobody is ever sent an issue who has not pressed a button on a page that only the mailbox leads to.
UU 27/2022 on personal data: Pasal 20 to 24 (consent, asked for plainly, provable, as easily taken
back), Pasal 8 and 43 (erasure).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from channels.models import Account
from channels.press.address import as_kept
from channels.press.models import Consent, Recipient, Source, Standing, Step
from channels.press.wording import VERSION
from content.models import Person
from content.refusals import Refusal

# A public form must not become a way to fill somebody's mailbox.
ASK_AGAIN_AFTER = timedelta(hours=24)
MOST_WISHES = 10
WISHES_WITHIN = timedelta(hours=1)
MOST_LISTS_A_DAY = 3
OPEN = (Standing.LEFT, Standing.BOUNCED, Standing.ASKED)


class Known(Refusal):
    """The address is on this list already; its row says how it stands."""

    def __init__(self, recipient: Recipient) -> None:
        self.recipient = recipient
        said = {
            Standing.SUBSCRIBED: _("sudah berlangganan"),
            Standing.ASKED: _("sudah ditanya dan belum menjawab"),
            Standing.LEFT: _("sudah berhenti; hanya pemiliknya yang bisa mendaftar lagi"),
            Standing.BOUNCED: _("pernah ditolak server surelnya; pulihkan dari daftar"),
        }[Standing(recipient.state)]
        super().__init__(said)


class Erased(Refusal):
    """Its owner had the data erased: only he can bring it back."""

    def __init__(self) -> None:
        super().__init__(_("datanya dihapus atas permintaan pemilik; ia bisa mendaftar sendiri"))


class TooMany(Refusal):
    """From one place, too often in an hour."""

    def __init__(self) -> None:
        super().__init__(_("Terlalu banyak pendaftaran dari tempat Anda. Coba lagi satu jam lagi."))


class Passed(Refusal):
    """The row is no longer as it was on the page."""

    def __init__(self) -> None:
        super().__init__(_("Keadaan penerima ini baru saja berubah. Lihat lagi."))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody as typed."""

    email: str
    name: str = ""
    desk: str = ""
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did it, whence, and when. ``origin``: see ``origin_of``."""

    source: Source
    at: datetime
    by: Person | None = None
    origin: str = ""


def mark_of(email: str) -> str:
    """Tells whether an address is the same one, to whoever has our key and the address."""
    return salted_hmac("gema.press.mark", as_kept(email), algorithm="sha256").hexdigest()


def origin_of(ip: str) -> str:
    """Of IPv6 the network: one connection has as many addresses there as it likes."""
    return salted_hmac("gema.press.origin", _place(ip), algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def add(account: Account, reader: Reader, hand: Hand) -> Recipient:
    """By the office: the owner is asked by mail before anything else. Raises Known or Erased."""
    mine = Recipient.objects.filter(account=account)
    known = mine.filter(email=as_kept(reader.email)).first()
    if known is not None:
        raise Known(known)
    if mine.filter(mark=mark_of(reader.email), state=Standing.ERASED).exists():
        raise Erased
    made = _make(account, reader, hand.at)
    _note(made, Step.ADDED, hand)
    return made


@transaction.atomic
def wish(account: Account, reader: Reader, hand: Hand) -> None:
    """By somebody on a public page, who may be anybody. Tells nothing about who is on the list.

    Raises TooMany.
    """
    since = hand.at - WISHES_WITHIN
    wishes = Consent.objects.filter(step=Step.WISHED, origin=hand.origin, at__gt=since)
    if wishes.count() >= MOST_WISHES:
        raise TooMany
    known = Recipient.objects.filter(account=account, email=as_kept(reader.email)).first()
    try:
        made = known or _make(account, reader, hand.at)
    except Known:  # in the same instant, by a second press of the button
        return
    _note(made, Step.WISHED, hand)
    if (
        known is not None
        and known.state != Standing.SUBSCRIBED
        and not _asked_lately(known, hand.at)
    ):
        _ask(known, hand.at)
    if _asked_too_often(made, hand.at):
        words = _("Belum ditanya: hari ini alamat ini sudah didaftarkan ke beberapa kantor.")
        Recipient.objects.filter(pk=made.pk, ask_at=hand.at).update(ask_at=None, reason=words)


@transaction.atomic
def ask_again(recipient: Recipient, hand: Hand) -> None:
    """By the office: once more, to whoever has not answered or whose mailbox was away.

    Raises Passed; never for somebody who has left.
    """
    asked = (Standing.ASKED, Standing.BOUNCED)
    if recipient.state not in asked or not _ask(recipient, hand.at, among=asked):
        raise Passed
    if recipient.state == Standing.BOUNCED:
        _note(recipient, Step.RESTORED, hand)


@transaction.atomic
def confirm(recipient: int, hand: Hand) -> bool:
    """Whether this person is on the list now. Not who has left since: that was the later wish."""
    moved = _move(
        recipient, (Standing.ASKED,), hand, Step.CONFIRMED,
        state=Standing.SUBSCRIBED, confirmed_at=hand.at, ended_at=None, ask_at=None, reason="",
    )  # fmt: skip
    return moved or Recipient.objects.filter(pk=recipient, state=Standing.SUBSCRIBED).exists()


@transaction.atomic
def leave(recipient: int, hand: Hand) -> None:
    """As often as one likes; whoever is off the list already stays off."""
    _move(
        recipient, (Standing.ASKED, Standing.SUBSCRIBED, Standing.BOUNCED), hand, Step.LEFT,
        state=Standing.LEFT, ended_at=hand.at, ask_at=None, reason="",
    )  # fmt: skip


@transaction.atomic
def bounce(recipients: Mapping[int, str], hand: Hand) -> None:
    """No such mailbox, in the server's words: nothing is sent there any more."""
    for pk, said in recipients.items():
        _move(
            pk, (Standing.SUBSCRIBED, Standing.ASKED), hand, Step.BOUNCED,
            state=Standing.BOUNCED, ended_at=hand.at, ask_at=None, reason=said[:200],
        )  # fmt: skip


@transaction.atomic
def erase(recipients: Collection[int], hand: Hand) -> int:
    """Address, name and media are gone; that it was erased, and a mark against its coming back,
    stay. How many rows that were."""
    return sum(
        _move(
            pk, (*OPEN, Standing.SUBSCRIBED), hand, Step.ERASED,
            state=Standing.ERASED, ended_at=hand.at, ask_at=None,
            email="", name="", desk="", reason="",
        )
        for pk in recipients
    )  # fmt: skip


def everywhere(recipient: int) -> list[int]:
    """The rows of the same address on all lists."""
    mark = Recipient.objects.filter(pk=recipient).exclude(email="").values("mark")
    return list(Recipient.objects.filter(mark__in=mark).values_list("pk", flat=True))


def _make(account: Account, reader: Reader, at: datetime) -> Recipient:
    email = as_kept(reader.email)
    try:
        with transaction.atomic():
            return Recipient.objects.create(
                account=account,
                email=email,
                name=_plain(reader.name),
                desk=_plain(reader.desk),
                language=reader.language,
                mark=mark_of(email),
                added_at=at,
                ask_at=at,
            )
    except IntegrityError:  # somebody else has just added it
        raise Known(Recipient.objects.get(account=account, email=email)) from None


def _place(ip: str) -> str:
    try:
        return str(ip_network(f"{ip}/64", strict=False))
    except ValueError:  # IPv4, which knows no 64
        return ip


def _plain(text: str) -> str:
    """On one line, as a header takes it."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:120]


def _asked_lately(recipient: Recipient, at: datetime) -> bool:
    asked = Consent.objects.filter(recipient=recipient, step=Step.ASKED)
    return recipient.ask_at is not None or asked.filter(at__gt=at - ASK_AGAIN_AFTER).exists()


def _asked_too_often(recipient: Recipient, at: datetime) -> bool:
    """By several lists on one day: many offices must not become a way around the limit of one.
    Who means it signs up again tomorrow, or the office asks by hand.
    """
    others = Recipient.objects.filter(mark=recipient.mark).exclude(pk=recipient.pk)
    lately = Q(steps__step=Step.ASKED, steps__at__gt=at - ASK_AGAIN_AFTER)
    asked = others.filter(lately | Q(ask_at__isnull=False)).distinct()
    return asked.count() >= MOST_LISTS_A_DAY


def _ask(recipient: Recipient, at: datetime, among: Collection[str] = OPEN) -> bool:
    """To be mailed soon, see questions.py."""
    rows = Recipient.objects.filter(pk=recipient.pk, state__in=among)
    asked = rows.update(state=Standing.ASKED, ask_at=at, asks=0, reason="", ended_at=None)
    return bool(asked)


def _move(recipient: int, among: Collection[str], hand: Hand, step: Step, **columns: Any) -> bool:
    moved = Recipient.objects.filter(pk=recipient, state__in=among).update(**columns)
    if moved:
        _note(Recipient(pk=recipient), step, hand)
    return bool(moved)


def _note(recipient: Recipient, step: Step, hand: Hand) -> None:
    Consent.objects.create(
        recipient_id=recipient.pk,
        step=step,
        source=hand.source,
        at=hand.at,
        wording=VERSION,
        origin=hand.origin,
        by=hand.by,
    )
