"""A press list: one message by e-mail to each of its readers.

Nothing can be read back from a mailbox, but a ledger of our own says of every copy how far it came,
so the same key goes on where it stopped and begins no copy twice. A mail cannot be changed or taken
back either: a correction is a RALAT that answers the first message, a withdrawal one that says
DITARIK, to whoever got what they are about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from channels.base import (
    Capabilities,
    Disconnected,
    Journal,
    Limits,
    NotSent,
    Outgoing,
    Profile,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
    asked,
    step,
)
from channels.corrections import Way
from channels.http import Wire
from channels.limits import Look, Piece, Shape
from channels.press import letter
from channels.press.address import is_mailbox, slug
from channels.press.ledger import Laid, Ledger, Server
from channels.press.letter import Sheet
from channels.press.meaning import about_us
from channels.press.round import Round, in_part, verdict
from channels.press.smtp import Line, SaidNo


@dataclass(frozen=True, slots=True)
class Credentials:
    name: str = asked(
        "Nama daftar",
        help="Tampil sebagai pengirim, misalnya Humas Imigrasi Pontianak.",
    )
    reply_to: str = asked(
        "Surel untuk balasan",
        help="Ke sini wartawan membalas, misalnya humas@kanim-contoh.go.id. Pakai alamat yang"
        " dibaca setiap hari.",
    )

    def __post_init__(self) -> None:
        if not slug(self.name) or not self.name.isprintable() or len(self.name) > 80:
            raise ValueError("Nama daftar berisi huruf atau angka, paling panjang 80.")
        if not is_mailbox(self.reply_to):
            raise ValueError("Surel untuk balasan tidak terbaca. Contoh: humas@kanim-contoh.go.id.")


class Press:
    kind = "press"
    label = "Surel pers"
    icon = "mail"
    # Many servers take no more than 10 MB, and packing makes a picture a third larger.
    limits = Limits(
        text=20_000,
        images=(0, 3),
        alt=1000,
        image_bytes=2_000_000,
        card="wide",
        look=Look(
            (Piece.SENDER, Piece.TITLE, Piece.TEXT, Piece.NOTE, Piece.MEDIA),
            Shape.ARTICLE,
            note=step(
                "Di bawahnya Gema menambahkan tautan ke ruang berita dan tautan untuk berhenti."
            ),
        ),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        can_look=False,
        settling=timedelta(seconds=5),
        deduplicates=True,
        forgets=True,
        correction=Way.MESSAGE,
        handles=False,
        # Some hundred readers in one call; the next call goes on with the others.
        call_timeout=timedelta(minutes=2),
    )
    needs = Credentials

    def __init__(self, credentials: Credentials, wire: Wire) -> None:
        self._wire = wire
        self._credentials = credentials

    def check(self) -> Profile:
        """Log in to the mail server and ask whether we may send, without sending."""
        server = self._server
        line = self._line(server)
        try:
            line.probe(server.bounces or server.sender)
        except SaidNo as no:
            raise about_us(no.reply) from None
        finally:
            line.close()
        return Profile("", slug(self._credentials.name), self._credentials.name)

    def publish(self, message: Outgoing, journal: Journal) -> Receipt:
        return self._send(Verb.PUBLISH, message, message.key)

    def edit(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        """RALAT, to whoever got the first message and still wants our mail."""
        return self._send(Verb.EDIT, message, target.remote_id)

    def delete(self, target: Remote, key: str, journal: Journal, note: str = "") -> Receipt:
        """DITARIK, to the same."""
        text = letter.withdrawal(note)
        return self._send(Verb.DELETE, Outgoing(key, text), target.remote_id)

    def reply(self, target: Remote, message: Outgoing, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "a mail says what is right")

    def repost(self, target: Remote, key: str, journal: Journal) -> Receipt:
        raise Refused(Reason.NOT_ALLOWED, "mail has no repost")

    def look(self, trace: Trace) -> Receipt:
        raise Unconfirmed(Reason.LOST_ANSWER, "a mailbox cannot be read; the same key goes on")

    def _send(self, verb: Verb, message: Outgoing, first: str) -> Receipt:
        """``first``: the key of the message that all others of its post answer."""
        server, ledger = self._server, self._ledger
        laid = self._laid(verb, message, first)
        ledger.settle(laid.issue, self._wire.now())
        compose = self._composer(verb, message, laid, server)
        stretch = Round(
            ledger, laid.issue, self._line(server), compose, self._wire.may_send, self._wire.now
        )
        try:
            said = stretch.run()
        except NotSent as error:
            raise in_part(error, ledger, laid, self._wire.now()) from None
        if (why := verdict(ledger, laid.issue, said, self._wire.now())) is not None:
            raise why
        ledger.close(laid.issue, self._wire.now())
        return Receipt(first, ledger.page(message))

    def _laid(self, verb: Verb, message: Outgoing, first: str) -> Laid:
        answers = "" if verb is Verb.PUBLISH else first
        title = " ".join(message.title.split())[:300]
        laid = self._ledger.lay(self._wire.account, message.key, title, answers, self._wire.now())
        if laid is None:
            raise Refused(Reason.GONE, "the message it is about is not known")
        if not self._ledger.tally(laid.issue, self._wire.now()).total:
            raise Refused(Reason.NOBODY_THERE, "nobody on this list has confirmed")
        return laid

    def _composer(
        self, verb: Verb, message: Outgoing, laid: Laid, server: Server
    ) -> Callable[..., bytes]:
        words = (letter.sheet_text(message, verb), letter.pictures_said(message.images))
        sheet = Sheet(
            subject=letter.subject(laid.subject, verb),
            text="\n\n".join(filter(None, words)),
            language=message.language,
            sender=server.sender,
            sender_name=self._credentials.name,
            reply_to=self._credentials.reply_to,
            list_id=self._ledger.list_id(self._credentials.name),
            page=self._ledger.page(message),
            parts=letter.parts(message.images),
        )
        return partial(letter.letter, sheet, now=self._wire.now())

    def _line(self, server: Server) -> Line:
        return Line(server, self._wire.timeout.total_seconds())

    @property
    def _ledger(self) -> Ledger:
        if self._wire.ledger is None:
            raise NotSent(Reason.UNREACHABLE, "no ledger is plugged in")
        return self._wire.ledger

    @property
    def _server(self) -> Server:
        server = self._ledger.server
        if server is None:
            raise Disconnected(Reason.NOT_SET_UP, "no mail server is set up")
        return server
