"""The one list through its address: filters, paging, one choice for many, and who sees what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduler.acts import Act
from scheduler.models import Delivery, Reach, State
from scheduler.stops import stop
from tests.people import Network
from tests.scheduler.office_day import desk_of, now
from tests.scheduler.trouble import TROUBLE, disconnect, in_trouble, on_x

LIST = "/pengantaran/tindakan/"


def marks(rows: list[Delivery]) -> str:
    return " ".join(f"{row.pk}.{row.version}" for row in rows)


def read(client: Client, **asked: str) -> str:
    return client.get(LIST, asked).content.decode()


def counted(client: Client, **asked: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(LIST, asked)
    return len(queries)


def test_an_empty_list_is_pleasant(network: Network) -> None:
    page = read(desk_of(network.rina))
    assert "Semua beres" in page
    assert 'name="act"' not in page


@pytest.mark.parametrize("what", TROUBLE)
def test_three_hundred_rows_take_no_more_queries_than_one(network: Network, what: str) -> None:
    account = network.account()
    client = desk_of(network.rina)
    in_trouble(network, account, what)
    client.get(LIST)
    few = counted(client)
    for office in (network.jayapura, network.centre):
        in_trouble(network, on_x(network, office), what, 100)
    in_trouble(network, account, what, 99)
    assert counted(client) <= few + 1  # +1: the filter of offices appears
    assert counted(client, akun=str(account.pk)) <= few + 1


def test_a_disconnected_account_stands_once_with_all_it_holds(network: Network) -> None:
    account = on_x(network)
    in_trouble(network, account, "lost", 14)
    disconnect(account)
    page = read(desk_of(network.ada))
    assert "X Kanim Pontianak terputus: 14 kiriman menunggu" in page
    assert reverse("account_reconnect", args=[account.pk]) in page
    assert "Humas kantor ini perlu menyambungkannya lagi." in read(desk_of(network.rina))


def test_the_unconfirmed_show_what_to_look_for(network: Network) -> None:
    account = network.account(url="https://contoh.test/akun")
    in_trouble(network, account, "unsure")
    page = read(desk_of(network.tono))
    assert "Layanan paspor buka sampai pukul 16.00 WIB." in page
    assert "https://contoh.test/akun" in page
    for act in (Act.LOOK_AGAIN, Act.FOUND, Act.ABSENT):
        assert reverse("scheduler:act", args=[Delivery.objects.get().pk, act]) in page


def test_who_cannot_act_reads_and_finds_no_buttons(network: Network) -> None:
    in_trouble(network, network.account(), "unsure")
    in_trouble(network, on_x(network), title="<b>Terlewat</b>")
    page = read(desk_of(network.sari))
    assert "&lt;b&gt;Terlewat&lt;/b&gt;" in page
    assert 'name="act"' not in page
    assert "formaction" not in page
    assert 'name="pick"' not in page


def test_one_group_alone_is_read_in_pages(network: Network) -> None:
    account = network.account()
    in_trouble(network, account, "missed", 60)
    in_trouble(network, account, "failed")
    client = desk_of(network.tono)
    first = client.get(LIST)
    assert [len(group["rows"]) for group in first.context["groups"]] == [1, 4]
    address = first.context["groups"][1]["all"]
    assert address in first.content.decode().replace("&amp;", "&")
    pages = [client.get(LIST + address + f"&page={n}") for n in (1, 2)]
    assert [len(page.context["groups"][0]["rows"]) for page in pages] == [50, 10]


@pytest.mark.parametrize(
    "asked",
    [
        {"sebab": "entah"},
        {"kantor": "\x00"},
        {"kanal": "fax"},
        {"akun": "-1"},
        {"page": "-1"},
        {"page": "banyak"},
    ],
)
def test_an_address_that_makes_no_sense_shows_the_list(
    network: Network, asked: dict[str, str]
) -> None:
    in_trouble(network, network.account())
    answer = desk_of(network.rina).get(LIST, asked)
    assert answer.status_code == 200
    assert len(answer.context["groups"]) == (0 if "akun" in asked else 1) or "akun" in asked


def test_a_filter_that_finds_nothing_offers_the_way_back(network: Network) -> None:
    in_trouble(network, network.account())
    assert "Tidak ada di saringan ini" in read(desk_of(network.rina), sebab="ditolak")


def send(client: Client, rows: list[Delivery], act: str, **fields: Any) -> Any:
    return client.post(LIST, {"pick": marks(rows), "act": act, **fields}, follow=True)


def test_one_post_acts_on_many_and_says_how_many(network: Network) -> None:
    rows = in_trouble(network, network.account(), number=30)
    client = desk_of(network.tono)
    answer = send(client, rows, "kirim-sekarang")
    assert "30 kiriman dikirim sekarang" in answer.content.decode()
    assert Delivery.objects.filter(state=State.PLANNED).count() == 30
    assert "30 sudah ditangani" in send(client, rows, "kirim-sekarang").content.decode()


def test_the_answer_leads_back_to_where_one_was(network: Network) -> None:
    rows = in_trouble(network, network.account(), number=2)
    back = LIST + "?sebab=terlewat"
    answer = send(desk_of(network.tono), rows[:1], "batalkan", back=back)
    assert answer.redirect_chain == [(back, 302)]
    away = send(desk_of(network.tono), rows[1:], "batalkan", back="https://contoh.test/")
    assert away.redirect_chain == [(LIST, 302)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "pindahkan", "date": "2020-01-01", "time": "08:00"}, "sudah lewat"),
        ({"act": "pindahkan"}, "Isi tanggal dan jam"),
        ({"act": "sudah-ada"}, "Pilih apa yang dilakukan"),
        ({"act": "entah"}, "Pilih apa yang dilakukan"),
        ({"act": "batalkan", "pick": ""}, "Pilih dahulu"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_choice_kept(
    network: Network, fields: dict[str, str], words: str
) -> None:
    rows = in_trouble(network, network.account(), number=2)
    answer = desk_of(network.tono).post(LIST, {"pick": marks(rows[:1]), **fields})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert words in page
    kept = f'value="{marks(rows[:1])}" checked' in page
    assert kept is (fields.get("pick") is None)
    assert Delivery.objects.filter(state=State.MISSED).count() == 2


def test_a_row_is_settled_without_leaving_the_list(network: Network) -> None:
    [row] = in_trouble(network, network.account(), "unsure")
    address = reverse("scheduler:act", args=[row.pk, Act.FOUND])
    answer = desk_of(network.tono).post(address, {"version": row.version, "back": LIST})
    assert answer.headers["Location"] == LIST
    assert Delivery.objects.get().state == State.SENT


@pytest.mark.parametrize("who", ["sari", "yosua", "wati", "ada"])
def test_a_post_by_who_may_not_changes_nothing(network: Network, who: str) -> None:
    rows = in_trouble(network, network.account(), number=2)
    send(desk_of(getattr(network, who)), rows, "batalkan")
    assert Delivery.objects.filter(state=State.MISSED).count() == 2


def test_strangers_see_nothing_and_visitors_sign_in(network: Network) -> None:
    in_trouble(network, network.account(), title="Rahasia dapur")
    assert "Rahasia dapur" not in read(desk_of(network.yosua))
    assert Client().get(LIST).status_code == 302
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(network.tono)
    assert careful.post(LIST, {"act": "batalkan"}).status_code == 403


def test_a_list_far_too_full_says_that_it_shows_a_part(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_trouble(network, network.account(), number=5)
    monkeypatch.setattr("scheduler.needs.MOST", 3)
    page = read(desk_of(network.tono))
    assert "Sangat penuh" in page
    assert "Pilih semua (3)" in page


OFFERED = {
    "missed": {"kirim-sekarang", "pindahkan", "batalkan"},
    "failed": {"kirim-sekarang", "sudah-tahu"},
    "lost": {"pindahkan", "batalkan"},
    "unsure": set(),
}


@pytest.mark.parametrize("what", OFFERED)
def test_for_many_only_what_helps_one_of_them_is_offered(network: Network, what: str) -> None:
    in_trouble(network, network.account(), what, 2)
    page = read(desk_of(network.tono))
    assert set(re.findall(r'name="act" value="([a-z-]+)"', page)) == OFFERED[what]


def test_for_many_all_is_offered_that_helps_any_of_them(network: Network) -> None:
    in_trouble(network, network.account())
    in_trouble(network, on_x(network), "failed")
    client = desk_of(network.tono)
    assert 'value="sudah-tahu"' in read(client)
    assert 'value="sudah-tahu"' not in read(client, kanal="practice")


def test_many_sent_under_a_stop_are_said_to_wait(network: Network) -> None:
    rows = [*in_trouble(network, network.account()), *in_trouble(network, on_x(network))]
    stop(Reach.CHANNEL, "Keliru.", by=network.rina, at=now(), kind="x")
    client = desk_of(network.tono)
    sent = {"act": Act.SEND_NOW, "pick": marks(rows)}
    page = client.post(LIST, sent, follow=True).content.decode()
    assert "1 kiriman dikirim sekarang" in page
    assert "1 menunggu: pengiriman sedang dihentikan" in page
    assert "Tidak ada yang diubah" not in page
