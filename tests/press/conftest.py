from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytest_django.fixtures import Settings

from channels.models import Account
from tests.people import Network
from tests.press.desk import press_account
from tests.stubs.mailing import MailServer, mail_server


@pytest.fixture(scope="session")
def mail_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server(tmp_path_factory.mktemp("mail"), "--strict") as server:
        yield server


@pytest.fixture
def mail(mail_process: MailServer, settings: Settings) -> MailServer:
    """The mail server as on its first day, and Gema led to it."""
    gema = settings.GEMA
    there = msgspec.structs.replace(
        gema.mail,
        kind="smtp", host="127.0.0.1", port=mail_process.port, security="none",
        from_address="pers@gema.contoh.test",
    )  # fmt: skip
    settings.GEMA = msgspec.structs.replace(gema, mail=there)
    mail_process.reset()
    return mail_process


@pytest.fixture
def press(network: Network) -> Account:
    """The press list of Pontianak, with nobody on it."""
    return press_account(network)
