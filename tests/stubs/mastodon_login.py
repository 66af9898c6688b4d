"""How a Mastodon server knows apps and gives tokens: Mastodon documentation, "apps" and "oauth"
methods, 2026-11. PKCE as from 4.3 on.
"""

from __future__ import annotations

import secrets

from tests.stubs.consent import Consent, fields_of
from tests.stubs.server import Stub
from tests.stubs.wire import Rejected, Reply, Request

KNOWN = {"client_name", "redirect_uris", "scopes", "website"}
CODE = {"grant_type", "client_id", "client_secret", "redirect_uri", "code", "code_verifier"}


def refuse(status: int, error: str, described: str) -> Rejected:
    return Rejected(Reply(status, {"error": error, "error_description": described}))


def consent(stub: Stub) -> Consent:
    return Consent(stub, frozenset({"read", "write", "write:statuses", "write:media", "profile"}))


def answer(at: Consent, request: Request) -> Reply | None:
    """None for what is no question of access."""
    match (request.method, request.path):
        case ("POST", "/api/v1/apps"):
            return _register(at, request)
        case (_, "/oauth/authorize"):
            return at.page(request)
        case ("POST", "/oauth/token"):
            return _token(at, request)
    return None


def remember(at: Consent, name: str, secret: str, redirect_uri: str) -> None:
    at.stub.settings["clients"][name] = {"secret": secret, "redirect_uris": [redirect_uri]}


def _register(at: Consent, request: Request) -> Reply:
    given = fields_of(request)
    scopes = set(given.get("scopes", "read").split())
    if set(given) - KNOWN or not given.get("client_name") or not scopes <= at.scopes:
        raise Rejected(Reply(422, {"error": "Validation failed: Name can't be blank"}))
    made = at.stub.accept(
        "app", client=f"app-{len(at.stub.accepted)}", secret=secrets.token_urlsafe(16),
        redirect_uri=given["redirect_uris"], scopes=sorted(scopes),
    )  # fmt: skip
    said = {"id": "1", "name": given["client_name"], "redirect_uri": made["redirect_uri"],
            "client_id": made["client"], "client_secret": made["secret"]}  # fmt: skip
    return Reply(200, said)


def _token(at: Consent, request: Request) -> Reply:
    given = fields_of(request)
    if set(given) != CODE or given["grant_type"] != "authorization_code":
        raise refuse(400, "invalid_request", "A required parameter is missing or one is unknown")
    client = at.client(given["client_id"], given["client_secret"])
    made = at.traded(given, client)
    said = {"access_token": made["access"], "token_type": "Bearer",
            "scope": " ".join(made["scopes"]), "created_at": int(made["at"])}  # fmt: skip
    return Reply(200, said)
