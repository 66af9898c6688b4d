"""The bell, the page behind it, and how a person wants to be told."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channels.models import Account, AccountState
from content.models import Person
from scheduler import notices
from scheduler.models import Cause, Look, Notice, Reader
from tests.people import Network
from tests.scheduler.office_day import desk_of, now
from tests.scheduler.trouble import disconnect, in_trouble, on_x, told_of

PAGE = "/pemberitahuan/"
BELL = re.compile(r'class="brand bell"(?:(?!</a>).)*<span class="count">(\d+)', re.S)


def trouble(network: Network, account: Account, what: str = "missed") -> None:
    told_of(in_trouble(network, account, what, title="Kiriman"), now())
    notices.tell(timezone.now())


def bell(person: Person) -> int:
    found = BELL.search(desk_of(person).get("/kalender/").content.decode())
    return int(found[1]) if found else 0


def test_a_bell_without_news_is_silent_and_its_page_pleasant(network: Network) -> None:
    assert bell(network.tono) == 0
    assert "Tenang sekali" in desk_of(network.tono).get(PAGE).content.decode()


def test_the_bell_counts_until_it_was_read_and_again_when_there_is_more(network: Network) -> None:
    account = network.account()
    trouble(network, account)
    trouble(network, account, "failed")
    assert (bell(network.tono), bell(network.rina), bell(network.yosua)) == (2, 2, 0)
    desk_of(network.tono).post(PAGE + "dibaca/")
    assert (bell(network.tono), bell(network.rina)) == (0, 2)
    trouble(network, account, "failed")
    assert bell(network.tono) == 1


def test_reading_twice_is_reading(network: Network) -> None:
    trouble(network, network.account())
    client = desk_of(network.tono)
    for _time in range(2):
        assert client.post(PAGE + "dibaca/").status_code == 302
    assert Look.objects.count() == 1


def test_the_page_leads_to_what_there_is_to_do(network: Network) -> None:
    account = on_x(network)
    disconnect(account)
    notices.tell(timezone.now())
    page = desk_of(network.ada).get(PAGE).content.decode()
    assert "X Kanim Pontianak terputus" in page
    assert f"/pengantaran/tindakan/?sebab=terputus&amp;akun={account.pk}" in page
    Account.objects.filter(pk=account.pk).update(state=AccountState.CONNECTED)
    notices.tell(timezone.now())
    assert "Sudah selesai" in desk_of(network.ada).get(PAGE).content.decode()


def test_a_mail_server_that_is_away_is_for_administrators(network: Network) -> None:
    Notice.objects.create(cause=Cause.MAIL, key="surel", opened_at=now(), last_at=now(), news=1)
    words = "Surel pemberitahuan tidak bisa dikirim"
    assert words in desk_of(network.ada).get(PAGE).content.decode()
    assert words not in desk_of(network.rina).get(PAGE).content.decode()
    assert bell(network.ada) == 1


def test_two_hundred_notices_take_no_more_queries_than_one(network: Network) -> None:
    trouble(network, network.account())
    client = desk_of(network.tono)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for n in range(200):
        Notice.objects.create(
            cause=Cause.HELD,
            key=f"ditahan:{n}",
            office=network.pontianak,
            account=Account.objects.get(),
            opened_at=now(),
            last_at=now(),
            news=1,
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE)
    assert len(many) <= len(few)
    assert [row["sentence"] for row in page.context["rows"]] == [
        "Papan latihan Kanim Pontianak: 1 kiriman terlewat",
        "0 kiriman ditahan di 200 akun",
    ]


@pytest.mark.parametrize("wish", ["segera", "harian", "tidak"])
def test_everybody_chooses_how_to_be_told(network: Network, wish: str) -> None:
    client = desk_of(network.sari)
    client.post(PAGE + "surel/", {"wish": wish, "language": "en"})
    reader = Reader.objects.get(person=network.sari)
    assert (reader.wish, reader.language) == (wish, "en")
    assert f'value="{wish}" checked' in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"wish": "entah", "language": "id"}, {"wish": "segera", "language": "xx"}]
)
def test_a_choice_that_is_none_changes_nothing(network: Network, sent: dict[str, str]) -> None:
    answer = desk_of(network.sari).post(PAGE + "surel/", sent, follow=True)
    assert "Pilih seberapa sering" in answer.content.decode()
    assert not Reader.objects.exists()


def test_only_who_is_signed_in_and_only_by_post(network: Network) -> None:
    assert Client().get(PAGE).status_code == 302
    for path in ("dibaca/", "surel/"):
        assert desk_of(network.sari).get(PAGE + path).status_code == 405
        assert Client().post(PAGE + path).status_code == 302
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(network.sari)
    assert careful.post(PAGE + "dibaca/").status_code == 403
