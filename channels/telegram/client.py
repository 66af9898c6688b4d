"""The Bot API as plain JSON: one bot's calls.

The bot's token is a part of every address, so nothing that holds an address leaves the session:
errors name the host only, and what Telegram repeats of the token is cut out.

https://core.telegram.org/bots/api#making-requests, Bot API 10.1
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from channels.answer import unclear
from channels.base import Image, Reason, Refused, asked
from channels.http import Wire
from channels.telegram.meaning import meaning
from channels.telegram.remote import chat_of

ORIGIN = "https://api.telegram.org"
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
Fields = Mapping[str, Any]
NO_IMAGES: Mapping[str, Image] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Credentials:
    """A bot, and the channel in which it is an admin."""

    token: str = asked(
        "Token bot",
        help="Di Telegram, buka @BotFather dan kirim /newbot (atau /mybots bila botnya sudah ada)."
        " Salin tokennya, misalnya 123456789:AAE….",
        secret=True,
    )
    channel: str = asked(
        "Alamat kanal",
        help="Misalnya @imigrasi_contoh. Sebelumnya, jadikan bot itu admin: buka kanal, ketuk"
        " namanya, Administrator, Tambah admin, lalu izinkan mengirim pesan. Untuk kanal tertutup,"
        " tempel tautan salah satu kirimannya (t.me/c/…).",
    )

    def __post_init__(self) -> None:
        if not TOKEN.fullmatch(self.token):
            raise ValueError(
                "Token bot berbentuk angka, titik dua, lalu huruf. Salin utuh dari @BotFather."
            )
        if not self.chat:
            raise ValueError(
                "Alamat kanal tidak dikenali. Tulis seperti @imigrasi_contoh, atau tempel tautan"
                " salah satu kiriman di kanal itu. Tautan undangan tidak bisa dipakai."
            )

    @property
    def chat(self) -> str:
        return chat_of(self.channel) or ""


class Client:
    """Each call returns what its method results in, or raises a ``DeliveryError``."""

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._session = wire.session(credentials)
        self._root = f"{ORIGIN}/bot{credentials.token}"

    def read(self, method: str, wanted: str, **fields: str) -> dict[str, Any]:
        """One object, read without harm; without ``wanted`` in it, it says nothing."""
        result = self._ask("GET", method, repeatable=True, params=fields)
        if not isinstance(result, dict) or wanted not in result:
            raise unclear(f"success without {wanted}", repeatable=True)
        return result

    def send(
        self,
        method: str,
        fields: Fields,
        images: Mapping[str, Image] = NO_IMAGES,
        *,
        repeatable: bool = False,
    ) -> Any:
        """Change something. ``images`` travel along under their names."""
        if not images:
            return self._ask("POST", method, repeatable=repeatable, json=fields)
        form = {name: _text(value) for name, value in fields.items()}
        files = {name: (name, image.data, image.mime) for name, image in images.items()}
        return self._ask("POST", method, repeatable=repeatable, data=form, files=files)

    def change(self, method: str, fields: Fields, images: Mapping[str, Image] = NO_IMAGES) -> None:
        """An edit. Made twice it changes nothing more, and Telegram says so."""
        self._surely(method, fields, images, done=Reason.DUPLICATE)

    def delete(self, chat: str, number: int) -> None:
        """Take a message down; one that is gone already is as good."""
        fields = {"chat_id": chat, "message_id": number}
        self._surely("deleteMessage", fields, NO_IMAGES, done=Reason.GONE)

    def _surely(
        self, method: str, fields: Fields, images: Mapping[str, Image], done: Reason
    ) -> None:
        try:
            result = self.send(method, fields, images, repeatable=True)
        except Refused as error:
            if error.reason is not done:
                raise
        else:
            if not result:
                raise unclear("success without a result", repeatable=True)

    def _ask(self, verb: str, method: str, *, repeatable: bool, **how: Any) -> Any:
        session, url = self._session, f"{self._root}/{method}"
        answer = session.ask(lambda: session.request(verb, url, **how), repeatable=repeatable)
        said = answer.json
        if not answer.ok or said is None or said.get("ok") is not True:
            raise meaning(answer, self._wire.now(), repeatable=repeatable)
        return said.get("result")


def _text(value: object) -> str:
    """A form field: numbers, lists and objects travel as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
