"""What the tests of Bluesky share: adapters for one account, and messages no other test sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

from channels.base import Image, Outgoing, Receipt, Remote, Trace, Verb
from channels.bluesky.adapter import Bluesky
from channels.keeping import ForNow
from tests.channels.sending import Notebook, message, now
from tests.real.pds_server import Account, Pds

NUMBERS = count(1)


class Desk:
    """Adapters for one account, each as a process has it that was just started."""

    def __init__(self, pds: Pds, account: Account) -> None:
        self.pds, self.account = pds, account
        self.keeper = ForNow()

    def adapter(self, ahead: timedelta = timedelta()) -> Bluesky:
        """``ahead``: as it will be so much later."""
        wire = replace(self.pds.door.wire(), keeper=self.keeper, now=lambda: now() + ahead)
        return Bluesky(self.account.login(self.pds.door), wire)

    def published(self, sent: Outgoing) -> Receipt:
        return self.adapter().publish(sent, Notebook())


def fresh(*images: Image, text: str = "Loket buka pukul 08.00 WIB.") -> Outgoing:
    number = next(NUMBERS)
    return replace(message(f"{text} ({number})", *images), key=f"kunci-{number}")


def remote(receipt: Receipt) -> Remote:
    return Remote(receipt.remote_id, receipt.url)


def about(verb: Verb, target: Remote, notebook: Notebook | None = None) -> Trace:
    return Trace("kunci", verb, now(), None, target, notebook.noted if notebook else {})
