"""The time and bytes one call may take, held at the socket, where nothing gets past it.

httpx has timeouts for each read only: a server that drips a byte a second would hold us for ever.
"""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass
from typing import Any

import httpcore

from channels.guarded import Caps
from channels.outbound import TooLarge


@dataclass(slots=True)
class Allowance:
    """What is left of one call's time and bytes, over all its redirects."""

    until: float
    bytes_left: int

    @classmethod
    def of(cls, caps: Caps) -> Allowance:
        # Heads of all redirects and the body as it comes over the wire, still compressed.
        return cls(time.monotonic() + caps.total, caps.body + caps.head * (caps.redirects + 1))

    def seconds(self, most: float | None) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this call is up")
        return left if most is None else min(left, most)

    def spend(self, count: int) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise TooLarge("over the wire")


class WatchedStream(httpcore.NetworkStream):
    """A socket that stops when the allowance of its call is used up, even if it only drips."""

    def __init__(self, stream: httpcore.NetworkStream, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._allowance.seconds(timeout))
        self._allowance.spend(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._allowance.seconds(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._allowance.seconds(timeout)
        inner = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return WatchedStream(inner, self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
