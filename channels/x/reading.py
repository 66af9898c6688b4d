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

from channels.answer import at, rows
from channels.figures import Figures, number, together
from channels.x.meaning import missing_ids

SCHEME = re.compile(r"\bhttps?://(?:www\.)?", re.IGNORECASE)
NAMES = re.compile(r"^(?:@\w{1,15} )+")
SLASH = re.compile(r"/(?=[\s.,;:!?)]|$)")


def posts_of(page: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The posts of ``GET /2/users/{id}/tweets``; ``None`` where the page does not say.

    An empty timeline has no ``data`` at all, but it counts its posts: none. A page of errors alone,
    which X sends as a 200 as well, does not.
    """
    if "data" not in page and at(page, "meta", "result_count") != 0:
        return None
    data = page.get("data", [])
    return [post for post in rows(data) if post.get("id")] if isinstance(data, list) else None


def next_page(page: Mapping[str, Any]) -> str:
    """The token of the next page, "" on the last."""
    return str(at(page, "meta", "next_token") or "")


def same(post: Mapping[str, Any], text: str, images: int) -> bool:
    """Whether a post of ``GET /2/users/{id}/tweets`` is this text with this many pictures."""
    return _pictures(post) == images and fingerprint(_as_written(post)) == fingerprint(text)


def replies_to(post: Mapping[str, Any]) -> str:
    """The id of the post that this one answers, "" where it answers none."""
    found = (one.get("id") for one in _others(post) if one.get("type") == "replied_to")
    return str(next(found, ""))


def is_repost_of(post: Mapping[str, Any], target: str) -> bool:
    """Whether a post is our repost of ``target``."""
    named = (one.get("id") for one in _others(post) if one.get("type") == "retweeted")
    return target in named


def figures(said: Mapping[str, Any]) -> dict[str, Figures | None]:
    """Of ``GET /2/tweets``: ``public_metrics`` of each post, and the posts it does not find.

    OpenAPI 2.167 calls one of the counts by a new name.
    """
    gone: dict[str, Figures | None] = dict.fromkeys(missing_ids(said))
    return gone | {
        str(post["id"]): _figures(post) for post in rows(said.get("data")) if post.get("id")
    }


def _figures(post: Mapping[str, Any]) -> Figures:
    told = post.get("public_metrics")
    return Figures(
        views=number(at(told, "impression_count")),
        likes=number(at(told, "like_count")),
        replies=number(at(told, "reply_count")),
        reposts=together(
            at(told, "retweet_count"), at(told, "repost_count"), at(told, "quote_count")
        ),
    )


def fingerprint(text: str) -> str:
    """``text`` without the differences that X makes: spaces, schemes, closing slashes."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(SLASH.sub("", SCHEME.sub("", composed)).split())


def _others(post: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The posts it refers to. OpenAPI 2.167 calls the field by a new name."""
    return rows(post.get("referenced_tweets") or post.get("referenced_posts"))


def _as_written(post: Mapping[str, Any]) -> str:
    """A reply may begin with the names of those it answers, which nobody has typed."""
    text = html.unescape(str(post.get("text", "")))
    if replies_to(post):
        text = NAMES.sub("", text)
    for link in rows(at(post, "entities", "urls")):
        written = "" if link.get("media_key") else str(link.get("expanded_url", ""))
        text = text.replace(str(link.get("url") or "\0"), written)
    return text


def _pictures(post: Mapping[str, Any]) -> int:
    keys = at(post, "attachments", "media_keys")
    return len(keys) if isinstance(keys, list) else 0
