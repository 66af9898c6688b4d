"""What a Mastodon server shows: statuses and their pictures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.stubs.mastodon_text import as_html
from tests.stubs.server import Event


def attachment(media: Event, *, ready: bool) -> dict[str, Any]:
    address = f"https://berkas.sosial.example/{media['id']}.jpg" if ready else None
    return {
        "id": media["id"],
        "type": "image",
        "url": address,
        "description": media["alt"] or None,
    }


def shown(status: Event, *, boosted: bool) -> dict[str, Any]:
    name = f"akun_{status['user']}"
    pictures = zip(status["media"], status["alts"], strict=True)
    return {
        "id": status["id"],
        "created_at": _moment(status["at"]),
        "edited_at": _moment(status["edited"]) if "edited" in status else None,
        "url": f"https://sosial.example/@{name}/{status['id']}",
        "uri": f"https://sosial.example/users/{name}/statuses/{status['id']}",
        "account": {"id": status["user"], "username": name, "acct": name},
        "content": as_html(status["text"]),
        "language": status["language"],
        "visibility": status.get("visibility", "public"),
        "sensitive": False,
        "spoiler_text": "",
        "media_attachments": [attachment({"id": i, "alt": a}, ready=True) for i, a in pictures],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "reblog": None,
        "reblogged": boosted,
    }


def _moment(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
