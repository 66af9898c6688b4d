"""Stopping and going on, through their addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content.models import Post
from scheduler import delivery
from scheduler.models import Delivery, Reach, State, Stop
from scheduler.stops import stop
from tests.people import Network
from tests.scheduler.office_day import desk_of, entry, now
from tests.scheduler.stage import Stage

STOPS = "/henti/"
MINUTE = timedelta(minutes=1)


def post(client: Client, stop: Stop, **fields: Any) -> Any:
    return client.post(reverse("scheduler:lift", args=[stop.pk]), fields, follow=True)


def page_of(client: Client, stop: Stop, **asked: str) -> Any:
    return client.get(reverse("scheduler:resume", args=[stop.pk]), asked)


def running(client: Client, stop: Stop) -> str:
    return client.get(reverse("scheduler:under-way", args=[stop.pk])).content.decode()


@pytest.fixture
def held(network: Network) -> Stop:
    """A stop of everything that holds one delivery in time and one that is late."""
    due = now()
    for n, late in enumerate((0, 40)):
        entry(network, network.account(handle=f"a{n}"), due=due, title=f"Entri {n}")
        rows = Delivery.objects.filter(account__handle=f"a{n}")
        at = due - late * MINUTE
        rows.update(due_at=at, run_at=at, deadline_at=at + 15 * MINUTE)
    made = stop(Reach.ALL, "Salah jadwal.", by=network.rina, at=due)
    Stage().turn(due)
    return made


# Stopping


def test_an_account_and_a_topic_are_stopped_by_the_form(network: Network) -> None:
    account = network.account()
    network.approved(now())
    client = desk_of(network.maya)
    sent = {"reach": "account", "account": account.pk, "reason": "Dibajak."}
    assert client.post(STOPS, sent).status_code == 302
    sent = {"reach": "topic", "topic": "layanan", "within": "KALBAR", "reason": "Keliru."}
    assert client.post(STOPS, sent).status_code == 302
    page = client.get(STOPS).content.decode()
    assert "Akun Papan latihan @practice_ptk" in page
    assert "Topik “Layanan” di Kanwil Contoh Kalbar dan semua di bawahnya" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"reach": "account"},
        {"reach": "account", "account": "0"},
        {"reach": "account", "account": "\x00"},
        {"reach": "topic"},
        {"reach": "topic", "topic": "entah"},
        {"reach": "topic", "topic": "layanan", "within": "JAP"},
        {"reach": "topic", "topic": "layanan"},
        {"reach": "channel", "kind": "practice"},
    ],
)
def test_what_a_region_may_not_name_stops_nothing(network: Network, fields: dict[str, str]) -> None:
    network.account()
    network.approved(now())
    answer = desk_of(network.maya).post(STOPS, {**fields, "reason": "Salah tayang."})
    assert answer.status_code == 409
    assert "Salah tayang." in answer.content.decode()
    assert not Stop.objects.exists()


def test_an_account_of_somebody_else_is_not_offered_and_not_stopped(network: Network) -> None:
    account = network.account(office=network.jayapura, handle="jauh")
    network.account()
    client = desk_of(network.maya)
    assert "@jauh" not in client.get(STOPS).content.decode()
    sent = {"reach": "account", "account": account.pk, "reason": "Uji."}
    assert client.post(STOPS, sent).status_code == 409


def test_an_address_fills_the_form_in_but_never_the_reason(network: Network) -> None:
    account = network.account()
    asked = {"reach": "account", "account": str(account.pk), "reason": "Tulisan orang lain"}
    page = desk_of(network.rina).get(STOPS, asked).content.decode()
    assert 'value="account" required checked' in page
    assert f'value="{account.pk}" selected' in page
    assert "Tulisan orang lain" not in page
    assert not Stop.objects.exists()


def test_a_page_leads_to_the_stop_of_what_it_shows(network: Network) -> None:
    row = entry(network, network.account())
    client = desk_of(network.maya)
    wanted = f"/henti/?reach=account&amp;account={row.account_id}"
    for path in (f"/kanal/{row.account_id}/", reverse("scheduler:delivery", args=[row.pk])):
        assert wanted in client.get(path).content.decode()
        assert wanted not in desk_of(network.sari).get(path).content.decode()
    assert (
        "/henti/?reach=office&amp;office=PTK"
        in client.get("/kalender/", {"kantor": "PTK"}).content.decode()
    )


def test_the_page_says_what_can_no_longer_be_called_back_until_it_has_ended(
    network: Network,
) -> None:
    entry(network, network.account(), due=now())
    with transaction.atomic():
        [task] = delivery.claim("me", now(), 5)
    client = desk_of(network.rina)
    answer = client.post(STOPS, {"reach": "all", "reason": "Salah."}, follow=True)
    made = Stop.objects.get()
    page = answer.content.decode()
    assert "1 sudah telanjur mulai dikirim dan tidak bisa ditarik kembali" in page
    assert 'hx-trigger="every 1s"' in running(client, made)
    Stage().play(task, now())
    assert "1 sudah telanjur mulai saat dihentikan, dan kini selesai: 1 terkirim." in running(
        client, made
    )
    assert "hx-trigger" not in running(client, made)


def test_with_nothing_under_way_the_page_says_so(network: Network) -> None:
    made = stop(Reach.ALL, "Uji.", by=network.rina, at=now())
    assert "Tidak ada yang sedang dikirim saat dihentikan." in running(desk_of(network.sari), made)


def test_a_stop_elsewhere_is_nobodys_business_here(network: Network) -> None:
    made = stop(Reach.OFFICE, "Rahasia.", by=network.rina, at=now(), office=network.jayapura)
    client = desk_of(network.sari)
    assert client.get(reverse("scheduler:under-way", args=[made.pk])).status_code == 404
    assert "Rahasia." not in client.get(STOPS).content.decode()


# Going on


def test_the_page_shows_what_waits_by_account_and_how_long_it_has(
    network: Network, held: Stop
) -> None:
    answer = page_of(desk_of(network.rina), held)
    waits = answer.context["waits"]
    assert (waits.in_time, waits.late) == (1, 1)
    page = answer.content.decode()
    assert page.index("@a0") < page.index("Entri 0") < page.index("@a1") < page.index("Entri 1")
    assert 'value="kirim" checked' in page


def test_the_page_is_for_whoever_may_lift(network: Network, held: Stop) -> None:
    assert page_of(desk_of(network.bayu), held).status_code == 200
    for person in (network.maya, network.sari, network.wati):
        assert page_of(desk_of(person), held).status_code == 404
        post(desk_of(person), held, choice="batalkan")
        assert Stop.objects.standing().exists()


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("kirim", "Dilanjutkan: 1 dikirim bertahap, 1 menunggu keputusan."),
        ("pindah", "Dilanjutkan: 2 dipindahkan."),
        ("putuskan", "Dilanjutkan: 2 menunggu keputusan."),
        ("batalkan", "Dilanjutkan: 2 dibatalkan."),
    ],
)
def test_each_choice_does_what_it_says_and_says_what_it_did(
    network: Network, held: Stop, choice: str, told: str
) -> None:
    client = desk_of(network.rina)
    context = page_of(client, held).context
    fields = {"seen": context["waits"].seen, "date": context["date"], "time": context["time"]}
    assert told in post(client, held, choice=choice, **fields).content.decode()
    assert not Stop.objects.standing().exists()


def test_the_old_button_without_a_choice_sends_what_is_in_time(
    network: Network, held: Stop
) -> None:
    assert "1 dikirim bertahap, 1 menunggu" in post(desk_of(network.rina), held).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "entah"},
        {"choice": "batalkan", "seen": ""},
        {"choice": "batalkan", "seen": "99-1"},
        {"choice": "pindah", "date": "2020-02-02", "time": "07:07"},
        {"choice": "pindah", "date": "kapan", "time": "saja"},
    ],
)
def test_a_wish_that_cannot_be_changes_nothing_and_says_why(
    network: Network, held: Stop, fields: dict[str, str]
) -> None:
    client = desk_of(network.rina)
    fields = {"seen": page_of(client, held).context["waits"].seen, **fields}
    answer = post(client, held, **fields)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert Stop.objects.standing().exists()
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.HELD}


def test_pressing_twice_lifts_once_and_says_who_did(network: Network, held: Stop) -> None:
    post(desk_of(network.rina), held, choice="putuskan")
    answer = post(desk_of(network.bayu), held, choice="kirim").content.decode()
    assert "Sudah dilanjutkan oleh Rina." in answer
    assert not Delivery.objects.filter(state=State.PLANNED).exists()
    assert page_of(desk_of(network.bayu), held).status_code == 302


def test_a_long_list_comes_in_pages_and_few_queries(
    network: Network, held: Stop, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = Delivery.objects.filter(state=State.HELD).first()
    assert row is not None
    for n in range(60):
        row.pk, row.again = None, n + 1
        row.save(force_insert=True)
    client = desk_of(network.rina)
    page_of(client, held)
    with django_assert_max_num_queries(19):
        answer = page_of(client, held, page="2")
    assert len(answer.context["page_obj"]) == 22
    with django_assert_max_num_queries(24):
        client.get(STOPS)


def test_what_the_stop_no_longer_reaches_is_on_the_page(network: Network) -> None:
    entry(network, network.account(), due=now(), title="Jadwal Natal")
    Delivery.objects.update(due_at=now(), run_at=now())
    made = stop(Reach.TOPIC, "Keliru.", by=network.rina, at=now(), topic="layanan")
    Stage().turn(now() + MINUTE)
    Post.objects.update(topic="paspor")
    client = desk_of(network.rina)
    assert reverse("scheduler:resume", args=[made.pk]) in client.get(STOPS).content.decode()
    page = page_of(client, made).content.decode()
    assert "1 kiriman masih ditahan walau tidak lagi dijangkau" in page
    assert "Jadwal Natal" in page


def test_the_page_says_that_taking_down_goes_on(network: Network) -> None:
    assert "Hanya penarikan" in desk_of(network.rina).get(STOPS).content.decode()
