"""The one word that travels: whose it is, how often and how long it is good, and for what."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from channels.models import Account, Handshake
from channels.oauth import handshake
from channels.oauth.words import CameBackEmpty, NotValid
from content.models import Membership, Role
from tests.channels.oauth.visits import Visit, said, set_up
from tests.people import Network
from tests.stubs.running import Network as Stub
from tests.web.signed_in import browser


@pytest.fixture
def ada(network: Network, x: Stub, settings: Settings) -> Visit:
    set_up(settings, "x", "x", x)
    return Visit(browser(network.ada), "x")


def refused(page: HttpResponse) -> bool:
    return "Tautan ini tidak berlaku" in said(page) and not Account.objects.exists()


def test_the_word_is_kept_as_a_hash_and_nothing_else_of_it_can_be_read(ada: Visit) -> None:
    address = parse_qs(urlsplit(ada.address()).query)
    begun = Handshake.objects.get()
    assert len(address["state"][0]) >= 43
    assert address["state"][0] not in str(list(Handshake.objects.values()))
    assert address["code_challenge"][0] not in str(list(Handshake.objects.values()))
    assert begun.state != address["state"][0]


def test_every_visit_has_words_of_its_own(ada: Visit) -> None:
    first, second = (parse_qs(urlsplit(ada.address()).query) for _ in range(2))
    assert first["state"] != second["state"]
    assert first["code_challenge"] != second["code_challenge"]


def test_the_way_back_of_somebody_else_leads_nowhere(ada: Visit, network: Network, x: Stub) -> None:
    """Ada is sent the way back of a visit that Bayu began: with his account at the network."""
    Membership.objects.create(person=network.bayu, office=network.centre, role=Role.ADMINISTRATOR)
    back = Visit(browser(network.bayu), "x").back(ada.address())
    assert refused(Visit(browser(network.bayu), "x").arrive(back))
    assert x.accepted("token") == [], "the code of another person's visit is not even tried"
    assert "Akun 2001" in said(ada.arrive(back)), "and his own visit is not spoiled by that"


def test_who_is_not_signed_in_is_asked_to_and_the_code_goes_no_further(ada: Visit, x: Stub) -> None:
    back = ada.back(ada.address())
    ada.client.logout()
    parts = urlsplit(back)
    answer = ada.client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 302
    assert "kode-" not in answer["Location"]
    assert x.accepted("token") == []


def test_a_visit_for_one_office_cannot_end_at_another(ada: Visit, network: Network) -> None:
    ada.choose(ada.found(kantor="JAP"), 0)
    assert Account.objects.get().office == network.jayapura


def test_who_no_longer_administers_the_office_comes_back_in_vain(
    ada: Visit, network: Network, x: Stub
) -> None:
    back = ada.back(ada.address())
    Membership.objects.filter(person=network.ada).update(office=network.jayapura)
    assert refused(ada.arrive(back))
    assert x.accepted("token") == []


def test_who_stops_administering_while_choosing_connects_nothing(
    ada: Visit, network: Network
) -> None:
    page = ada.found()
    Membership.objects.filter(person=network.ada).update(office=network.jayapura)
    assert refused(ada.choose(page, 0))


def test_it_is_good_once(ada: Visit, x: Stub) -> None:
    back = ada.back(ada.address())
    ada.arrive(back)
    assert refused(ada.arrive(back))
    assert len(x.accepted("token")) == 1


def test_of_two_that_come_back_with_it_at_once_one_goes_on(ada: Visit, network: Network) -> None:
    """Both have read it before either writes."""
    begun = Handshake.objects.filter()
    ada.address()
    both = [begun.get(), begun.get()]
    now = timezone.now()
    with pytest.raises(CameBackEmpty):
        handshake.come_back(both[0], {"error": "access_denied"}, at=now)
    with pytest.raises(NotValid):
        handshake.come_back(both[1], {"error": "access_denied"}, at=now)


def test_it_is_good_for_some_minutes(ada: Visit, x: Stub) -> None:
    back = ada.back(ada.address())
    Handshake.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert refused(ada.arrive(back))
    assert x.accepted("token") == []


def test_what_was_found_waits_for_some_minutes_only(ada: Visit) -> None:
    page = ada.found()
    Handshake.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert refused(ada.choose(page, 0))


def test_what_was_found_is_shown_to_nobody_else(ada: Visit, network: Network) -> None:
    page = ada.found()
    Membership.objects.create(person=network.bayu, office=network.centre, role=Role.ADMINISTRATOR)
    path = page.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client's
    assert refused(Visit(browser(network.bayu), "x").arrive(path))
    assert refused(Visit(browser(network.sari), "x").arrive(path))
    assert browser(network.maya).post(path, {"pilih": "0"}).status_code == 404


def test_a_word_that_nobody_gave_leads_nowhere(ada: Visit, x: Stub) -> None:
    ada.address()
    path = reverse("channels:oauth_back", args=["x"])
    for query in ("", "?state=&code=a", "?state=ditebak&code=a", "?state=%00&code=a"):
        assert refused(ada.arrive(f"{path}{query}"))
    assert x.accepted() == []


def test_it_is_good_for_the_network_it_was_made_for(ada: Visit) -> None:
    back = ada.back(ada.address())
    assert refused(ada.arrive(back.replace("/kembali/x/", "/kembali/meta/")))
    assert "Akun 2001" in said(ada.arrive(back))


def test_an_office_beyond_the_reach_is_not_found(ada: Visit, network: Network) -> None:
    network.maya.memberships.update(role="administrator")
    maya = Visit(browser(network.maya), "x")
    assert maya.start(kantor="JAP").status_code == 404
    assert maya.start(kantor="PTK").status_code == 200
    assert Visit(browser(network.sari), "x").start(kantor="JAP").status_code == 404
    assert Visit(browser(network.rina), "x").start().status_code == 404


def test_what_nobody_came_back_from_is_thrown_away(ada: Visit) -> None:
    ada.address()
    Handshake.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    ada.address()
    assert Handshake.objects.count() == 1


def test_with_the_keys_gone_the_visit_is_over(ada: Visit) -> None:
    back = ada.back(ada.address())
    Handshake.objects.update(sealed=b"sealed by a key that is gone")
    assert refused(ada.arrive(back))
