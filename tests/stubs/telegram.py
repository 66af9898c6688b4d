"""The Bot API 10.1 for channels, as its documentation says: ``python -m tests.stubs.telegram``.

Whoever has a token has a bot: ``2001:anything`` is bot 2001, with the name ``bot_2001``. There are
three channels: @imigrasi_contoh (-1001001), @pusat_contoh (-1001002) and a private one (-1001003),
and a group (-1002001). What Telegram takes as it is may be seen in ``accepted``: ``post`` (a text,
a photo, an album), ``forward``, ``edit`` and ``delete``.

Settings: ``revoked`` (true: no token is good any more), ``rights`` (of the bots: "post", "none" for
an admin who may not post, "member", "away", "kicked"), ``closed`` (channels that no bot sees),
``strange`` (channels that bots see only under their public names),
``age`` (seconds that every message is older than it is).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.stubs.forms import File
from tests.stubs.server import Event, Stub, run
from tests.stubs.telegram_asks import (
    CHANGES,
    TAKES,
    Given,
    check_caption,
    check_names,
    check_text,
    decoded,
    given_by,
    input_photo,
    photo,
    wrong,
)
from tests.stubs.wire import Rejected, Reply, Request

TWO_DAYS = 48 * 3600
CHATS: dict[int, dict[str, Any]] = {
    -1001001: {"type": "channel", "title": "Imigrasi Contoh", "username": "imigrasi_contoh"},
    -1001002: {"type": "channel", "title": "Pusat Contoh", "username": "pusat_contoh"},
    -1001003: {"type": "channel", "title": "Kanal Tertutup"},
    -1002001: {"type": "supergroup", "title": "Grup Contoh", "username": "grup_contoh"},
}
ROUTE = re.compile(r"/bot([^/]+)/(\w+)")
TOKEN = re.compile(r"(\d+):[\w-]+")


class Telegram(Stub):
    specification = "telegram"
    defaults = {"revoked": False, "rights": "post", "closed": [], "strange": [], "age": 0}

    def forget(self) -> None:
        super().forget()
        self.messages: dict[tuple[int, int], Given] = {}
        self.last = 16

    def apply(self, event: Event) -> None:
        for message in event.get("messages", ()):
            self.messages[message["chat"], message["message_id"]] = message
            self.last = max(self.last, message["message_id"])
        if event["kind"] == "delete":
            del self.messages[event["chat"], event["message_id"]]

    def unlike(self, fault: str) -> Rejected:
        return wrong(400, fault)

    def answer(self, request: Request) -> Reply:
        route = ROUTE.fullmatch(request.path)
        token = TOKEN.fullmatch(route[1]) if route else None
        if route is None or token is None:
            raise wrong(404, "")
        if self.settings["revoked"]:
            raise wrong(401, "")
        method = route[2]
        if method not in TAKES or request.method != ("POST" if method in CHANGES else "GET"):
            raise wrong(404, "method not found")
        given, files = given_by(request)
        check_names(method, given, files)
        handle: Callable[[str, Given, dict[str, File]], Any] = getattr(self, f"_{method}")
        return Reply(200, {"ok": True, "result": handle(token[1], given, files)})

    def _getMe(self, me: str, given: Given, files: dict[str, File]) -> Given:
        return _bot(me)

    def _getChat(self, me: str, given: Given, files: dict[str, File]) -> Given:
        chat = self._chat(given["chat_id"])
        return {"id": chat, "accent_color_id": 1, "max_reaction_count": 11} | CHATS[chat]

    def _getChatMember(self, me: str, given: Given, files: dict[str, File]) -> Given:
        self._chat(given["chat_id"])
        if not str(given["user_id"]).isdecimal():
            raise wrong(400, "invalid user_id specified")
        rights = self.settings["rights"]
        if rights in {"away", "kicked"}:
            raise wrong(400, "member list is inaccessible")
        if rights == "member":
            return {"status": "member", "user": _bot(me)}
        return {"status": "administrator", "user": _bot(me)} | (
            {"can_post_messages": True} if rights == "post" else {}
        )

    def _sendMessage(self, me: str, given: Given, files: dict[str, File]) -> Given:
        chat = self._ours(given["chat_id"])
        check_text(given["text"])
        return self._posted(chat, [{"text": given["text"]}])[0]

    def _sendPhoto(self, me: str, given: Given, files: dict[str, File]) -> Given:
        chat = self._ours(given["chat_id"])
        check_caption(given.get("caption", ""))
        shown = photo(files.get("photo"))
        return self._posted(chat, [{"caption": given.get("caption", ""), "photo": shown}])[0]

    def _sendMediaGroup(self, me: str, given: Given, files: dict[str, File]) -> list[Given]:
        chat = self._ours(given["chat_id"])
        media = decoded(given["media"], list)
        if not 2 <= len(media) <= 10:
            raise wrong(400, "MEDIA_INVALID: 2 to 10 items")
        photos = [input_photo(one, files) for one in media]
        if len({one["media"] for one in media}) != len(files):
            raise wrong(400, "a file was sent that nothing names")
        return self._posted(chat, photos)

    def _forwardMessage(self, me: str, given: Given, files: dict[str, File]) -> Given:
        chat, source = self._ours(given["chat_id"]), self._chat(given["from_chat_id"])
        original = self._there(source, given["message_id"], "forward")
        return self._forwarded(chat, [original])[0]

    def _forwardMessages(self, me: str, given: Given, files: dict[str, File]) -> list[Given]:
        chat, source = self._ours(given["chat_id"]), self._chat(given["from_chat_id"])
        numbers = decoded(given["message_ids"], list)
        if not all(isinstance(n, int) for n in numbers) or numbers != sorted(set(numbers)):
            raise wrong(400, "message identifiers must be in a strictly increasing order")
        there = [self.messages[source, n] for n in numbers if (source, n) in self.messages]
        if not there:
            raise wrong(400, "there are no messages to forward")
        return [{"message_id": one["message_id"]} for one in self._forwarded(chat, there)]

    def _editMessageText(self, me: str, given: Given, files: dict[str, File]) -> Given:
        message = self._mine(given)
        if "text" not in message:
            raise wrong(400, "there is no text in the message to edit")
        check_text(given["text"])
        return self._edited("text", message, {"text": given["text"]})

    def _editMessageCaption(self, me: str, given: Given, files: dict[str, File]) -> Given:
        message = self._mine(given)
        if "photo" not in message:
            raise wrong(400, "there is no caption in the message to edit")
        check_caption(given.get("caption", ""))
        return self._edited("caption", message, {"caption": given.get("caption", "")})

    def _editMessageMedia(self, me: str, given: Given, files: dict[str, File]) -> Given:
        message = self._mine(given)
        new = input_photo(decoded(given["media"], dict), files)
        message.pop("text", None)
        return self._edited("media", message, new)

    def _deleteMessage(self, me: str, given: Given, files: dict[str, File]) -> bool:
        chat = self._ours(given["chat_id"])
        message = self._there(chat, given["message_id"], "delete")
        if time.time() + self.settings["age"] - message["at"] >= TWO_DAYS:
            raise wrong(400, "message can't be deleted for everyone")
        self.accept("delete", chat=chat, message_id=message["message_id"])
        return True

    def _chat(self, named: object) -> int:
        """The chat that is meant, if a bot may see it."""
        text = str(named)
        names = {f"@{chat.get('username')}": number for number, chat in CHATS.items()}
        found = names.get(text) or (int(text) if re.fullmatch(r"-\d+", text) else 0)
        unseen = self.settings["closed"] + (self.settings["strange"] if text[0] != "@" else [])
        if found not in CHATS or found in unseen:
            raise wrong(400, "chat not found")
        return found

    def _ours(self, named: object) -> int:
        chat = self._chat(named)
        match self.settings["rights"]:
            case "none" | "member":
                raise wrong(400, "need administrator rights in the channel chat")
            case "away":
                raise wrong(403, "bot is not a member of the channel chat")
            case "kicked":
                raise wrong(403, "bot was kicked from the channel chat")
        return chat

    def _there(self, chat: int, number: object, what: str) -> Given:
        if not isinstance(number, int):
            raise wrong(400, "message identifier is not specified")
        if (chat, number) not in self.messages:
            raise wrong(400, f"message to {what} not found")
        return dict(self.messages[chat, number])

    def _mine(self, given: Given) -> Given:
        number = given["message_id"]
        if isinstance(number, str) and number.isdecimal():
            number = int(number)  # of a form
        message = self._there(self._ours(given["chat_id"]), number, "edit")
        if message.get("forwarded"):
            raise wrong(400, "message can't be edited")
        return message

    def _posted(self, chat: int, parts: list[Given]) -> list[Given]:
        return self._kept("post", chat, parts)

    def _forwarded(self, chat: int, originals: list[Given]) -> list[Given]:
        return self._kept("forward", chat, [one | {"forwarded": True} for one in originals])

    def _kept(self, kind: str, chat: int, parts: list[Given]) -> list[Given]:
        messages = [
            part | {"chat": chat, "message_id": self.last + 1 + n, "at": time.time()}
            for n, part in enumerate(parts)
        ]
        first = messages[0]
        self.accept(
            kind,
            id=f"{chat}/{first['message_id']}",
            text=first.get("text", first.get("caption", "")),
            photos=[one["photo"] for one in messages if "photo" in one],
            messages=messages,
        )
        return [_shown(message) for message in messages]

    def _edited(self, what: str, message: Given, new: Given) -> Given:
        if message | new == message:
            raise wrong(400, "message is not modified: it is exactly the same")
        edited = message | new
        self.accept("edit", what=what, messages=[edited])
        return _shown(edited) | {"edit_date": int(time.time())}


def _bot(me: str) -> Given:
    return {"id": int(me), "is_bot": True, "first_name": f"Bot {me}", "username": f"bot_{me}"}


def _shown(message: Given) -> Given:
    """A ``Message``, as far as it matters here."""
    chat = message["chat"]
    about = {
        name: CHATS[chat][name] for name in ("type", "title", "username") if name in CHATS[chat]
    }
    said = {name: message[name] for name in ("text", "caption") if message.get(name)}
    number, second = message["message_id"], int(message["at"])
    return {"message_id": number, "date": second, "chat": {"id": chat} | about} | said


if __name__ == "__main__":
    run(Telegram)
