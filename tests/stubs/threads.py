"""The Threads API v1.0: ``python -m tests.stubs.threads``. Containers, then one publish each.

Whoever has a token has an account: ``2001-anything`` is user 2001. Checked against the Threads API
documentation, "Posts", "Reposts", "Delete Posts", "Retrieve User Posts", "Troubleshooting" and
"Debug Access Token", 2026-06.

Settings: ``visible_after`` (seconds until a post is listed), ``revoked``, ``container_status``
(one, or a list used up one by one), ``container_error``, ``quota_total``, ``delete_total``,
``scopes`` (what the token was granted; null: this app may not ask), ``numbers`` (of every post),
and those of ``threads_login`` and ``consent``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import emoji

from tests.stubs import consent, threads_login
from tests.stubs.graph import (
    boolean,
    check_token,
    error,
    form,
    insights,
    known,
    paged,
    picked,
)
from tests.stubs.picture_fetching import fetched
from tests.stubs.server import Event, Stub, run
from tests.stubs.wire import Reply, Request

VERSION = "v1.0"
MEDIA = {
    "media_type", "text", "image_url", "alt_text", "is_carousel_item", "children", "reply_control",
    "link_attachment", "topic_tag", "quote_post_id", "reply_to_id",
}  # fmt: skip
LISTING = {"fields", "since", "until", "limit", "after", "before"}
NUMBERS = {"views": 300, "likes": 14, "replies": 3, "reposts": 2, "quotes": 1, "shares": 4}
SCOPES = [
    "threads_basic", "threads_content_publish", "threads_delete", "threads_manage_insights",
]  # fmt: skip
LINK = re.compile(r"https?://\S+")


class Threads(Stub):
    defaults = {
        "visible_after": 0,
        "revoked": False,
        "app_secret": "",
        "container_status": "FINISHED",
        "container_error": "UNKNOWN",
        "quota_total": 250,
        "delete_total": 100,
        "scopes": SCOPES,
        "numbers": NUMBERS,
        "too_young": False,
        **consent.SETTINGS,
    }

    def forget(self) -> None:
        super().forget()
        self.containers: dict[str, Event] = {}
        self.posts: dict[str, Event] = {}
        self.consent = threads_login.consent(self)

    def apply(self, event: Event) -> None:
        self.consent.apply(event)
        match event["kind"]:
            case "container":
                self.containers[event["id"]] = dict(event)
            case "post":
                self.posts[event["id"]] = event
                self.containers[event["container"]]["published"] = True
            case "repost":
                self.posts[event["id"]] = event
            case "delete":
                self.posts.pop(event["id"], None)

    def answer(self, request: Request) -> Reply:
        of_access = threads_login.answer(self.consent, request)
        if of_access is not None:
            return of_access
        version, _, rest = request.path.strip("/").partition("/")
        if version != VERSION:
            raise error(2635, f"(#2635) You are calling a deprecated version ({version})")
        posted = form(request)[0] if request.method == "POST" and request.body else {}
        given = posted | request.query
        user = _user(given.get("access_token", ""))
        check_token(given, self.settings)
        node, _, edge = rest.partition("/")
        if node in {"me", user}:
            return self._account(request.method, user, edge, given)
        return self._object(request.method, user, node, edge, given)

    def _account(self, method: str, user: str, edge: str, given: dict[str, str]) -> Reply:
        edges: dict[tuple[str, str], Callable[[], Reply]] = {
            ("GET", ""): lambda: self._about(user, given),
            ("POST", "threads"): lambda: self._create(user, given),
            ("POST", "threads_publish"): lambda: self._publish(user, given),
            ("GET", "threads"): lambda: self._listing(user, given),
            ("GET", "replies"): lambda: self._listing(user, given, answers=True),
            ("GET", "threads_publishing_limit"): lambda: self._quota(user, given),
        }
        handle = edges.get((method, edge))
        if handle is None:
            raise error(100, f"Unsupported {method.lower()} request.", 33)
        return handle()

    def _object(self, method: str, user: str, node: str, edge: str, given: dict[str, str]) -> Reply:
        match (method, edge):
            case ("GET", "") if node == "debug_token":
                return self._debug(user, given)
            case ("GET", "") if node in self.containers:
                return self._status(node, given)
            case ("GET", "") if node in self.posts:
                return Reply(200, picked(_shown(self.posts[node]), _fields(given)))
            case ("GET", "insights") if node in self.posts:
                self._allow("threads_manage_insights")
                numbers = self.settings["numbers"] if self.posts[node]["kind"] == "post" else {}
                return insights(node, given, numbers) if numbers else Reply(200, {"data": []})
            case ("POST", "repost") if node in self.posts:
                made = self.accept("repost", id=self._new_id("182"), user=user, target=node)
                return Reply(200, {"id": made["id"]})
            case ("DELETE", "") if self.posts.get(node, {}).get("user") == user:
                return self._delete(node, user, given)
        raise error(24, "The requested resource does not exist", 4279009)

    def _about(self, user: str, given: dict[str, str]) -> Reply:
        row = {"id": user, "username": f"akun_{user}", "name": f"Akun {user}"}
        return Reply(200, picked(row, _fields(given)))

    def _debug(self, user: str, given: dict[str, str]) -> Reply:
        known(given, {"input_token"})
        if self.settings["scopes"] is None:
            raise error(10, "(#10) Only a tester of the app may ask")
        data = {"type": "USER", "is_valid": True, "user_id": user}
        return Reply(200, {"data": data | {"scopes": self.settings["scopes"]}})

    def _create(self, user: str, given: dict[str, str]) -> Reply:
        known(given, MEDIA)
        self._allow("threads_content_publish")
        is_item = boolean(given.get("is_carousel_item", "false"))
        kind, text = given.get("media_type", ""), given.get("text", "")
        _check_text(text)
        if is_item and (text or kind != "IMAGE"):
            raise error(100, "(#100) An item of a carousel is media without text")
        if len(given.get("alt_text", "")) > 1000 or (kind != "IMAGE" and "alt_text" in given):
            raise error(100, "(#100) alt_text does not fit")
        self._check_answered(user, given.get("reply_to_id"), is_item)
        children = self._parts(kind, given)
        made = self.accept(
            "container", id=self._new_id("179"), user=user, type=kind, item=is_item, text=text,
            children=children, alt=given.get("alt_text", ""), under=given.get("reply_to_id", ""),
        )  # fmt: skip
        return Reply(200, {"id": made["id"]})

    def _parts(self, kind: str, given: dict[str, str]) -> list[str]:
        if ("image_url" in given) != (kind == "IMAGE") or ("children" in given) != (
            kind == "CAROUSEL"
        ):
            raise error(100, "(#100) The media do not fit the media_type")
        if kind == "IMAGE":
            data, size, form_ = fetched(given["image_url"], most=8_000_000)
            if form_ not in {"JPEG", "PNG"} or max(size) > 10 * min(size) or not data:
                raise error(36003, "The aspect ratio or format is not supported", 2207009)
            return []
        if kind == "TEXT" and given.get("text"):
            return []
        if kind != "CAROUSEL":
            raise error(100, "(#100) Param media_type is not known, or the text is empty")
        ids = given["children"].split(",")
        if not 2 <= len(ids) <= 20:
            raise error(100, "(#100) A carousel has 2 to 20 items")
        if not all(self.containers.get(one, {}).get("item") for one in ids):
            raise error(24, "The requested resource does not exist", 4279009)
        return ids

    def _status(self, container: str, given: dict[str, str]) -> Reply:
        code = "PUBLISHED" if self.containers[container].get("published") else self._ordered()
        why = self.settings["container_error"] if code == "ERROR" else None
        row = {"id": container, "status": code, "error_message": why}
        return Reply(200, picked(row, _fields(given)))

    def _publish(self, user: str, given: dict[str, str]) -> Reply:
        container = self.containers.get(known(given, {"creation_id"}).get("creation_id", ""))
        ours = container and container["user"] == user and not container["item"]
        if not container or not ours or container.get("published"):
            raise error(24, "The requested resource does not exist", 4279009)
        if self._ordered() != "FINISHED":
            raise error(24, "The requested resource does not exist", 4279009)
        used = self._used("post", user)
        if not container["under"] and used >= self.settings["quota_total"]:
            raise error(613, "Calls to this api have exceeded the rate limit.", 4279002)
        children = [self.containers[one] for one in container["children"]] or [container]
        alts = [child["alt"] for child in children if child["type"] == "IMAGE"]
        made = self.accept(
            "post", id=self._new_id("180"), user=user, container=container["id"],
            type=container["type"], text=container["text"], alts=alts, under=container["under"],
        )  # fmt: skip
        return Reply(200, {"id": made["id"]})

    def _delete(self, post: str, user: str, given: dict[str, str]) -> Reply:
        known(given, set())
        self._allow("threads_delete")
        if self._used("delete", user) >= self.settings["delete_total"]:
            raise error(613, "Calls to this api have exceeded the rate limit.", 4279002)
        self.accept("delete", id=post, user=user)
        return Reply(200, {"success": True, "deleted_id": post})

    def _quota(self, user: str, given: dict[str, str]) -> Reply:
        self._allow("threads_content_publish")
        row = {
            "id": user,
            "quota_usage": self._used("post", user),
            "config": {"quota_total": self.settings["quota_total"], "quota_duration": 86_400},
            "delete_quota_usage": self._used("delete", user),
            "delete_config": {"quota_total": self.settings["delete_total"]},
        }
        shown = picked(row, _fields(given) or "quota_usage")
        shown.pop("id")
        return Reply(200, {"data": [shown]})

    def _check_answered(self, user: str, under: str | None, is_item: bool) -> None:
        """Whoever owns the first post of a thread answers in it without any further permission."""
        if under is None:
            return
        if is_item:
            raise error(100, "(#100) An item of a carousel answers nothing")
        if self.posts.get(under, {}).get("user") != user:
            raise error(24, "The requested resource does not exist", 4279009)

    def _listing(self, user: str, given: dict[str, str], *, answers: bool = False) -> Reply:
        """Answers are listed apart, for those who may."""
        known(given, LISTING)
        if answers:
            self._allow("threads_read_replies")
        since, seen = float(given.get("since", "0")), time.time() - self.settings["visible_after"]
        mine = [one for one in self.posts.values() if one["user"] == user]
        mine = [one for one in mine if bool(one.get("under")) == answers]
        rows = [one for one in mine if since <= one["at"] <= seen]
        rows.sort(key=lambda one: float(one["at"]), reverse=True)
        return paged([_shown(one) for one in rows], given)

    def _allow(self, scope: str) -> None:
        scopes = self.settings["scopes"]
        if scopes is not None and scope not in scopes:
            raise error(10, "(#10) Application does not have permission for this action")

    def _ordered(self) -> str:
        order = self.settings["container_status"]
        if isinstance(order, list):
            return str(order.pop(0) if len(order) > 1 else order[0])
        return str(order)

    def _used(self, kind: str, user: str) -> int:
        day_ago = time.time() - 86_400
        events = (one for one in self.accepted if one["kind"] == kind and one["at"] > day_ago)
        return sum(one["user"] == user and not one.get("under") for one in events)

    def _new_id(self, begin: str) -> str:
        return f"{begin}{self.next_number:014d}"


def _user(token: str) -> str:
    named = token.partition("-")[0]
    return named if named.isdecimal() else str(crc32(token.encode()))


def _fields(given: dict[str, str]) -> str:
    return known(given, {"fields"}).get("fields", "")


def _check_text(text: str) -> None:
    more = sum(len(one["emoji"].encode()) - len(one["emoji"]) for one in emoji.emoji_list(text))
    if len(text) + more > 500:
        raise error(100, "(#100) Param text must be at most 500 characters long.")
    if len(set(LINK.findall(text))) > 5:
        raise error(100, "THREADS_API__LINK_LIMIT_EXCEEDED")


def _shown(post: Event) -> dict[str, Any]:
    """As it is read back: the first tag of a text is a topic and has lost its sign."""
    kind = {"TEXT": "TEXT_POST", "CAROUSEL": "CAROUSEL_ALBUM"}.get(post.get("type", ""), "IMAGE")
    return {
        "id": post["id"],
        "text": re.sub(r"#(\w)", r"\1", post.get("text", ""), count=1) or None,
        "media_type": kind if post["kind"] == "post" else "REPOST_FACADE",
        "permalink": f"https://www.threads.com/@akun_{post['user']}/post/{post['id']}",
        "timestamp": datetime.fromtimestamp(post["at"], UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
        "reposted_post": {"id": post["target"]} if post["kind"] == "repost" else None,
    }


if __name__ == "__main__":
    run(Threads)
