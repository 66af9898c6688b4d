"""Threads' own error numbers, and what its posts tell about themselves. Pure.

Threads API documentation, "Error codes" and "Troubleshooting", 2026-06; what the documentation
leaves out is what people met: github.com/fbsamples/threads_api/issues/70 (4279009) and
github.com/gitroomhq/postiz-app/issues/1364 (2207052, under code 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.answer import plain
from channels.base import DeliveryError, Disconnected, NotSent, Outgoing, Reason, Refused
from channels.graph_errors import BAD_MEDIA, BUSY, NO_PERMISSION, Row, Rows

NOT_THERE = 4279009
ROWS: Rows = {
    2207052: Row(NotSent, Reason.MEDIA_UNFETCHABLE),
    4279002: BUSY,
    NOT_THERE: Row(NotSent, Reason.STILL_PROCESSING),  # published before it was ready
    4279013: Row(Disconnected, Reason.ACCOUNT_RESTRICTED),
    4279047: Row(Refused, Reason.BAD_LINK),
    4279067: NO_PERMISSION,  # the app lacks the access tier
}
# The same number about a post and not about a container.
POST_ROWS: Rows = {**ROWS, NOT_THERE: Row(Refused, Reason.GONE)}
# The beginning of a container's ``error_message``. One that says UNKNOWN may do better when made
# anew.
FAILURES: Mapping[str, Row] = {
    "FAILED_DOWNLOADING": Row(NotSent, Reason.MEDIA_UNFETCHABLE),
    "FAILED_PROCESSING": BAD_MEDIA,
    "INVALID": BAD_MEDIA,
}
AGAIN = Row(NotSent, Reason.NETWORK_TROUBLE)
NEEDED = ("threads_basic", "threads_content_publish", "threads_delete")


def failed(why: str) -> DeliveryError:
    """Why a container could not be made ready, from its ``error_message``."""
    row = next((row for start, row in FAILURES.items() if why.startswith(start)), AGAIN)
    return row.made(f"container failed {why[:40]}".strip(), None)


def words(text: object) -> str:
    """A text without its spaces and number signs: Threads makes a topic of the first tag."""
    return plain(text).replace("#", "")


def kin(post: Mapping[str, Any], message: Outgoing) -> bool:
    """Whether a post has as many pictures as the message, as far as its kind tells."""
    many = ("TEXT_POST", "IMAGE", "CAROUSEL_ALBUM")[min(len(message.images), 2)]
    return post.get("media_type") == many


def missing(scopes: object) -> list[str]:
    """Which of the permissions we need were not given; none where nobody can tell."""
    return [one for one in NEEDED if one not in scopes] if isinstance(scopes, list) else []
