"""Getting into X: signing in there, or keys that somebody copies.

OAuth 2.0 with PKCE: a code is good for 30 seconds, an access token for two hours, and each refresh
token for one use. "OAuth 2.0 Authorization Code Flow with PKCE", docs.x.com, 2026-08.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from channels.base import NotSent, Reason, asked, step
from channels.http import Wire
from channels.oauth.declared import App, Choice, OAuth, Return, Withheld
from channels.oauth.speech import renewing, text_at, traded
from channels.oauth.token import Token, after

TOKENS = "https://api.x.com/2/oauth2/token"
SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")
# A refresh token that nobody uses is said to end after half a year.
KEEP_ALIVE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Either the four keys of OAuth 1.0a, which do not expire, or one OAuth 2.0 user token."""

    consumer_key: str = asked(
        "API key",
        help="Di console.x.com, buka aplikasi kantor, lalu Keys and tokens. Isi keempat kuncinya.",
        optional=True,
        secret=True,
    )
    consumer_secret: str = asked("API key secret", optional=True, secret=True)
    access_token: str = asked("Access token", optional=True, secret=True)
    access_token_secret: str = asked("Access token secret", optional=True, secret=True)
    user_token: str = asked(
        "Token pengguna OAuth 2.0",
        help="Isi ini saja bila Anda tidak memakai keempat kunci di atas. Berlaku dua jam.",
        optional=True,
        secret=True,
    )

    def __post_init__(self) -> None:
        if not (self.signs or self.user_token):
            raise ValueError("Isi keempat kunci API, atau satu token pengguna OAuth 2.0.")

    @property
    def signs(self) -> bool:
        """Whether requests are signed (OAuth 1.0a) rather than carry a token."""
        app = self.consumer_key and self.consumer_secret
        return bool(app and self.access_token and self.access_token_secret)


def _grant(wire: Wire, came: Return) -> Sequence[Choice]:
    said = _traded(wire, came.app, came.fields | came.proof)
    granted = text_at(said, "scope").split()
    missing = [scope for scope in SCOPES if granted and scope not in granted]
    if missing:
        raise Withheld(missing)
    token = _token(wire, said)
    return [Choice("x", Credentials(user_token=token.access), token)]


def _renew(wire: Wire, old: Token) -> Token:
    if wire.app is None:
        raise NotSent(Reason.APP_REFUSED, "no app is set up for X")
    fields = {"grant_type": "refresh_token", "refresh_token": old.refresh}
    with renewing(wire.now()):
        return _token(wire, _traded(wire, wire.app, fields), old.refresh)


def _traded(wire: Wire, app: App, fields: Mapping[str, str]) -> dict[str, Any]:
    return traded(wire.session(app), wire, TOKENS, fields, login=app)


def _token(wire: Wire, said: Mapping[str, Any], old_refresh: str = "") -> Token:
    now = wire.now()
    return Token(
        access=text_at(said, "access_token"),
        refresh=text_at(said, "refresh_token") or old_refresh,
        ends_at=after(now, said.get("expires_in")),
        renew_at=now + KEEP_ALIVE,
    )


OAUTH = OAuth(
    provider="x",
    at="x.com",
    authorize="https://x.com/i/oauth2/authorize",
    scopes=SCOPES,
    grant=_grant,
    renew=_renew,
    access="user_token",
    portal="console.x.com",
    steps=(
        step(
            "Masuk di x.com dengan akun kantor. Bila yang terbuka akun pribadi Anda, keluar dahulu"
            " dari sana."
        ),
        step("Periksa nama akun di bagian atas, lalu ketuk “Authorize app” (Izinkan aplikasi)."),
        step("Anda kembali ke sini dengan sendirinya."),
    ),
)
