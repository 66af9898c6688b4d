"""What the adapter needs from whoever keeps the list: who gets a copy, and how each one ended.

Plain Python. Gema's own is ``book.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from channels.base import Outgoing


class End(StrEnum):
    """How far one copy is. Only ``DUE`` is ever begun."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"  # its reader has left meanwhile
    RETURNED = "returned"  # it was taken, and came back later
    DROPPED = "dropped"  # somebody has stopped the rest before it was begun


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server of this installation. ``security``: ``starttls``, ``tls``, or ``none`` for a
    relay on the same machine. ``bounces``: where returned mail goes; see ``letter.return_path``.
    """

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    bounces: str = ""
    hello: str = "localhost"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One copy. ``leave``: the address that ends the subscription, by one POST. ``answers``: the
    Message-ID of the copy it corrects. ``foot``: why its reader gets it, and how to end that.
    """

    copy: int
    email: str = field(repr=False)
    name: str = field(repr=False)
    message_id: str
    return_path: str = field(repr=False)
    leave: str = field(repr=False)
    foot: str = field(repr=False)
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """``due`` counts those that were put off as well; ``off`` only these, ``soonest`` when the
    first of them may be tried again."""

    due: int = 0
    off: int = 0
    sending: int = 0
    sent: int = 0
    refused: int = 0
    unknown: int = 0
    skipped: int = 0
    returned: int = 0
    dropped: int = 0
    soonest: datetime | None = None

    @property
    def total(self) -> int:
        taken = self.sent + self.unknown + self.returned
        return self.due + self.sending + taken + self.refused + self.skipped + self.dropped

    @property
    def out(self) -> int:
        """Copies that the mail server has, or may have, taken."""
        return self.sent + self.unknown + self.sending + self.returned

    @property
    def ready(self) -> int:
        """What can be begun now."""
        return self.due - self.off


@dataclass(frozen=True, slots=True)
class Laid:
    """An issue whose copies are written down."""

    issue: int
    begun_at: datetime
    subject: str


class Ledger(Protocol):
    """Each method is durable when it returns. ``account`` is the list's account."""

    @property
    def server(self) -> Server | None:
        """None: this installation has no mail server."""
        ...

    def page(self, message: Outgoing) -> str:
        """Where the newsroom shows what this message says; "" where it does not."""
        ...

    def list_id(self, name: str) -> str:
        """RFC 2919: the same for every message of the list, for filters to go by."""
        ...

    def lay(self, account: str, key: str, subject: str, answers: str, now: datetime) -> Laid | None:
        """Write down a copy for everybody who is to get this issue; the first time only.

        ``answers``: the key of the issue that is corrected: only who got that one gets this.
        None: that issue is not known. An empty ``subject`` is that of the issue it answers.
        """
        ...

    def next(self, issue: int, now: datetime, most: int) -> Sequence[Envelope]:
        """Copies that may be begun now, of those who still want them."""
        ...

    def begin(self, copy: int) -> bool:
        """Note that this copy is sent in the next instant. False: somebody else has, or its reader
        has just left; it must not be sent."""
        ...

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
        """``again``: put off by the server (with ``DUE``). ``gone``: no such mailbox."""
        ...

    def settle(self, issue: int, now: datetime) -> None:
        """What a process left in the middle of: nobody knows whether it arrived."""
        ...

    def tally(self, issue: int, now: datetime) -> Tally: ...

    def undo(self, issue: int) -> None:
        """Refusals that were about us and not about their readers: as if never tried."""
        ...

    def close(self, issue: int, now: datetime) -> None:
        """The delivery is over. Mailboxes that do not exist get nothing any more."""
        ...
