"""What pages say of figures: numbers where there are some, words where there are none."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from channels.base import Reason
from channels.models import Account, AccountState
from scheduler import figure_words
from scheduler.models import Delivery, Gauge, Measured, Reading, State, Untold
from tests.people import MORNING, Network
from tests.scheduler.over_http import on_x
from tests.scheduler.stage import planned
from tests.web.signed_in import browser

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READ = MORNING + DAY


@pytest.fixture
def row(network: Network) -> Delivery:
    """Sent to X this morning."""
    post = network.approved(MORNING, texts={"x": "Layanan buka."})
    [found] = planned(network, on_x(network), at=MORNING, due=MORNING, post=post)
    sent = {"state": State.SENT, "run_at": None, "finished_at": MORNING, "remote_id": "1990"}
    Delivery.objects.filter(pk=found.pk).update(**sent)
    return Delivery.objects.get(pk=found.pk)


def measured(row: Delivery, **more: Any) -> Measured:
    return Measured.objects.create(
        delivery=row, post=row.post, account=row.account, office=row.account.office,
        kind="x", verb="publish", topic="layanan", template="jam-layanan", sent_at=MORNING, **more,
    )  # fmt: skip


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(plain).split())


def of_delivery(network: Network, row: Delivery) -> str:
    return text(browser(network.tono), reverse("scheduler:delivery", args=[row.pk]))


def of_post(network: Network, row: Delivery) -> str:
    return text(browser(network.tono), reverse("composer:post", args=[row.post.public_id]))


def test_both_pages_show_the_newest_figures_with_their_time(
    network: Network, row: Delivery
) -> None:
    measured(row, views=12345, likes=0, replies=2, measured_at=READ, next_at=READ + 6 * DAY)
    page = of_delivery(network, row)
    assert "Angka dibaca 8 Des 2026, 10.00 WIB" in page
    assert "Tayangan 12.345 Reaksi 0 Balasan 2 Dibagikan tidak disebutkan" in page
    assert "Tidak dihitung di jaringan ini: jangkauan, klik." in page
    assert "Dibaca lagi 14 Des" in page
    assert "12.345 tayangan · 0 reaksi · 2 balasan" in of_post(network, row)
    with translation.override("en"):
        assert figure_words.counted(12345) == "12,345"


def test_all_readings_can_be_seen_newest_first(network: Network, row: Delivery) -> None:
    measured(row, views=90, likes=4, measured_at=READ, next_at=READ + DAY)
    Reading.objects.create(delivery=row, read_at=READ - 20 * HOUR, views=30)
    assert "Semua pembacaan" not in of_delivery(network, row)  # a table of one says nothing new
    Reading.objects.create(delivery=row, read_at=READ, views=90, likes=4)
    page = of_delivery(network, row)
    table = page.replace(" tidak disebutkan", "")
    assert "8 Des 2026, 10.00 WIB 90 4 – – 7 Des 2026, 14.00 WIB 30 – – –" in table


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        ({"next_at": READ}, "Belum ada angka. Dibaca 8 Des 2026, 10.00 WIB."),
        ({"ended": Untold.NETWORK}, "Jaringan ini tidak memberi angka."),
        ({"ended": Untold.GONE}, "Kirimannya sudah tidak ada di jaringannya."),
        ({"ended": Untold.DONE}, "Tidak ada angka yang sempat dibaca."),
        (
            {"next_at": READ, "trouble": Reason.PERMISSION_MISSING},
            "akunnya belum memberi izin untuk itu",
        ),
        ({"next_at": MORNING - 3 * HOUR}, "pembacaannya tertunda"),
    ],
)
def test_where_there_are_none_a_sentence_says_why(
    network: Network, row: Delivery, stands: dict[str, Any], said: str
) -> None:
    measured(row, **stands)
    row = Delivery.objects.select_related("account__office", "measured").get(pk=row.pk)
    shown = figure_words.shown(row, MORNING)
    assert shown is not None
    assert said in shown.said
    assert shown.figures == ()
    assert shown.short == shown.said


def test_what_has_just_been_sent_has_none_yet(network: Network, row: Delivery) -> None:
    assert "Belum ada angka." in of_delivery(network, row)
    assert "Belum ada angka." in of_post(network, row)


def test_what_is_not_out_says_nothing_of_figures(network: Network, row: Delivery) -> None:
    Delivery.objects.update(state=State.HELD)
    assert " Angka " not in of_delivery(network, row)
    assert "ada angka" not in of_post(network, row)
    Delivery.objects.update(state=State.SENT, verb="delete")
    assert " Angka " not in of_delivery(network, row)


def test_a_last_figure_stays_when_the_post_is_gone(network: Network, row: Delivery) -> None:
    measured(row, views=7, measured_at=READ, ended=Untold.GONE)
    page = of_delivery(network, row)
    assert "Tayangan 7" in page
    assert "Kirimannya sudah tidak ada di jaringannya." in page


def test_a_post_on_many_accounts_takes_no_more_queries(
    network: Network, row: Delivery, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    measured(row, views=7, measured_at=READ)
    url, client = reverse("composer:post", args=[row.post.public_id]), browser(network.tono)
    client.get(url)
    with django_assert_max_num_queries(200) as one:
        client.get(url)
    for number in range(2, 8):
        row.pk, row.account, row.again = None, on_x(network, number), number
        row.save(force_insert=True)
        measured(row, views=number, measured_at=READ)
    with django_assert_max_num_queries(len(one)):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        ({}, "Belum ada angka yang dibaca."),
        ({"read_at": READ}, "Terakhir dibaca 8 Des 2026, 10.00 WIB."),
        (
            {"read_at": READ, "missing": "read_insights"},
            "Sebagian angka tidak diberikan tanpa izin read_insights.",
        ),
        ({"trouble": Reason.PERMISSION_MISSING}, "Akun ini belum mengizinkan Gema membaca angka."),
        (
            {"trouble": Reason.RATE_LIMITED, "rest_until": READ},
            "Jaringan meminta kita menunggu karena terlalu sering dihubungi. Dicoba lagi 8 Des",
        ),
    ],
)
def test_an_accounts_page_says_how_reading_goes(
    network: Network, stands: dict[str, Any], said: str
) -> None:
    account = on_x(network)
    Gauge.objects.create(account=account, **stands)
    assert said in figure_words.of_account(account, MORNING)
    assert said in text(browser(network.ada), reverse("scheduler:account", args=[account.pk]))


def test_an_account_says_when_there_is_nothing_to_read(network: Network) -> None:
    fresh, board = on_x(network), network.account("newsroom")
    assert figure_words.of_account(fresh, MORNING) == "Belum ada kiriman yang diukur."
    assert figure_words.of_account(board, MORNING) == "Jaringan ini tidak memberi angka."
    Gauge.objects.create(account=fresh, trouble=Reason.LOGIN_ENDED, read_at=READ)
    Account.objects.update(state=AccountState.DISCONNECTED)
    fresh.refresh_from_db()  # the page says that already
    assert figure_words.of_account(fresh, MORNING).startswith("Terakhir dibaca")
