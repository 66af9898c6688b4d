"""What the Bot API 10.1 documents of requests: their fields, their limits, what a photo is."""

from __future__ import annotations

import io
import json
from typing import Any
from zlib import crc32

from PIL import Image as Picture
from PIL import UnidentifiedImageError

from tests.stubs.forms import File, multipart
from tests.stubs.wire import Rejected, Reply, Request

Given = dict[str, Any]
# What each method takes, of what the documentation lists. The first ones are required.
TAKES: dict[str, tuple[str, str]] = {
    "getMe": ("", ""),
    "getChat": ("chat_id", ""),
    "getChatMember": ("chat_id user_id", ""),
    "sendMessage": (
        "chat_id text",
        "entities link_preview_options disable_notification protect_content reply_parameters",
    ),
    "sendPhoto": ("chat_id photo", "caption caption_entities show_caption_above_media has_spoiler"),
    "sendMediaGroup": ("chat_id media", "disable_notification protect_content"),
    "forwardMessage": ("chat_id from_chat_id message_id", "disable_notification"),
    "forwardMessages": ("chat_id from_chat_id message_ids", "disable_notification"),
    "editMessageText": ("chat_id message_id text", "entities link_preview_options"),
    "editMessageCaption": ("chat_id message_id", "caption caption_entities"),
    "editMessageMedia": ("chat_id message_id media", ""),
    "deleteMessage": ("chat_id message_id", ""),
}
CHANGES = {name for name in TAKES if not name.startswith("get")}


def wrong(code: int, said: str, **parameters: int) -> Rejected:
    names = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
    described = f"{names[code]}: {said}" if said else names[code]
    body: Given = {"ok": False, "error_code": code, "description": described}
    return Rejected(Reply(code, body | ({"parameters": parameters} if parameters else {})))


def given_by(request: Request) -> tuple[Given, dict[str, File]]:
    if request.method == "GET":
        return dict(request.query), {}
    if request.type == "application/json":
        return decoded(request.body, dict), {}
    if request.type == "multipart/form-data":
        fields, files = multipart(request)
        return dict(fields), files
    raise wrong(400, "the content type is not supported")


def check_names(method: str, given: Given, files: dict[str, File]) -> None:
    required, optional = (set(names.split()) for names in TAKES[method])
    uploads = {name for name in files if not name.startswith("image")} | set(given)
    if uploads - required - optional:
        raise wrong(400, f"unknown: {sorted(uploads - required - optional)}")
    missing = sorted(name for name in required if name not in uploads)
    if missing:
        raise wrong(400, f"{missing[0]} is empty")


def decoded(text: Any, kind: type[Any]) -> Any:
    try:
        value = text if isinstance(text, kind) else json.loads(text)
    except (ValueError, TypeError):
        raise wrong(400, "can't parse JSON") from None
    if not isinstance(value, kind):
        raise wrong(400, "can't parse JSON: another type was expected")
    return value


def check_text(text: object) -> None:
    if not isinstance(text, str) or not text.strip():
        raise wrong(400, "message text is empty")
    if len(text) > 4096:
        raise wrong(400, "message is too long")


def check_caption(caption: object) -> None:
    if not isinstance(caption, str) or len(caption) > 1024:
        raise wrong(400, "message caption is too long")


def input_photo(media: Given, files: dict[str, File]) -> Given:
    """An ``InputMediaPhoto`` that was attached."""
    if media.get("type") != "photo" or set(media) - {"type", "media", "caption"}:
        raise wrong(400, "unknown field in media")
    check_caption(media.get("caption", ""))
    scheme, _, name = str(media.get("media")).partition("://")
    if scheme != "attach":
        raise wrong(400, "wrong file identifier/HTTP URL specified")
    return {"caption": media.get("caption", ""), "photo": photo(files.get(name))}


def photo(file: File | None) -> str:
    """A photo that is one: its size in pixels, and what tells it from others."""
    if file is None or not file.data:
        raise wrong(400, "there is no photo in the request")
    if len(file.data) > 10 * 1024 * 1024:
        raise wrong(400, "file is too big")
    try:
        width, height = Picture.open(io.BytesIO(file.data)).size
    except UnidentifiedImageError:
        raise wrong(400, "IMAGE_PROCESS_FAILED") from None
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise wrong(400, "PHOTO_INVALID_DIMENSIONS")
    return f"{width}x{height} {crc32(file.data):08x}"
