"""The queue and the decision: what is shown, what is kept, and what opens next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from content import workflow
from content.models import Decision, Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler.models import Delivery
from tests.people import Network, content
from tests.scheduler.office_day import decided, desk_of, now, submit, verdict, waiting
from web.navigation import undecided

QUEUE = "/antrean/"


def review(post: Post) -> str:
    return reverse("scheduler:review", args=[post.public_id])


def decide(client: Client, post: Post, what: str, **fields: Any) -> Any:
    address = reverse("scheduler:decide", args=[post.public_id])
    return client.post(address, verdict(post, what, **fields))


def status_of(post: Post) -> str:
    return Post.objects.get(pk=post.pk).status


def test_the_queue_says_the_same_number_as_the_menu(network: Network) -> None:
    waiting(network, 3)
    page = desk_of(network.rina).get(QUEUE, {"kantor": "PTK"})
    assert page.context["waiting_number"] == 3
    assert page.context["waiting_number"] == undecided(Scope.of(network.rina, now()))


def test_seventy_posts_take_no_more_queries_than_seven(
    network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    waiting(network, 70)
    client = desk_of(network.rina)
    client.get(QUEUE)
    with django_assert_max_num_queries(20):
        page = client.get(QUEUE)
    assert sum(len(rows) for _urgency, rows in page.context["groups"]) == 50
    assert "Kiriman 1<" in page.content.decode()


def test_the_rest_of_a_long_queue_is_on_the_next_page(network: Network) -> None:
    waiting(network, 52)
    page = desk_of(network.rina).get(QUEUE, {"page": "2"})
    assert [row.post.title for _u, rows in page.context["groups"] for row in rows] == [
        "Kiriman 51",
        "Kiriman 52",
    ]


def test_what_is_due_soon_stands_above_what_waits_longer(network: Network) -> None:
    submit(network, at=now() - timedelta(days=2), title="Lama menunggu")
    submit(network, due=now() + timedelta(hours=1), title="Sebentar lagi")
    page = desk_of(network.rina).get(QUEUE).content.decode()
    assert page.index("Mendesak") < page.index("Sebentar lagi") < page.index("Lama menunggu")


@pytest.mark.parametrize("nonsense", ["ENTAH", "\x00", "PTK' OR 1=1", "x" * 5000])
def test_a_filter_that_names_no_waiting_office_shows_all(network: Network, nonsense: str) -> None:
    waiting(network, 1)
    assert "Kiriman 1" in desk_of(network.rina).get(QUEUE, {"kantor": nonsense}).content.decode()


def test_an_empty_queue_thanks(network: Network) -> None:
    assert "Antrean kosong" in desk_of(network.rina).get(QUEUE).content.decode()


def test_who_decides_nothing_is_not_thanked_for_it(network: Network) -> None:
    waiting(network, 1)
    page = desk_of(network.edi).get(QUEUE).content.decode()
    assert "Keputusan diambil moderator" in page
    assert "Kiriman 1" not in page


def test_a_moderator_of_a_region_sees_that_region(network: Network) -> None:
    waiting(network, 2)
    assert desk_of(network.maya).get(QUEUE).context["waiting_number"] == 2


def test_the_next_one_opens_by_itself(network: Network) -> None:
    first, second, _third = waiting(network, 3)
    answer = decide(desk_of(network.rina), first, "setujui")
    assert answer.headers["Location"] == review(second)
    assert status_of(first) == Status.APPROVED


def test_after_the_last_one_the_queue_opens(network: Network) -> None:
    [only] = waiting(network, 1)
    answer = decide(desk_of(network.rina), only, "tolak", note="Sudah pernah diumumkan.")
    assert answer.headers["Location"] == QUEUE
    assert status_of(only) == Status.REJECTED


def test_whoever_works_through_one_office_stays_with_it(network: Network) -> None:
    first, second = waiting(network, 2)
    address = reverse("scheduler:decide", args=[first.public_id]) + "?kantor=PTK"
    answer = desk_of(network.rina).post(address, verdict(first, "setujui"))
    assert answer.headers["Location"] == f"{review(second)}?kantor=PTK"


@pytest.mark.parametrize("what", ["kembalikan", "tolak"])
def test_without_a_note_nothing_is_returned_or_rejected(network: Network, what: str) -> None:
    [post] = waiting(network, 1)
    answer = decide(desk_of(network.rina), post, what, note="  ")
    assert answer.status_code == 409
    assert "Tuliskan alasannya" in answer.content.decode()
    assert status_of(post) == Status.SUBMITTED


def test_who_was_slower_is_told_who_and_what_and_keeps_the_note(network: Network) -> None:
    [post] = waiting(network, 1)
    decided(network, post, Step.APPROVE, by=network.bayu)
    answer = decide(desk_of(network.rina), post, "kembalikan", note="Sebutkan jam istirahat.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bayu baru saja menyetujui kiriman ini" in page
    assert "Sebutkan jam istirahat." in page
    assert Decision.objects.count() == 1


def test_other_words_than_those_on_the_screen_are_not_approved(network: Network) -> None:
    [post] = waiting(network, 1)
    address = reverse("scheduler:decide", args=[post.public_id])
    answer = desk_of(network.rina).post(address, {**verdict(post, "setujui"), "sha256": "0" * 64})
    assert answer.status_code == 409
    assert status_of(post) == Status.SUBMITTED


@pytest.mark.parametrize("version", ["", "²", "-1", "9" * 40, "dua"])
def test_a_broken_version_is_refused_and_the_note_kept(network: Network, version: str) -> None:
    [post] = waiting(network, 1)
    address = reverse("scheduler:decide", args=[post.public_id])
    sent = {**verdict(post, "tolak", note="Catatan."), "version": version}
    answer = desk_of(network.rina).post(address, sent)
    assert answer.status_code == 409
    assert "Catatan." in answer.content.decode()


def test_nobody_decides_on_what_he_wrote(network: Network) -> None:
    [post] = waiting(network, 1)
    post.contributors.add(network.rina)
    client = desk_of(network.rina)
    page = client.get(review(post)).content.decode()
    assert "orang lain yang memutuskan" in page
    assert 'name="verdict"' not in page
    assert decide(client, post, "setujui").status_code == 409
    assert status_of(post) == Status.SUBMITTED


def test_an_unknown_verdict_is_not_there(network: Network) -> None:
    [post] = waiting(network, 1)
    assert decide(desk_of(network.rina), post, "entah").status_code == 404


def test_approved_and_planned_in_one_press(network: Network) -> None:
    account = network.account()
    tomorrow = (now() + timedelta(days=1)).astimezone(network.pontianak.zoneinfo)
    [post] = waiting(network, 1)
    fields = {"plan": "1", "account": account.pk, "when": "at", "mode": "serentak"}
    fields |= {"date": f"{tomorrow:%Y-%m-%d}", "time": "08:00"}
    decide(desk_of(network.rina), post, "setujui", **fields)
    made = Delivery.objects.get(post=post)
    assert made.wall == f"{tomorrow:%Y-%m-%d}T08:00"
    assert status_of(post) == Status.SCHEDULED


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"date": "2026-01-01", "time": "08:00"}, "sudah lewat"),
        ({"date": "9999-12-31", "time": "08:00"}, "tanggal dan jam"),
        ({"date": "", "time": ""}, "tanggal dan jam"),
    ],
)
def test_a_plan_that_cannot_be_leaves_the_post_undecided(
    network: Network, fields: dict[str, str], why: str
) -> None:
    account = network.account()
    [post] = waiting(network, 1)
    sent = {"plan": "1", "account": account.pk, "when": "at", "note": "Bagus.", **fields}
    answer = decide(desk_of(network.rina), post, "setujui", **sent)
    assert answer.status_code == 409
    assert why in answer.content.decode()
    assert "Bagus." in answer.content.decode()
    assert status_of(post) == Status.SUBMITTED
    assert not Decision.objects.exists()


def test_an_account_of_another_office_is_not_planned_for(network: Network) -> None:
    network.account()
    foreign = network.account(office=network.jayapura)
    [post] = waiting(network, 1)
    sent = {"plan": "1", "account": foreign.pk, "when": "now"}
    answer = decide(desk_of(network.rina), post, "setujui", **sent)
    assert answer.status_code == 409
    assert not Delivery.objects.exists()


def test_the_changes_since_the_last_decision_are_shown(network: Network) -> None:
    [post] = waiting(network, 1)
    back = decided(network, post, Step.RETURN, by=network.bayu, note="Sebutkan hari libur.")
    assert back.status == Status.DRAFT
    from_sari = submit_again(network, back)
    page = desk_of(network.rina).get(review(from_sari)).content.decode()
    assert "Perubahan sejak keputusan terakhir" in page
    assert "Sebutkan hari libur." in page
    assert "<ins>" in page


def submit_again(network: Network, post: Post) -> Post:
    new = content(title=post.title, texts={"practice": "Layanan paspor buka. Minggu libur."})
    return workflow.submit(post, new, by=network.sari, at=now())


def test_hostile_words_stay_words(network: Network) -> None:
    post = submit(network, title="<script>alert(1)</script>", texts={"practice": "<b>x</b>"})
    client = desk_of(network.rina)
    for address in (QUEUE, review(post), f"{QUEUE}belum-terjadwal/", "/kalender/"):
        assert "<script>alert" not in client.get(address).content.decode()


def test_a_review_takes_few_queries_whatever_waits(
    network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first, *_rest = waiting(network, 60)
    client = desk_of(network.rina)
    client.get(review(first))
    with django_assert_max_num_queries(26):
        client.get(review(first))


def test_what_changed_alike_in_several_channels_is_read_once(network: Network) -> None:
    both = {"practice": "Buka sampai 16.00.", "newsroom": "Buka sampai 16.00."}
    post = submit(network, texts=both)
    back = decided(network, post, Step.RETURN, by=network.bayu, note="Sebutkan zona.")
    new = content(texts=dict.fromkeys(both, "Buka sampai 16.00 WIB."))
    again = workflow.submit(back, new, by=network.sari, at=now())
    [change] = desk_of(network.rina).get(review(again)).context["changes"]
    assert set(change.names) == set(both)
