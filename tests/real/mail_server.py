"""Exim, as the mail server that an installation hands its letters to, and what its log says.

Exim looks its own user up by a name that Debian makes when it installs it. Nothing is installed
here, so nss_wrapper tells the name, to this process only.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import secrets
import shutil
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509

from tests.channels.certificates import issue
from tests.real import debian
from tests.real.line import Line
from tests.real.running import free_port, listening, started, until

SOURCE = Path(__file__).parent / "exim" / "exim.conf"
NOBODY = 65534  # Exim refuses to be root
USER = "gema"
TAKEN = re.compile(r"<= (?P<sender>\S+) .* id=(?P<id>\S+) for (?P<to>\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MailServer:
    """``port`` speaks SMTP with STARTTLS; ``line`` leads there too, by TLS from the first byte."""

    folder: Path
    port: int
    line: Line
    certificate: Path
    password: str

    @property
    def log(self) -> str:
        return (self.folder / "log" / "mainlog").read_text()

    def taken(self) -> list[tuple[str, str]]:
        """To whom it took which message, each time that it did: recipient and Message-ID."""
        return [(row["to"], f"<{row['id']}>") for row in TAKEN.finditer(self.log)]

    def delivered(self) -> list[EmailMessage]:
        """What lies in the mailboxes."""
        files = sorted((self.folder / "mail" / "new").glob("*"))
        read = (
            email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in files
        )
        return list(read)

    def came_to(self, name: str) -> list[bytes]:
        """What lies in the mailboxes for an address that begins so, as it came."""
        files = sorted((self.folder / "mail" / "new").glob("*"))
        mark = f"\nEnvelope-to: {name}".encode()
        return [data for data in (one.read_bytes() for one in files) if mark in data]


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    debian.fetch()
    port, password = free_port(), secrets.token_hex(12)
    owner = os.geteuid() or NOBODY
    for name in ("", "spool", "log", "mail"):
        (folder / name).mkdir()
        os.chown(folder / name, owner, -1)
    folder.chmod(0o755)
    exim = _plain_copy(debian.find("usr/sbin/exim4"), folder / "exim")
    certificate = issue(folder / "surel.test.pem", x509.IPAddress(ip_address("127.0.0.1")))
    certificate.chmod(0o644)
    puts = {"FOLDER": folder, "PORT": port, "EXIM": exim, "OWNER": owner, "SECRET": password}
    config = folder / "exim.conf"
    config.write_text(_filled(SOURCE.read_text(), {name: str(put) for name, put in puts.items()}))
    log = folder / "said.log"
    with started([exim, "-C", config, "-bdf"], log, _names(folder, owner)) as process:
        until(lambda: listening(port), process, log)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        line = Line(port, tls)
        yield MailServer(folder, port, line, certificate, password)
        line.close()


def _plain_copy(program: Path, path: Path) -> Path:
    """Without the setuid bit: Exim starts itself to report a failure, as somebody who is not root,
    and then the loader would not look for libraries where ours are."""
    shutil.copyfile(program, path)
    path.chmod(0o755)
    return path


def _filled(text: str, puts: dict[str, str]) -> str:
    return re.sub("|".join(puts), lambda found: puts[found[0]], text)


def _names(folder: Path, owner: int) -> dict[str, str]:
    """The environment in which Exim's user is ``owner``."""
    people, groups = folder / "passwd", folder / "group"
    people.write_text(f"root:x:0:0::/:/bin/sh\nDebian-exim:x:{owner}:{owner}::/:/bin/sh\n")
    groups.write_text(f"root:x:0:\nDebian-exim:x:{owner}:\nmail:x:8:\n")
    return {
        "LD_LIBRARY_PATH": debian.libraries(),
        "LD_PRELOAD": str(debian.find("usr/lib/*/libnss_wrapper.so")),
        "NSS_WRAPPER_PASSWD": str(people),
        "NSS_WRAPPER_GROUP": str(groups),
    }
