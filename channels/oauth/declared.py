"""How a network lets a person give us access by signing in there (OAuth 2.0): what an adapter says.

It says where to send the person, which permissions to ask for, and what to make of the code he
comes back with. All else is done for every network alike: the secret words of the visit
(``handshake``), the screens (``views``), keeping and renewing what was given (``login``).
Plain Python: no Django.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from channels.oauth.token import Token

if TYPE_CHECKING:
    from channels.http import Wire


@dataclass(frozen=True, slots=True)
class App:
    """What this installation is to a network. ``configuration``: of Facebook Login for Business.

    ``secret`` is "" for an app that has none (a public client).
    """

    id: str
    secret: str = field(default="", repr=False, metadata={"secret": True})
    configuration: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """What a person came back with. ``asked``: what was asked of him before he went."""

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    app: App
    asked: Any = None

    @property
    def fields(self) -> dict[str, str]:
        """The token request of RFC 6749, 4.1.3."""
        return {
            "grant_type": "authorization_code",
            "code": self.code,
            "redirect_uri": self.redirect_uri,
        }

    @property
    def proof(self) -> dict[str, str]:
        """That we are who sent him (RFC 7636, 4.5)."""
        return {"code_verifier": self.verifier}


@dataclass(frozen=True, slots=True)
class Choice:
    """One account that may be connected with what was given.

    ``remote_id`` and ``name`` are "" where the account itself has to be asked. ``token`` is kept
    apart from the credentials, because it is renewed.
    """

    kind: str
    credentials: Any
    token: Token | None = None
    remote_id: str = ""
    name: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """Where people sign in, if each community has a server of its own.

    ``asks``: a dataclass of ``asked(…)`` fields with ``origin``. ``register`` makes our app known
    there.
    """

    asks: type[Any]
    register: Callable[[Wire, Any, str], App]


@dataclass(frozen=True, slots=True)
class OAuth:
    """``provider``: whose app it is; several networks may share one. ``authorize``: where a person
    gives access; a path where ``server`` says on which host. ``at``: how people call that place.

    ``grant`` trades a code for accounts to choose from. It raises ``Declined``, ``NothingThere``
    or a ``DeliveryError``. ``renew`` trades a token for its successor, and raises a
    ``DeliveryError`` only; None where tokens are not renewed. ``renewal_extends``: whether that
    puts off the day on which a person has to sign in again. ``access`` is the field of ``needs``
    that holds the token.

    ``steps``: what to do there and what to heed, in plain Indonesian, each made with ``step(…)``.
    ``portal``: where the operator registers the app.
    """

    provider: str
    at: str
    authorize: str
    scopes: tuple[str, ...]
    grant: Callable[[Wire, Return], Sequence[Choice]]
    steps: tuple[str, ...]
    portal: str = ""
    renew: Callable[[Wire, Token], Token] | None = None
    renewal_extends: bool = True
    access: str = "access_token"
    server: Server | None = None
    separator: str = " "
    pkce: bool = True
    needs_secret: bool = True
    extra: Mapping[str, str] = field(default_factory=dict)

    def address(
        self, app: App, redirect_uri: str, state: str, verifier: str, origin: str = ""
    ) -> str:
        """Where to send the person (RFC 6749, 4.1.1; RFC 7636, 4.3)."""
        query = {
            "response_type": "code",
            "client_id": app.id,
            "redirect_uri": redirect_uri,
            "state": state,
        }
        if app.configuration:
            query["config_id"] = app.configuration
        else:
            query["scope"] = self.separator.join(self.scopes)
        if self.pkce:
            query |= {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
        return f"{origin}{self.authorize}?{urlencode(query | dict(self.extra))}"


def challenge(verifier: str) -> str:
    """S256 (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Declined(Exception):
    """The network did not take what we brought. ``error`` is its own word, as RFC 6749 has them.

    ``detail`` is technical and safe to log.
    """

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(f"{error}: {detail}" if detail else error)
        self.error = error
        self.detail = detail


class NothingThere(Exception):
    """Whoever signed in has nothing that could be connected. ``what`` would have been needed."""


class Withheld(Exception):
    """Not all permissions were given. ``scopes`` are those that are missing."""

    def __init__(self, scopes: Sequence[str]) -> None:
        super().__init__(", ".join(scopes))
        self.scopes = tuple(scopes)
