"""The requests transport for hosts that a person typed in: only where a ``Guard`` has just looked.

The twin of ``channels.pinned`` for the session that adapters use. The host is read as the guard
reads it, looked up once, and every number checked; the socket goes to a checked number, so a name
that changes its answer in between gains nothing. TLS verifies the certificate for the name. The
proxies of the environment are left out: one of them would look the name up again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx
import requests

from channels.guarded import Guard, port_of
from channels.outbound import AddressRefused, FetchFailed, Why
from channels.transport import NeverLeft, Transport, never_left

MOST_NUMBERS = 4  # a stranger's name may lead to hundreds


class Barred(NeverLeft):
    """The guard does not let us call this address. ``why`` is one word for a log."""

    def __init__(self, why: str, request: requests.PreparedRequest) -> None:
        super().__init__(f"the address is barred: {why}", request=request)
        self.why = why


class PinnedTransport(Transport):
    """Connects to a number the guard let through; plain http only where an exception allows it."""

    def __init__(self, seconds: float, guard: Guard) -> None:
        self._guard = guard
        self._spot = ("", "", 0)  # name, number and port of the call under way
        super().__init__(seconds)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Try one number after the other until a connection stands."""
        until = time.monotonic() + self.seconds
        url, numbers = self._looked_up(request)
        name, port = url.raw_host.decode("ascii"), port_of(url)
        request.headers["Host"] = url.netloc.decode("ascii")
        *others, last = numbers[:MOST_NUMBERS]
        for number in others:
            self._spot = (name, number, port)
            try:
                return super().send(request, stream, timeout, verify, cert)
            except requests.ConnectionError as error:
                if not never_left(error) or time.monotonic() > until:
                    raise
        self._spot = (name, last, port)
        return super().send(request, stream, timeout, verify, cert)

    def build_connection_pool_key_attributes(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,
        cert: Any = None,
    ) -> tuple[Any, Any]:
        """Where requests asks for the host, it gets the number; TLS gets the name."""
        host, options = super().build_connection_pool_key_attributes(request, verify, cert)
        name, number, port = self._spot
        secure: dict[str, Any] = {"server_hostname": name} if host["scheme"] == "https" else {}
        if secure and self._guard.tls:
            secure["ssl_context"] = self._guard.tls
        return {**host, "host": number, "port": port}, {**options, **secure}

    def _looked_up(self, request: requests.PreparedRequest) -> tuple[httpx.URL, Sequence[str]]:
        try:
            url = self._guard.read("{0.scheme}://{0.netloc}/".format(urlsplit(str(request.url))))
            host, port = url.raw_host.decode("ascii"), port_of(url)
            if url.scheme != "https" and not self._guard.allows(host, port):
                raise AddressRefused(Why.BAD_SCHEME, "a login does not travel over plain http")
            seconds = min(self.seconds, self._guard.caps.connect)
            return url, self._guard.addresses(host, port, seconds)
        except AddressRefused as refused:
            why = refused.why
        except FetchFailed:
            why = None
        # Raised out here, so that no context drags the address along.
        if why is None:
            raise NeverLeft("the name could not be looked up", request=request)
        raise Barred(why, request)
