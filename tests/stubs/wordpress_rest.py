"""The manners of WordPress's REST API: how it says no, and how it shows what it has."""

from __future__ import annotations

import json
from typing import Any

from tests.stubs.wire import Rejected, Reply, Request

HOME = "https://situs.example"
FREE = {"gema", "rest_route"}  # what WordPress overlooks, and its own way in


def no(status: int, code: str, message: str, **data: Any) -> Rejected:
    said = {"code": code, "message": message, "data": {"status": status} | data}
    return Rejected(Reply(status, said))


def invalid(name: str) -> Rejected:
    return no(400, "rest_invalid_param", f"Invalid parameter(s): {name}", params={name: "Invalid."})


def forbidden(status: int) -> Rejected:
    """A status that is not for everybody comes as a wrong parameter."""
    inner = {
        "code": "rest_forbidden_status",
        "message": "Status is forbidden.",
        "data": {"status": status},
    }
    return no(
        400,
        "rest_invalid_param",
        "Invalid parameter(s): status",
        params={"status": "Status is forbidden."},
        details={"status": inner},
    )


def page(kind: str) -> Reply:
    """What a browser would see: no such page, the front page, or the way to it."""
    status = {"home": 200, "moved": 301}.get(kind, 404)
    headers = {"Location": f"{HOME}/"} if status == 301 else {}
    return Reply(status, "<!doctype html><title>Kanim Contoh</title>", headers, "text/html")


def checked(request: Request, known: set[str]) -> dict[str, str]:
    query = request.query
    odd = set(query) - known - FREE
    if odd or not 1 <= int(query.get("per_page", "10")) <= 100:
        raise invalid(", ".join(sorted(odd)) or "per_page")
    return query


def fields(request: Request, known: dict[str, type]) -> dict[str, Any]:
    """The fields of a JSON body, each of its kind."""
    if request.type != "application/json" or set(request.query) - FREE:
        raise invalid("body")
    try:
        given = json.loads(request.body)
    except ValueError:
        raise no(400, "rest_invalid_json", "Invalid JSON body passed.") from None
    odd = [name for name in given if type(given[name]) is not known.get(name)]
    if odd:
        raise invalid(", ".join(odd))
    return dict(given)


def page_of(rows: list[dict[str, Any]], query: dict[str, str]) -> Reply:
    most = int(query.get("per_page", "10"))
    pages = -(-len(rows) // most)
    totals = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)}
    return Reply(200, rows[:most], totals)


def shown(row: dict[str, Any], context: str) -> dict[str, Any]:
    """A post. What was typed comes along only for those who may edit."""
    texts = {name: {"rendered": row[name]} for name in ("title", "content")}
    if context == "edit":
        texts = {name: {"raw": row[name], "rendered": row[name]} for name in texts}
    kept = {name: row[name] for name in ("id", "slug", "status", "featured_media", "tags")}
    live = row["status"] == "publish"
    link = f"{HOME}/{row['slug']}/" if live else f"{HOME}/?p={row['id']}"
    return kept | texts | {"link": link, "type": "post"}
