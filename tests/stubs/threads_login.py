"""How Threads gives tokens: Threads API documentation, "Get Access Tokens and Permissions" and
"Long-Lived Access Tokens", 2026-06.

Settings: ``too_young`` (true: long-lived tokens are less than a day old and cannot be renewed).
"""

from __future__ import annotations

from tests.stubs.consent import Consent, fields_of
from tests.stubs.graph import error
from tests.stubs.server import Stub
from tests.stubs.wire import Rejected, Reply, Request

SCOPES = frozenset(
    {
        "threads_basic", "threads_content_publish", "threads_delete", "threads_manage_insights",
        "threads_manage_replies",
    }
)  # fmt: skip
SIXTY_DAYS = 5_184_000
CODE = {"client_id", "client_secret", "grant_type", "redirect_uri", "code"}


def refuse(status: int, name: str, described: str) -> Rejected:
    said = {"error_type": "OAuthException", "code": 400, "error_message": described}
    return Rejected(Reply(400, said))


def consent(stub: Stub) -> Consent:
    return Consent(stub, SCOPES, pkce=False, separator=",", refuse=refuse)


def answer(at: Consent, request: Request) -> Reply | None:
    """None for what is no question of access."""
    match (request.method, request.path):
        case (_, "/oauth/authorize"):
            return at.page(request)
        case ("POST", "/oauth/access_token"):
            return _short(at, request)
        case ("GET", "/access_token"):
            return _long(at, request.query)
        case ("GET", "/refresh_access_token"):
            return _renewed(at, request.query)
    return None


def _short(at: Consent, request: Request) -> Reply:
    given = fields_of(request, refuse)
    if set(given) != CODE or given["grant_type"] != "authorization_code":
        raise refuse(400, "", "Parameters are missing or unknown")
    client = at.client(given["client_id"], given["client_secret"])
    made = at.traded(given, client, seconds=3600)
    return Reply(200, {"access_token": made["access"], "user_id": int(made["who"])})


def _long(at: Consent, given: dict[str, str]) -> Reply:
    if set(given) != {"grant_type", "client_secret", "access_token"}:
        raise error(100, "Parameters are missing or unknown")
    secrets = [client["secret"] for client in at.stub.settings["clients"].values()]
    if given["grant_type"] != "th_exchange_token" or given["client_secret"] not in secrets:
        raise error(101, "Error validating client secret")
    return _issued(at, given["access_token"])


def _renewed(at: Consent, given: dict[str, str]) -> Reply:
    if set(given) != {"grant_type", "access_token"}:
        raise error(100, "Parameters are missing or unknown")
    old = at.tokens.get(given["access_token"], {})
    if given["grant_type"] != "th_refresh_token" or not old.get("long"):
        raise error(190, "Session key invalid. This could be because it is not long-lived.")
    if at.stub.settings["too_young"]:
        raise error(190, "The token cannot be refreshed before it is 24 hours old")
    return _issued(at, given["access_token"])


def _issued(at: Consent, old: str) -> Reply:
    known = at.tokens.get(old)
    if known is None or at.is_over(old) or at.stub.settings["revoked"]:
        raise error(190, "Error validating access token: Session has expired", 463)
    made = at.issue(known["who"], old, known["scopes"], seconds=SIXTY_DAYS, long=True)
    said = {"access_token": made["access"], "token_type": "bearer", "expires_in": SIXTY_DAYS}
    return Reply(200, said)
