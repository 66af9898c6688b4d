"""Every address of the desk: who is let in, who finds nothing, and that only POST changes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from scheduler.models import Reach
from scheduler.stops import stop
from tests.people import Network
from tests.scheduler.office_day import candidate, desk_of, entry, now, submit

EVERYBODY = frozenset(
    ["sari", "edi", "maya", "rina", "bayu", "tono", "citra", "yosua", "wati", "ada"]
)
# Whose work does not reach Pontianak: citra writes for the centre only.
STRANGERS = frozenset({"yosua", "citra"})
DECIDE = frozenset({"maya", "rina", "bayu"})
PLAN = DECIDE | {"tono"}


@dataclass(frozen=True)
class Places:
    """One address of each kind, all about Pontianak."""

    urls: dict[str, str]


@pytest.fixture
def places(network: Network) -> Places:
    account = network.account()
    waiting, approved = submit(network), network.approved(now())
    delivery = entry(network, account)
    item = candidate(network)
    standing = stop(Reach.OFFICE, "Uji.", by=network.rina, at=now(), office=network.pontianak)
    address = reverse
    return Places(
        {
            "queue": address("scheduler:queue"),
            "unplanned": address("scheduler:unplanned"),
            "candidates": address("scheduler:candidates"),
            "calendar": address("scheduler:calendar"),
            "deliveries": address("scheduler:deliveries"),
            "stops": address("scheduler:stops"),
            "review": address("scheduler:review", args=[waiting.public_id]),
            "decide": address("scheduler:decide", args=[waiting.public_id]),
            "plan": address("scheduler:plan", args=[approved.public_id]),
            "meaning": address("scheduler:meaning", args=[approved.public_id]),
            "move": address("scheduler:move") + f"?delivery={delivery.pk}",
            "delivery": address("scheduler:delivery", args=[delivery.pk]),
            "act": address("scheduler:act", args=[delivery.pk, "batalkan"]),
            "dismiss": address("scheduler:dismiss", args=[item.pk]),
            "restore": address("scheduler:restore", args=[item.pk]),
            "resume": address("scheduler:resume", args=[standing.pk]),
            "under-way": address("scheduler:under-way", args=[standing.pk]),
            "lift": address("scheduler:lift", args=[standing.pk]),
        }
    )


READ = {
    "unplanned": EVERYBODY,
    "candidates": EVERYBODY,
    "calendar": EVERYBODY,
    "deliveries": EVERYBODY,
    "stops": EVERYBODY,
    "queue": EVERYBODY - {"tono"},  # is led on to what he plans
    "review": DECIDE,
    "plan": PLAN,
    "meaning": PLAN,
    "move": EVERYBODY - STRANGERS,
    "delivery": EVERYBODY - STRANGERS,
    "under-way": EVERYBODY - STRANGERS,
    "resume": PLAN - {"maya"},  # the centre has stopped it
}
WRITE = ("decide", "act", "dismiss", "restore", "lift")


@pytest.mark.parametrize("name", READ)
def test_a_page_opens_for_its_people_and_is_not_there_for_others(
    name: str, network: Network, places: Places
) -> None:
    opened = {
        who
        for who in EVERYBODY
        if desk_of(getattr(network, who)).get(places.urls[name]).status_code == 200
    }
    assert opened == READ[name]


@pytest.mark.parametrize("name", set(READ) - {"queue"})
def test_whoever_is_not_let_in_gets_a_404(name: str, network: Network, places: Places) -> None:
    answers = {
        desk_of(getattr(network, who)).get(places.urls[name]).status_code
        for who in EVERYBODY - READ[name]
    }
    assert answers <= {404}


@pytest.mark.parametrize("name", [*READ, *WRITE])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(name: str, places: Places) -> None:
    answer = Client().post(places.urls[name])
    assert answer.status_code in (302, 403, 405)
    assert "/akun/login/" in answer.headers.get("Location", "/akun/login/")


@pytest.mark.parametrize("name", WRITE)
def test_what_changes_something_takes_only_a_post(
    name: str, network: Network, places: Places
) -> None:
    assert desk_of(network.rina).get(places.urls[name]).status_code == 405


@pytest.mark.parametrize("name", ["queue", "unplanned", "candidates", "calendar", "deliveries"])
def test_a_list_takes_no_post(name: str, network: Network, places: Places) -> None:
    assert desk_of(network.rina).post(places.urls[name]).status_code == 405


@pytest.mark.parametrize("name", ["decide", "dismiss", "restore"])
@pytest.mark.parametrize("who", ["sari", "yosua", "tono", "wati", "ada"])
def test_only_the_desk_decides(name: str, who: str, network: Network, places: Places) -> None:
    answer = desk_of(getattr(network, who)).post(places.urls[name], {"verdict": "setujui"})
    assert answer.status_code == 404


def test_a_form_from_elsewhere_changes_nothing(network: Network, places: Places) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(network.rina)
    assert all(client.post(places.urls[name]).status_code == 403 for name in WRITE)
