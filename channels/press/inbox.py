"""The mailbox for returned mail, read by IMAP: where the mail server runs no command of ours."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from imaplib import IMAP4, IMAP4_SSL

from django.conf import settings
from django.db import connections
from django.utils import timezone

from channels.press import returns

log = logging.getLogger(__name__)

A_ROUND = 100  # messages; the others are read in the next one


class Unreadable(Exception):
    """Not now; what is there is read in the next round. ``str()`` says where it stopped."""


@dataclass(frozen=True, slots=True)
class Inbox:
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


def inbox() -> Inbox | None:
    """None where the settings name none."""
    named = settings.GEMA.mail.inbox
    if named is None:
        return None
    password = settings.SECRETS.inbox_password
    return Inbox(named.host, named.port, named.user, password, named.folder)


def ring() -> None:
    """Called by the clock."""
    try:
        take_in()
    finally:
        connections.close_all()


def take_in() -> None:
    found = inbox()
    if found is None:
        return
    try:
        read(found, lambda data: returns.take(data, timezone.now()))
    except Unreadable as error:
        log.warning("returned mail waits: %s", error)


def read(inbox: Inbox, take: Callable[[bytes], object]) -> int:
    """Whatever nobody has read yet; how many that were. Raises Unreadable.

    A message counts as read only once it has been taken. Nothing is deleted: what is no report may
    be somebody's answer.
    """
    seconds = settings.GEMA.outbound.read_seconds
    tls = ssl.create_default_context()
    try:
        imap = IMAP4_SSL(inbox.host, inbox.port, ssl_context=tls, timeout=seconds)
        with _closed(imap):
            return _read(imap, inbox, take)
    # What the server says may repeat the login; only the kind of fault goes into a log.
    except (IMAP4.error, OSError, UnicodeError) as error:
        reason = f"{inbox.host}: {type(error).__name__}"
    raise Unreadable(reason)


@contextmanager
def _closed(imap: IMAP4) -> Iterator[None]:
    """``with imap`` would leave the socket open where the line broke before the farewell."""
    try:
        yield
    finally:
        with suppress(IMAP4.error, OSError):
            imap.logout()
        with suppress(OSError):  # mostly closed by now
            imap.shutdown()


def _read(imap: IMAP4, inbox: Inbox, take: Callable[[bytes], object]) -> int:
    imap.login(inbox.user, inbox.password)
    if imap.select(f'"{inbox.folder}"')[0] != "OK":
        raise IMAP4.error("no such folder")
    _, found = imap.uid("SEARCH", "UNSEEN")
    numbers = (found[0] or b"").decode("ascii").split()[:A_ROUND]
    for number in numbers:
        _, parts = imap.uid("FETCH", number, f"(BODY.PEEK[]<0.{returns.MOST_BYTES}>)")
        for part in parts:
            if isinstance(part, tuple):
                take(part[1])
        imap.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
    return len(numbers)
