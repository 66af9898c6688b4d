"""An Instagram account, as "Content Publishing" describes it: containers, then one publish each."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Any, Protocol

from tests.stubs.graph import boolean, error, known, paged, picked
from tests.stubs.picture_fetching import fetched
from tests.stubs.wire import Reply

MEDIA = {"image_url", "caption", "alt_text", "is_carousel_item", "media_type", "children"}
COUNTS = {"like_count": 40, "comments_count": 6}
NUMBERS = {"reach": 800, "views": 1300, "shares": 9}
LISTING = {"fields", "since", "until", "limit", "after"}


class Memory(Protocol):
    settings: dict[str, Any]
    containers: dict[str, dict[str, Any]]
    media: dict[str, dict[str, Any]]

    def accept(self, kind: str, **facts: Any) -> dict[str, Any]: ...

    def new_id(self, begin: str) -> str: ...


def about(user: str, given: dict[str, str]) -> Reply:
    row = {"id": user, "username": f"akun_{user}", "name": f"Akun {user}"}
    return Reply(200, picked(row, known(given, {"fields"}).get("fields", "id")))


def create(net: Memory, user: str, given: dict[str, str]) -> Reply:
    known(given, MEDIA)
    is_item = boolean(given.get("is_carousel_item", "false"))
    children: list[str] = []
    if given.get("media_type") == "CAROUSEL":
        children = _children(net, given)
    elif "media_type" in given or "image_url" not in given:
        raise error(100, "(#100) Only image_url and CAROUSEL are known here")
    else:
        _fetch(given["image_url"])
    if is_item and "caption" in given:
        raise error(100, "(#100) An item of a carousel has no caption of its own")
    _check_caption(given.get("caption", ""))
    if len(given.get("alt_text", "")) > 1000 or (children and "alt_text" in given):
        raise error(100, "(#100) alt_text does not fit")
    made = net.accept(
        "container", id=net.new_id("179"), user=user, item=is_item, children=children,
        caption=given.get("caption", ""), alt=given.get("alt_text", ""),
    )  # fmt: skip
    return Reply(200, {"id": made["id"]})


def status(net: Memory, container: str, given: dict[str, str]) -> Reply:
    """``container_status`` may be one status, or a list that is used up one by one."""
    code = "PUBLISHED" if net.containers[container].get("published") else _ordered(net)
    said = f"Error: Media upload has failed with error code {net.settings['container_error']}"
    row = {"id": container, "status_code": code, "status": said if code == "ERROR" else code}
    return Reply(200, picked(row, known(given, {"fields"}).get("fields", "id")))


def publish(net: Memory, user: str, given: dict[str, str]) -> Reply:
    container = net.containers.get(known(given, {"creation_id"}).get("creation_id", ""))
    if container is None or container["user"] != user or container["item"]:
        raise error(24, "The requested resource does not exist", 2207006)
    if container.get("published"):
        raise error(24, "The requested resource does not exist", 2207006)
    if _ordered(net) != "FINISHED":
        raise error(9007, "Media ID is not available", 2207027)
    if _used(net, user) >= net.settings["quota_total"]:
        raise error(9, "Application request limit reached", 2207042)
    children = [net.containers[one] for one in container["children"]] or [container]
    made = net.accept(
        "post", id=net.new_id("180"), user=user, container=container["id"],
        caption=container["caption"], alts=[child["alt"] for child in children],
    )  # fmt: skip
    return Reply(200, {"id": made["id"]})


def quota(net: Memory, user: str, given: dict[str, str]) -> Reply:
    config = {"quota_total": net.settings["quota_total"], "quota_duration": 86_400}
    row = {"id": user, "quota_usage": _used(net, user), "config": config}
    shown = picked(row, known(given, {"fields"}).get("fields", "quota_usage"))
    return Reply(200, {"data": [{name: shown[name] for name in shown if name != "id"}]})


def listing(net: Memory, user: str, given: dict[str, str]) -> Reply:
    known(given, LISTING)
    since, seen = float(given.get("since", "0")), time.time() - float(net.settings["visible_after"])
    rows = [one for one in net.media.values() if one["user"] == user and since <= one["at"] <= seen]
    rows.sort(key=lambda one: float(one["at"]), reverse=True)
    return paged([_shown(one) for one in rows], given)


def read(net: Memory, media: str, given: dict[str, str]) -> Reply:
    row = _shown(net.media[media]) | {name: net.settings["counts"].get(name) for name in COUNTS}
    return Reply(200, picked(row, known(given, {"fields"}).get("fields", "id")))


def remove(net: Memory, media: str) -> Reply:
    net.accept("delete", id=media)
    return Reply(200, {"success": True, "deleted_id": media})


def _ordered(net: Memory) -> str:
    order = net.settings["container_status"]
    if isinstance(order, list):
        return str(order.pop(0) if len(order) > 1 else order[0])
    return str(order)


def _children(net: Memory, given: dict[str, str]) -> list[str]:
    ids = given.get("children", "").split(",")
    if not 2 <= len(ids) <= 10 or "image_url" in given:
        raise error(100, "Invalid parameter", 2207028)
    if not all(one in net.containers and net.containers[one]["item"] for one in ids):
        raise error(24, "The requested resource does not exist", 2207006)
    return ids


def _check_caption(caption: str) -> None:
    if len(caption) > 2200:
        raise error(36004, "The caption is too long", 2207010)
    if len(re.findall(r"@\w+", caption)) > 20 or len(re.findall(r"#\w+", caption)) > 30:
        raise error(100, "Too many tags", 2207040)


def _fetch(url: str) -> None:
    """Look whether the picture may be published."""
    _, (width, height), kind = fetched(url, most=8_000_000)
    if kind != "JPEG":
        raise error(36001, "The image format is not supported", 2207005)
    if not 0.8 <= round(width / height, 2) <= 1.91:
        raise error(36003, "The aspect ratio is not supported", 2207009)


def _used(net: Memory, user: str) -> int:
    day_ago = time.time() - 86_400
    return sum(one["user"] == user and one["at"] > day_ago for one in net.media.values())


def _shown(media: dict[str, Any]) -> dict[str, Any]:
    kind = "CAROUSEL_ALBUM" if len(media["alts"]) > 1 else "IMAGE"
    return {
        "id": media["id"],
        "caption": media["caption"] or None,
        "media_type": kind,
        "permalink": f"https://www.instagram.com/p/{media['id']}/",
        "timestamp": datetime.fromtimestamp(media["at"], UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
    }
