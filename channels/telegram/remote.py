"""How a message in a channel is named, and what Gema remembers of it. Pure.

A ``remote_id`` is the channel, then each message with the beginning of its picture's SHA-256:
``-1001234567890/17:3fa2b1c0,18:09bd77aa``; a text alone is ``-1001234567890/17``. Telegram shows
a bot nothing of what is there, so this is how an edit knows which pictures are others now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.answer import at
from channels.base import Image, Reason, Receipt, Refused, Remote

NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
# A public channel's address, or that of one message in it; ``/s/`` is its page for browsers.
PUBLIC = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,31})(?:/\d+)?/?(?:\?.*)?"
)
# One message of a private channel.
PRIVATE = re.compile(r"(?:https?://)?(?:t|telegram)\.me/c/(\d+)(?:/\d+)*/?(?:\?.*)?")
NUMBER = re.compile(r"-100\d+")
PARTS = re.compile(r"[0-9]+(?::[0-9a-f]{8})?(?:,[0-9]+(?::[0-9a-f]{8})?)*")
MARK = 8  # of a picture's 64 figures; enough to tell whether it is another one


@dataclass(frozen=True, slots=True)
class Part:
    """One message. ``mark``: the beginning of its picture's SHA-256, "" for a text."""

    number: int
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.number}:{self.mark}" if self.mark else str(self.number)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post is: its channel ("" for our own) and its messages, several for an album."""

    chat: str
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        parts = ",".join(map(str, self.parts))
        return f"{self.chat}/{parts}" if self.chat else parts


def chat_of(typed: str) -> str | None:
    """A channel as a person names it, in the form that the Bot API takes."""
    typed = typed.strip()
    if NUMBER.fullmatch(typed):
        return typed
    private = PRIVATE.fullmatch(typed)
    if private:
        return f"-100{private[1]}"
    public = PUBLIC.fullmatch(typed) or NAME.fullmatch(typed)
    return f"@{public[1]}" if public else None


def place_of(target: Remote) -> Place:
    """Raises Refused for what was never a message of Telegram."""
    chat, _, parts = target.remote_id.rpartition("/")
    if not PARTS.fullmatch(parts) or (chat and not NUMBER.fullmatch(chat)):
        raise Refused(Reason.GONE, "not a message of Telegram")
    return Place(chat, tuple(_part(part) for part in parts.split(",")))


def source_of(target: Remote) -> str:
    """A channel to forward from: by its public name where it has one, which any bot may read."""
    public = PUBLIC.fullmatch(target.url)
    return f"@{public[1]}" if public else place_of(target).chat


def mark(image: Image) -> str:
    return image.sha256[:MARK]


def receipt(messages: object, marks: Sequence[str]) -> Receipt | None:
    """Of sent messages, one for each mark; None where the answer does not name them all."""
    sent = messages if isinstance(messages, list) else [messages]
    found = [number for one in sent if isinstance(number := at(one, "message_id"), int)]
    chat = at(sent[0], "chat", "id") if sent else None
    if not isinstance(chat, int) or not len(found) == len(sent) == len(marks):
        return None
    parts = tuple(Part(number, said) for number, said in zip(found, marks, strict=True))
    name = at(sent[0], "chat", "username")
    home = f"@{name}" if isinstance(name, str) and NAME.fullmatch(name) else str(chat)
    return Receipt(str(Place(str(chat), parts)), address(home, found[0]))


def address(chat: str, number: int) -> str:
    """https://core.telegram.org/api/links#message-links"""
    if chat.startswith("@"):
        return f"https://t.me/{chat[1:]}/{number}"
    return f"https://t.me/c/{chat.removeprefix('-100')}/{number}"


def _part(text: str) -> Part:
    number, _, said = text.partition(":")
    return Part(int(number), said)
