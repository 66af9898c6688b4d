"""A real mail server takes a message, cannot bring it on, and reports that where we asked it to."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import msgspec
import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from channels.models import Account, Recipient
from channels.press.models import CopyState, Standing
from tests.people import Network
from tests.press.desk import issue, press_account, publish, reader, states
from tests.real.mail_server import USER, MailServer
from tests.real.running import until_true


@pytest.fixture
def press(network: Network) -> Account:
    return press_account(network)


@pytest.fixture
def mail(exim: MailServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    monkeypatch.setenv("SSL_CERT_FILE", str(exim.certificate))
    settings.EMAIL_HOST_PASSWORD = exim.password
    there = msgspec.structs.replace(
        settings.GEMA.mail,
        kind="smtp", host="127.0.0.1", port=exim.port, user=USER, security="starttls",
        from_address="pers@contoh.test", bounces="kembali@contoh.test",
    )  # fmt: skip
    settings.GEMA = msgspec.structs.replace(settings.GEMA, mail=there)
    return exim


def hand_over(monkeypatch: pytest.MonkeyPatch, report: bytes) -> None:
    """As a mail server does, through a pipe."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(report)))
    call_command("take_returned_mail")


def test_a_mailbox_that_a_far_server_does_not_know_is_not_written_to_again(
    mail: MailServer, press: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(press, "hilang@jauh.test")
    reader(press, "ada@jauh.test")
    before = len(mail.came_to("kembali+"))
    publish(press)
    assert set(states(press).values()) == {CopyState.SENT}, "it was taken first"
    until_true(lambda: len(mail.came_to("kembali+")) > before)
    [report] = mail.came_to("kembali+")[before:]
    hand_over(monkeypatch, report)
    assert states(press) == {
        "hilang@jauh.test": CopyState.RETURNED,
        "ada@jauh.test": CopyState.SENT,
    }
    gone = Recipient.objects.get(email="hilang@jauh.test")
    assert gone.state == Standing.BOUNCED
    assert "5.1.1 no such mailbox" in gone.reason
    assert "hilang@" not in gone.reason


def test_a_full_mailbox_is_given_up_after_three_issues(
    mail: MailServer, press: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = reader(press, "penuh@jauh.test")
    seen = []
    for number in (1, 2, 3):
        before = len(mail.came_to("kembali+"))
        publish(press, issue(key=f"gema-{number}-0"))
        until_true(lambda before=before: len(mail.came_to("kembali+")) > before)  # type: ignore[misc]
        [report] = mail.came_to("kembali+")[before:]
        hand_over(monkeypatch, report)
        full.refresh_from_db()
        seen.append(full.state)
    assert seen == [Standing.SUBSCRIBED, Standing.SUBSCRIBED, Standing.BOUNCED]
    assert "5.2.2" in full.reason
