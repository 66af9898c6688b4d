"""A real mail server takes the letters that Gema writes to its own people."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from content.models import Person
from scheduler import notices
from scheduler.models import Cause, Letter, Notice
from tests.people import MORNING, Network
from tests.real.line import Where
from tests.real.mail_server import USER, MailServer
from tests.scheduler.trouble import in_trouble, told_of

MINUTE = timedelta(minutes=1)
SOON = MORNING + 2 * MINUTE
DOT = rb"\r\n\.\r\n$"
TROUBLED = ("bayu", "maya", "rina", "tono")


@pytest.fixture
def mail(exim: MailServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    """Gema's mail as in service: STARTTLS, a certificate that is checked, a login."""
    monkeypatch.setenv("SSL_CERT_FILE", str(exim.certificate))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", exim.port
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, exim.password
    return exim


@pytest.fixture
def over_the_line(mail: MailServer, settings: Settings) -> MailServer:
    """TLS ends at the line, so that it can be cut between two commands."""
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = False, True
    settings.EMAIL_PORT = mail.line.port
    return mail


def trouble(network: Network, what: str = "missed", title: str = "Kiriman") -> None:
    account = network.account(handle="humas")
    told_of(in_trouble(network, account, what, 1, at=MORNING, title=title), MORNING)


def tell(start: datetime, end: datetime) -> None:
    while start <= end:
        notices.tell(start)
        start += MINUTE


def ours(mail: MailServer) -> Counter[str]:
    """How often the server took each letter of this test."""
    known = set(Letter.objects.values_list("message_id", flat=True))
    return Counter(number for _, number in mail.taken() if number in known)


def test_the_letters_arrive_each_once_in_words_any_mailbox_can_read(
    network: Network, mail: MailServer
) -> None:
    trouble(network, "failed", title="Jam layanan – “baru”")
    tell(SOON, SOON + 5 * MINUTE)
    letters = dict(Letter.objects.values_list("person__email", "message_id"))
    assert ours(mail) == Counter(letters.values())
    assert "sari@contoh.test" in letters
    for letter in (one for one in mail.delivered() if one["Message-ID"] in letters.values()):
        body = letter.get_body(("plain",))
        assert body is not None
        assert "Jam layanan – “baru”" in body.get_content()
        assert letter["Envelope-to"] == letter["To"]


def test_a_wrong_password_loses_no_letter_and_is_told(
    network: Network, mail: MailServer, settings: Settings
) -> None:
    settings.EMAIL_HOST_PASSWORD = "salah"
    trouble(network)
    tell(SOON, SOON + 5 * MINUTE)
    assert not ours(mail)
    assert Notice.objects.standing().filter(cause=Cause.MAIL).count() == 1
    settings.EMAIL_HOST_PASSWORD = mail.password
    tell(SOON + 5 * MINUTE, SOON + 40 * MINUTE)
    assert set(ours(mail).values()) == {1}
    assert len(ours(mail)) == len(TROUBLED)


def test_a_server_nobody_vouches_for_gets_no_password(
    network: Network, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    before = mail.log
    trouble(network)
    tell(SOON, SOON + 5 * MINUTE)
    assert not ours(mail)
    assert "A=plain" not in mail.log.removeprefix(before)


def test_an_address_that_is_refused_and_one_that_is_put_off_stop_nobody_else(
    network: Network, mail: MailServer
) -> None:
    Person.objects.filter(pk=network.bayu.pk).update(email="tidak-ada@contoh.test")
    Person.objects.filter(pk=network.maya.pk).update(email="nanti@contoh.test")
    trouble(network)
    tell(SOON, SOON + 2 * MINUTE)
    assert len(ours(mail)) == 2
    assert Letter.objects.filter(sent_at=None, tries=1).count() == 2


@pytest.mark.parametrize(
    ("match", "after"), [(rb"(?i)^mail FROM", 6), (rb"Message-ID", 300)], ids=["envelope", "words"]
)
def test_a_letter_cut_before_its_end_was_not_taken_and_comes_once(
    network: Network, over_the_line: MailServer, match: bytes, after: int
) -> None:
    mail = over_the_line
    trouble(network)
    with mail.line.cut(match, Where.ASKING, after):
        notices.tell(SOON)
    mail.line.wait_until_idle()
    assert not ours(mail)
    tell(SOON + MINUTE, SOON + 40 * MINUTE)
    assert set(ours(mail).values()) == {1}
    assert len(ours(mail)) == len(TROUBLED)


def test_a_letter_whose_receipt_is_lost_comes_again_as_the_same_letter(
    network: Network, over_the_line: MailServer
) -> None:
    """A notice that nobody reads is worse than one that comes twice: mailboxes know it again by
    its Message-ID."""
    mail = over_the_line
    trouble(network)
    with mail.line.cut(DOT, Where.ANSWERING):
        notices.tell(SOON)
    mail.line.wait_until_idle()
    [taken] = ours(mail)
    tell(SOON + MINUTE, SOON + 40 * MINUTE)
    assert ours(mail)[taken] == 2
    assert sorted(ours(mail).values()) == [1, 1, 1, 2]
