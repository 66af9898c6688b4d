"""The manners of the Graph API that the Facebook and the Instagram stub share."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any
from urllib.parse import parse_qsl

from tests.stubs.forms import File, multipart
from tests.stubs.wire import Rejected, Reply, Request

VERSION = "v26.0"
BRACES = re.compile(r"\{[^{}]*\}|\.\w+\([^()]*\)")  # of a field: its fields, and how many


def error(
    code: int, message: str, subcode: int = 0, *, status: int = 400, transient: bool = False
) -> Rejected:
    said: dict[str, Any] = {
        "message": message,
        "type": "OAuthException",
        "code": code,
        "is_transient": transient,
        "fbtrace_id": "AStub",
    }
    if subcode:
        said["error_subcode"] = subcode
    return Rejected(Reply(status, {"error": said}))


def form(request: Request) -> tuple[dict[str, str], dict[str, File]]:
    """The fields and the files of a POST."""
    if request.type == "application/x-www-form-urlencoded":
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
        if len({name for name, _ in pairs}) != len(pairs):
            raise error(100, "(#100) A parameter is given twice")
        return dict(pairs), {}
    if request.type != "multipart/form-data":
        raise error(100, "(#100) Expected a form")
    return multipart(request)


def check_token(given: dict[str, str], settings: dict[str, Any]) -> None:
    """The token, and the proof where one is sent or the app demands it."""
    token = given.pop("access_token", "")
    proof = given.pop("appsecret_proof", "")
    if settings["revoked"] or not token:
        raise error(190, "Error validating access token: the session is invalid.", 460)
    secret = str(settings["app_secret"])
    expected = hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    if secret and proof != expected:
        raise error(100, "API calls from the server require an appsecret_proof argument")


def known(given: dict[str, str], names: set[str]) -> dict[str, str]:
    if set(given) - names:
        raise error(100, f"(#100) Unknown parameter {sorted(set(given) - names)}")
    return given


def boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise error(100, f"(#100) Param must be a boolean, not {text}")
    return text == "true"


def picked(row: dict[str, Any], fields: str) -> dict[str, Any]:
    """What ``fields=`` names of a row; ``id`` always comes along."""
    names = [name for name in BRACES.sub("", BRACES.sub("", fields)).split(",") if name]
    missing = [name for name in names if name not in row]
    if missing:
        raise error(100, f"(#100) Tried accessing nonexisting field ({missing[0]})")
    return {"id": row["id"]} | {name: row[name] for name in names if row[name] is not None}


def paged(rows: list[dict[str, Any]], query: dict[str, str]) -> Reply:
    limit, begin = int(query.get("limit", "25")), int(query.get("after", "0"))
    if not 1 <= limit <= 100:
        raise error(100, "(#100) limit must be 1 to 100")
    page = [picked(row, query.get("fields", "id")) for row in rows[begin : begin + limit]]
    body: dict[str, Any] = {"data": page}
    if page:
        body["paging"] = {"cursors": {"before": str(begin), "after": str(begin + limit)}}
    if rows[begin + limit :]:
        body["paging"]["next"] = "https://graph.facebook.com/next"
    return Reply(200, body)


def insights(
    post: str, given: dict[str, str], numbers: dict[str, int], *, lacking: bool = False
) -> Reply:
    """What is told of a post: with one metric that there is not, nothing is told at all."""
    metrics = known(given, {"metric", "period"}).get("metric", "").split(",")
    if lacking:
        raise error(10, "(#10) Application does not have permission for this action")
    if not set(metrics) <= set(numbers):
        raise error(100, "(#100) The value must be a valid insights metric")
    rows = [
        {
            "name": name, "period": "lifetime", "values": [{"value": numbers[name]}],
            "title": name, "description": "", "id": f"{post}/insights/{name}/lifetime",
        }
        for name in metrics
    ]  # fmt: skip
    return Reply(200, {"data": rows})
