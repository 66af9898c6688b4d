"""Returned mail is read from a mailbox, once, by whoever comes next if the line breaks."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from pytest_django.fixtures import Settings

from channels.models import Account
from channels.press import inbox, tokens
from channels.press.inbox import Unreadable
from channels.press.models import Copy, CopyState
from tests.channels.certificates import issue as certificate
from tests.press import returned
from tests.press.desk import publish, reader, states
from tests.press.mailbox import PASSWORD, USER, Mailbox, mailbox
from tests.stubs.mailing import MailServer
from web import config


@pytest.fixture
def box(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, mail: MailServer
) -> Iterator[Mailbox]:
    pem = certificate(tmp_path / "box.pem", x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with mailbox(pem) as found:
        there = msgspec.structs.replace(
            settings.GEMA.mail,
            bounces="kembali@gema.contoh.test",
            inbox=config.Inbox("127.0.0.1", USER, found.port),
        )
        settings.GEMA = msgspec.structs.replace(settings.GEMA, mail=there)
        settings.SECRETS = msgspec.structs.replace(settings.SECRETS, inbox_password=PASSWORD)
        yield found


def read() -> list[bytes]:
    named = inbox.inbox()
    assert named is not None
    taken: list[bytes] = []
    inbox.read(named, taken.append)
    return taken


def test_what_came_back_takes_its_reader_off(box: Mailbox, press: Account) -> None:
    reader(press, "alif@media.test")
    publish(press)
    to = f"kembali+{tokens.copy_word(Copy.objects.get())}@gema.contoh.test"
    box.messages += [returned.answer(to), returned.gmail(to)]
    inbox.take_in()
    assert states(press) == {"alif@media.test": CopyState.RETURNED}
    assert box.said[-1] == b"LOGOUT"


def test_each_message_is_read_once_and_none_is_deleted(box: Mailbox) -> None:
    box.messages += [b"Subject: satu\r\n\r\nSatu.\r\n", b"Subject: dua\r\n\r\nDua.\r\n"]
    assert read() == box.messages
    assert read() == []
    assert not [said for said in box.said if b"EXPUNGE" in said or b"Deleted" in said]


@pytest.mark.parametrize(
    "command", [b"LOGIN", b"SELECT", b"UID SEARCH", b"UID FETCH 2", b"UID STORE 2"]
)
def test_what_could_not_be_read_is_read_the_next_time(box: Mailbox, command: bytes) -> None:
    box.messages += [b"Subject: satu\r\n\r\n", b"Subject: dua\r\n\r\n"]
    box.lost = command
    with pytest.raises(Unreadable):
        read()
    box.lost = b""
    assert box.messages[1] in read()
    assert box.read == {1, 2}


def test_a_message_that_could_not_be_taken_stays_unread(box: Mailbox) -> None:
    box.messages.append(b"Subject: satu\r\n\r\n")

    def away(data: bytes) -> None:
        raise LookupError

    named = inbox.inbox()
    assert named is not None
    with pytest.raises(LookupError):
        inbox.read(named, away)
    assert read() == box.messages


def test_a_wrong_password_is_told_in_the_log_without_it(
    box: Mailbox, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECRETS = msgspec.structs.replace(settings.SECRETS, inbox_password="salah-besar")
    with caplog.at_level(logging.WARNING):
        inbox.take_in()
    assert "returned mail waits: 127.0.0.1" in caplog.text
    assert "salah-besar" not in caplog.text


def test_a_server_that_nobody_vouches_for_gets_no_password(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unreadable):
        read()
    assert box.said == []


def test_without_a_mailbox_nothing_is_called(mail: MailServer) -> None:
    assert inbox.inbox() is None
    inbox.take_in()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('[mail.inbox]\nhost = "imap.contoh.test"\nuser = "kembali"\n', "mail.bounces"),
        ('[mail.inbox]\nhost = "imap.contoh.test"\n', "user"),
        ('[mail.inbox]\nhost = ""\nuser = "kembali"\n', "host"),
        ('[mail.inbox]\nhost = "a"\nuser = "b"\nfolder = "x\\"y"\n', "folder"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(tmp_path: Path, lines: str, says: str) -> None:
    path = tmp_path / "settings.toml"
    text = (config.ROOT / "settings.toml").read_text(encoding="utf-8")
    path.write_text(f"{text}\n{lines}", encoding="utf-8")
    with pytest.raises(config.WrongSetting, match=says):
        config.load(path)
