"""The media library of the WordPress stub."""

from __future__ import annotations

import io
import re
from abc import abstractmethod
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.stubs.forms import File
from tests.stubs.graph import form
from tests.stubs.wire import Rejected, Reply, Request
from tests.stubs.wordpress_rest import HOME, checked, fields, invalid, no, page_of

WORDS: dict[str, type] = {"alt_text": str, "caption": str}


class Library:
    settings: dict[str, Any]
    rows: dict[int, dict[str, Any]]

    @abstractmethod
    def keep(self, kind: str, row: dict[str, Any]) -> dict[str, Any]: ...

    @abstractmethod
    def new_id(self) -> int: ...

    @abstractmethod
    def need(self, user: str, capability: str, code: str) -> None: ...

    def free(self, slug: str) -> str:
        """As ``wp_unique_post_slug``: across posts and media, with a number at its end."""
        taken = {row["slug"] for row in self.rows.values()}
        names = (slug if n == 1 else f"{slug}-{n}" for n in range(1, 1000))
        return next(name for name in names if name not in taken)

    def list_media(self, user: str, request: Request) -> Reply:
        self.need(user, "edit_posts", "rest_forbidden_context")
        query = checked(request, {"parent", "per_page", "context"})
        mine = (row for row in self.rows.values() if "source" in row)
        rows = [_shown(row) for row in mine if str(row["post"]) == query.get("parent")]
        return page_of(rows, query)

    def upload(self, user: str, request: Request) -> Reply:
        self.need(user, "edit_posts", "rest_cannot_create")
        if "upload_files" not in self.settings["may"]:
            raise no(400, "rest_cannot_create", "Sorry, you are not allowed to upload media.")
        given, files = form(request)
        odd = set(given) - {"alt_text", "caption", "slug", "post"}
        if odd or set(files) != {"file"}:
            raise invalid(", ".join(odd) or "file")
        if "title" not in self.rows.get(int(given.get("post", "0")), {}):
            raise no(400, "rest_invalid_param", "Invalid parent type.")
        _check(files["file"], self.settings["largest"])
        number = self.new_id()
        row = {
            "id": number,
            "slug": self.free(given.get("slug", str(number))),
            "post": int(given["post"]),
            "source": f"{HOME}/wp-content/uploads/2026/11/{number}.jpg",
            "alt_text": sanitized(given.get("alt_text", "")),
            "caption": as_kept(given.get("caption", "")),
        }
        return Reply(201, _shown(self.keep("media", row)))

    def describe(self, user: str, request: Request, number: int) -> Reply:
        self.need(user, "edit_posts", "rest_cannot_edit")
        if "source" not in self.rows.get(number, {}):
            raise no(404, "rest_post_invalid_id", "Invalid post ID.")
        given = fields(request, WORDS)
        if "alt_text" in given:
            given["alt_text"] = sanitized(given["alt_text"])
        if "caption" in given:
            given["caption"] = as_kept(given["caption"])
        row = self.rows[number] | given
        return Reply(200, _shown(self.keep("words", row)))

    def drop_media(self, user: str, request: Request, number: int) -> Reply:
        row = self.rows.get(number, {})
        if "source" not in row:
            raise no(404, "rest_post_invalid_id", "Invalid post ID.")
        self.need(user, "delete_posts", "rest_cannot_delete")
        if checked(request, {"force"}).get("force") != "true":
            raise no(501, "rest_trash_not_supported", "Set 'force=true' to delete.")
        self.keep("drop", row)
        return Reply(200, {"deleted": True, "previous": _shown(row)})


def sanitized(text: str) -> str:
    """What is left of an alternative text: no tags, no backslashes, one line."""
    plain = re.sub(r"<[^<>]*>", "", text.replace("\\", "")).replace("<", "&lt;")
    return " ".join(re.sub(r"&(?!\w+;|#\d+;)", "&amp;", plain).split())


def as_kept(text: str) -> str:
    """Signs that were written as numbers get three digits at least."""
    return re.sub(r"&#0*(\d+);", lambda found: f"&#{found[1]:0>3};", text)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    caption = {"raw": row["caption"], "rendered": f"<p>{row['caption']}</p>"}
    kept = {name: row[name] for name in ("id", "slug", "post", "alt_text")}
    return kept | {"caption": caption, "source_url": row["source"], "media_type": "image"}


def _check(file: File, largest: int) -> None:
    """WordPress answers a forbidden kind of file, and a large one, as if it were broken."""
    refused: Rejected = no(
        500, "rest_upload_unknown_error", "Sorry, you are not allowed to upload this file type."
    )
    try:
        with Image.open(io.BytesIO(file.data)) as image:
            kind = image.get_format_mimetype()
    except UnidentifiedImageError:
        raise refused from None
    if kind != file.type or len(file.data) > largest:
        raise refused
