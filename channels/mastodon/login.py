"""Getting into Mastodon: the server's name and signing in there, or a token made there by hand.

Mastodon has one server per community; an account is named with both, ``@humas@mastodon.social``.
Each server lets a program make itself known (``POST /api/v1/apps``); what it gives does not end by
itself. PKCE is honoured from Mastodon 4.3 on, and ignored before.
Mastodon documentation, "OAuth", "OAuth Tokens" and "apps" methods, 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.answer import Answer
from channels.base import NotSent, Reason, Refused, asked, step
from channels.guarded import Guard
from channels.http import Wire
from channels.mastodon.meaning import is_another, meaning
from channels.oauth.declared import App, Choice, OAuth, Return, Server
from channels.oauth.speech import text_at, traded
from channels.outbound import AddressRefused

SCHEME = re.compile(r"^https?://")
NO_ADDRESS = "Tulis nama servernya saja, misalnya mastodon.social."
SCOPES = ("read", "write:statuses", "write:media")
NAME = "Gema"


@dataclass(frozen=True, slots=True)
class Home:
    instance: str = asked(
        "Server",
        help=(
            "Nama server tempat akun ini dibuat: bagian terakhir nama akun. Pada"
            " @humas@mastodon.social, servernya mastodon.social."
        ),
    )

    def __post_init__(self) -> None:
        try:
            host = Guard().read(self.origin)
        except AddressRefused as error:
            raise ValueError(NO_ADDRESS) from error
        if "." not in host.host or host.raw_path != b"/":
            raise ValueError(NO_ADDRESS)

    @property
    def origin(self) -> str:
        """``https://mastodon.social``, also of ``@humas@Mastodon.social`` and of a full address."""
        text = SCHEME.sub("", self.instance.strip().lower()).rstrip("/")
        return f"https://{text.partition('/@')[0].rpartition('@')[2]}"

    @property
    def host(self) -> str:
        return self.origin.removeprefix("https://")


@dataclass(frozen=True, slots=True)
class Credentials(Home):
    access_token: str = asked(
        "Token akses",
        help=(
            "Masuk ke Mastodon lewat peramban, lalu buka Preferensi, Pengembangan, Aplikasi baru."
            " Beri nama Gema. Di bagian cakupan, centang read, write:statuses, dan write:media,"
            " lalu kirim. Buka aplikasi Gema itu dan salin “Token akses Anda”."
        ),
        secret=True,
    )


def _register(wire: Wire, home: Home, redirect_uri: str) -> App:
    fields = {"client_name": NAME, "redirect_uris": redirect_uri, "scopes": " ".join(SCOPES)}
    session = wire.session(None, guarded=True)
    headers = {"User-Agent": wire.guard.agent, "Accept-Language": "en"}
    url = f"{home.origin}/api/v1/apps"
    answer = session.ask(
        lambda: session.request("POST", url, data=fields, headers=headers), repeatable=True
    )
    number, secret = text_at(answer.json, "client_id"), text_at(answer.json, "client_secret")
    if not answer.ok:
        raise _no_server(answer) or meaning(answer, wire.now(), repeatable=True)
    if not (number and secret):
        raise Refused(Reason.WRONG_SERVER, "no app came of registering one")
    return App(number, secret)


def _no_server(answer: Answer) -> Refused | None:
    elsewhere = 300 <= answer.status < 400 or is_another(answer)
    return Refused(Reason.WRONG_SERVER, f"HTTP {answer.status}") if elsewhere else None


def _grant(wire: Wire, came: Return) -> Sequence[Choice]:
    home = came.asked
    if not isinstance(home, Home):
        raise NotSent(Reason.WRONG_SERVER, "no server was named")
    fields = came.fields | came.proof
    fields |= {"client_id": came.app.id, "client_secret": came.app.secret}
    session = wire.session(came.app, guarded=True)
    session.headers["User-Agent"] = wire.guard.agent  # some servers turn nameless programs away
    said = traded(session, wire, f"{home.origin}/oauth/token", fields)
    return [Choice("mastodon", Credentials(home.host, text_at(said, "access_token")))]


OAUTH = OAuth(
    provider="mastodon",
    at="",
    authorize="/oauth/authorize",
    scopes=SCOPES,
    grant=_grant,
    server=Server(Home, _register),
    steps=(
        step(
            "Masuk di servernya dengan akun kantor. Bila yang terbuka akun pribadi Anda, keluar"
            " dahulu dari sana."
        ),
        step("Periksa nama akunnya, lalu ketuk “Authorize” (Izinkan)."),
        step("Anda kembali ke sini dengan sendirinya."),
    ),
)
