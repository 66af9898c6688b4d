"""A site with WordPress 6, as its REST API Handbook and its source describe it.

``python -m tests.stubs.wordpress``. Any name and password open it; what the user may do is a
setting. Unlike WordPress, which overlooks them, it refuses fields that it does not know.

Settings: ``revoked`` (the password is wrong), ``strips_login`` (the web server keeps the
Authorization header to itself), ``logins_off``, ``may`` (capabilities), ``plain`` (plain
permalinks: "missing", "home" or "moved", what becomes of /wp-json), ``maintained``, ``no_trash``,
``moderated`` (a plugin makes everything pending), ``largest`` (bytes of an upload).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Reply, Request
from tests.stubs.wordpress_media import Library
from tests.stubs.wordpress_rest import (
    HOME,
    checked,
    fields,
    forbidden,
    invalid,
    no,
    page,
    page_of,
    shown,
)

AUTHOR = ["edit_posts", "publish_posts", "upload_files", "delete_posts", "edit_published_posts"]
STATUSES = {"publish", "future", "draft", "pending", "private"}
POST: dict[str, type] = {
    "title": str, "content": str, "slug": str, "status": str, "featured_media": int, "tags": list,
}  # fmt: skip


class WordPress(Library, Stub):
    defaults = {
        "revoked": False,
        "strips_login": False,
        "logins_off": False,
        "may": AUTHOR,
        "plain": "",
        "maintained": False,
        "no_trash": False,
        "moderated": False,
        "largest": 2_000_000,
    }

    def forget(self) -> None:
        super().forget()
        self.rows: dict[int, dict[str, Any]] = {}
        self.tags: dict[int, str] = {}

    def apply(self, event: Event) -> None:
        row = event.get("row", {})
        match event["kind"]:
            case "tag":
                self.tags[row["id"]] = row["name"]
            case "drop":
                self.rows.pop(row["id"], None)
            case _:
                self.rows[row["id"]] = dict(row)

    def keep(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        self.accept(kind, id=str(row["id"]), row=row)
        return row

    def new_id(self) -> int:
        return 100 + len(self.accepted)

    def answer(self, request: Request) -> Reply:
        if self.settings["maintained"]:
            return _maintenance(request)
        route = _route(request)
        if route is None or (self.settings["plain"] and "rest_route" not in request.query):
            return page(str(self.settings["plain"]))
        user = self._user(request)
        routes: dict[str, Callable[..., Reply]] = {
            r"GET /": self._index,
            r"GET /wp/v2/users/me": self._me,
            r"GET /wp/v2/posts": self._list,
            r"POST /wp/v2/posts": self._create,
            r"GET /wp/v2/posts/(\d+)": self._one,
            r"POST /wp/v2/posts/(\d+)": self._update,
            r"DELETE /wp/v2/posts/(\d+)": self._delete,
            r"GET /wp/v2/media": self.list_media,
            r"POST /wp/v2/media": self.upload,
            r"POST /wp/v2/media/(\d+)": self.describe,
            r"DELETE /wp/v2/media/(\d+)": self.drop_media,
            r"POST /wp/v2/tags": self._tag,
        }
        for pattern, handle in routes.items():
            found = re.fullmatch(pattern, f"{request.method} {route}")
            if found:
                return handle(user, request, *map(int, found.groups()))
        raise no(404, "rest_no_route", "No route was found matching the URL and request method.")

    def need(self, user: str, capability: str, code: str) -> None:
        if not user or capability not in self.settings["may"]:
            raise no(403 if user else 401, code, "Sorry, you are not allowed to do that.")

    def _user(self, request: Request) -> str:
        scheme, _, login = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Basic" or self.settings["strips_login"] or self.settings["logins_off"]:
            return ""
        try:
            name, _, password = base64.b64decode(login, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return ""
        # A wrong password is not said to be one: whoever has it is nobody.
        return name if name and password and not self.settings["revoked"] else ""

    def _index(self, user: str, request: Request) -> Reply:
        ways: dict[str, Any] = {"application-passwords": {"endpoints": {}}}
        if self.settings["logins_off"]:
            ways = {}
        namespaces = ["oembed/1.0", "wp/v2"]
        says = {"name": "Kanim Contoh", "url": HOME, "home": HOME, "namespaces": namespaces}
        return Reply(200, says | {"authentication": ways})

    def _me(self, user: str, request: Request) -> Reply:
        if not user:
            raise no(401, "rest_not_logged_in", "You are not currently logged in.")
        me = {"id": 7, "name": user, "slug": user}
        if request.query.get("context") == "edit":
            me |= {"username": user, "capabilities": dict.fromkeys(self.settings["may"], True)}
        return Reply(200, me)

    def _list(self, user: str, request: Request) -> Reply:
        query = checked(request, {"slug", "status", "per_page", "context"})
        asked = query.get("status", "publish")
        if asked != "publish" and not (user and "edit_posts" in self.settings["may"]):
            raise forbidden(403 if user else 401)
        if asked not in STATUSES | {"any", "publish"}:
            raise invalid("status")
        kinds = STATUSES if asked == "any" else {asked}
        found = [row for row in self.rows.values() if "title" in row and row["status"] in kinds]
        wanted = query.get("slug")
        rows = [shown(row, "view") for row in found if wanted in (None, row["slug"])]
        return page_of(rows, query)

    def _one(self, user: str, request: Request, number: int) -> Reply:
        row, context = self._found(number), request.query.get("context", "view")
        if context == "edit":
            self.need(user, "edit_posts", "rest_forbidden_context")
        elif row["status"] != "publish":
            self.need(user, "edit_posts", "rest_forbidden")
        return Reply(200, shown(row, context))

    def _create(self, user: str, request: Request) -> Reply:
        self.need(user, "edit_posts", "rest_cannot_create")
        given = self._given(user, request)
        if not (given.get("title") or given.get("content")):
            raise no(400, "empty_content", "Content, title, and excerpt are empty.")
        number = self.new_id()
        blank = {"title": "", "content": "", "status": "draft", "featured_media": 0, "tags": []}
        row = blank | given | {"id": number, "slug": self.free(given.get("slug") or str(number))}
        self.keep("post" if row["status"] == "publish" else "draft", row)
        return Reply(201, shown(row, "edit"))

    def _update(self, user: str, request: Request, number: int) -> Reply:
        row = self._found(number)
        self.need(user, "edit_posts", "rest_cannot_edit")
        after = row | self._given(user, request)
        went_live = row["status"] != "publish" and after["status"] == "publish"
        kind = "post" if went_live else "edit" if after["status"] == "publish" else "change"
        return Reply(200, shown(self.keep(kind, after), "edit"))

    def _delete(self, user: str, request: Request, number: int) -> Reply:
        row = self._found(number)
        self.need(user, "delete_posts", "rest_cannot_delete")
        if checked(request, {"force"}).get("force") == "true":
            self.keep("drop", row)
            return Reply(200, {"deleted": True, "previous": shown(row, "edit")})
        if self.settings["no_trash"]:
            raise no(501, "rest_trash_not_supported", "The post does not support trashing.")
        if row["status"] == "trash":
            raise no(410, "rest_already_trashed", "The post has already been deleted.")
        gone = row | {"status": "trash", "slug": f"{row['slug']}__trashed"}
        return Reply(200, shown(self.keep("trash", gone), "edit"))

    def _tag(self, user: str, request: Request) -> Reply:
        self.need(user, "edit_posts", "rest_cannot_create")
        name = fields(request, {"name": str})["name"]
        for number, known in self.tags.items():
            if known.lower() == name.lower():
                raise no(400, "term_exists", "A term with that name exists.", term_id=number)
        row = {"id": self.new_id(), "name": name}
        return Reply(201, self.keep("tag", row) | {"slug": name.lower(), "taxonomy": "post_tag"})

    def _given(self, user: str, request: Request) -> dict[str, Any]:
        given = fields(request, POST)
        status = given.get("status", "draft")
        if status not in STATUSES:
            raise invalid("status")
        if status in {"publish", "future", "private"}:
            self.need(user, "publish_posts", "rest_cannot_publish")
            if self.settings["moderated"]:
                given["status"] = "pending"
        picture = given.get("featured_media", 0)
        if picture and "source" not in self.rows.get(picture, {}):
            given["featured_media"] = 0  # WordPress overlooks it
        if not set(given.get("tags", [])) <= set(self.tags):
            raise invalid("tags")
        return given

    def _found(self, number: int) -> dict[str, Any]:
        row = self.rows.get(number)
        if row is None or "title" not in row:
            raise no(404, "rest_post_invalid_id", "Invalid post ID.")
        return row


def _route(request: Request) -> str | None:
    if "rest_route" in request.query and request.path == "/":
        return request.query["rest_route"]
    if request.path.startswith("/wp-json"):
        return request.path.removeprefix("/wp-json") or "/"
    return None


def _maintenance(request: Request) -> Reply:
    wait = {"Retry-After": "600"}
    if "application/json" not in request.headers.get("Accept", ""):
        return Reply(503, "<p>Briefly unavailable for scheduled maintenance.", wait, "text/html")
    said = {"code": "wp_die", "message": "Briefly unavailable.", "data": {"status": 503}}
    return Reply(503, said, wait)


if __name__ == "__main__":
    run(WordPress)
