"""Speaking to the mail server: encrypted, as whom, and what connecting an account finds out."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from pytest_django.fixtures import Settings

from channels.base import DeliveryError, Disconnected, NotSent, Reason, Receipt
from channels.models import Account
from channels.opening import open_channel
from channels.press.adapter import Credentials
from tests.channels.certificates import issue as certificate
from tests.people import Network
from tests.press.desk import publish, reader
from tests.stubs.mailing import MailServer, mail_server
from tests.web.signed_in import browser

PASSWORD = "jangan-pernah-terlihat"


def lead(settings: Settings, port: int, security: str, user: str = "") -> None:
    there = msgspec.structs.replace(
        settings.GEMA.mail,
        kind="smtp", host="127.0.0.1", port=port, security=security, user=user,
        from_address="pers@gema.contoh.test",
    )  # fmt: skip
    settings.GEMA = msgspec.structs.replace(settings.GEMA, mail=there)
    settings.EMAIL_HOST_PASSWORD = PASSWORD


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return certificate(tmp_path / "mail.pem", x509.IPAddress(ipaddress.ip_address("127.0.0.1")))


def check(account: Account) -> Reason | None:
    try:
        open_channel(account).check()
    except DeliveryError as error:
        return error.reason
    return None


@pytest.mark.parametrize(("security", "option"), [("starttls", ()), ("tls", ("--implicit",))])
def test_a_message_goes_encrypted_to_a_server_that_proves_its_name(
    press: Account,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    pem: Path,
    security: str,
    option: tuple[str, ...],
) -> None:
    reader(press)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    login = ("--login", f"gema:{PASSWORD}", "--certificate", str(pem))
    with mail_server(tmp_path / "mail", "--strict", *login, *option) as mail:
        lead(settings, mail.port, security, user="gema")
        assert check(press) is None
        assert mail.taken == [], "checking sends nothing"
        assert isinstance(publish(press), Receipt)
        [taken] = mail.events("accepted")
        assert taken["secure"]


def test_a_server_that_cannot_prove_its_name_gets_neither_password_nor_message(
    press: Account, settings: Settings, tmp_path: Path, pem: Path
) -> None:
    reader(press)
    with mail_server(tmp_path / "mail", "--certificate", str(pem)) as mail:
        lead(settings, mail.port, "starttls", user="gema")
        answer = publish(press)
        assert isinstance(answer, NotSent)
        assert mail.taken == []


def test_without_starttls_nothing_goes_out_in_the_clear(
    mail: MailServer, press: Account, settings: Settings
) -> None:
    reader(press)
    lead(settings, mail.port, "starttls")
    answer = publish(press)
    assert isinstance(answer, NotSent)
    assert "not offered" in answer.detail
    assert mail.taken == []


def test_a_wrong_password_disconnects_and_is_never_told(
    press: Account, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reader(press)
    with mail_server(tmp_path / "mail", "--login", "gema:lain") as mail:
        lead(settings, mail.port, "none", user="gema")
        with caplog.at_level(0):
            answer = publish(press)
    assert isinstance(answer, Disconnected)
    assert answer.reason is Reason.LOGIN_ENDED
    assert PASSWORD not in f"{answer!r} {caplog.text} {vars(answer)}"


def test_checking_asks_whether_we_may_send_as_who_we_are(mail: MailServer, press: Account) -> None:
    assert check(press) is None
    mail.answer("sender", "550 5.7.60 not as this one")
    assert check(press) is Reason.SENDER_REFUSED


def test_without_a_mail_server_connecting_says_what_to_do(network: Network) -> None:
    said = {"kantor": "PTK", "kanal": "press", "name": "Humas", "reply_to": "humas@kanim.test"}
    page = browser(network.ada).post("/kanal/sambungkan/", said).content.decode()
    assert "Server surel belum diatur di Gema." in page
    assert not Account.objects.exists()


def test_a_list_is_connected_by_its_name_and_where_answers_go(
    mail: MailServer, network: Network
) -> None:
    said = {"kantor": "PTK", "kanal": "press", "name": "Humas PTK", "reply_to": "humas@kanim.test"}
    assert browser(network.ada).post("/kanal/sambungkan/", said).status_code == 302
    made = Account.objects.get()
    assert (made.kind, made.handle, made.name) == ("press", "humas-ptk", "Humas PTK")


@pytest.mark.parametrize(
    ("name", "reply_to"),
    [("", "a@b.test"), ("–", "a@b.test"), ("Humas", "a@b"), ("Humas", "a b@c.test"),
     ("Humas\nBcc: x@y.test", "a@b.test"), ("Humas", "a@b.test\r\nBcc: x@y.test")],
)  # fmt: skip
def test_what_no_header_could_hold_is_refused_in_the_form(name: str, reply_to: str) -> None:
    with pytest.raises(ValueError, match=r"surel|Surel|Nama"):
        Credentials(name, reply_to)
