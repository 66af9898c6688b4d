"""The page: who sees whose figures, in words that claim no more than is known."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Person, Role
from tests.people import Network
from tests.web.awareness.heard import post_of, told
from tests.web.signed_in import browser

PAGE = "/gaung/"


def today(hour: int = 9, days: int = 1) -> datetime:
    """Some days ago at that hour of Pontianak's clock."""
    return (timezone.now() - timedelta(days=days)).replace(hour=hour - 7, minute=10, second=0)


def shown(person: Person, **asked: str) -> str:
    answer = browser(person).get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def drawn(page: str) -> set[str]:
    """What stands in the columns of the first chart: the last day is not over, so it is pale."""
    charts = re.findall(r"<svg class=.chart chart-columns.*?</svg>", page)
    return set(re.findall(r'<(?:rect|path) class="(\w+)', " ".join(charts)))


def words(page: str) -> str:
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def test_an_office_sees_its_own_and_the_centre_sees_all(network: Network) -> None:
    told(network, today(), office=network.pontianak, views=1111)
    told(network, today(), office=network.jayapura, views=2222)
    assert "1.111" in shown(network.sari)
    assert "2.222" not in shown(network.sari)
    assert "3.333" in shown(network.rina)
    assert {"1.111", "2.222"} <= set(re.findall(r"[\d.]+", shown(network.rina)))
    assert "2.222" not in shown(network.maya)
    assert "2.222" in shown(network.yosua)


def test_strangers_sign_in_first_and_whoever_has_left_sees_nothing(network: Network) -> None:
    told(network, today(), views=1111)
    assert Client().get(PAGE).status_code == 302
    network.sari.memberships.update(ends_at=timezone.now())
    assert "1.111" not in shown(network.sari)


def test_how_much_is_known_stands_beside_every_sum(network: Network) -> None:
    post = post_of(network)
    told(network, today(), post=post, views=500)
    told(network, today(), post=post, kind="mastodon", likes=3)
    told(network, today(), post=post, kind="newsroom")
    page = words(shown(network.sari))
    assert "1 kiriman · 3 pengantaran · 2 memberi angka" in page
    assert "1 dari 3 pengantaran memberi angka" in page


def test_what_no_network_tells_is_missing_and_no_zero(network: Network) -> None:
    told(network, today(), kind="newsroom")
    page = shown(network.sari)
    assert "tidak diberitahukan" in page
    assert drawn(page) == {"untold"}


def test_a_told_zero_is_a_zero(network: Network) -> None:
    told(network, today(), views=0, likes=0)
    assert drawn(shown(network.sari)) == {"column"}


def test_it_can_be_narrowed_to_an_office_a_channel_a_topic_and_a_template(
    network: Network,
) -> None:
    told(network, today(), office=network.pontianak, views=1111)
    told(network, today(), office=network.pontianak, kind="facebook", views=4444)
    told(network, today(), office=network.jayapura, views=2222)
    assert "5.555" in words(shown(network.rina, kantor="PTK"))
    assert "5.555" in words(shown(network.rina, kantor="KALBAR")), "with those below it"
    assert "1.111" in words(shown(network.rina, kantor="PTK", kanal="x"))
    assert "5.555" not in words(shown(network.rina, kantor="PTK", kanal="x"))
    assert "Tidak ada yang cocok" in shown(network.rina, topik="bukan-topik")
    assert "Tidak ada yang cocok" in shown(network.rina, templat="bukan-templat")


def test_an_office_that_is_not_mine_cannot_be_asked_for(network: Network) -> None:
    told(network, today(), office=network.jayapura, views=2222)
    page = shown(network.sari, kantor="JAP")
    assert "2.222" not in page
    assert "Kanim Jayapura" not in page


def test_bad_dates_are_told_and_stay_in_the_form(network: Network) -> None:
    page = shown(network.sari, dari="2026-11-30", sampai="2026-11-01")
    assert "Tanggal mulai harus sebelum tanggal akhir." in page
    assert 'value="2026-11-30" aria-invalid="true"' in page


def test_an_empty_page_says_how_it_fills(network: Network) -> None:
    assert "Belum ada yang terbit dalam rentang ini" in shown(network.sari)
    assert "Kantor yang sunyi" in shown(network.sari)


def test_few_figures_are_not_called_a_best_hour(network: Network) -> None:
    told(network, today(), views=900)
    page = words(shown(network.sari))
    assert "belum bisa disimpulkan" in page
    assert "Paling didengar" not in page


def test_the_practice_board_is_no_public(network: Network) -> None:
    told(network, today(), kind="practice", views=1111)
    assert "1.111" not in shown(network.sari)


def test_the_national_mean_is_told_only_where_it_hides_every_office(network: Network) -> None:
    told(network, today(), office=network.pontianak, views=100)
    told(network, today(), office=network.jayapura, views=700)
    assert "nasional" not in words(shown(network.sari))
    post = post_of(network)
    for office in (network.centre, network.kalbar, network.jayapura.parent):
        assert office is not None
        told(network, today(), office=office, post=post, views=100)
    assert "rata-rata 100 · nasional 220" in words(shown(network.sari))
    assert "nasional" not in words(shown(network.rina)), "who sees all of it anyway"


def test_the_page_takes_the_same_queries_however_much_there_is(network: Network) -> None:
    reader = browser(network.rina)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(PAGE, {"masa": "90"}).status_code == 200
        return len(asked)

    origin = post_of(network)
    told(network, today(), post=origin, views=5)
    told(network, today(), post=post_of(network, network.centre, origin=origin), views=5)
    few = queries()
    for office in (network.pontianak, network.jayapura, network.centre):
        post = post_of(network, office, title=office.code)
        for n in range(20):
            told(network, today(days=n + 1), post=post, kind=("x", "facebook")[n % 2], views=n)
    again = post_of(network, title="Lagi")
    told(network, today(), post=again, views=5)
    told(network, today(), post=post_of(network, network.centre, origin=again), views=5)
    assert queries() == few


@pytest.mark.parametrize("role", Role)
def test_whoever_has_a_task_finds_it_in_the_menu(network: Network, role: Role) -> None:
    network.yosua.memberships.update(role=role)
    assert f'href="{PAGE}"' in browser(network.yosua).get("/").content.decode()
