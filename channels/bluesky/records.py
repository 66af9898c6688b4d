"""What is written into an account's repository. Pure.

Record keys: https://atproto.com/specs/tid. Records: the lexicons ``app.bsky.feed.post``,
``app.bsky.feed.repost``, ``app.bsky.richtext.facet`` and ``app.bsky.embed.images``,
https://github.com/bluesky-social/atproto/tree/main/lexicons, 2026-08.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.answer import at, rows
from channels.base import Image, Outgoing
from channels.graphemes import graphemes
from channels.links import Run, parts

POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
PROFILE = "app.bsky.actor.profile"

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ADDRESS = re.compile(
    r"at://(?P<did>did:[a-z]+:[\w.:%-]+)"
    r"/(?P<collection>app\.bsky\.feed\.(?:post|repost))/(?P<rkey>[\w.~:-]{1,512})",
    re.ASCII,
)
# Most of a tag that the lexicon takes.
TAG_GRAPHEMES, TAG_BYTES = 64, 640


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: ``at://<did>/<collection>/<rkey>``."""

    did: str
    collection: str
    rkey: str

    @classmethod
    def read(cls, uri: str) -> Place | None:
        """A post or a repost; None where this is the address of nothing of the kind."""
        found = ADDRESS.fullmatch(uri)
        return cls(**found.groupdict()) if found else None

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.rkey}"

    @property
    def page(self) -> str:
        """Where people read a post. By DID, because handles change."""
        return f"https://bsky.app/profile/{self.did}/post/{self.rkey}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What every attempt of one delivery has in common, so that the second finds the first."""

    rkey: str
    created_at: str

    @classmethod
    def of(cls, noted: Mapping[str, Any], key: str, now: datetime) -> Plan:
        """What an earlier attempt noted, else a new one for now."""
        if noted.get("rkey") and noted.get("created_at"):
            return cls(str(noted["rkey"]), str(noted["created_at"]))
        return cls(tid(now, key), now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def tid(moment: datetime, key: str) -> str:
    """A record key: microseconds since 1970 and ten bits that tell writers apart, 13 letters."""
    writer = int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big") & 0x3FF
    number = (moment - EPOCH) // timedelta(microseconds=1) << 10 | writer
    return "".join(ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))


def post(message: Outgoing, created_at: str, blobs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``blobs``: what ``uploadBlob`` answered for each picture, in order."""
    record: dict[str, Any] = {"$type": POST, "text": message.text, "createdAt": created_at}
    if message.language:
        record["langs"] = [message.language]
    if marked := list(facets(message.text)):
        record["facets"] = marked
    if message.images:
        shown = [_shown(image, blob) for image, blob in zip(message.images, blobs, strict=True)]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": shown}
    return record


def repost(target: Place, cid: str, created_at: str) -> dict[str, Any]:
    subject = {"uri": target.uri, "cid": cid}
    return {"$type": REPOST, "subject": subject, "createdAt": created_at}


def reply_to(original: Place, cid: str) -> dict[str, Any]:
    """What makes a post an answer to one that answers nothing itself."""
    subject = {"uri": original.uri, "cid": cid}
    return {"reply": {"root": subject, "parent": subject}}


def facets(text: str) -> Iterator[dict[str, Any]]:
    """Links and hashtags, at their places in bytes. Without these Bluesky links nothing."""
    start = 0
    for run in parts(text):
        end = start + len(run.text.encode(errors="replace"))
        feature = _feature(run)
        if feature:
            yield {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}
        start = end


def is_post(record: object, message: Outgoing, under: str = "") -> bool:
    """Whether a record is this message: the words are kept exactly, so they are compared so.

    ``under``: the address of what it answers.
    """
    pictures = rows(at(record, "embed", "images"))
    if (at(record, "reply", "parent", "uri") or "") != under:
        return False
    return at(record, "text") == message.text and len(pictures) == len(message.images)


def is_repost(record: object, target: str) -> bool:
    return bool(at(record, "subject", "uri") == target)


def _feature(run: Run) -> dict[str, str] | None:
    if run.kind == "link":
        uri = run.text if "://" in run.text else f"https://{run.text}"
        return {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    tag = run.text[1:]
    if run.kind == "hashtag" and graphemes(tag) <= TAG_GRAPHEMES and len(tag.encode()) <= TAG_BYTES:
        return {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
    return None


def _shown(image: Image, blob: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"alt": image.alt, "image": blob}
    if image.width > 0 and image.height > 0:
        shown["aspectRatio"] = {"width": image.width, "height": image.height}
    return shown
