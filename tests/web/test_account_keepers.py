"""Who connects an office's accounts, checks them and gives them up: every role at every place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from channels.models import Account, AccountState
from content.models import Event, Membership, Office, Role
from tests.people import MORNING, Network
from tests.web.signed_in import browser

# Where somebody has a role, seen from the office whose account it is.
PLACES: Mapping[str, Callable[[Network], Office]] = {
    "own": lambda network: network.pontianak,
    "the one above": lambda network: network.kalbar,
    "the centre": lambda network: network.centre,
    "another": lambda network: network.jayapura,
}
OWN = {Role.WRITER, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR}
FROM_ABOVE = {Role.PUBLISHER, Role.ADMINISTRATOR}
KEEPERS = {"own": OWN, "the one above": FROM_ABOVE, "the centre": FROM_ABOVE, "another": set()}


def sari_is(network: Network, role: Role, office: Office) -> Client:
    Membership.objects.filter(person=network.sari).update(role=role, office=office)
    return browser(network.sari)


def acts(account: Account) -> Mapping[str, Callable[[Client], int]]:
    """Each way to touch an account, by what it is answered with."""
    new = {"kantor": account.office.code, "kanal": "newsroom"}
    connect, start = reverse("channels:connect"), reverse("channels:oauth_start")
    reconnect = reverse("account_reconnect", args=[account.pk])
    retire = reverse("account_retire", args=[account.pk])
    check = reverse("scheduler:check", args=[account.pk])
    return {
        "ask": lambda client: client.get(connect, new).status_code,
        "connect": lambda client: client.post(connect, new).status_code,
        "sign in": lambda client: client.post(start, new).status_code,
        "sign in again": lambda client: client.post(start, {"akun": account.pk}).status_code,
        "ask again": lambda client: client.get(reconnect).status_code,
        "connect again": lambda client: client.post(reconnect).status_code,
        "check": lambda client: client.post(check).status_code,
        "ask to stop": lambda client: client.get(retire).status_code,
        "stop": lambda client: client.post(retire).status_code,
    }


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", Role)
def test_an_account_is_kept_by_its_office_and_by_those_above(
    network: Network, role: Role, place: str
) -> None:
    account = network.account(state=AccountState.DISCONNECTED)
    client = sari_is(network, role, PLACES[place](network))
    answers = {name: act(client) for name, act in acts(account).items()}
    account.refresh_from_db()
    if role in KEEPERS[place]:
        assert set(answers.values()) <= {200, 302}, answers
        assert account.state == AccountState.RETIRED
        assert Account.objects.filter(kind="newsroom", office=network.pontianak).exists()
        return
    assert set(answers.values()) == {404}, answers
    assert account.state == AccountState.DISCONNECTED
    assert Account.objects.count() == 1
    assert not Event.objects.filter(kind__startswith="account.").exists()


@pytest.mark.parametrize("role", Role)
def test_an_office_does_not_keep_the_account_of_the_one_above(network: Network, role: Role) -> None:
    account = network.account(office=network.kalbar)
    client = sari_is(network, role, network.pontianak)
    assert {act(client) for act in acts(account).values()} == {404}


@pytest.mark.parametrize("role", Role)
def test_who_keeps_no_account_is_offered_nothing(network: Network, role: Role) -> None:
    account = network.account(state=AccountState.DISCONNECTED)
    client = sari_is(network, role, network.pontianak)
    page = client.get(reverse("scheduler:account", args=[account.pk])).content.decode()
    listed = client.get(reverse("scheduler:accounts")).content.decode()
    office = client.get(reverse("office", args=["PTK"])).content.decode()
    for address, where in (
        (reverse("account_reconnect", args=[account.pk]), page),
        (reverse("account_retire", args=[account.pk]), page),
        (reverse("scheduler:check", args=[account.pk]), page),
        (reverse("channels:connect"), listed),
        (reverse("channels:connect"), office),
    ):
        assert (address in where) is (role in OWN), (role, address)


def test_only_offices_that_one_keeps_are_offered(network: Network) -> None:
    page = browser(network.sari).get(reverse("channels:connect"))
    assert [office.code for office in page.context["offices"]] == ["PTK"]
    assert page.context["only"] == network.pontianak
    assert "?kantor=PTK&amp;kanal=press" in page.content.decode(), "one tap leads on"
    chosen = browser(network.tono).get(reverse("channels:connect"))
    assert (len(chosen.context["offices"]), chosen.context["only"]) == (5, None)


def test_a_task_that_is_over_keeps_nothing(network: Network) -> None:
    account = network.account()
    client = browser(network.sari)
    Membership.objects.filter(person=network.sari).update(ends_at=MORNING - timedelta(days=400))
    assert {act(client) for act in acts(account).values()} == {404}


def test_the_trail_says_who_did_what(network: Network) -> None:
    sari, edi = browser(network.sari), browser(network.edi)
    sari.post(reverse("channels:connect"), {"kantor": "PTK", "kanal": "practice"})
    account = Account.objects.get()
    edi.post(reverse("account_retire", args=[account.pk]))
    sari.post(reverse("account_reconnect", args=[account.pk]))
    told = Event.objects.filter(kind__startswith="account.").order_by("pk")
    assert [(event.kind, event.by, event.office) for event in told] == [
        ("account.connected", network.sari, network.pontianak),
        ("account.retired", network.edi, network.pontianak),
        ("account.reconnected", network.sari, network.pontianak),
    ]
    account.refresh_from_db()
    assert (account.state, account.connected_by) == (AccountState.CONNECTED, network.sari)
    page = edi.get(reverse("scheduler:account", args=[account.pk]))
    assert [(line.who, line.did) for line in page.context["history"]] == [
        ("Sari", "menyambungkan akun lagi"),
        ("Edi", "berhenti memakai akun"),
        ("Sari", "menyambungkan akun"),
    ]


def test_the_trail_of_one_account_is_not_that_of_another(network: Network) -> None:
    client = browser(network.sari)
    client.post(reverse("channels:connect"), {"kantor": "PTK", "kanal": "practice"})
    other = network.account("newsroom")
    page = client.get(reverse("scheduler:account", args=[other.pk]))
    assert page.context["history"] == []
