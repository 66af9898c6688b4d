"""The https address under which adapters reach a server on loopback, as they reach one outside."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509

from channels.guarded import Guard
from channels.http import Wire
from tests.channels.certificates import issue
from tests.channels.sending import PATIENT, now
from tests.real.line import Line


@dataclass(frozen=True, slots=True)
class Door:
    """``name`` leads to loopback for whoever asks through ``wire``, and for nobody else."""

    name: str
    line: Line
    certificate: Path

    @property
    def spot(self) -> str:
        return f"{self.name}:{self.line.port}"

    @property
    def url(self) -> str:
        return f"https://{self.spot}"

    def wire(self, timeout: timedelta = PATIENT) -> Wire:
        guard = Guard(
            allow=frozenset({self.spot}),
            resolve=lambda host, port: ["127.0.0.1"],
            tls=ssl.create_default_context(cafile=self.certificate),
        )
        return Wire(now=now, timeout=timeout, guard=guard, account="7", pause=lambda seconds: None)


@contextmanager
def door(name: str, port: int, folder: Path) -> Iterator[Door]:
    """An address that leads to the server at ``port``."""
    certificate = issue(folder / f"{name}.pem", x509.DNSName(name))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    line = Line(port, tls)
    try:
        yield Door(name, line, certificate)
    finally:
        line.close()
