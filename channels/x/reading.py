"""Recognising our own post when X reads it back. Pure.

X gives a post back changed: links are t.co addresses, pictures are a link at the end, and
``& < >`` are HTML entities. X API documentation, "Post object", 2026-08.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

SCHEME = re.compile(r"\bhttps?://(?:www\.)?", re.IGNORECASE)
SLASH = re.compile(r"/(?=[\s.,;:!?)]|$)")


def posts_of(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The posts of ``GET /2/users/{id}/tweets``; an empty timeline has no ``data`` at all."""
    found = page.get("data")
    rows = found if isinstance(found, list) else []
    return [post for post in rows if isinstance(post, dict) and post.get("id")]


def next_page(page: Mapping[str, Any]) -> str:
    """The token of the next page, "" on the last."""
    return str((page.get("meta") or {}).get("next_token") or "")


def same(post: Mapping[str, Any], text: str, images: int) -> bool:
    """Whether a post of ``GET /2/users/{id}/tweets`` is this text with this many pictures."""
    return _pictures(post) == images and fingerprint(_as_written(post)) == fingerprint(text)


def is_repost_of(post: Mapping[str, Any], target: str) -> bool:
    """Whether a post is our repost of ``target``. OpenAPI 2.167 calls the field by a new name."""
    others = post.get("referenced_tweets") or post.get("referenced_posts") or ()
    return any(other.get("type") == "retweeted" and other.get("id") == target for other in others)


def fingerprint(text: str) -> str:
    """``text`` without the differences that X makes: spaces, schemes, closing slashes."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(SLASH.sub("", SCHEME.sub("", composed)).split())


def _as_written(post: Mapping[str, Any]) -> str:
    text = html.unescape(str(post.get("text", "")))
    for link in (post.get("entities") or {}).get("urls") or ():
        written = "" if link.get("media_key") else str(link.get("expanded_url", ""))
        text = text.replace(str(link.get("url") or "\0"), written)
    return text


def _pictures(post: Mapping[str, Any]) -> int:
    return len((post.get("attachments") or {}).get("media_keys") or ())
