"""What a mail server means by an answer, phase by phase. Pure.

RFC 5321, 4.2.1: 2 is yes, 4 is "not now", 5 is "never". RFC 3463 says more behind the first code:
x.1 is about the address, x.2 about the mailbox, x.7 about whoever sends. A message belongs to the
server from its 250 after the final dot on (RFC 5321, 6.1): what is lost before that instant was not
sent, what is lost after the dot may have been.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from channels.base import DeliveryError, Disconnected, NotSent, Reason, Refused
from channels.press.ledger import End

MOST_SAID = 160
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MAILBOX = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")
# Before the whole list is tried again after its server said "not now".
BREATHER = timedelta(minutes=5)


class Phase(StrEnum):
    """How far a conversation has come. All before ``SENDER`` is about us, not about a reader."""

    CONNECT = "connect"
    HELLO = "hello"
    SECURE = "starttls"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered to one phase; ``code`` 0: the line was lost, or nothing readable came."""

    phase: Phase
    code: int = 0
    text: str = ""

    @property
    def kind(self) -> int:
        """2, 4, 5, or 0 for what RFC 5321 does not know here."""
        return self.code // 100 if self.code // 100 in (2, 4, 5) else 0

    @property
    def about(self) -> tuple[int, int]:
        """Subject and detail of the enhanced code; zeros where there is none."""
        found = _ENHANCED.match(self.text.strip())
        return (int(found[2]), int(found[3])) if found else (0, 0)

    @property
    def said(self) -> str:
        """Fit for a page and a log: nobody's address in it."""
        words = " ".join(_MAILBOX.sub("…", self.text).split())
        readable = "".join(char for char in words if char.isprintable())
        return f"{self.phase} {self.code or 'lost'} {readable}".strip()[:MOST_SAID]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the copy, and of the run.

    ``end``: ``DUE`` leaves it to be tried again: ``again`` not before the server's pause is over.
    ``gone``: there is no such mailbox. ``anew``: this connection is of no more use.
    """

    end: End
    again: bool = False
    gone: bool = False
    anew: bool = False


TAKEN = Fate(End.SENT)
LOST = Fate(End.DUE, anew=True)
DOUBT = Fate(End.UNKNOWN, anew=True)
PUT_OFF = Fate(End.DUE, again=True)
HANGS_UP = Fate(End.DUE, anew=True)
REFUSED = Fate(End.REFUSED)
NO_MAILBOX = Fate(End.REFUSED, gone=True)
NOT_WANTED = Fate(End.SKIPPED)

# 5 to RCPT without a word more is about the mailbox (RFC 5321, 4.2.3).
_PLAIN_MAILBOX = (550, 551, 553)
# 1.1 no mailbox, 1.2 no host, 1.3 no address, 1.6 moved, 1.10 takes no mail; 2.1 closed.
_GONE = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}


def fate(reply: Reply) -> Fate:
    """For the phases that are about one copy: from ``RECIPIENT`` on."""
    if reply.phase is Phase.DOT:
        return _after_dot(reply)
    if not reply.kind or reply.kind == 2:  # a yes to DATA that is no 354 is nothing we know
        return LOST
    if reply.code == 421:
        return HANGS_UP
    if reply.kind == 4:
        return PUT_OFF
    if reply.phase is Phase.CONTENT:
        return REFUSED
    return _refused_reader(reply)


def _after_dot(reply: Reply) -> Fate:
    if reply.kind == 2:
        return TAKEN
    if not reply.kind:
        return DOUBT
    if reply.code == 421:
        return HANGS_UP
    if reply.kind == 4:
        return PUT_OFF
    return NO_MAILBOX if reply.about in _GONE else REFUSED


def _refused_reader(reply: Reply) -> Fate:
    subject, _detail = reply.about
    if reply.about in _GONE or (not subject and reply.code in _PLAIN_MAILBOX):
        return NO_MAILBOX
    return REFUSED


def about_us(reply: Reply) -> DeliveryError:
    """For the phases before a reader is named: the whole list waits, or somebody has to act."""
    detail = reply.said
    if not reply.kind or reply.kind == 2:
        return NotSent(Reason.UNREACHABLE, detail)
    if reply.kind == 4 or reply.phase in (Phase.CONNECT, Phase.HELLO, Phase.SECURE):
        return NotSent(Reason.NETWORK_TROUBLE, detail)
    if reply.phase is Phase.LOGIN or reply.code in (530, 535):
        return Disconnected(Reason.LOGIN_ENDED, detail)
    if reply.code == 552 or reply.about == (3, 4):
        return Refused(Reason.BAD_MEDIA, detail)
    return Disconnected(Reason.SENDER_REFUSED, detail)
