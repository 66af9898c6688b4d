"""Getting into a LinkedIn page: signing in as one of its administrators, or a copied token.

A token lives sixty days. Only apps that LinkedIn has chosen get a refresh token with it, good for a
year; all others need somebody to sign in again. Microsoft Learn, "Authorization Code Flow (3-legged
OAuth)", "Programmatic Refresh Tokens" and "Organization Access Control by Role", 2026-05.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from channels.answer import Answer, at, rows, unclear
from channels.base import NotSent, Reason, asked, step
from channels.http import Session, Wire
from channels.linkedin.meaning import meaning
from channels.oauth.declared import App, Choice, NothingThere, OAuth, Return, Withheld
from channels.oauth.speech import renewing, text_at, traded
from channels.oauth.token import Token, after

API = "https://api.linkedin.com"
VERSION = "202609"  # each is served for a year at least
HEAD = {"LinkedIn-Version": VERSION, "X-Restli-Protocol-Version": "2.0.0"}
TOKENS = "https://www.linkedin.com/oauth/v2/accessToken"
SCOPES = ("w_organization_social", "r_organization_social", "rw_organization_admin")
ROLES = ("ADMINISTRATOR", "CONTENT_ADMINISTRATOR", "CONTENT_ADMIN")
MONTH = timedelta(days=30)
LASTS = timedelta(days=60)
MOST = 50


@dataclass(frozen=True, slots=True)
class Credentials:
    organization_id: str = asked(
        "ID Halaman LinkedIn",
        help="Buka Halaman kantor sebagai admin. Di alamatnya tertulis"
        " linkedin.com/company/ANGKA/admin: salin angkanya.",
    )
    access_token: str = asked(
        "Token akses",
        help="Masuk sebagai admin Halaman ke linkedin.com/developers, lalu buka aplikasi kantor,"
        " Docs and tools, lalu OAuth token tools. Buat token dengan izin w_organization_social,"
        " r_organization_social, dan rw_organization_admin, lalu salin ke sini. Berlaku 60 hari.",
        secret=True,
    )

    def __post_init__(self) -> None:
        if not (self.organization_id.isascii() and self.organization_id.isdecimal()):
            raise ValueError("ID Halaman LinkedIn hanya berisi angka.")


def _grant(wire: Wire, came: Return) -> Sequence[Choice]:
    said = _traded(wire, came.app, came.fields)
    # LinkedIn parts them by commas or by spaces.
    granted = text_at(said, "scope").replace(",", " ").split()
    missing = [scope for scope in SCOPES if granted and scope not in granted]
    if missing:
        raise Withheld(missing)
    token = _token(wire, said)
    session = wire.session(Credentials("0", token.access))
    names = {one: _name(session, wire, token.access, one) for one in _pages(session, wire, token)}
    if not names:
        raise NothingThere("a page that this person administers")
    return [
        Choice("linkedin", Credentials(one, token.access), token, remote_id=one, name=name)
        for one, name in names.items()
    ]


def _renew(wire: Wire, old: Token) -> Token:
    if wire.app is None:
        raise NotSent(Reason.APP_REFUSED, "no app is set up for LinkedIn")
    fields = {"grant_type": "refresh_token", "refresh_token": old.refresh}
    with renewing(wire.now()):
        return _token(wire, _traded(wire, wire.app, fields), old)


def _traded(wire: Wire, app: App, fields: Mapping[str, str]) -> dict[str, Any]:
    own = {"client_id": app.id, "client_secret": app.secret}
    return traded(wire.session(app), wire, TOKENS, {**fields, **own})


def _token(wire: Wire, said: Mapping[str, Any], old: Token | None = None) -> Token:
    """A refresh token keeps its year; using it does not begin another one."""
    now = wire.now()
    ends_at = after(now, said.get("expires_in"))
    refresh = text_at(said, "refresh_token") or (old.refresh if old else "")
    until = after(now, said.get("refresh_token_expires_in")) or (old.lasts_until if old else None)
    return Token(
        access=text_at(said, "access_token"),
        refresh=refresh,
        ends_at=ends_at,
        renew_at=now + MONTH if refresh else None,
        lasts_until=until if refresh else ends_at,
    )


def _pages(session: Session, wire: Wire, token: Token) -> Iterator[str]:
    """The ids of the pages on which this person may post."""
    path = f"/rest/organizationAcls?q=roleAssignee&state=APPROVED&count={MOST}"
    answer = _read(session, token.access, path)
    if not answer.ok:
        raise meaning(answer, wire.now(), repeatable=True)
    if not isinstance(at(answer.json, "elements"), list):
        raise unclear("roles that are no list", repeatable=True)
    for one in rows(at(answer.json, "elements")):
        number = text_at(one, "organization").rpartition(":")[2]
        if one.get("role") in ROLES and number.isascii() and number.isdecimal():
            yield number


def _name(session: Session, wire: Wire, access: str, number: str) -> str:
    """What the page calls itself; its number where LinkedIn does not tell."""
    answer = _read(session, access, f"/rest/organizations/{number}")
    return text_at(answer.json, "localizedName") or number


def _read(session: Session, access: str, path: str) -> Answer:
    headers = HEAD | {"Authorization": f"Bearer {access}"}
    return session.ask(lambda: session.request("GET", API + path, headers=headers), repeatable=True)


OAUTH = OAuth(
    provider="linkedin",
    at="linkedin.com",
    authorize="https://www.linkedin.com/oauth/v2/authorization",
    scopes=SCOPES,
    pkce=False,  # LinkedIn takes a challenge from native apps only
    grant=_grant,
    renew=_renew,
    renewal_extends=False,
    portal="linkedin.com/developers",
    steps=(
        step("Masuk di linkedin.com dengan akun Anda sendiri yang menjadi admin Halaman kantor."),
        step("Baca izin yang diminta, lalu ketuk “Allow” (Izinkan)."),
        step("Anda kembali ke sini dan memilih Halaman kantor."),
    ),
)
