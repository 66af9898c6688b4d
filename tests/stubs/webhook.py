"""A strict receiver of Standard Webhooks: ``python -m tests.stubs.webhook``.

It listens at ``/gema``. A message under a known ``webhook-id`` is answered like the first one and
kept as ``repeat`` only. Kinds: ``post``, ``edit``, ``delete``, ``ping``, ``repeat``.

Settings: ``secret``, ``revoked`` (true: no signature is believed any more).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import datetime
from typing import Any

from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Rejected, Reply, Request

SECRET = "whsec_" + base64.b64encode(b"2001-token".ljust(32, b".")).decode()
KINDS = {"post.published": "post", "post.corrected": "edit", "post.withdrawn": "delete"}
WHOLE = {
    "id", "post", "office", "title", "text", "language", "topic", "legal_basis", "credit",
    "correction", "images",
}  # fmt: skip
PICTURE = {"url", "sha256", "type", "bytes", "width", "height", "alt", "caption", "credit"}
DATA = {"ping": set[str](), "post.withdrawn": {"id", "note"}}


def no(status: int, why: str) -> Rejected:
    return Rejected(Reply(status, {"error": why}))


class Webhook(Stub):
    defaults = {"secret": SECRET, "revoked": False}

    def forget(self) -> None:
        super().forget()
        self.seen: set[str] = set()

    def apply(self, event: Event) -> None:
        self.seen.add(event["webhook_id"])

    def answer(self, request: Request) -> Reply:
        if (request.method, request.path) != ("POST", "/gema"):
            raise no(404, "nobody is here")
        name = self._checked(request)
        said = _said(request)
        kind = KINDS.get(said["type"], "ping")
        if name in self.seen:
            self.accept("repeat", webhook_id=name, said=said)
        else:
            self.accept(kind, webhook_id=name, id=said["data"].get("id", ""), said=said)
        return Reply(204, "")

    def _checked(self, request: Request) -> str:
        """The name of a message that is signed and fresh."""
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        name, second, proof = (request.headers.get(one, "") for one in names)
        if not name or "." in name or not second.isdecimal():
            raise no(400, "a header is missing")
        if abs(time.time() - int(second)) > 300:
            raise no(400, "too old, or from the future")
        key = base64.b64decode(self.settings["secret"].removeprefix("whsec_"))
        mine = hmac.new(key, f"{name}.{second}.".encode() + request.body, hashlib.sha256).digest()
        if self.settings["revoked"] or proof != "v1," + base64.b64encode(mine).decode():
            raise no(401, "the signature is wrong")
        return name


def _said(request: Request) -> dict[str, Any]:
    """A body that is as documented, with no field missing and none too many."""
    if request.type != "application/json":
        raise no(415, "expected JSON")
    said: dict[str, Any] = json.loads(request.body)
    if set(said) != {"version", "type", "timestamp", "data"} or said["version"] != 1:
        raise no(400, "another version")
    if not said["timestamp"].endswith("Z") or datetime.fromisoformat(said["timestamp"]) is None:
        raise no(400, "timestamp is not UTC")
    if said["type"] not in {*KINDS, "ping"} or set(said["data"]) != DATA.get(said["type"], WHOLE):
        raise no(400, "another type, or other fields")
    if any(set(one) != PICTURE or not one["url"] for one in said["data"].get("images", ())):
        raise no(400, "a picture is not whole")
    return said


if __name__ == "__main__":
    run(Webhook)
