"""The page for whoever posts by hand, through its address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Media, Person
from scheduler import acts, stops
from scheduler.acts import Act
from scheduler.models import Delivery, Hold, Reach, State
from tests.people import Network
from tests.scheduler.office_day import desk_of, now
from tests.scheduler.stage import Stage, again, planned
from tests.scheduler.test_by_hand import LINK, SAID, channel_of
from tests.scheduler.test_pictures_on_the_way import file_of, pictured

WORDS = SAID["whatsapp"]


@pytest.fixture
def row(network: Network) -> Delivery:
    """Handed over a minute ago."""
    at = now() - timedelta(minutes=1)
    post = network.approved(at - timedelta(hours=1), texts=SAID)
    [made] = planned(network, channel_of(network), post=post, at=at - timedelta(hours=1), due=at)
    Stage().turn(at + timedelta(minutes=1))
    assert again(made).reason == Hold.HANDED
    return again(made)


def at(row: Delivery) -> str:
    return reverse("scheduler:kit", args=[row.pk])


def seen_by(person: Person, row: Delivery) -> str:
    page = desk_of(person).get(at(row))
    assert page.status_code == 200
    return page.content.decode()


def say(client: Client, row: Delivery, url: str = LINK) -> Any:
    return client.post(at(row), {"url": url}, follow=True)


def test_it_shows_words_steps_and_where_to_say_that_it_is_done(
    network: Network, row: Delivery
) -> None:
    page = seen_by(network.tono, row)
    assert WORDS in page
    assert "Tekan lama kiriman itu, ketuk Salin tautan" in page
    assert "Sudah saya terbitkan" in page
    assert "Paling lambat: " in page


def test_saying_so_makes_it_sent_and_shows_by_whom(network: Network, row: Delivery) -> None:
    page = say(desk_of(network.tono), row, f"{LINK}?utm=1").content.decode()
    assert (again(row).state, again(row).url) == (State.SENT, LINK)
    assert "Sudah dicatat oleh Tono." in page
    assert WORDS not in page.split("kit-words")[-1]


@pytest.mark.parametrize("url", [LINK, ""])
def test_the_same_form_twice_is_one_word(network: Network, row: Delivery, url: str) -> None:
    client = desk_of(network.tono)
    say(client, row, url)
    twice = say(client, row, url)
    assert twice.status_code == 200
    assert "Sudah dicatat sebelumnya. Tidak perlu apa-apa lagi." in twice.content.decode()
    assert again(row).url == url


def test_the_second_of_two_people_is_told_that_there_is_another_link(
    network: Network, row: Delivery
) -> None:
    say(desk_of(network.tono), row)
    other = say(desk_of(network.rina), row, LINK.replace("/17", "/18"))
    assert "dengan tautan yang lain" in other.content.decode()
    assert again(row).url == LINK


def test_a_link_may_follow(network: Network, row: Delivery) -> None:
    client = desk_of(network.tono)
    assert "Tambahkan tautannya" in say(client, row, "").content.decode()
    assert "Tautannya dicatat." in say(client, row).content.decode()
    assert again(row).url == LINK


@pytest.mark.parametrize("url", ["https://x.com/a/status/1", "https://contoh.test/", "sudah"])
def test_a_link_of_elsewhere_is_asked_for_again_and_not_lost(
    network: Network, row: Delivery, url: str
) -> None:
    page = say(desk_of(network.tono), row, url)
    assert page.status_code == 409
    assert "Itu bukan tautan kiriman akun ini di Saluran WhatsApp." in page.content.decode()
    assert f'value="{url}"' in page.content.decode()
    assert again(row).state == State.HELD
    elsewhere = reverse("scheduler:act", args=[row.pk, Act.FOUND])
    assert desk_of(network.tono).post(elsewhere, {"url": url}).status_code == 409
    assert again(row).state == State.HELD


def test_under_a_stop_the_words_are_not_shown_but_what_was_done_can_be_said(
    network: Network, row: Delivery
) -> None:
    stops.stop(Reach.ALL, "Salah.", by=network.rina, at=now())
    page = seen_by(network.tono, row)
    assert WORDS not in page
    assert "Jangan dikerjakan dahulu" in page
    assert "Telanjur dikerjakan?" in page
    say(desk_of(network.tono), row)
    assert again(row).state == State.SENT


def test_before_its_time_nothing_is_shown(network: Network, row: Delivery) -> None:
    acts.send_now(row, by=network.tono, at=now(), wait=timedelta(hours=1))
    page = seen_by(network.tono, row)
    assert WORDS not in page
    assert "Belum waktunya" in page
    assert say(desk_of(network.tono), row).status_code == 409
    assert again(row).state == State.PLANNED


def test_whoever_may_not_publish_there_reads_and_says_nothing(
    network: Network, row: Delivery
) -> None:
    assert "Sudah saya terbitkan" not in seen_by(network.sari, row)
    assert say(desk_of(network.sari), row).status_code == 409
    assert again(row).state == State.HELD


def test_the_words_are_never_shown_without_their_picture(network: Network) -> None:
    post = network.approved(now(), **pictured(network, "whatsapp"))
    [row] = planned(network, channel_of(network), post=post, at=now(), due=now())
    Stage().turn(now())
    page = seen_by(network.tono, row)
    assert "Simpan gambar 1" in page
    assert f'download="gema-{row.pk}-1.jpg"' in page
    file_of(Media.objects.get()).unlink()
    page = seen_by(network.tono, row)
    assert "Berkas gambarnya hilang" in page
    assert "Layanan paspor buka." not in page


def test_strangers_and_other_networks_find_nothing(network: Network, row: Delivery) -> None:
    assert desk_of(network.yosua).get(at(row)).status_code == 404
    assert desk_of(network.yosua).post(at(row)).status_code == 404
    [other] = planned(network)
    assert desk_of(network.tono).get(at(other)).status_code == 404


def test_the_list_of_things_to_do_leads_there(network: Network, row: Delivery) -> None:
    page = desk_of(network.tono).get(reverse("scheduler:needs")).content.decode()
    assert f'href="{at(row)}"' in page
    assert "Saluran WhatsApp Kanim Pontianak: 1 kiriman menunggu dikerjakan" in page


def test_the_page_of_the_delivery_leads_there(network: Network, row: Delivery) -> None:
    page = desk_of(network.tono).get(reverse("scheduler:delivery", args=[row.pk]))
    assert f'href="{at(row)}"' in page.content.decode()
