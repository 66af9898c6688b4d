"""Getting into Threads: signing in there, or a token that somebody copies.

A token lives an hour, is traded for one of sixty days, and that one renews itself from its second
day on until its last. Threads API documentation, "Authorization", "Long-Lived Tokens", 2026-06.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from channels.base import NotSent, Reason, asked, step
from channels.graph import Place
from channels.http import Wire
from channels.oauth.declared import Choice, OAuth, Return
from channels.oauth.speech import renewing, text_at, traded
from channels.oauth.token import Token, after

THREADS = Place("https://graph.threads.net", "v1.0")
WEEK = timedelta(days=7)
# Whoever does not give this can publish all the same; only figures stay untold.
INSIGHTS = "threads_manage_insights"
LASTS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Credentials:
    access_token: str = asked(
        "Token akses Threads",
        help="Di developers.facebook.com, buka aplikasi kantor lalu Kasus penggunaan, Akses API"
        " Threads, dan Pengaturan. Pada Pembuat Token Pengguna, buat token untuk akun kantor dengan"
        " izin threads_basic, threads_content_publish, threads_delete, dan"
        " threads_manage_insights, lalu salin ke sini."
        " Token berlaku 60 hari.",
        secret=True,
    )


def _grant(wire: Wire, came: Return) -> Sequence[Choice]:
    session = wire.session(came.app)
    app = {"client_id": came.app.id, "client_secret": came.app.secret}
    short = traded(session, wire, f"{THREADS.origin}/oauth/access_token", came.fields | app)
    long = _asked(wire, "access_token", "th_exchange_token", short, client_secret=came.app.secret)
    token = _token(wire, long)
    return [Choice("threads", Credentials(token.access), token)]


def _renew(wire: Wire, old: Token) -> Token:
    """The token is its own successor's key; it is no secret of the app that is asked for."""
    with renewing(wire.now()):
        said = _asked(
            wire, "refresh_access_token", "th_refresh_token", {"access_token": old.access}
        )
    fresh = _token(wire, said)
    if fresh.ends_at is None:
        raise NotSent(Reason.NETWORK_TROUBLE, "a token without an end")
    return fresh


def _asked(
    wire: Wire, path: str, grant_type: str, old: Mapping[str, Any], **more: str
) -> dict[str, Any]:
    fields = {"grant_type": grant_type, "access_token": text_at(old, "access_token")} | more
    session = wire.session(wire.app)
    return traded(session, wire, f"{THREADS.origin}/{path}", fields, method="GET")


def _token(wire: Wire, said: Mapping[str, Any]) -> Token:
    now = wire.now()
    ends_at = after(now, said.get("expires_in"))
    token = Token(access=text_at(said, "access_token"), ends_at=ends_at, lasts_until=ends_at)
    return replace(token, refresh=token.access, renew_at=now + WEEK)


OAUTH = OAuth(
    provider="threads",
    at="threads.com",
    authorize="https://threads.com/oauth/authorize",
    scopes=("threads_basic", "threads_content_publish", "threads_delete", INSIGHTS),
    separator=",",
    pkce=False,  # Threads takes no challenge; the secret of the app guards the code
    grant=_grant,
    renew=_renew,
    portal="developers.facebook.com",
    steps=(
        step(
            "Masuk di threads.com dengan akun kantor. Bila yang terbuka akun pribadi Anda, keluar"
            " dahulu dari sana."
        ),
        step("Periksa nama akunnya, lalu setujui semua izin yang diminta."),
        step("Anda kembali ke sini dengan sendirinya."),
    ),
)
