"""Every office, people and account screen with every role: strangers find nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from channels.base import Outgoing
from channels.models import Account
from channels.practice.board import PracticeBoard
from content.following import follow
from content.models import Feed, Membership, Person
from tests.people import MORNING, Network
from tests.web.signed_in import browser

# Who may look: Sari and Edi work in Pontianak, Maya lies above them, the rest at the centre;
# Yosua is in Jayapura, Citra writes for the centre only.
EVERYBODY = {"sari", "edi", "maya", "rina", "tono", "citra", "yosua", "wati", "ada"}
PONTIANAK = {"sari", "edi", "maya", "rina", "tono", "wati", "ada"}
READERS = {"wati", "ada"}
ADA = {"ada"}
# Who keeps accounts anywhere, and those of Pontianak.
KEEPERS = {"sari", "edi", "tono", "citra", "yosua", "ada"}
OF_PONTIANAK = {"sari", "edi", "tono", "ada"}


@pytest.fixture(autouse=True)
def account(network: Network) -> Account:
    return network.account()


@pytest.fixture
def feed(network: Network) -> Feed:
    return follow(network.pontianak, "https://contoh.test/feed", by=network.ada, at=MORNING)


def statuses(network: Network, url: str, *, post: bool = False) -> dict[str, int]:
    """What each of them is answered with."""
    people: dict[str, Person] = {name: getattr(network, name) for name in sorted(EVERYBODY)}
    return {
        name: (browser(person).post(url) if post else browser(person).get(url)).status_code
        for name, person in people.items()
    }


def check(network: Network, url: str, allowed: set[str], *, post: bool = False) -> None:
    answers = statuses(network, url, post=post)
    assert {name for name, status in answers.items() if status != 404} == allowed, answers
    assert all(status < 500 for status in answers.values())
    assert Client().get(url).status_code in (302, 405)


@pytest.mark.parametrize(
    ("name", "args", "allowed"),
    [
        ("offices", [], EVERYBODY),
        ("offices_export", [], EVERYBODY),
        ("office", ["PTK"], PONTIANAK),
        ("office", ["TIDAK-ADA"], set()),
        ("office_edit", ["PTK"], ADA),
        ("offices_import", [], ADA),
        ("people", [], READERS),
        ("person_add", [], ADA),
        ("scheduler:accounts", [], EVERYBODY),
        ("channels:connect", [], KEEPERS),
        ("channels:practice", [], EVERYBODY),
    ],
)
def test_pages(network: Network, name: str, args: list[str], allowed: set[str]) -> None:
    check(network, reverse(name, args=args), allowed)


def test_pages_of_a_person(network: Network) -> None:
    check(network, reverse("person", args=[network.sari.pk]), READERS)
    check(network, reverse("person_edit", args=[network.sari.pk]), ADA)


def test_pages_of_an_account(network: Network, account: Account) -> None:
    check(network, reverse("scheduler:account", args=[account.pk]), PONTIANAK)
    check(network, reverse("account_reconnect", args=[account.pk]), OF_PONTIANAK)
    check(network, reverse("account_retire", args=[account.pk]), OF_PONTIANAK)


def test_a_post_on_the_practice_board(network: Network, account: Account) -> None:
    receipt = PracticeBoard(lambda: MORNING).put(str(account.pk), Outgoing("k", "Halo"))
    check(network, reverse("channels:practice_post", args=[receipt.remote_id]), EVERYBODY)


def test_changes_to_feeds_are_for_administrators(network: Network, feed: Feed) -> None:
    check(network, reverse("feed_add", args=["PTK"]), ADA, post=True)
    for act in ("baca", "jeda", "lanjut"):
        check(network, reverse("feed_act", args=[feed.pk, act]), ADA, post=True)


def test_changes_to_people_are_for_administrators(network: Network) -> None:
    sari = network.sari.pk
    task = Membership.objects.get(person=network.sari)
    check(network, reverse("membership_give", args=[sari]), ADA, post=True)
    check(network, reverse("person_link", args=[sari]), ADA, post=True)
    check(network, reverse("person_switch", args=[sari, "aktifkan"]), ADA, post=True)
    check(network, reverse("membership_end", args=[task.pk]), ADA, post=True)


def test_checking_an_account_is_for_those_who_keep_it(network: Network, account: Account) -> None:
    check(network, reverse("scheduler:check", args=[account.pk]), OF_PONTIANAK, post=True)


def test_what_changes_something_is_not_done_by_looking(network: Network, feed: Feed) -> None:
    ada = browser(network.ada)
    for name, args in (
        ("feed_add", ["PTK"]),
        ("feed_act", [feed.pk, "jeda"]),
        ("person_link", [network.sari.pk]),
        ("person_switch", [network.sari.pk, "nonaktifkan"]),
    ):
        assert ada.get(reverse(name, args=args)).status_code == 405
    feed.refresh_from_db()
    assert not feed.paused
