"""One conversation with a mail server, by the standard library, one recipient per message.

What ``smtplib`` does in one breath is taken apart at one place: the final dot is sent by itself,
because up to there nothing was sent and from there on nobody can take it back.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from channels.press.ledger import Server
from channels.press.meaning import Phase, Reply

T = TypeVar("T")

_LEADING_DOT = re.compile(rb"(?m)^\.")
# RFC 5321, 4.5.3.2.6, asks for ten minutes: a server may look into what it got before it answers.
# So long a silence is not waited for, but so many times longer than for any other answer.
DOT_PATIENCE = 4


class SaidNo(Exception):
    """The server did not answer yes, or not at all. Close the line unless it says otherwise."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.said)
        self.reply = reply


class NotBegun(Exception):
    """Whoever asked for it did not want the copy sent in the last instant."""


class Line:
    """A connection, opened at the first need. Every method raises ``SaidNo`` and nothing else."""

    def __init__(self, server: Server, seconds: float) -> None:
        self._server = server
        self._seconds = seconds
        self._smtp: smtplib.SMTP | None = None
        self._used = False

    def probe(self, sender: str) -> None:
        """Log in, and ask whether we may send as this sender. Nothing is sent."""
        smtp = self._open()
        self._yes(Phase.SENDER, lambda: smtp.mail(sender))
        self._try(Phase.SENDER, smtp.rset)

    def send(self, sender: str, recipient: str, data: bytes, begin: Callable[[], bool]) -> None:
        """``begin`` is asked in the last instant, with all but the dot sent."""
        smtp = self._begun(sender, len(data))
        self._yes(Phase.RECIPIENT, lambda: smtp.rcpt(recipient))
        self._yes(Phase.CONTENT, lambda: smtp.docmd("DATA"), code=354)
        self._try(Phase.CONTENT, lambda: smtp.send(_stuffed(data)))
        if not begin():
            self.hang_up()
            raise NotBegun
        self._dot(smtp)
        self._used = True

    def reset(self) -> None:
        """Forget a message that was refused, on a line that may be used again."""
        smtp = self._smtp
        if smtp is not None:
            self._try(Phase.SENDER, smtp.rset)

    def close(self) -> None:
        """Politely; it is over anyway."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError):  # every error of smtplib is one
                smtp.quit()
            smtp.close()

    def hang_up(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _begun(self, sender: str, size: int) -> smtplib.SMTP:
        """MAIL. A server that ends a conversation after so many messages is called anew."""
        used = self._used
        try:
            return self._mail(sender, size)
        except SaidNo as no:
            if not used or no.reply.code not in (0, 421):
                raise
            self.hang_up()
        return self._mail(sender, size)

    def _mail(self, sender: str, size: int) -> smtplib.SMTP:
        smtp = self._open()
        options = [f"size={size}"] if smtp.does_esmtp and smtp.has_extn("size") else []
        self._yes(Phase.SENDER, lambda: smtp.mail(sender, options))
        return smtp

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._used = False
            self._smtp = self._connect()
            self._greet(self._smtp)
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        make: Callable[..., smtplib.SMTP] = smtplib.SMTP
        if server.security == "tls":
            make = partial(smtplib.SMTP_SSL, context=ssl.create_default_context())
        where = partial(make, server.host, server.port, server.hello)
        return self._try(Phase.CONNECT, partial(where, timeout=self._seconds))

    def _greet(self, smtp: smtplib.SMTP) -> None:
        server = self._server
        self._yes(Phase.HELLO, smtp.ehlo)
        if server.security == "starttls":
            self._yes(Phase.SECURE, lambda: smtp.starttls(context=ssl.create_default_context()))
            self._yes(Phase.HELLO, smtp.ehlo)
        if server.user:
            self._yes(Phase.LOGIN, lambda: smtp.login(server.user, server.password))

    def _dot(self, smtp: smtplib.SMTP) -> None:
        sock = smtp.sock
        if sock is not None:
            sock.settimeout(self._seconds * DOT_PATIENCE)
        self._yes(Phase.DOT, lambda: _end(smtp))
        if sock is not None:
            sock.settimeout(self._seconds)

    def _yes(self, phase: Phase, call: Callable[[], tuple[int, bytes]], *, code: int = 0) -> None:
        found, text = self._try(phase, call)
        if (found != code) if code else (found // 100 != 2):
            raise SaidNo(Reply(phase, found, text.decode("utf-8", "replace")))

    def _try(self, phase: Phase, call: Callable[[], T]) -> T:
        """``smtplib`` raises an answer where it expects one it knows, and ``OSError`` for the
        rest; a user or an address that no SMTP command can carry is a ``ValueError``."""
        try:
            return call()
        except smtplib.SMTPResponseException as error:
            raw = error.smtp_error
            text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
            # After the dot it is only raised for an answer that could not be read.
            reply = Reply(phase, 0 if phase is Phase.DOT else error.smtp_code, text)
        except smtplib.SMTPNotSupportedError:
            # No STARTTLS, or no AUTH: what was asked of us cannot be kept to.
            reply = Reply(phase, 0 if phase is Phase.SECURE else 504, f"{phase} is not offered")
        except (OSError, ValueError) as error:
            reply = Reply(phase, 0, type(error).__name__)
        raise SaidNo(reply)


def _end(smtp: smtplib.SMTP) -> tuple[int, bytes]:
    smtp.send(b".\r\n")
    return smtp.getreply()


def _stuffed(data: bytes) -> bytes:
    """RFC 5321, 4.5.2: no line of a message may look like its end."""
    return _LEADING_DOT.sub(b"..", data) + (b"" if data.endswith(b"\r\n") else b"\r\n")
