"""Signing in with Facebook: one visit brings Pages, and the Instagram accounts linked to them.

The token of the person is traded for one that lives sixty days, because the tokens of Pages that
come of such a one do not end by themselves. Then it is forgotten.

Meta for Developers, "Manually Build a Login Flow", "Long-Lived Access Tokens", "Page accounts" and
"Facebook Login for Business", 2026-08. The code is traded by GET there, and only there: the secret
travels in an address, which nothing of ours writes down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from channels.answer import at
from channels.base import step
from channels.facebook.login import Credentials as Page
from channels.graph import FACEBOOK, Graph
from channels.http import Wire
from channels.instagram.login import Credentials as Instagram
from channels.oauth.declared import App, Choice, NothingThere, OAuth, Return, Withheld
from channels.oauth.speech import text_at, traded

TOKENS = f"{FACEBOOK.origin}/{FACEBOOK.version}/oauth/access_token"
FOR_PAGES = ("pages_show_list", "pages_read_engagement", "pages_manage_posts")
FOR_INSTAGRAM = ("instagram_basic", "instagram_content_publish")
# Whoever gives none of these can publish all the same; only figures stay untold.
FOR_FIGURES = ("read_insights", "pages_read_user_content", "instagram_manage_insights")
FIELDS = "id,name,access_token,tasks,instagram_business_account{id,username}"


def _grant(wire: Wire, came: Return) -> Sequence[Choice]:
    token = _long_lived(wire, came)
    graph = Graph(wire, came.app, token, came.app.secret)
    given = _permissions(graph)
    missing = [scope for scope in FOR_PAGES if scope not in given]
    if missing:
        raise Withheld(missing)
    with_instagram = given.issuperset(FOR_INSTAGRAM)
    choices = [
        choice
        for page in graph.pages("me/accounts", fields=FIELDS)
        if _may_post(page)
        for choice in _choices(page, came.app, with_instagram=with_instagram)
    ]
    if not choices:
        raise NothingThere("a Page on which this person may create content")
    return choices


def _long_lived(wire: Wire, came: Return) -> str:
    app = {"client_id": came.app.id, "client_secret": came.app.secret}
    code = {"redirect_uri": came.redirect_uri, "code": came.code}
    short = _traded(wire, came.app, app | code)
    more = {"grant_type": "fb_exchange_token", "fb_exchange_token": short}
    return _traded(wire, came.app, app | more)


def _traded(wire: Wire, app: App, fields: Mapping[str, str]) -> str:
    said = traded(wire.session(app), wire, TOKENS, fields, method="GET")
    return text_at(said, "access_token")


def _permissions(graph: Graph) -> set[str]:
    rows = graph.rows("me/permissions")
    return {str(row.get("permission")) for row in rows if row.get("status") == "granted"}


def _may_post(page: Mapping[str, Any]) -> bool:
    tasks = page.get("tasks")
    return bool(page.get("access_token")) and isinstance(tasks, list) and "CREATE_CONTENT" in tasks


def _choices(page: Mapping[str, Any], app: App, *, with_instagram: bool) -> Sequence[Choice]:
    token, name = str(page["access_token"]), str(page.get("name") or page["id"])
    number = str(page["id"])
    of_page = Choice("facebook", Page(number, token, app_id=app.id), remote_id=number, name=name)
    linked = at(page, "instagram_business_account", "id")
    if not (with_instagram and linked):
        return [of_page]
    handle = text_at(page, "instagram_business_account", "username")
    credentials = Instagram(str(linked), token, app_id=app.id)
    shown = f"@{handle}" if handle else name
    of_linked = Choice("instagram", credentials, remote_id=str(linked), name=shown, detail=name)
    return [of_page, of_linked]


OAUTH = OAuth(
    provider="meta",
    at="facebook.com",
    authorize=f"https://www.facebook.com/{FACEBOOK.version}/dialog/oauth",
    scopes=FOR_PAGES + FOR_INSTAGRAM + FOR_FIGURES,
    separator=",",
    pkce=False,  # the dialog takes no challenge for a code; the secret of the app guards it
    grant=_grant,
    portal="developers.facebook.com",
    steps=(
        step(
            "Masuk di facebook.com dengan akun Facebook Anda sendiri yang menjadi pengelola Halaman"
            " kantor."
        ),
        step("Pilih Halaman kantor dan akun Instagram-nya, lalu setujui semua izin yang diminta."),
        step("Anda kembali ke sini dan memilih mana yang disambungkan."),
    ),
)
