"""Recognising our own status when a server reads it back. Pure.

A status comes back as HTML: paragraphs, links cut into pieces that are hidden or shown, and
``@name@server`` as a link to ``@name``. Mastodon documentation, "Status" and "Text formatting",
2026-11.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from channels.answer import at, rows
from channels.figures import Figures, number, together

MENTION = re.compile(r"(?<![\w/@])@(\w(?:[\w.-]*\w)?)@\w(?:[\w.-]*\w)?")
BREAK = re.compile(r"<(?:p|br|div|li|blockquote)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
# Each is contained in the wider one before it.
NEEDED = {
    "read:accounts": "read",
    "read:statuses": "read",
    "write:statuses": "write",
    "write:media": "write",
}


def statuses_of(body: bytes) -> list[dict[str, Any]] | None:
    """The statuses of a timeline; ``None`` when it is anything but a list of these."""
    try:
        page = json.loads(body)
    except ValueError:
        return None
    if not isinstance(page, list):
        return None
    found = [status for status in rows(page) if is_id(status.get("id"))]
    return found if len(found) == len(page) else None


def is_id(value: object) -> bool:
    """Ids are text: on some servers not even digits."""
    return isinstance(value, str) and value != ""


def same(status: Mapping[str, Any], text: str) -> bool:
    """Whether a status of a timeline reads like this text."""
    return fingerprint(plain(str(status.get("content", "")))) == fingerprint(text)


def pictures(status: Mapping[str, Any]) -> int:
    return len(rows(status.get("media_attachments")))


def is_before(said: object, moment: datetime) -> bool:
    """False also where a time cannot be read: then the text has to decide."""
    try:
        when = datetime.fromisoformat(str(said))
    except ValueError:
        return False
    return (when if when.tzinfo else when.replace(tzinfo=UTC)) < moment


def author(status: Mapping[str, Any]) -> str:
    return str(at(status, "account", "id") or "")


def figures(status: Mapping[str, Any]) -> Figures:
    return Figures(
        likes=number(status.get("favourites_count")),
        replies=number(status.get("replies_count")),
        reposts=together(status.get("reblogs_count"), status.get("quotes_count")),
    )


def fingerprint(text: str) -> str:
    """``text`` without the differences that servers make: spaces, and servers behind names."""
    named = MENTION.sub(r"@\1", unicodedata.normalize("NFC", text))
    return " ".join(named.split())


def plain(markup: str) -> str:
    """The words of a status's HTML. Servers escape what people write, so every tag is theirs."""
    return html.unescape(TAG.sub("", BREAK.sub(" ", markup)))


def host_of(url: str) -> str:
    """The server in an address, "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def missing(scopes: list[str]) -> list[str]:
    """What we need and were not given."""
    return [one for one, wider in NEEDED.items() if not {one, wider} & set(scopes)]
