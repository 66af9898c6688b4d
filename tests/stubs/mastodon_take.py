"""What a Mastodon server takes: JSON with known fields, and pictures that are pictures."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.stubs.graph import form
from tests.stubs.mastodon_text import length
from tests.stubs.server import Event
from tests.stubs.wire import Rejected, Reply, Request

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


def refused(status: int, said: str) -> Rejected:
    return Rejected(Reply(status, {"error": said}))


def query(request: Request, known: set[str]) -> dict[str, str]:
    if set(request.query) - known:
        raise refused(400, f"unknown parameter {sorted(set(request.query) - known)}")
    return request.query


def json_body(request: Request, *known: str) -> dict[str, Any]:
    if request.type != "application/json":
        raise refused(400, "Expected application/json")
    try:
        asked = json.loads(request.body)
    except ValueError:
        raise refused(400, "The body is not JSON") from None
    if not isinstance(asked, dict) or set(asked) - {"status", "media_ids", "language", *known}:
        raise refused(400, "Unknown field")
    return asked


def written(asked: dict[str, Any], media: list[Event]) -> dict[str, Any]:
    """What a status says, or ``Rejected`` where it may not say so."""
    text, language = asked.get("status", ""), asked.get("language", "en")
    if not isinstance(text, str) or not (text.strip() or media):
        raise refused(422, "Validation failed: Text can't be blank")
    if length(text) > 500:
        raise refused(422, "Validation failed: Text character limit of 500 exceeded")
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        raise refused(422, "Validation failed: Language is not a language")
    ids, alts = [one["id"] for one in media], [one["alt"] for one in media]
    return {"text": text, "language": language, "media": ids, "alts": alts}


NUMBER = r"-?(?:0\.\d+|1\.0+)"
POINT = re.compile(f"{NUMBER},{NUMBER}")


def described(request: Request) -> tuple[str, str, int]:
    """The alternative text, the focal point and the size of an uploaded picture."""
    if request.type != "multipart/form-data":
        raise refused(422, "Validation failed: File can't be blank")
    fields, files = form(request)
    if set(files) != {"file"} or set(fields) - {"description", "focus"}:
        raise refused(422, "Validation failed: File can't be blank")
    alt = fields.get("description", "")
    if len(alt) > 1500:
        raise refused(422, "Validation failed: Description is too long")
    focus = fields.get("focus", "")
    if focus and not POINT.fullmatch(focus):
        raise refused(422, "Validation failed: Focus is invalid")
    _look_at(files["file"].data, files["file"].type)
    return alt, focus, len(files["file"].data)


def _look_at(data: bytes, mime: str) -> None:
    if len(data) > 16_777_216:
        raise refused(422, "Validation failed: File must be less than 16 MB")
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind = Image.MIME.get(str(image.format), "")
    except UnidentifiedImageError:
        kind = ""
    if kind not in {"image/jpeg", "image/png"} or kind != mime:
        raise refused(
            422, "Validation failed: File has contents that are not what they are reported to be"
        )
