"""An httpx transport that connects only where a ``Guard`` has just looked.

httpcore hands us the host when it wants a socket. We resolve it, check every answer and connect
to the checked number itself, so nothing can change between check and use. TLS still verifies the
certificate for the name. Each call gets fresh sockets: a kept one would outlive its check.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

import httpcore
import httpx

from channels.allowance import Allowance, WatchedStream
from channels.guarded import Caps, Guard
from channels.outbound import TooLarge

SAME_NAMES = (
    "ConnectTimeout", "ReadTimeout", "WriteTimeout", "PoolTimeout", "ConnectError", "ReadError",
    "WriteError", "LocalProtocolError", "RemoteProtocolError", "UnsupportedProtocol",
)  # fmt: skip
IN_HTTPX = {getattr(httpcore, name): getattr(httpx, name) for name in SAME_NAMES}


class PinnedBackend(httpcore.NetworkBackend):
    """Opens sockets for httpcore, and only to addresses the guard lets through."""

    def __init__(self, guard: Guard, allowance: Allowance) -> None:
        self._guard = guard
        self._allowance = allowance
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._guard.addresses(host, port, self._allowance.seconds(timeout))
        failure: Exception | None = None
        for address in addresses:
            seconds = self._allowance.seconds(timeout)
            try:
                stream = self._sockets.connect_tcp(address, port, seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:
                failure = e
            else:
                return WatchedStream(stream, self._allowance)
        raise failure or httpcore.ConnectError(host)


class GuardedTransport(httpx.BaseTransport):
    """For any ``httpx.Client`` that calls an address a person typed.

    Without an ``allowance`` each request gets its own from the guard's caps.
    """

    def __init__(self, guard: Guard, allowance: Allowance | None = None) -> None:
        self._guard = guard
        self._allowance = allowance

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = self._guard.read(str(request.url))
        caps = self._guard.caps
        pool = httpcore.ConnectionPool(
            ssl_context=self._guard.tls or _public_tls(),
            network_backend=PinnedBackend(self._guard, self._allowance or Allowance.of(caps)),
        )
        waits = {"connect": caps.connect, "read": caps.read, "write": caps.read}
        call = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": waits},
        )
        with ExitStack() as undo:
            undo.callback(pool.close)
            with _httpx_errors():
                answer = pool.handle_request(call)
            _weigh(answer.headers, caps)
            undo.pop_all()
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(pool, answer))


class _Body(httpx.SyncByteStream):
    def __init__(self, pool: httpcore.ConnectionPool, answer: httpcore.Response) -> None:
        self._pool = pool
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _httpx_errors():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
        self._pool.close()


def _weigh(headers: Iterable[tuple[bytes, bytes]], caps: Caps) -> None:
    if sum(len(name) + len(value) for name, value in headers) > caps.head:
        raise TooLarge("headers")


@contextmanager
def _httpx_errors() -> Iterator[None]:
    try:
        yield
    except tuple(IN_HTTPX) as e:
        raise IN_HTTPX[type(e)](str(e)) from e


@cache
def _public_tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
