"""Giving access at a network (RFC 6749, 7636): the page a person sees there, codes and tokens.

What is registered, who is signed in and how long things live are settings of the stub that has it:
``clients`` (``{id: {"secret", "redirect_uris"}}``), ``who`` (the id of the account that is signed
in), ``token_seconds``, ``code_seconds``.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from tests.stubs.server import Event, Stub
from tests.stubs.wire import Rejected, Reply, Request

SETTINGS: dict[str, Any] = {
    "clients": {"gema-app": {"secret": "rahasia-aplikasi", "redirect_uris": []}},
    "who": "2001",
    "token_seconds": 7200,
    "code_seconds": 30,
}
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
KNOWN = {
    "response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge",
    "code_challenge_method",
}  # fmt: skip

Refuse = Callable[[int, str, str], Rejected]


def rfc(status: int, error: str, described: str) -> Rejected:
    """As RFC 6749, 5.2 has it."""
    return Rejected(Reply(status, {"error": error, "error_description": described}))


@dataclass
class Consent:
    """``pkce``: a challenge has to come along; else none may. ``separator``: of scopes."""

    stub: Stub
    scopes: frozenset[str]
    pkce: bool = True
    separator: str = " "
    refuse: Refuse = rfc
    codes: dict[str, Event] = field(default_factory=dict)
    tokens: dict[str, Event] = field(default_factory=dict)
    spent: set[str] = field(default_factory=set)

    def apply(self, event: Event) -> None:
        match event["kind"]:
            case "code":
                self.codes[event["code"]] = event
            case "token":
                self.tokens[event["access"]] = event
                self.spent |= {event["of"]}

    # ── the page ──

    def page(self, request: Request) -> Reply:
        """What a person sees who is signed in there, and what happens when he decides."""
        asked = request.query
        self._check_visitor(asked)
        fault = self._fault(asked)
        if fault:
            return self._home(asked, error=fault)
        if request.method == "GET":
            return self._shown(request, asked)
        if dict(parse_qsl(request.body.decode())).get("decision") != "yes":
            return self._home(asked, error="access_denied")
        code = self.stub.accept(
            "code", code=f"kode-{secrets.token_urlsafe(16)}", who=self.stub.settings["who"],
            client=asked["client_id"], redirect_uri=asked["redirect_uri"],
            scopes=asked["scope"].split(self.separator), challenge=asked.get("code_challenge", ""),
        )["code"]  # fmt: skip
        return self._home(asked, code=code)

    def _check_visitor(self, asked: Mapping[str, str]) -> None:
        """An unknown app or address is never sent anybody (RFC 6749, 4.1.2.1)."""
        client = self.stub.settings["clients"].get(asked.get("client_id"))
        if client is None or asked.get("redirect_uri") not in client["redirect_uris"]:
            raise Rejected(Reply(400, "Invalid client or redirect_uri", type="text/plain"))

    def _fault(self, asked: Mapping[str, str]) -> str:
        scopes = asked.get("scope", "").split(self.separator)
        challenged = {"code_challenge", "code_challenge_method"} & set(asked)
        if set(asked) - KNOWN or not asked.get("state") or bool(challenged) != self.pkce:
            return "invalid_request"
        if asked.get("response_type") != "code":
            return "unsupported_response_type"
        if not set(scopes) <= self.scopes:
            return "invalid_scope"
        if self.pkce and not (
            asked.get("code_challenge_method") == "S256"
            and CHALLENGE.fullmatch(asked.get("code_challenge", ""))
        ):
            return "invalid_request"
        return ""

    def _shown(self, request: Request, asked: Mapping[str, str]) -> Reply:
        who = escape(str(self.stub.settings["who"]))
        page = (
            '<!doctype html><html lang="id"><meta name="viewport" content="width=device-width">'
            f"<title>Izin</title><h1>Gema meminta izin</h1><p>Masuk sebagai akun_{who}</p>"
            f"<p>{escape(asked['scope'])}</p>"
            f'<form method="post" action="{escape(request.target)}">'
            '<button name="decision" value="yes">Authorize app</button>'
            '<button name="decision" value="no">Cancel</button></form>'
        )
        return Reply(200, page, type="text/html; charset=utf-8")

    def _home(self, asked: Mapping[str, str], **said: str) -> Reply:
        query = urlencode(said | {"state": asked.get("state", "")})
        return Reply(303, "", {"Location": f"{asked['redirect_uri']}?{query}"}, type="")

    # ── codes and tokens ──

    def client_by_basic(self, request: Request) -> str:
        """The app that signs in by HTTP Basic, or ``Rejected``."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            name, secret = "", ""
        if scheme != "Basic":
            raise self.refuse(401, "unauthorized_client", "Missing valid authorization header")
        return self.client(unquote(name), unquote(secret))

    def client(self, name: str, secret: str) -> str:
        known = self.stub.settings["clients"].get(name)
        if known is None or not secrets.compare_digest(known["secret"], secret):
            raise self.refuse(401, "invalid_client", "Client authentication failed")
        return name

    def traded(self, given: Mapping[str, str], client: str, **more: Any) -> Event:
        """A token for a code: once, in time, for whom it was made, with what it was made for."""
        code = self.codes.get(given.get("code", ""))
        if code is None or code["code"] in self.spent or code["client"] != client:
            raise self.refuse(400, "invalid_grant", "The code is not good")
        if time.time() - code["at"] > float(self.stub.settings["code_seconds"]):
            raise self.refuse(400, "invalid_grant", "The code has expired")
        if given.get("redirect_uri") != code["redirect_uri"]:
            raise self.refuse(400, "invalid_grant", "redirect_uri is another one")
        self._check_verifier(code["challenge"], given.get("code_verifier", ""))
        return self.issue(code["who"], code["code"], code["scopes"], **more)

    def refreshed(self, given: Mapping[str, str], *, rotate: bool = True, **more: Any) -> Event:
        """A token for a refresh token, which is used up by that where they rotate."""
        refresh = given.get("refresh_token", "")
        old = next((one for one in self.tokens.values() if one["refresh"] == refresh), None)
        if not refresh or old is None or refresh in self.spent or self.stub.settings["revoked"]:
            raise self.refuse(400, "invalid_grant", "Value passed for the token was invalid.")
        if not rotate:
            more |= {"refresh": refresh}
        return self.issue(old["who"], refresh if rotate else "", old["scopes"], **more)

    def issue(self, who: str, of: str, scopes: list[str], **more: Any) -> Event:
        number = secrets.token_urlsafe(12)
        facts = {"refresh": "", "seconds": self.stub.settings["token_seconds"]} | more
        if facts["refresh"] is True:
            facts["refresh"] = f"{who}-segar-{number}"
        return self.stub.accept(
            "token", access=f"{who}-masuk-{number}", who=who, of=of, scopes=scopes, **facts
        )

    def is_over(self, access: str) -> bool:
        """Whether it is one of ours that has ended. Of others nobody here can tell."""
        token = self.tokens.get(access)
        return token is not None and time.time() - token["at"] > float(token["seconds"])

    def _check_verifier(self, challenge: str, verifier: str) -> None:
        if not challenge and not verifier:
            return
        digest = hashlib.sha256(verifier.encode()).digest()
        made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not VERIFIER.fullmatch(verifier) or made != challenge:
            raise self.refuse(400, "invalid_grant", "code_verifier does not fit")


def fields_of(request: Request, refuse: Refuse = rfc) -> dict[str, str]:
    """The fields of a form; none of them twice, as RFC 6749, 3.2 demands."""
    if request.type != "application/x-www-form-urlencoded":
        raise refuse(400, "invalid_request", "Expected a form")
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
    if len({name for name, _ in pairs}) != len(pairs):
        raise refuse(400, "invalid_request", "A parameter is given twice")
    return dict(pairs)
