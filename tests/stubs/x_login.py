"""How X gives tokens: "OAuth 2.0 Authorization Code Flow with PKCE", docs.x.com, 2026-08."""

from __future__ import annotations

import time

from tests.stubs.consent import Consent, fields_of
from tests.stubs.server import Stub
from tests.stubs.wire import Rejected, Reply, Request

SCOPES = frozenset({"tweet.read", "tweet.write", "users.read", "media.write", "offline.access"})


def refuse(status: int, error: str, described: str) -> Rejected:
    """X calls a bad code or refresh token a bad request, and a bad app an unauthorized one."""
    error = {"invalid_grant": "invalid_request", "invalid_client": "unauthorized_client"}.get(
        error, error
    )
    return Rejected(Reply(status, {"error": error, "error_description": described}))


def consent(stub: Stub) -> Consent:
    return Consent(stub, SCOPES, refuse=refuse)


def token(at: Consent, request: Request) -> Reply:
    """POST /2/oauth2/token: an app with a secret signs in by HTTP Basic."""
    client = at.client_by_basic(request)
    given = fields_of(request, refuse)
    time.sleep(float(at.stub.settings["token_pause"]))
    match given.pop("grant_type", ""):
        case "authorization_code" if set(given) == {"code", "redirect_uri", "code_verifier"}:
            made = at.traded(given, client, refresh=True)
        case "refresh_token" if set(given) == {"refresh_token"}:
            made = at.refreshed(given, refresh=True)
        case _:
            raise refuse(400, "invalid_request", "One or more parameters are wrong")
    said = {
        "token_type": "bearer",
        "expires_in": int(made["seconds"]),
        "access_token": made["access"],
        "scope": " ".join(made["scopes"]),
    }
    if "offline.access" in made["scopes"]:
        said["refresh_token"] = made["refresh"]
    return Reply(200, said)
