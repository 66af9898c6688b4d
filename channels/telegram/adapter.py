"""A Telegram channel, through a bot that is an admin there: a text, one photo, or an album.

A bot is shown nothing of what stands in a channel, and no call carries a key, so a publish whose
end is unknown is a question for a person. An edit and a delete may be made twice without harm;
whose end is unknown is simply made again. Texts travel without a ``parse_mode``: what an author
writes is shown as it is, and Telegram itself finds links, hashtags and mentions.

A bot may edit what it has posted at any time, but take down only what is younger than 48 hours.
There is no alternative text anywhere in the Bot API.

https://core.telegram.org/bots/api, Bot API 10.1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from channels.answer import rows
from channels.base import (
    Capabilities,
    Disconnected,
    Image,
    Journal,
    Limits,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.corrections import Pictures
from channels.http import Wire
from channels.limits import Look, Piece, icons
from channels.telegram.client import NO_IMAGES, Client, Credentials
from channels.telegram.remote import Part, Place, address, mark, place_of, receipt, source_of

LONGEST_SIDES = 10_000  # width and height together


class Telegram:
    kind = "telegram"
    label = "Telegram"
    icon = "brand-telegram"
    limits = Limits(
        text=4096,
        caption=1024,
        images=(0, 10),
        alt=0,
        image_bytes=10_000_000,
        ratio=(0.05, 20),
        most_sides=LONGEST_SIDES,
        look=Look(
            (Piece.HEAD, Piece.MEDIA, Piece.TEXT, Piece.TOOLS),
            tools=icons("eye", "share-3"),
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset(Verb) - {Verb.REPLY},
        can_look=False,
        edited_pictures=Pictures.SAME_NUMBER,
        takes_back_reposts=True,
        call_timeout=timedelta(seconds=120),
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._chat = credentials.chat
        self._client = Client(credentials, wire)

    def check(self) -> Profile:
        me = self._client.read("getMe", "id")
        chat = self._client.read("getChat", "type", chat_id=self._chat)
        if chat.get("type") != "channel":
            raise Disconnected(Reason.NO_SUCH_ACCOUNT, "a chat, but not a channel")
        mine = {"chat_id": self._chat, "user_id": str(me.get("id", ""))}
        if not _may_post(self._client.read("getChatMember", "status", **mine)):
            raise Disconnected(Reason.NOT_ADMIN, "the bot is not an admin with can_post_messages")
        handle = str(chat.get("username") or "")
        url = f"https://t.me/{handle}" if handle else ""
        return Profile(str(chat.get("id", "")), handle, str(chat.get("title", "")), url)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        _check(message)
        match message.images:
            case ():
                sent = self._send("sendMessage", {"text": message.text})
            case (image,):
                sent = self._send("sendPhoto", {"caption": message.text}, {"photo": image})
            case images:
                sent = self._send("sendMediaGroup", {"media": _album(message)}, _named(images))
        return _received(sent, [mark(image) for image in message.images] or [""])

    def look(self, trace: Trace) -> Receipt:
        raise Unconfirmed(Reason.LOST_ANSWER, "a bot cannot read a channel back")

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "the message itself is edited")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        """Forward it, an album as a whole. The bot needs to see where it comes from."""
        parts = place_of(target).parts
        source = {"from_chat_id": source_of(target) or self._chat}
        try:
            if len(parts) > 1:
                return self._forward_album(source, parts)
            sent = self._send("forwardMessage", source | {"message_id": parts[0].number})
        except Disconnected as error:
            if error.reason is Reason.LOGIN_ENDED:
                raise
            # Telegram does not say which of the two channels is closed to the bot. If it is ours,
            # the next publish will.
            raise Refused(Reason.NOT_ALLOWED, error.detail) from error
        return _received(sent, [parts[0].mark])

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        """Make it read and look like this. A text may get one picture; else their number stays."""
        _check(message)
        place = place_of(target)
        chat, parts = place.chat or self._chat, place.parts
        if not message.images and not parts[0].mark:
            named = {"chat_id": chat, "message_id": parts[0].number}
            self._client.change("editMessageText", named | {"text": message.text})
            return Receipt(target.remote_id, target.url)
        if len(message.images) != len(parts):
            raise Refused(Reason.NOT_ALLOWED, "an edit cannot change the number of pictures")
        pairs = list(zip(parts, message.images, strict=True))
        for (part, image), caption in zip(pairs, _captions(message), strict=True):
            self._edit_photo(chat, part, image, caption)
        edited = tuple(Part(part.number, mark(image)) for part, image in pairs)
        return Receipt(str(Place(place.chat, edited)), target.url)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        place = place_of(target)
        for part in place.parts:
            self._client.delete(place.chat or self._chat, part.number)
        return Receipt(target.remote_id, target.url)

    def _send(
        self, method: str, fields: Mapping[str, Any], images: Mapping[str, Image] = NO_IMAGES
    ) -> Any:
        """The one call that makes it public."""
        return self._client.send(method, {"chat_id": self._chat, **fields}, images)

    def _forward_album(self, source: Mapping[str, str], parts: tuple[Part, ...]) -> Receipt:
        """What is not there any more is left out. The answer is bare numbers."""
        numbers = [part.number for part in parts]  # ascending, as Telegram wants them
        sent = rows(self._send("forwardMessages", {**source, "message_ids": numbers}))
        made = [one["message_id"] for one in sent if isinstance(one.get("message_id"), int)]
        if not made:
            raise Unconfirmed(Reason.UNREADABLE_ANSWER, "success without a message")
        forwarded = tuple(Part(n, part.mark) for n, part in zip(made, parts, strict=False))
        return Receipt(str(Place("", forwarded)), address(self._chat, made[0]))

    def _edit_photo(self, chat: str, part: Part, image: Image, caption: str) -> None:
        """Put another picture there, or only other words where it is the same picture."""
        named = {"chat_id": chat, "message_id": part.number}
        if part.mark != mark(image):
            media, attached = _photo("image0", caption), _named((image,))
            self._client.change("editMessageMedia", named | {"media": media}, attached)
        elif caption:
            self._client.change("editMessageCaption", named | {"caption": caption})


def _check(message: Outgoing) -> None:
    """What Telegram documents and our ``limits`` have no word for."""
    for image in message.images:
        if image.width + image.height > LONGEST_SIDES:
            raise Refused(Reason.BAD_MEDIA, f"{image.width} x {image.height} is too large")


def _may_post(member: Mapping[str, Any]) -> bool:
    """Of a ``ChatMember``: an owner may everything."""
    status = member.get("status")
    return status == "creator" or (
        status == "administrator" and member.get("can_post_messages") is True
    )


def _captions(message: Outgoing) -> list[str]:
    """The text stands with the first picture of an album, where Telegram shows it for all."""
    return [message.text, *("" for _ in message.images[1:])]


def _album(message: Outgoing) -> list[dict[str, str]]:
    names = _named(message.images)
    return [_photo(name, said) for name, said in zip(names, _captions(message), strict=True)]


def _named(images: Sequence[Image]) -> dict[str, Image]:
    return {f"image{number}": image for number, image in enumerate(images)}


def _photo(name: str, caption: str) -> dict[str, str]:
    """An ``InputMediaPhoto`` that travels along under this name."""
    said = {"caption": caption} if caption else {}
    return {"type": "photo", "media": f"attach://{name}"} | said


def _received(sent: object, marks: Sequence[str]) -> Receipt:
    found = receipt(sent, marks)
    if found is None:
        raise Unconfirmed(Reason.UNREADABLE_ANSWER, "success without a message")
    return found
