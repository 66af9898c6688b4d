"""The home page: to each person what waits and what comes next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from channels.models import AccountState
from content import workflow
from content.models import Feed, FeedItem, FeedState, Membership, Person
from content.scope import Scope
from content.workflow import Step
from scheduler.models import Delivery, State
from tests.people import MORNING, Network
from tests.scheduler.stage import planned
from web import home, home_tasks

NOON = MORNING + timedelta(hours=2)
MOST = 30  # queries of one page, however full


def said(person: Person, now: datetime = NOON) -> list[str]:
    return [task.sentence for task in home_tasks.tasks(Scope.of(person, now), now)]


def page(person: Person) -> str:
    browser = Client()
    browser.force_login(person)
    return browser.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (21, "Selamat pagi"),  # 04.00 WIB, 06.00 WIT
        (3, "Selamat pagi"),
        (5, "Selamat siang"),
        (9, "Selamat sore"),
        (12, "Selamat malam"),
    ],
)
def test_the_greeting_follows_the_clock_of_the_office(hour: int, words: str) -> None:
    assert home.greeting(datetime(2026, 12, 7, hour, tzinfo=UTC), "Asia/Pontianak") == words


def test_it_is_evening_in_jayapura_first() -> None:
    at = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
    assert home.greeting(at, "Asia/Pontianak") == "Selamat sore"
    assert home.greeting(at, "Asia/Jayapura") == "Selamat malam"


def test_a_returned_draft_asks_its_writer_with_the_note(network: Network) -> None:
    post = network.submitted()
    assert post.head is not None
    note = "Tambahkan jam pelayanan"
    workflow.take(
        Step.RETURN, post, by=network.rina, at=MORNING, note=note, sha256=post.head.sha256
    )
    assert said(network.sari) == ["1 kiriman dikembalikan untuk diperbaiki"]
    assert note in page(network.sari)
    assert said(network.yosua) == []


def test_what_waits_is_shown_to_who_may_decide_and_has_not_written_it(network: Network) -> None:
    post = network.submitted()
    sentence = "1 kiriman menunggu keputusan"
    assert sentence in said(network.rina)
    assert sentence in said(network.maya)
    for person in (network.sari, network.tono, network.wati, network.yosua):
        assert sentence not in said(person)
    post.contributors.add(network.maya)
    assert sentence not in said(network.maya)


def test_an_approved_post_without_a_time_asks_the_publisher(network: Network) -> None:
    network.approved()
    assert said(network.tono) == ["1 kiriman disetujui, belum dijadwalkan"]
    assert said(network.sari) == []


def test_a_delivery_that_failed_asks_the_publisher(network: Network) -> None:
    delivery = planned(network)[0]
    Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED, run_at=None)
    assert said(network.tono) == ["1 pengantaran perlu tindakan"]
    assert said(network.wati) == []


def test_an_administrator_sees_feeds_and_accounts_in_trouble(network: Network) -> None:
    account = network.account("practice")
    account.state = AccountState.DISCONNECTED
    account.save()
    Feed.objects.create(
        office=network.pontianak,
        url="https://ptk.contoh.test/feed",
        state=FeedState.FAILING,
        fault="Situs tidak menjawab.",
        next_read_at=MORNING,
    )
    assert said(network.ada) == ["1 akun terputus", "1 umpan situs tidak terbaca"]
    assert said(network.sari) == ["1 akun terputus"], "she keeps the account, not the feeds"
    assert said(network.yosua) == []


def test_news_of_an_offices_site_is_offered_to_the_desk(network: Network) -> None:
    feed = Feed.objects.create(
        office=network.pontianak, url="https://ptk.contoh.test/feed", next_read_at=MORNING
    )
    for number in range(6):
        FeedItem.objects.create(
            feed=feed, guid=str(number), digest="", title=f"Kabar {number}", seen_at=MORNING
        )
    tasks = home_tasks.tasks(Scope.of(network.rina, NOON), NOON)
    assert [task.sentence for task in tasks] == ["6 kabar baru dari situs kantor"]
    assert len(tasks[0].rows) == home_tasks.SHOWN
    assert tasks[0].url == reverse("scheduler:candidates")


def test_one_post_to_several_accounts_is_one_line(network: Network) -> None:
    accounts = [network.account("practice"), network.account("practice", handle="kedua")]
    planned(network, *accounts)
    coming = home.coming(Scope.of(network.sari, MORNING), MORNING)
    assert [one.channels for one in coming] == [(("chalkboard", "Papan latihan"),)]
    assert coming[0].day == "7 Des 2026, 11.00 WIB"


def test_a_newcomer_is_led_through_the_practice_board(network: Network) -> None:
    assert "Selamat datang di Gema" in page(network.sari)
    network.draft()
    assert "Selamat datang di Gema" not in page(network.sari)
    assert "Semua beres" in page(network.sari)


def test_whoever_has_no_task_yet_is_told_whom_to_ask(network: Network) -> None:
    Membership.objects.filter(person=network.sari).delete()
    assert "Anda belum punya penugasan" in page(network.sari)


def test_a_full_desk_asks_the_database_little(
    network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        network.submitted()
    for number in range(3):
        network.approved()
        planned(network, network.account("practice", handle=f"akun{number}"))
    for person in (network.sari, network.rina, network.tono, network.ada):
        browser = Client()
        browser.force_login(person)
        with django_assert_max_num_queries(MOST):
            assert browser.get(reverse("home")).status_code == 200
