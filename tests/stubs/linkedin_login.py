"""How LinkedIn gives tokens, and whose pages somebody administers: Microsoft Learn, "Authorization
Code Flow (3-legged OAuth)", "Programmatic Refresh Tokens" and "Organization Access Control by
Role", 2026-05.

Settings: ``partner`` (true: this app gets refresh tokens), ``pages`` (``{"id", "role"}``).
"""

from __future__ import annotations

import time
from typing import Any

from tests.stubs.consent import Consent, fields_of
from tests.stubs.server import Stub
from tests.stubs.wire import Rejected, Reply, Request

SCOPES = frozenset(
    {"w_organization_social", "r_organization_social", "rw_organization_admin", "openid", "profile"}
)
SIXTY_DAYS, A_YEAR = 5_184_000, 31_536_000
SETTINGS: dict[str, Any] = {
    "partner": False,
    "pages": [
        {"id": "5001", "role": "ADMINISTRATOR"},
        {"id": "5002", "role": "CONTENT_ADMINISTRATOR"},
        {"id": "5003", "role": "ANALYST"},
    ],
}


def refuse(status: int, error: str, described: str) -> Rejected:
    return Rejected(Reply(status, {"error": error, "error_description": described}))


def consent(stub: Stub) -> Consent:
    return Consent(stub, SCOPES, pkce=False, refuse=refuse)


def answer(at: Consent, request: Request) -> Reply | None:
    """None for what is no question of access."""
    if request.path == "/oauth/v2/authorization":
        return at.page(request)
    if (request.method, request.path) == ("POST", "/oauth/v2/accessToken"):
        return _token(at, request)
    return None


def roles(at: Consent, request: Request) -> Reply:
    if request.query.get("q") != "roleAssignee" or request.query.get("state") != "APPROVED":
        raise refuse(400, "INVALID_PARAMETER", "q=roleAssignee and state=APPROVED are wanted")
    rows = [
        {"organization": f"urn:li:organization:{page['id']}", "role": page["role"],
         "roleAssignee": "urn:li:person:stub", "state": "APPROVED"}
        for page in at.stub.settings["pages"]
    ]  # fmt: skip
    return Reply(200, {"elements": rows, "paging": {"count": len(rows), "start": 0, "links": []}})


def _token(at: Consent, request: Request) -> Reply:
    given = fields_of(request)
    client = at.client(given.pop("client_id", ""), given.pop("client_secret", ""))
    more: dict[str, Any] = {"seconds": SIXTY_DAYS}
    match given.pop("grant_type", ""):
        case "authorization_code" if set(given) == {"code", "redirect_uri"}:
            made = at.traded(given, client, refresh=at.stub.settings["partner"] or "", **more)
        case "refresh_token" if set(given) == {"refresh_token"}:
            made = at.refreshed(given, rotate=False, **more)
        case _:
            raise refuse(400, "invalid_request", "A required parameter is missing")
    said = {"access_token": made["access"], "expires_in": SIXTY_DAYS,
            "scope": ",".join(made["scopes"])}  # fmt: skip
    if made["refresh"]:
        first = min(t["at"] for t in at.tokens.values() if t["refresh"] == made["refresh"])
        left = int(first + A_YEAR - time.time())
        said |= {"refresh_token": made["refresh"], "refresh_token_expires_in": left}
    return Reply(200, said)
