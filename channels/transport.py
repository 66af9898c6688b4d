"""The requests transport under the SDKs: bounded in time and size, exact about what never left."""

from __future__ import annotations

import io
import math
import socket
import ssl
import time
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidHeader
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

MOST_BYTES = 4_000_000  # the longest honest answer is a page of a timeline, about 300 kB
# A small buffer, so that what we wait for after sending is the answer, not the end of the sending.
SOCKET = [*HTTPSConnection.default_socket_options, (socket.SOL_SOCKET, socket.SO_SNDBUF, 262_144)]


class TooLarge(requests.RequestException):
    """The answer was longer than any honest one."""


class NeverLeft(requests.ConnectionError):
    """Nothing was sent: we do not know where to, or must not."""


class _InTime(io.RawIOBase):
    """What comes from a socket by ``until``: a timeout of the socket alone begins anew with each
    byte, and a head that drips would hold its lane for ever."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._raw = sock, sock.makefile("rb", buffering=0)
        self.seconds = sock.gettimeout()
        self.until = time.monotonic() + (self.seconds or 0)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        left = self.until - time.monotonic()
        if self.seconds is not None and left <= 0:
            raise TimeoutError("answer too slow")
        if self.seconds is not None:
            self._sock.settimeout(min(left, self.seconds))
        return self._raw.readinto(into)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self._raw = _InTime(sock)
        self.fp = io.BufferedReader(self._raw)

    def begin(self) -> None:
        """The head. The body has a time of its own (``_body``)."""
        super().begin()
        self._raw.until = math.inf


class _Connection(HTTPConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecureConnection(HTTPSConnection):
    response_class = _Answer

    def connect(self) -> None:
        """A failed handshake is a failed connection: nothing has been sent yet.

        urllib3 reports it with the same errors as a connection that broke later.
        """
        try:
            super().connect()
        except OSError as error:  # ssl.SSLError and TimeoutError are OSErrors
            raise NewConnectionError(self, f"no secure connection: {error}") from error


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class Transport(HTTPAdapter):
    """Sets the timeout on every call and reads the body within it; never retries."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, socket_options=SOCKET, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _Pool,
            "https": _SecurePool,
        }

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send with our timeout, not the caller's, and have the body read when it returns."""
        if not all(_sendable(value) for value in request.headers.values()):
            raise InvalidHeader("a header is not ASCII", request=request)
        if isinstance(request.body, bytes):
            # In blocks, each with its own timeout: a picture over a thin line takes its time.
            request.body = io.BytesIO(request.body)  # type: ignore[assignment]
        limits = (self.seconds, self.seconds)
        response = super().send(request, True, limits, verify, cert, proxies)
        response._content = _body(response, time.monotonic() + self.seconds)
        return response


def never_left(error: requests.RequestException) -> bool:
    """Whether no byte of the request was sent: no name, no connection, no secure connection."""
    if isinstance(error, requests.ConnectTimeout | NeverLeft):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    untrusted = any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _args(reason))
    return isinstance(reason, NewConnectionError) or untrusted


def _args(error: object) -> tuple[object, ...]:
    return error.args if isinstance(error, Exception) else ()


def _sendable(value: str | bytes) -> bool:
    return value.isascii()


def _body(response: requests.Response, deadline: float) -> bytes:
    """Read the whole body, at most ``MOST_BYTES`` of it and no longer than ``deadline``."""
    body = bytearray()
    try:
        while part := response.raw.read1(65_536, decode_content=True):
            body += part
            if len(body) > MOST_BYTES:
                raise TooLarge("answer too large", request=response.request)
            if time.monotonic() > deadline:
                raise requests.ReadTimeout("answer too slow", request=response.request)
    except HTTPError as error:
        raise requests.ConnectionError("answer broken off", request=response.request) from error
    finally:
        response.close()  # a connection whose answer was read to the end is back in the pool
    return bytes(body)
