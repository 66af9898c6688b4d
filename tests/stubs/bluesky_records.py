"""What a PDS checks in a record before it takes it: the lexicons, and what the blobs really are.

Returns the sentence of the refusal, written as the PDS writes it, or "" where all is well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import emoji

TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
AT_URI = re.compile(r"at://did:[a-z]+:[A-Za-z0-9._:%-]+/[a-zA-Z.]+/[A-Za-z0-9._~:-]+")
URI = re.compile(r"\w+:(?://)?[^\s/]\S*")
CID = re.compile(r"baf[a-z2-7]{20,}")
LINK, TAG = "app.bsky.richtext.facet#link", "app.bsky.richtext.facet#tag"
IMAGES = "app.bsky.embed.images"
POST_FIELDS = {
    "$type", "text", "createdAt", "langs", "facets", "embed", "reply", "labels", "tags", "entities",
}  # fmt: skip
LARGEST_IMAGE = 1_000_000


def faults(collection: str, record: Any, blobs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Everything that is wrong, the first first. ``blobs``: what was uploaded, by its hash."""
    if not isinstance(record, dict):
        yield "Input/record must be an object"
        return
    if record.get("$type") != collection:
        yield f"Invalid $type: expected {collection}, got {record.get('$type')}"
    if not _is_moment(record.get("createdAt")):
        yield "invalid datetime at $.record.createdAt"
    if collection == "app.bsky.feed.repost":
        yield from _of_repost(record)
    else:
        yield from _of_post(record, blobs)


def graphemes(text: str) -> int:
    """Enough for what tests write: marks, joiners, skin tones and emoji are one with the rest."""
    plain = emoji.replace_emoji(text.replace("\r\n", "\n"), "\uffff")
    return sum(not unicodedata.combining(char) for char in plain)


def _of_repost(record: Mapping[str, Any]) -> Iterator[str]:
    subject = record.get("subject")
    if set(record) != {"$type", "subject", "createdAt"}:
        yield "unknown field at $.record"
    if not isinstance(subject, dict) or set(subject) != {"uri", "cid"}:
        yield "missing required key at $.record.subject"
    elif not AT_URI.fullmatch(str(subject["uri"])) or not CID.fullmatch(str(subject["cid"])):
        yield "invalid strongRef at $.record.subject"


def _of_post(record: Mapping[str, Any], blobs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    text, langs = record.get("text"), record.get("langs", [])
    if set(record) - POST_FIELDS:
        yield f"unknown field {sorted(set(record) - POST_FIELDS)} at $.record"
    if not isinstance(text, str):
        yield 'missing required key "text" at $.record'
        return
    if len(text.encode()) > 3000:
        yield f"string too big (maximum 3000, got {len(text.encode())}) at $.record.text"
    if graphemes(text) > 300:
        yield f"grapheme too big (maximum 300, got {graphemes(text)}) at $.record.text"
    if len(langs) > 3 or not all(LANGUAGE.fullmatch(str(lang)) for lang in langs):
        yield "invalid language at $.record.langs"
    yield from _of_facets(text.encode(), record.get("facets", []))
    if "reply" in record:
        yield from _of_reply(record["reply"])
    if "embed" in record:
        yield from _of_embed(record["embed"], blobs)


def _of_reply(reply: Any) -> Iterator[str]:
    if not isinstance(reply, dict) or set(reply) != {"root", "parent"}:
        yield "missing required key at $.record.reply"
        return
    for name, ref in reply.items():
        if not isinstance(ref, dict) or set(ref) != {"uri", "cid"}:
            yield f"missing required key at $.record.reply.{name}"
        elif not AT_URI.fullmatch(str(ref["uri"])) or not CID.fullmatch(str(ref["cid"])):
            yield f"invalid strongRef at $.record.reply.{name}"


def _of_facets(text: bytes, facets: Any) -> Iterator[str]:
    """Stricter than a PDS, which leaves it to the readers: none overlap, none cut a letter."""
    end_before = 0
    for number, facet in enumerate(facets):
        place = f"$.record.facets[{number}]"
        start, end = (facet["index"].get(name) for name in ("byteStart", "byteEnd"))
        if not isinstance(start, int) or not isinstance(end, int):
            yield f"missing required key at {place}.index"
            return
        if not end_before <= start < end <= len(text):
            yield f"out of bounds at {place}.index"
        try:
            marked = text[start:end].decode()
        except UnicodeDecodeError:
            yield f"cuts a letter at {place}.index"
            return
        yield from _of_feature(facet.get("features"), marked, place)
        end_before = end


def _of_feature(features: Any, marked: str, place: str) -> Iterator[str]:
    if not isinstance(features, list) or len(features) != 1:
        yield f"missing required key at {place}.features"
        return
    (feature,) = features
    kind = feature.get("$type")
    if kind == LINK and (set(feature) != {"$type", "uri"} or not URI.fullmatch(feature["uri"])):
        yield f"invalid uri at {place}.features[0].uri"
    if kind == TAG and not 1 <= graphemes(feature.get("tag", "")) <= 64:
        yield f"grapheme too big at {place}.features[0].tag"
    if kind == TAG and marked[1:] != feature["tag"]:
        yield f"marks other words at {place}"
    if kind not in {LINK, TAG}:
        yield f"unknown $type at {place}.features[0]"


def _of_embed(embed: Any, blobs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if not isinstance(embed, dict) or embed.get("$type") != IMAGES:
        yield "unknown $type at $.record.embed"
        return
    images = embed.get("images")
    if not isinstance(images, list) or len(images) > 4:
        yield "array too big (maximum 4) at $.record.embed.images"
        return
    for number, image in enumerate(images):
        yield from _of_image(image, blobs, f"$.record.embed.images[{number}]")


def _of_image(image: Any, blobs: Mapping[str, Mapping[str, Any]], place: str) -> Iterator[str]:
    if not isinstance(image.get("alt"), str) or set(image) - {"alt", "image", "aspectRatio"}:
        yield f'missing required key "alt" at {place}'
    shape = image.get("aspectRatio", {"width": 1, "height": 1})
    if set(shape) != {"width", "height"} or not all(
        isinstance(side, int) and side >= 1 for side in shape.values()
    ):
        yield f"invalid aspectRatio at {place}"
    blob = image.get("image") or {}
    stored = blobs.get(str((blob.get("ref") or {}).get("$link")))
    if stored is None:
        yield "BlobNotFound"
    elif (blob.get("mimeType"), blob.get("size")) != (stored["mime"], stored["size"]):
        yield f"Referenced Mimetype does not match stored blob at {place}.image"
    elif stored["size"] > LARGEST_IMAGE:
        yield f"blob too big (maximum {LARGEST_IMAGE}, got {stored['size']}) at {place}.image"
    elif not stored["mime"].startswith("image/"):
        yield f"invalid mimeType {stored['mime']} at {place}.image"


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not DATETIME.fullmatch(value):
        return False
    return datetime.fromisoformat(value).tzinfo is not None
