"""A Bluesky account from its form to many posts: one sign-in serves them all."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django.fixtures import Settings

from channels.models import Account, KeptSession
from channels.opening import open_channel
from tests.channels.sending import Notebook, message
from tests.people import Network
from tests.stubs.bluesky import did_of
from tests.stubs.running import Network as Stub
from tests.web.signed_in import browser

PASSWORD = "aaaa-bbbb-cccc-dddd"


@pytest.fixture
def pds(bluesky: Stub, settings: Settings) -> Stub:
    outbound = msgspec.structs.replace(
        settings.GEMA.outbound, bases={"https://bsky.social": bluesky.url}
    )
    settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound)
    return bluesky


def connect(network: Network, name: str = "channels:connect", *args: Any) -> HttpResponse:
    given = {"handle": "@Kantor.bsky.social", "app_password": PASSWORD, "pds": ""}
    where = {"kantor": "PTK", "kanal": "bluesky"}
    answer = browser(network.ada).post(reverse(name, args=args), where | given)
    assert isinstance(answer, HttpResponse)
    return answer


def publish(account: Account, text: str) -> None:
    """As a process does that was just started."""
    account = Account.objects.get(pk=account.pk)
    open_channel(account).publish(message(text), Notebook())


def test_an_account_is_connected_under_its_permanent_name(network: Network, pds: Stub) -> None:
    assert connect(network).status_code == 302
    account = Account.objects.get()
    assert account.handle == "kantor.bsky.social"
    assert account.remote_id == did_of("kantor.bsky.social")
    assert account.url == "https://bsky.app/profile/kantor.bsky.social"


def test_the_main_password_is_not_taken(network: Network, pds: Stub) -> None:
    pds.set(main_password=True)
    answer = connect(network)
    assert answer.status_code == 422
    assert "kata sandi utama" in answer.content.decode()
    assert not Account.objects.exists()


def test_one_sign_in_serves_every_process(network: Network, pds: Stub) -> None:
    connect(network)
    account = Account.objects.get()
    for text in ("Satu", "Dua", "Tiga"):
        publish(account, text)
    assert len(pds.accepted("post")) == 3
    assert len(pds.accepted("session")) == 2, "one to connect, one to publish"


def test_connecting_again_starts_a_new_session(network: Network, pds: Stub) -> None:
    connect(network)
    account = Account.objects.get()
    publish(account, "Satu")
    assert connect(network, "account_reconnect", account.pk).status_code == 302
    assert not KeptSession.objects.exists()
    publish(account, "Dua")
    assert len(pds.accepted("session")) == 4


def test_nothing_of_a_login_can_be_read_in_the_record(network: Network, pds: Stub) -> None:
    connect(network)
    account = Account.objects.get()
    publish(account, "Satu")
    for sealed in (account.credentials, KeptSession.objects.get().sealed):
        assert PASSWORD.encode() not in bytes(sealed)
        assert b"eyJ" not in bytes(sealed)
