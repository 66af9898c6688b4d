"""A Telegram channel over real HTTP, to a stub that is as strict as the documentation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from channels.base import Image, Receipt, Remote
from channels.telegram.adapter import Telegram
from channels.telegram.client import Credentials
from tests.channels.sending import PATIENT, Notebook, jpeg, message, photo, wire_to
from tests.stubs.running import Network

TOKEN = "2001:AAE-token_that-nobody-may-see"
OURS = Credentials(TOKEN, "@imigrasi_contoh")
PRIVATE = Credentials(TOKEN, "https://t.me/c/1003/7")
CENTRE = Credentials("2002:another", "@pusat_contoh")
PUBLIC_CALL = r"POST .*/send(Message|Photo|MediaGroup)$"
SQUARE, WIDE, TALL = photo(), photo(data=jpeg(1200, 675)), photo(data=jpeg(1080, 1350))


def at(network: Network, credentials: Credentials = OURS, timeout: timedelta = PATIENT) -> Telegram:
    return Telegram(credentials, wire_to(("telegram", network.url), timeout=timeout))


def remote(receipt: Receipt) -> Remote:
    return Remote(receipt.remote_id, receipt.url)


def published(network: Network, text: str, *images: Image) -> Remote:
    return remote(at(network).publish(message(text, *images), Notebook()))


def said(code: int, description: str, **parameters: int) -> dict[str, Any]:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return {"status": code, "body": body | ({"parameters": parameters} if parameters else {})}
