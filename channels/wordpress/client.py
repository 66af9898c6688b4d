"""What Gema asks of one WordPress site, in the name of one of its users.

https://developer.wordpress.org/rest-api/reference/posts/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from channels.answer import Answer, at, rows, unclear
from channels.base import Image, NotSent, Reason
from channels.http import Wire
from channels.wordpress.credentials import Credentials
from channels.wordpress.door import Door, is_list
from channels.wordpress.meaning import GONE_CODES, code_of
from channels.wordpress.page import caption_of, safe

MOST_ROWS = 100
ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Found:
    """``whole``: the site showed all that there are."""

    rows: list[dict[str, Any]]
    whole: bool


class Client:
    """Each call returns what was asked for or raises a ``DeliveryError``."""

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._door = Door(credentials, wire)

    def site(self) -> dict[str, Any]:
        """What the site says about itself: name, home, which logins it takes."""
        said = self._door.read("/", {}).json or {}
        spaces = said.get("namespaces")
        if not (isinstance(spaces, list) and "wp/v2" in spaces):
            raise NotSent(Reason.WRONG_SERVER, "no WordPress answers there")
        return said

    def me(self) -> dict[str, Any]:
        answer = self._door.read("/wp/v2/users/me", {"context": "edit"})
        return _object(answer, "id", repeatable=True)

    def named(self, slug: str) -> Found:
        """The posts with this slug, whatever their status. Those in the trash have lost theirs."""
        query = {"slug": slug, "status": "any", "per_page": str(MOST_ROWS)}
        return _listed(self._door.read("/wp/v2/posts", query))

    def post(self, number: int, context: str = "view") -> dict[str, Any] | None:
        """One post, also from the trash; ``None`` when there is none."""
        route = f"/wp/v2/posts/{number}"
        answer = self._door.read(route, {"context": context}, allowed=GONE_CODES)
        return None if code_of(answer) in GONE_CODES else _object(answer, "id", repeatable=True)

    def create(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A draft. Nobody sees it, so making another one does no harm."""
        answer = self._door.write("POST", "/wp/v2/posts", repeatable=True, json=dict(fields))
        return _object(answer, "id", repeatable=True)

    def update(self, number: int, fields: Mapping[str, Any]) -> dict[str, Any]:
        answer = self._door.write("POST", f"/wp/v2/posts/{number}", json=dict(fields))
        return _object(answer, "id", repeatable=False)

    def trash(self, number: int) -> None:
        """Off the site, for its editors to bring back; a site without trash keeps a draft."""
        route = f"/wp/v2/posts/{number}"
        codes = GONE_CODES | {"rest_trash_not_supported"}
        answer = self._door.write("DELETE", route, allowed=codes)
        if code_of(answer) == "rest_trash_not_supported":
            self.update(number, {"status": "draft"})
        elif answer.ok and at(answer.json, "status") != "trash" and not at(answer.json, "deleted"):
            raise unclear("success without a sign of it", repeatable=False)

    def drop(self, number: int) -> None:
        """Delete a draft for good."""
        self._door.write(
            "DELETE", f"/wp/v2/posts/{number}", repeatable=True, params={"force": "true"}
        )

    def pictures(self, post: int) -> list[dict[str, Any]]:
        """What was uploaded for this post."""
        query = {"parent": str(post), "per_page": str(MOST_ROWS), "context": "edit"}
        return _listed(self._door.read("/wp/v2/media", query)).rows

    def upload(self, image: Image, slug: str, name: str, post: int) -> dict[str, Any]:
        """One picture with its words. Nothing shows it yet, so it may be repeated."""
        file = (f"{name}.{ENDINGS.get(image.mime, 'bin')}", image.data, image.mime)
        fields = {"slug": slug, "post": str(post)} | _words(image)
        answer = self._door.write(
            "POST", "/wp/v2/media", repeatable=True, data=fields, files={"file": file}
        )
        return _picture(answer)

    def drop_picture(self, picture: int) -> None:
        """For good, with its file: the library has no trash. Gone already is gone."""
        self._door.write(
            "DELETE",
            f"/wp/v2/media/{picture}",
            repeatable=True,
            allowed=GONE_CODES,
            params={"force": "true"},
        )

    def describe(self, picture: int, image: Image) -> dict[str, Any]:
        """Give a picture that is there already other words."""
        route = f"/wp/v2/media/{picture}"
        return _picture(self._door.write("POST", route, repeatable=True, json=_words(image)))

    def tag(self, name: str) -> int | None:
        """The number of a tag, made if there is none; ``None`` where that is not for us to do."""
        codes = frozenset({"term_exists", "rest_cannot_create"})
        answer = self._door.write(
            "POST", "/wp/v2/tags", repeatable=True, allowed=codes, json={"name": name}
        )
        number = at(answer.json, "id") if answer.ok else at(answer.json, "data", "term_id")
        return number if type(number) is int else None


def says(row: Mapping[str, Any], image: Image) -> bool:
    """Whether a picture in the library carries these words."""
    return _words(image) == {"alt_text": row.get("alt_text"), "caption": at(row, "caption", "raw")}


def _words(image: Image) -> dict[str, str]:
    """As WordPress keeps them: it cuts tags and backslashes out of an alternative text, so "<" goes
    as what it stands for, and a picture that is there is known again by its words."""
    alt = " ".join(image.alt.replace("\\", "").split())
    return {"alt_text": escape(alt, quote=False), "caption": safe(caption_of(image), quote=False)}


def _object(answer: Answer, wanted: str, *, repeatable: bool) -> dict[str, Any]:
    said = answer.json
    if not said or not said.get(wanted):
        raise unclear(f"success without {wanted}", repeatable=repeatable)
    if wanted == "id" and type(said["id"]) is not int:
        raise unclear("success with an odd id", repeatable=repeatable)
    return said


def _picture(answer: Answer) -> dict[str, Any]:
    said = _object(answer, "id", repeatable=True)
    if not isinstance(said.get("source_url"), str):
        raise unclear("a picture without an address", repeatable=True)
    return said


def _listed(answer: Answer) -> Found:
    if not is_list(answer):
        raise unclear("success that is not a list", repeatable=True)
    found = [row for row in rows(json.loads(answer.body)) if type(row.get("id")) is int]
    return Found(found, answer.headers.get("X-WP-Total", "").strip() == str(len(found)))
