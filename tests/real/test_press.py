"""An issue goes to a press list through a real mail server, whose log says who got what."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from pytest_django.fixtures import Settings

from channels.base import Disconnected, Receipt, Remote
from channels.models import Account
from channels.opening import open_channel
from scheduler.stragglers import NoNotes
from tests.channels.sending import photo
from tests.people import Network
from tests.press.desk import body, issue, press_account, publish, readers, states, wait_is_over
from tests.real.line import Where
from tests.real.mail_server import USER, MailServer

N = 3


@pytest.fixture
def press(network: Network) -> Account:
    return press_account(network)


@pytest.fixture
def mail(exim: MailServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    """The mail of this installation, as in service: STARTTLS, a checked certificate, a login."""
    monkeypatch.setenv("SSL_CERT_FILE", str(exim.certificate))
    settings.EMAIL_HOST_PASSWORD = exim.password
    lead_to(settings, exim.port, "starttls")
    return exim


@pytest.fixture
def over_the_line(mail: MailServer, settings: Settings) -> MailServer:
    """TLS ends at the line, so that it can be cut between two commands."""
    lead_to(settings, mail.line.port, "tls")
    return mail


def lead_to(settings: Settings, port: int, security: str) -> None:
    gema = settings.GEMA
    there = msgspec.structs.replace(
        gema.mail,
        kind="smtp", host="127.0.0.1", port=port, user=USER, security=security,
        from_address="pers@contoh.test",
    )  # fmt: skip
    settings.GEMA = msgspec.structs.replace(gema, mail=there)


class Post:
    """What the server takes from now on."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._before = len(server.taken())

    @property
    def got(self) -> list[str]:
        return [reader for reader, _ in self._server.taken()[self._before :]]

    @property
    def numbers(self) -> set[str]:
        return {number for _, number in self._server.taken()[self._before :]}


def test_every_reader_gets_one_message_of_his_own(mail: MailServer, press: Account) -> None:
    everybody, post = readers(press, N), Post(mail)
    open_channel(press).check()
    sent = replace(issue("Antrean “baru” di loket 3.\n.titik di awal baris"), images=(photo(),))
    assert isinstance(publish(press, sent), Receipt)
    assert publish(press, sent) == publish(press, sent)
    assert post.got == everybody
    letters = [one for one in mail.delivered() if one["Message-ID"] in post.numbers]
    assert sorted(str(one["Envelope-to"]) for one in letters) == everybody
    assert all(one["To"].addresses[0].addr_spec == one["Envelope-to"] for one in letters)
    assert all("Antrean “baru” di loket 3.\n.titik" in body(one) for one in letters)
    assert all("Antrean di loket" in body(one) for one in letters)
    assert len({str(one["List-Unsubscribe"]) for one in letters}) == N
    [pictures] = {
        len([part for part in one.walk() if part.get_content_maintype() == "image"])
        for one in letters
    }
    assert pictures == 1


def test_a_correction_and_a_withdrawal_answer_the_first_message(
    mail: MailServer, press: Account
) -> None:
    everybody = readers(press, N)
    receipt = publish(press)
    assert isinstance(receipt, Receipt)
    channel, post = open_channel(press), Post(mail)
    target = Remote(receipt.remote_id, receipt.url)
    channel.edit(target, issue("Pukul 09.00.", key="gema-ralat"), NoNotes())
    channel.delete(target, "gema-tarik", NoNotes(), "Keliru.")
    assert post.got == everybody * 2
    letters = [one for one in mail.delivered() if one["Message-ID"] in post.numbers]
    assert all(one["In-Reply-To"] for one in letters)
    assert {str(one["Subject"]).split(":")[0] for one in letters} == {"RALAT", "DITARIK"}


def test_a_wrong_password_sends_nothing_and_ends_the_connection(
    mail: MailServer, press: Account, settings: Settings
) -> None:
    readers(press, N)
    post, settings.EMAIL_HOST_PASSWORD = Post(mail), "salah"
    assert isinstance(publish(press), Disconnected)
    assert post.got == []
    settings.EMAIL_HOST_PASSWORD = mail.password
    assert isinstance(publish(press), Receipt)
    assert len(post.got) == N


def test_one_reader_that_is_refused_and_one_that_is_put_off_stop_nobody_else(
    mail: MailServer, press: Account
) -> None:
    everybody, post = readers(press, N), Post(mail)
    press.recipients.filter(email=everybody[0]).update(email="tidak-ada@media.test")
    press.recipients.filter(email=everybody[1]).update(email="nanti@media.test")
    publish(press)
    assert post.got == everybody[2:]
    assert states(press)["tidak-ada@media.test"] == "refused"
    assert states(press)["nanti@media.test"] == "due"


BEFORE = {
    "before the first command": (rb"^ehlo", 0),
    "in the envelope": (rb"^mail FROM", 9),
    "in the recipient": (rb"^rcpt TO", 7),
    "in the command for the words": (rb"^data", 2),
}


@pytest.mark.parametrize(("match", "after"), BEFORE.values(), ids=BEFORE)
def test_cut_before_the_words_everybody_gets_one_in_the_end(
    over_the_line: MailServer, press: Account, match: bytes, after: int
) -> None:
    everybody, post = readers(press, N), Post(over_the_line)
    with over_the_line.line.cut(b"(?i)" + match, Where.ASKING, after):
        publish(press)
    wait_is_over()
    assert isinstance(publish(press), Receipt)
    assert sorted(post.got) == everybody
    assert set(states(press).values()) == {"sent"}


@pytest.mark.parametrize("reset", [False, True])
def test_a_receipt_that_is_lost_is_called_unknown_and_never_sent_again(
    over_the_line: MailServer, press: Account, reset: bool
) -> None:
    everybody, post = readers(press, N), Post(over_the_line)
    with over_the_line.line.cut(rb"(^|\n)\.\r\n$", Where.ANSWERING, reset=reset):
        publish(press)
    over_the_line.line.wait_until_idle()
    wait_is_over()
    assert isinstance(publish(press), Receipt)
    assert sorted(post.got) == everybody
    assert sorted(states(press).values()) == ["sent", "sent", "unknown"]


def test_words_that_were_cut_off_are_called_unknown_and_nobody_gets_half_a_message(
    over_the_line: MailServer, press: Account
) -> None:
    """What is cut there looks to us as if only the receipt were lost."""
    everybody, post = readers(press, N), Post(over_the_line)
    with over_the_line.line.cut(rb"Message-ID", Where.ASKING, 400):
        publish(press)
    wait_is_over()
    assert isinstance(publish(press), Receipt)
    unsure = [email for email, state in states(press).items() if state == "unknown"]
    assert sorted(post.got + unsure) == everybody
