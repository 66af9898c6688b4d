"""The rules for addresses that people type in: what may be called at all, and where it leads.

``Guard`` holds the rules, ``check_address`` applies them when an address is saved. They are
applied again at each use, to the very IP address that is connected to (``channels.pinned``), so a
name that changes its answer in between gains nothing. Plain Python: the sentences for people are
in ``content.feeds.words``.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from socket import SOCK_STREAM, getaddrinfo
from threading import Thread

import httpx

from channels.addresses import is_public
from channels.outbound import AddressRefused, FetchFailed, TooSlow, Why

LONGEST_URL = 2000
NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
SPOT = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+):(?P<port>[0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that one call may take. Times in seconds; ``body`` counts after decompression."""

    total: float = 20
    connect: float = 5
    read: float = 10
    body: int = 5_000_000
    head: int = 64_000
    redirects: int = 5


Resolve = Callable[[str, int], Sequence[str]]


def ask_system(host: str, port: int) -> Sequence[str]:
    return [str(info[4][0]) for info in getaddrinfo(host, port, type=SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Guard:
    """``allow`` lists exceptions as ``host:port``, in the form they are typed: tests, intranets.

    An exception holds for that host and port only, wherever they lead.
    """

    allow: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    agent: str = "Gema/0.1"
    caps: Caps = Caps()
    resolve: Resolve = ask_system
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        for spot in self.allow:
            if not SPOT.fullmatch(spot):
                raise ValueError(f"expected host:port in lower case, not {spot!r}")

    def read(self, text: str) -> httpx.URL:
        """The address in the one form we use it in, or ``AddressRefused``."""
        url = _parse(text)
        if url.scheme not in ("http", "https"):
            raise AddressRefused(Why.BAD_SCHEME, url.scheme)
        if url.userinfo:
            raise AddressRefused(Why.HAS_PASSWORD)
        if not _is_plain_host(url.raw_host.decode("ascii")):
            raise AddressRefused(Why.BAD_ADDRESS, "odd host")
        return url

    def addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Where to connect for this host. One address off the public internet refuses them all."""
        excepted = self.allows(host, port)
        if port not in self.ports and not excepted:
            raise AddressRefused(Why.BAD_PORT, f"{host}:{port}")
        found = _in_time(self.resolve, host, port, seconds)
        if not found:
            raise FetchFailed(Why.NAME_UNKNOWN, host)
        if not excepted and not all(is_public(address) for address in found):
            raise AddressRefused(Why.PRIVATE_ADDRESS, host)
        return found

    def allows(self, host: str, port: int) -> bool:
        return (f"[{host}]:{port}" if ":" in host else f"{host}:{port}") in self.allow


def check_address(text: str, guard: Guard) -> str:
    """For saving: the address in its plain form, if it leads somewhere we may call now.

    Raises ``AddressRefused``, or ``FetchFailed`` where the name cannot be looked up.
    """
    url = guard.read(text)
    guard.addresses(url.raw_host.decode("ascii"), port_of(url), guard.caps.connect)
    return str(url)


def port_of(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _parse(text: str) -> httpx.URL:
    if len(text) > LONGEST_URL:
        raise AddressRefused(Why.BAD_ADDRESS, "too long")
    try:
        url = httpx.URL(text.strip()).copy_with(fragment=None)
        _ = url.host  # decodes the punycode, and only here says that it cannot
    except (httpx.InvalidURL, UnicodeError) as e:
        raise AddressRefused(Why.BAD_ADDRESS, "unreadable") from e
    return url


def _is_plain_host(host: str) -> bool:
    """A name, an IPv6 address without zone, or four plain decimal numbers.

    ``127.1``, ``0x7f.1`` and ``2130706433`` are loopback to the system resolver; nobody types
    them in good faith.
    """
    if ":" in host:
        return "%" not in host
    if not NAME.fullmatch(host):
        return False
    if not NUMBER.fullmatch(host.rpartition(".")[2]):
        return True
    try:
        return str(IPv4Address(host)) == host
    except AddressValueError:
        return False


def _in_time(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[str]:
    """Ask in a thread of its own: the system resolver cannot be told how long to wait."""
    answer: Future[Sequence[str]] = Future()

    def ask() -> None:
        try:
            answer.set_result(resolve(host, port))
        except (OSError, UnicodeError) as e:
            answer.set_exception(e)

    Thread(target=ask, daemon=True, name="resolve").start()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError as e:
        raise TooSlow(f"looking up {host}") from e
    except (OSError, UnicodeError) as e:
        raise FetchFailed(Why.NAME_UNKNOWN, host) from e
