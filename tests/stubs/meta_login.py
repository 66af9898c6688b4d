"""Facebook Login: "Manually Build a Login Flow", "Long-Lived Access Tokens" and "Page accounts",
Meta for Developers, 2026-08.

Settings: ``pages`` (``{"id", "name", "tasks", "instagram"}``), ``withheld`` (permissions that the
person did not give).
"""

from __future__ import annotations

from tests.stubs.consent import Consent
from tests.stubs.graph import error, known, paged
from tests.stubs.server import Stub
from tests.stubs.wire import Rejected, Reply, Request

SCOPES = frozenset(
    {
        "pages_show_list", "pages_read_engagement", "pages_manage_posts", "instagram_basic",
        "instagram_content_publish", "pages_manage_engagement", "read_insights",
        "pages_read_user_content", "instagram_manage_insights",
    }
)  # fmt: skip
SETTINGS = {
    "pages": [
        {
            "id": "4001", "name": "Kanim Contoh", "tasks": ["CREATE_CONTENT", "MODERATE"],
            "instagram": "17841400000000001",
        },
        {"id": "4002", "name": "Toko Kue", "tasks": ["ANALYZE"], "instagram": ""},
    ],
    "withheld": [],
}  # fmt: skip
CODE = {"client_id", "client_secret", "redirect_uri", "code"}
LONG = {"client_id", "client_secret", "grant_type", "fb_exchange_token"}
SIXTY_DAYS = 5_184_000


def refuse(status: int, name: str, described: str) -> Rejected:
    if name == "invalid_client":
        return error(1, "Error validating client secret.")
    return error(100, f"This authorization code is not good: {described}", 36009)


def consent(stub: Stub) -> Consent:
    return Consent(stub, SCOPES, pkce=False, separator=",", refuse=refuse)


def token(at: Consent, request: Request) -> Reply:
    """GET /oauth/access_token: for a code, or a long-lived one for a short one."""
    given = request.query
    if given.get("client_id") not in at.stub.settings["clients"]:
        raise error(101, "Error validating application. Cannot get application info.")
    client = at.client(given["client_id"], given.get("client_secret", ""))
    if set(given) == CODE:
        made = at.traded(given, client, seconds=3600)
    elif set(given) == LONG and given["grant_type"] == "fb_exchange_token":
        short = at.tokens.get(given["fb_exchange_token"])
        if short is None or at.is_over(given["fb_exchange_token"]):
            raise error(190, "Error validating access token", 463)
        made = at.issue(short["who"], "", short["scopes"], seconds=SIXTY_DAYS, long=True)
    else:
        raise error(100, "(#100) Parameters are missing or unknown")
    said = {"access_token": made["access"], "token_type": "bearer", "expires_in": made["seconds"]}
    return Reply(200, said)


def permissions(at: Consent, access: str) -> Reply:
    withheld = at.stub.settings["withheld"]
    scopes = at.tokens[access]["scopes"] if access in at.tokens else []
    rows = [
        {"permission": one, "status": "declined" if one in withheld else "granted"}
        for one in scopes
    ]
    return Reply(200, {"data": rows})


def accounts(at: Consent, access: str, given: dict[str, str]) -> Reply:
    """The Pages of the person, each with a token that does not end if his own is long-lived."""
    if not at.tokens.get(access, {}).get("long"):
        raise error(190, "The stub wants a long-lived token here, or Page tokens would end")
    rows = []
    for page in at.stub.settings["pages"]:
        linked = page["instagram"]
        account = {"id": linked, "username": f"akun_{linked}"} if linked else None
        rows.append(
            {"id": page["id"], "name": page["name"], "access_token": f"{page['id']}-halaman",
             "tasks": page["tasks"], "instagram_business_account": account}
        )  # fmt: skip
    return paged(rows, known(given, {"fields", "limit", "after"}))
