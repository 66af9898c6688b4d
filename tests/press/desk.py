"""A press list and its readers, for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from channels.base import DeliveryError, Outgoing, Receipt
from channels.models import Account, Copy, Recipient
from channels.opening import open_channel
from channels.press import consent
from channels.press.adapter import Credentials
from channels.press.consent import Hand, Reader
from channels.press.models import CopyState, Source
from scheduler.stragglers import NoNotes
from tests.people import MORNING, Network

KEY = "gema-1-0"
LONG_AGO = MORNING - timedelta(days=400)


def press_account(network: Network, handle: str = "humas-pontianak") -> Account:
    given = Credentials("Humas Pontianak", "humas@kanim.contoh.test")
    return network.account("press", handle=handle, name="Humas Pontianak", credentials=given)


def reader(account: Account, email: str = "sari@media.test") -> Recipient:
    """Somebody who has said yes."""
    made = consent.add(account, Reader(email), Hand(Source.OFFICE, MORNING))
    Recipient.objects.filter(pk=made.pk).update(ask_at=None)
    assert consent.confirm(made.pk, Hand(Source.MAIL, LONG_AGO))
    made.refresh_from_db()
    return made


def readers(account: Account, n: int) -> list[str]:
    """So many, in the order in which they are written to."""
    return [reader(account, f"wartawan{number:03}@media.test").email for number in range(n)]


def issue(
    text: str = "Layanan paspor buka.", key: str = KEY, title: str = "Jam layanan"
) -> Outgoing:
    return Outgoing(key, text, title)


def publish(
    account: Account, sent: Outgoing | None = None, may_send: Callable[[], bool] = lambda: True
) -> Receipt | DeliveryError:
    """One call of the engine, and how it ended."""
    try:
        return open_channel(account, may_send).publish(sent or issue(), NoNotes())
    except DeliveryError as error:
        return error


def body(letter: EmailMessage, kind: str = "plain") -> str:
    """What a mail program shows, lines ended as in Python."""
    part = letter.get_body((kind,))
    assert part is not None
    said: str = part.get_content()
    return said.replace("\r\n", "\n")


def states(account: Account) -> dict[str, str]:
    """How far each reader's copy is."""
    rows = Copy.objects.filter(issue__account=account).select_related("recipient")
    return {copy.recipient.email: copy.state for copy in rows}


def wait_is_over() -> None:
    """As if the pauses that servers asked for had passed."""
    put_off = Copy.objects.filter(state=CopyState.DUE, again_at__isnull=False)
    put_off.update(again_at=MORNING - timedelta(days=365))
