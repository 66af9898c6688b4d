from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from channels.models import Account
from channels.opening import open_channel
from content.models import Membership, Office, Person, Role
from tests.people import MORNING, Network
from web.demo.load import ENDING, ENDING_AT, load, signins
from web.demo.people import EVERYBODY, GUIDES, PASSWORD
from web.demo.stories import BY_HAND, BY_HAND_AT


@pytest.mark.django_db
def test_the_demo_network_fills_an_empty_database() -> None:
    assert load(MORNING, posts=False)
    assert Office.objects.count() == 17
    assert Person.objects.count() == len(EVERYBODY)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)
    for office in Office.objects.all():
        kinds = {account.kind for account in office.accounts.all()} - {BY_HAND, ENDING}
        assert kinds == {"newsroom", "practice"}
    assert Account.objects.get(kind=BY_HAND).office.code == BY_HAND_AT
    assert Account.objects.get(kind=ENDING).office.code == ENDING_AT


@pytest.mark.django_db
def test_nobody_in_it_could_be_taken_for_real() -> None:
    load(MORNING, posts=False)
    for person in Person.objects.all():
        assert person.name.endswith("(contoh)")
        assert person.email.endswith("@contoh.test")
    for office in Office.objects.all():
        assert "Contoh" in office.name
        assert office.email.endswith("@contoh.test")
        assert office.phone.startswith("0800-0000-")
        assert all("contoh" in handle for handle in office.handles.values())


@pytest.mark.django_db
def test_its_people_can_sign_in(client: Client) -> None:
    load(MORNING, posts=False)
    for person in GUIDES:
        answer = client.post(
            reverse("account_login"), {"login": person.email, "password": PASSWORD}
        )
        assert answer.status_code == 302, person.email
        client.logout()


@pytest.mark.django_db
def test_its_accounts_can_be_opened() -> None:
    load(MORNING, posts=False)
    assert {open_channel(account).kind for account in Account.objects.all()} == {
        "newsroom",
        "practice",
        BY_HAND,
        ENDING,
    }


def test_a_database_with_anything_in_it_is_left_alone(network: Network) -> None:
    before = Person.objects.count()
    assert not load(MORNING, posts=False)
    assert Person.objects.count() == before
    assert list(signins()) == []


@pytest.mark.django_db
def test_it_can_be_as_large_as_the_real_network() -> None:
    load(MORNING, offices=160, posts=False)
    assert Office.objects.count() == 160
    assert Account.objects.exclude(kind__in=(BY_HAND, ENDING)).count() == 320
