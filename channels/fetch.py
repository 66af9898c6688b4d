"""Fetching an office's feed: a conditional GET through the guard, with redirects by hand.

Nothing of one hop is carried to the next but the address: no cookies, no sign-in, no proxies.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

import httpx

from channels.allowance import Allowance
from channels.body import read_body
from channels.guarded import Guard
from channels.outbound import AddressRefused, Busy, FetchFailed, TooSlow, Why
from channels.pinned import GuardedTransport
from channels.retry_after import retry_after

WANTED = (
    "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
)
MOVED = (301, 302, 303, 307, 308)
MOVED_FOR_GOOD = (301, 308)
LONGEST_VALIDATOR = 300
LONGEST_DATE = 100
LONGEST_MOVE = 500  # what is kept as a feed's address


class Status(StrEnum):
    NEW = "new"
    NOT_MODIFIED = "not-modified"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. Keep ``etag`` and ``last_modified`` of a NEW one and send them along next time.

    ``final_url`` is the base for relative links. ``permanent_redirect_to`` is the feed's new
    address where the server said "moved for good"; otherwise empty.
    """

    status: Status
    final_url: str
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    permanent_redirect_to: str = ""


def fetch_feed(url: str, *, etag: str = "", last_modified: str = "", guard: Guard) -> Fetched:
    """Ask for a feed. Raises ``AddressRefused`` or ``FetchFailed``, nothing else."""
    known = {"If-None-Match": _validator(etag), "If-Modified-Since": _validator(last_modified)}
    headers = {
        "User-Agent": guard.agent,
        "Accept": WANTED,
        "Accept-Encoding": "gzip",
        **{name: value for name, value in known.items() if value},
    }
    transport = GuardedTransport(guard, Allowance.of(guard.caps))
    with _our_errors():
        fetched = _follow(transport, guard.read(url), headers, guard)
    if fetched.status is Status.NOT_MODIFIED and not any(known.values()):
        raise FetchFailed(Why.UNREADABLE_ANSWER, "304 to a plain question")
    return fetched


def _follow(
    transport: GuardedTransport, url: httpx.URL, headers: dict[str, str], guard: Guard
) -> Fetched:
    moved_to, for_good = "", True
    for _ in range(guard.caps.redirects + 1):
        request = httpx.Request("GET", url, headers=headers)
        with closing(transport.handle_request(request)) as response:
            if response.status_code not in MOVED:
                return replace(_understand(response, url, guard), permanent_redirect_to=moved_to)
            url = _next_hop(response, url, guard)
            for_good = for_good and response.status_code in MOVED_FOR_GOOD
            if for_good and len(str(url)) <= LONGEST_MOVE:
                moved_to = str(url)
    raise FetchFailed(Why.MANY_REDIRECTS, url.host)


def _next_hop(response: httpx.Response, url: httpx.URL, guard: Guard) -> httpx.URL:
    try:
        target = str(url.join(response.headers.get("location", "")))
    except (httpx.InvalidURL, UnicodeError) as e:
        raise AddressRefused(Why.BAD_ADDRESS, "redirect") from e
    following = guard.read(target)
    if url.scheme == "https" and following.scheme != "https":
        raise AddressRefused(Why.DOWNGRADE, following.host)
    return following


def _understand(response: httpx.Response, url: httpx.URL, guard: Guard) -> Fetched:
    match response.status_code:
        case 200:
            return Fetched(
                Status.NEW,
                str(url),
                read_body(response, guard.caps.body),
                content_type=response.headers.get("content-type", "")[:LONGEST_VALIDATOR],
                etag=_validator(response.headers.get("etag", "")),
                last_modified=_validator(response.headers.get("last-modified", ""), LONGEST_DATE),
            )
        case 304:
            return Fetched(Status.NOT_MODIFIED, str(url))
        case 410:
            return Fetched(Status.GONE, str(url))
        case 429 | 503:
            raise Busy(retry_after(response.headers), str(response.status_code))
        case status:
            raise FetchFailed(_reason(status), str(status))


def _reason(status: int) -> Why:
    if status in (401, 403, 407, 451):
        return Why.FORBIDDEN
    if status == 404:
        return Why.NOT_FOUND
    return Why.SERVER_TROUBLE if status >= 500 else Why.UNREADABLE_ANSWER


def _validator(value: str, most: int = LONGEST_VALIDATOR) -> str:
    """A validator goes back to the server as it came, or not at all.

    A cut or re-encoded one would never match; bytes beyond ASCII cannot be sent as they were.
    """
    return value if len(value) <= most and value.isascii() and value.isprintable() else ""


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException as e:
        raise TooSlow(str(e)) from e
    except httpx.ConnectError as e:
        raise FetchFailed(_connect_reason(e), "connect") from e
    except httpx.TransportError as e:
        raise FetchFailed(Why.LOST_ANSWER, type(e).__name__) from e


def _connect_reason(error: BaseException) -> Why:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Why.BAD_CERTIFICATE
        cause = cause.__cause__ or cause.__context__  # httpcore drops the former
    return Why.UNREACHABLE
