"""Reading a report that a mail could not be delivered (RFC 3464), and what it means. Pure.

The report is one part of a message; what comes with it in words, and the message it is about, is
for people and never read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum

MOST_SAID = 160
# Where mail servers write for which of our addresses a message came. Ours is the sender of the
# message that is reported on, so it is also the one the report is addressed to (RFC 3464, 2).
FOR_WHOM = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_CODE = re.compile(r"(?<![\d.-])[45]\d\d(?=[ -]|$)")
_MAILBOX = re.compile(r"<?[^\s<>;]+@[^\s<>;]+>?")
# 5.3 is about the size, 5.6 about the words, 5.7 about whoever sends: none says that the address is
# wrong, and a fault of ours in 5.7 would empty whole lists in one night.
_NOT_THE_ADDRESS = ("5.3.", "5.6.", "5.7.")
# A full mailbox, a message it finds too long, a server that did not answer for days (Exchange says
# so by the last three).
_MAY_PASS = {"5.2.2", "5.2.3", "5.4.7", "5.4.300", "5.4.316", "5.4.317"}
_VAGUE = {"", "4.0.0", "5.0.0"}
_PLAIN_MAILBOX = {"550", "551", "553"}  # RFC 5321, 4.2.3


class Weight(StrEnum):
    HARD = "hard"  # there is no such mailbox
    SOFT = "soft"  # this message did not arrive; the next one may


@dataclass(frozen=True, slots=True)
class Failure:
    """``status``: as in RFC 3463, "" where nothing readable was said. ``said`` names no address."""

    weight: Weight
    status: str
    said: str


@dataclass(frozen=True, slots=True)
class Report:
    """``addresses``: everything it may have been sent to, unchecked."""

    failure: Failure
    addresses: tuple[str, ...]


def read(data: bytes) -> Report | None:
    """None for all that does not report a failure: an answer by a person, a holiday notice, a
    message that is only delayed or has arrived."""
    message = message_from_bytes(data)
    for part in _parts(message):
        if part.get_content_type() == "message/delivery-status":
            failure = _failure(part)
            return Report(failure, tuple(_addresses(message))) if failure else None
    return None


def _parts(message: Message) -> Sequence[Message]:
    """Only of the message itself: a report that lies inside another message is not about ours."""
    payload = message.get_payload()
    if not isinstance(payload, list):
        return []
    return [part for part in payload if isinstance(part, Message)]


def _failure(part: Message) -> Failure | None:
    """The first reader that was given up. The first block of fields is about the message."""
    for block in _parts(part):
        if _field(block, "Action").lower() == "failed":
            return _weighed(_field(block, "Status"), _field(block, "Diagnostic-Code"))
    return None


def _weighed(status: str, diagnostic: str) -> Failure:
    """Some servers write 5.0.0 whatever happened: then what the other server said is nearer."""
    told = _first(_STATUS, status)
    if told in _VAGUE:
        told = _first(_STATUS, diagnostic) or told
    hard = _first(_CODE, diagnostic) in _PLAIN_MAILBOX if told in _VAGUE else _is_hard(told)
    words = _plain(diagnostic)
    said = words if told in words else f"{told} {words}"
    return Failure(Weight.HARD if hard else Weight.SOFT, told, said.strip()[:MOST_SAID])


def _is_hard(status: str) -> bool:
    about_it = not status.startswith(_NOT_THE_ADDRESS) and status not in _MAY_PASS
    return status.startswith("5") and about_it


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def _plain(diagnostic: str) -> str:
    words = diagnostic.partition(";")[2] or diagnostic
    hidden = " ".join(_MAILBOX.sub("…", words).split())
    return "".join(char for char in hidden if char.isprintable())


def _addresses(message: Message) -> Iterator[str]:
    for name in FOR_WHOM:
        yield from (str(value) for value in message.get_all(name, []))


def _field(block: Message, name: str) -> str:
    """On one line; folded lines are joined."""
    return " ".join(str(block.get(name, "")).split())
