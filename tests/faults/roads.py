"""Ways that do not lead to the network: nobody listens, nobody is called so, nobody is let in."""

from __future__ import annotations

import ipaddress
import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_server, socket

from cryptography import x509

from tests.channels.certificates import issue
from tests.channels.offices import office, say

# Longer than a name can be, so that it is not known, and nobody outside is asked for it.
UNNAMED = ".".join(["tidak-ada" * 6] * 5)
BUNDLE = "REQUESTS_CA_BUNDLE"


class Roads(Mapping[str, str]):
    """What ``Wire.bases`` is: it leads to the stub, but one request, in its turn, elsewhere."""

    def __init__(self, usual: Mapping[str, str], turn: int, elsewhere: str) -> None:
        self._usual = usual
        self._turn = turn
        self._elsewhere = elsewhere
        self._asked = 0

    def __getitem__(self, origin: str) -> str:
        usual = self._usual[origin]
        self._asked += 1
        return self._elsewhere if self._asked == self._turn + 1 else usual

    def __iter__(self) -> Iterator[str]:
        return iter(self._usual)

    def __len__(self) -> int:
        return len(self._usual)


@contextmanager
def nowhere(folder: Path) -> Iterator[Mapping[str, str]]:
    """An address for each way of not getting through."""
    with ExitStack() as open_:
        open_.enter_context(_trusting_one(folder))
        with socket() as closed:
            closed.bind(("127.0.0.1", 0))
            number = closed.getsockname()[1]
        distrusted = open_.enter_context(office(say("200 OK", b"{}"), _stranger(folder)))
        broken = open_.enter_context(office(say("200 OK", b"{}")))
        yield {
            "closed": f"http://127.0.0.1:{number}",
            "unnamed": f"http://{UNNAMED}",
            "distrusted": f"https://{distrusted.spot}",
            "broken": f"https://{broken.spot}",  # no TLS is spoken there
            "crowded": f"http://127.0.0.1:{open_.enter_context(_crowded())}",
        }


@contextmanager
def _trusting_one(folder: Path) -> Iterator[None]:
    """One authority instead of the 140 of the world, which take a while to read each time."""
    spot = x509.DNSName("authority.example")
    before = os.environ.get(BUNDLE)
    os.environ[BUNDLE] = str(issue(folder / "authority.pem", spot))
    try:
        yield
    finally:
        os.environ.pop(BUNDLE)
        if before is not None:
            os.environ[BUNDLE] = before


def _stranger(folder: Path) -> ssl.SSLContext:
    """A server with a certificate that nobody vouches for."""
    spot = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issue(folder / "stranger.pem", spot))
    return context


@contextmanager
def _crowded() -> Iterator[int]:
    """A port whose waiting room is full: who calls hears nothing at all."""
    with create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as waiting:
        port = int(listener.getsockname()[1])
        for _ in range(4):
            caller = waiting.enter_context(socket())
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", port))
        yield port
