"""A Facebook Page, as "Pages API: Posts" and "Photos" describe it."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC, datetime
from typing import Any, Protocol

from PIL import Image, UnidentifiedImageError

from tests.stubs.graph import boolean, error, form, known, paged, picked
from tests.stubs.wire import Reply, Request

FEED = {"message", "link", "published", "attached_media"}
PHOTO = {"caption", "message", "alt_text_custom", "published", "temporary"}
COUNTS: dict[str, Any] = {
    "shares": {"count": 5},
    "reactions": {"data": [], "summary": {"total_count": 21, "viewer_reaction": "NONE"}},
    "comments": {"data": [], "summary": {"total_count": 4, "order": "ranked", "can_comment": True}},
}
NUMBERS = {"post_media_view": 900, "post_total_media_view_unique": 610, "post_clicks": 33}
LISTING = {"fields", "since", "until", "limit", "after"}


class Memory(Protocol):
    settings: dict[str, Any]
    posts: dict[str, dict[str, Any]]
    photos: dict[str, dict[str, Any]]

    def accept(self, kind: str, **facts: Any) -> dict[str, Any]: ...

    def new_id(self, begin: str) -> str: ...


def about(page: str, request: Request, given: dict[str, str]) -> Reply:
    row = {
        "id": page, "name": f"Halaman {page}", "username": f"halaman.{page}",
        "link": f"https://www.facebook.com/halaman.{page}",
    }  # fmt: skip
    return Reply(200, picked(row, known(given, {"fields"}).get("fields", "id,name")))


def feed(net: Memory, page: str, given: dict[str, str]) -> Reply:
    known(given, FEED)
    boolean(given.get("published", "true"))
    photos = _attached(net, page, given.get("attached_media"))
    message, link = given.get("message", ""), given.get("link", "")
    if not (message or link or photos):
        raise error(100, "(#100) The post is empty")
    if link and not link.startswith(("https://", "http://")):
        raise error(100, "(#100) link should represent a valid URL")
    post = _post(net, page, message, photos, link)
    return Reply(200, {"id": post["id"]})


def photo(net: Memory, page: str, request: Request, given: dict[str, str]) -> Reply:
    known(given, PHOTO)
    _, files = form(request)
    shown = boolean(given.get("published", "true"))
    if set(files) != {"source"}:
        raise error(324, "(#324) Requires upload file")
    data = files["source"].data
    _check_image(data, files["source"].type)
    if len(given.get("alt_text_custom", "")) > 1000:
        raise error(100, "(#100) alt_text_custom is too long")
    alt, message = given.get("alt_text_custom", ""), given.get("caption", given.get("message", ""))
    if shown:
        _check_repeat(net, page, message, 1)
    kept = net.accept("photo", id=net.new_id("122"), page=page, alt=alt, size=len(data))
    if not shown:
        return Reply(200, {"id": kept["id"]})
    post = _post(net, page, message, [kept["id"]], "")
    return Reply(200, {"id": kept["id"], "post_id": post["id"]})


def published(net: Memory, page: str, given: dict[str, str]) -> Reply:
    known(given, LISTING)
    since, seen = float(given.get("since", "0")), time.time() - float(net.settings["visible_after"])
    rows = [p for p in net.posts.values() if p["page"] == page and since <= p["at"] <= seen]
    rows.sort(key=lambda post: post["at"], reverse=True)
    return paged([_shown(post) for post in rows], given)


def read(net: Memory, post: str, given: dict[str, str]) -> Reply:
    row = _shown(_found(net, post)) | {name: net.settings["counts"].get(name) for name in COUNTS}
    counted = any(name in given.get("fields", "") for name in COUNTS)
    if counted and "pages_read_user_content" in net.settings["lacking"]:
        raise error(10, "(#10) This endpoint requires the 'pages_read_user_content' permission")
    return Reply(200, picked(row, known(given, {"fields"}).get("fields", "id,message")))


def change(net: Memory, post: str, given: dict[str, str]) -> Reply:
    _found(net, post)
    net.accept("edit", id=post, message=known(given, {"message"})["message"])
    return Reply(200, {"success": True})


def remove(net: Memory, post: str) -> Reply:
    _found(net, post)
    net.accept("delete", id=post)
    return Reply(200, {"success": True})


def _post(net: Memory, page: str, message: str, photos: list[str], link: str) -> dict[str, Any]:
    if len(message) > 63_206:
        raise error(100, "(#100) Message is too long")
    _check_repeat(net, page, message, len(photos))
    post_id = f"{page}_{net.new_id('122')}"
    alts = [net.photos[one]["alt"] for one in photos]
    return net.accept(
        "post", id=post_id, page=page, message=message, photos=photos, alts=alts, link=link
    )


def _check_repeat(net: Memory, page: str, message: str, photos: int) -> None:
    """The same post twice in a row is refused."""
    mine = [post for post in net.posts.values() if post["page"] == page]
    last = max(mine, key=lambda post: float(post["at"]), default=None)
    if last and last["message"] == message and len(last["photos"]) == photos:
        raise error(506, "(#506) Duplicate status message")


def _attached(net: Memory, page: str, text: str | None) -> list[str]:
    if text is None:
        return []
    try:
        rows = json.loads(text)
        ids = [row["media_fbid"] for row in rows]
    except (ValueError, TypeError, KeyError):
        raise error(100, "(#100) param attached_media must be an array") from None
    used = {one for post in net.posts.values() for one in post["photos"]}
    free = {one for one, kept in net.photos.items() if kept["page"] == page} - used
    if not ids or len(set(ids)) != len(ids) or not set(ids) <= free:
        raise error(100, "(#100) attached_media names a photo that is not there")
    return ids


def _check_image(data: bytes, claimed: str) -> None:
    try:
        with Image.open(io.BytesIO(data)) as image:
            mime = image.get_format_mimetype()
    except UnidentifiedImageError:
        raise error(324, "(#324) Missing or invalid image file") from None
    if mime != claimed or len(data) > 10_000_000:
        raise error(324, f"(#324) Missing or invalid image file ({claimed})")


def _found(net: Memory, post: str) -> dict[str, Any]:
    if post not in net.posts:
        raise error(100, f"Unsupported request. Object with ID '{post}' does not exist", 33)
    return net.posts[post]


def _shown(post: dict[str, Any]) -> dict[str, Any]:
    photos = [{"media_type": "photo"} for _ in post["photos"]]
    attachments: dict[str, Any] | None = None
    if len(photos) > 1:
        attachments = {"data": [{"media_type": "album", "subattachments": {"data": photos}}]}
    elif photos:
        attachments = {"data": photos}
    elif post["link"]:
        attachments = {"data": [{"media_type": "link"}]}
    return {
        "id": post["id"],
        "message": post["message"] or None,
        "created_time": datetime.fromtimestamp(post["at"], UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "permalink_url": f"https://www.facebook.com/{post['page']}/posts/{post['id']}",
        "attachments": attachments,
    }
