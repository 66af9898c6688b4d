"""What an adapter gets from the world, and how an SDK reaches its network through it.

The SDKs (tweepy 4.17, facebook-sdk 3.1) sign and encode; what came back is read here, because
neither can be trusted with it: one has no timeout, the other never looks at the HTTP status, and
both put secrets into errors or logs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.exceptions import InvalidHeader, InvalidURL, ProxyError

from channels.answer import Answer, secrets_of, unclear
from channels.base import Board, DeliveryError, Disconnected, NotSent, Reason, Unconfirmed
from channels.guarded import Guard
from channels.keeping import ForNow, Keeper
from channels.oauth.declared import App
from channels.pinned_requests import Barred, PinnedTransport
from channels.press.ledger import Ledger
from channels.transport import TooLarge, Transport, never_left

# At DEBUG these write whole requests: the bearer token, or an address with the token in it.
for talkative in ("tweepy", "urllib3", "oauthlib", "requests_oauthlib"):
    logging.getLogger(talkative).setLevel(logging.INFO)
# This one warns about odd headers, with the whole address.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

READS = ("GET", "HEAD", "OPTIONS")
# What an SDK raises of its own when an answer is not what it expected.
STUMBLES: tuple[type[Exception], ...] = (KeyError, AttributeError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Wire:
    """What an adapter needs from the world.

    ``timeout`` is for connecting and for reading, each. ``bases`` sends a network's origin
    elsewhere: ``{"https://api.x.com": "http://127.0.0.1:9001"}``. ``pause`` waits that many
    seconds. ``board`` is the network inside the house, ``account`` the account's id in Gema.
    ``may_send`` is asked before every request that may change something: a process that slept must
    not go on with what somebody else has taken over. ``guard`` says which hosts may be called
    that a person typed in. ``keeper`` keeps the session of a network that gives one. ``ledger``
    knows the readers of a mailing list. ``app`` is what this installation is to the network, where
    it has an app there.
    """

    now: Callable[[], datetime]
    timeout: timedelta = timedelta(seconds=20)
    bases: Mapping[str, str] = field(default_factory=dict)
    pause: Callable[[float], None] = time.sleep
    board: Board | None = None
    account: str = ""
    may_send: Callable[[], bool] = lambda: True
    guard: Guard = field(default_factory=Guard)
    keeper: Keeper = field(default_factory=ForNow)
    ledger: Ledger | None = None
    app: App | None = None

    def session(
        self,
        credentials: object,
        moved: Mapping[str, str] | None = None,
        *,
        guarded: bool = False,
    ) -> Session:
        """A session for one SDK. ``moved``: origins the SDK calls by an old name.

        ``guarded`` is for hosts that a person typed in: https to public addresses, and what the
        installation's guard excepts. Where ``bases`` sends an origin is the operator's word.
        """
        return Session(self, secrets_of(credentials), moved or {}, guarded=guarded)

    def led(self, url: str) -> str:
        """Where an address really leads: ``bases`` may send its origin elsewhere."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        return self.bases.get(origin, origin).rstrip("/") + url[len(origin) :]


class Session(requests.Session):
    """A requests session with a timeout and a size limit, that stays where it was sent.

    ``answer`` is what the last call was answered with, ``None`` when nothing came back.
    """

    def __init__(
        self,
        wire: Wire,
        secrets: tuple[str, ...],
        moved: Mapping[str, str],
        *,
        guarded: bool = False,
    ) -> None:
        super().__init__()
        self.answer: Answer | None = None
        self._wire = wire
        self._secrets = secrets
        self._moved = moved
        self.auth = _leave_alone  # or requests would prefer a login it finds in ~/.netrc
        seconds = wire.timeout.total_seconds()
        self._open = Transport(seconds)
        self._is_based = False
        road = PinnedTransport(seconds, wire.guard) if guarded else self._open
        for scheme in ("https://", "http://"):
            self.mount(scheme, road)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> Any:
        """Move the address before the SDK signs it, and remember the answer."""
        self.answer = None
        if str(method).upper() not in READS and not self._wire.may_send():
            raise NotSent(Reason.UNREACHABLE, "the request was not begun in time")
        address, self._is_based = self._place(str(url))
        try:
            response = super().request(method, address, *args, **kwargs)
        finally:
            self._is_based = False
        self.answer = Answer(
            response.status_code, response.headers, response.content, self._secrets
        )
        return response

    def get_adapter(self, url: str) -> BaseAdapter:
        """What the operator sent elsewhere by ``bases`` needs no guard; what was typed does."""
        return self._open if self._is_based else super().get_adapter(url)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Never follow: an API does not redirect, a captive portal does."""

    def ask(
        self,
        call: Callable[[], object],
        *,
        repeatable: bool,
        stumbles: tuple[type[Exception], ...] = (),
    ) -> Answer:
        """Make one SDK call and return what was answered, whatever the SDK thought of it.

        ``repeatable`` says that the call may be made twice without harm: reads and uploads.
        ``stumbles`` are the SDK's own exceptions.
        """
        lost: requests.RequestException | None = None
        try:
            call()
        except requests.RequestException as error:
            lost = error
        except STUMBLES + stumbles:
            if self.answer is None:
                raise
        if self.answer is None and lost is not None:
            # Raised out here, so that no context drags the address and its token along.
            raise unanswered(lost, repeatable=repeatable)
        if self.answer is None:
            raise unclear("no answer", repeatable=repeatable)
        return self.answer

    def _place(self, url: str) -> tuple[str, bool]:
        """Where a call really goes, and whether ``bases`` says so."""
        try:
            parts = urlsplit(url)
        except ValueError as error:  # "https://[half": what people type
            raise InvalidURL("no address") from error
        origin = f"{parts.scheme}://{parts.netloc}"
        named = self._moved.get(origin, origin)
        base = self._wire.bases.get(named)
        return (base or named).rstrip("/") + url[len(origin) :], base is not None


def unanswered(error: requests.RequestException, *, repeatable: bool) -> DeliveryError:
    """What it means that a request ended without an answer we can keep."""
    request = error.request
    host = urlsplit(str(request.url)).hostname if request is not None else "the network"
    if isinstance(error, InvalidHeader):
        return Disconnected(Reason.LOGIN_ENDED, "the key holds characters that no key has")
    if isinstance(error, ValueError):  # an address that requests could not even read
        return NotSent(Reason.UNREACHABLE, "the request could not be made")
    if isinstance(error, Barred):
        return NotSent(Reason.ADDRESS_REFUSED, f"{host} must not be called: {error.why}")
    if never_left(error) or isinstance(error, ProxyError):
        return NotSent(Reason.UNREACHABLE, f"could not reach {host}")
    if isinstance(error, TooLarge):
        return unclear(f"{host} answered with too much", repeatable=repeatable)
    detail = f"lost contact with {host} before it answered"
    if repeatable:
        return NotSent(Reason.UNREACHABLE, detail)
    return Unconfirmed(Reason.LOST_ANSWER, detail)


def _leave_alone(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
