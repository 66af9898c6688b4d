"""The list of posts, a post's page, and the steps on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from composer.working import Working
from content import workflow
from content.models import FeedItem, ItemState, Person, Post, Status
from content.models.feed import Feed
from content.workflow import Step
from scheduler.models import Delivery, State
from tests.composer.desk import address, client, form, written
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, planned

LATER = MORNING + timedelta(minutes=5)
MOST = 30  # queries of one page, however full


def published(network: Network) -> Post:
    delivery = planned(network, due=LATER)[0]
    Stage().turn(LATER)
    return Post.objects.get(pk=delivery.post_id)


def take(person: Person, post: Post, step: Step, **sent: str) -> str:
    """Where a press of the button leads."""
    post.refresh_from_db()
    version = {"version": str(post.version)}
    answer = client(person).post(address("step", post, step), version | sent)
    return str(answer["Location"])


GETS = ("write", "post", "compare")
POSTS = ("write", "upload", "repost")


def test_a_stranger_finds_nothing_at_any_address(network: Network) -> None:
    post = network.submitted()
    stranger = client(network.yosua)
    for name in GETS:
        assert stranger.get(address(name, post)).status_code == 404, name
    assert stranger.get(address("card", post, "feed")).status_code == 404
    for name in POSTS:
        assert stranger.post(address(name, post)).status_code == 404, name
    for step in Step:
        assert stranger.post(address("step", post, step)).status_code == 404, step
    assert post.title not in stranger.get(reverse("composer:posts")).content.decode()


def test_whoever_is_not_signed_in_is_asked_to(network: Network) -> None:
    post = network.submitted()
    for name in ("write", "post", "compare", "upload", "repost"):
        assert "/akun/login/" in Client().post(address(name, post))["Location"], name


def test_changes_are_posted(network: Network) -> None:
    post = network.submitted()
    sari = client(network.sari)
    for path in (
        address("upload", post),
        address("repost", post),
        address("step", post, Step.RECALL),
        reverse("composer:start", args=["jam-layanan"]),
        reverse("composer:repost_item", args=[1]),
    ):
        assert sari.get(path).status_code == 405, path


def test_who_only_reads_is_led_from_the_form_to_the_post(network: Network) -> None:
    post = written(network)
    for person in (network.rina, network.wati):
        assert client(person).get(address("write", post))["Location"] == address("post", post)
        answer = client(person).post(address("write", post), form(post, slot__alasan="Bukan saya"))
        assert answer["Location"] == address("post", post)
    assert Working.read(Post.objects.get().draft.content).slots["alasan"] != "Bukan saya"


def test_a_post_is_recalled_discarded_and_opened_again(network: Network) -> None:
    post = network.submitted()
    assert take(network.sari, post, Step.RECALL) == address("write", post)
    assert take(network.sari, post, Step.DISCARD) == address("post", post)
    assert Post.objects.get().status == Status.DISCARDED
    assert take(network.sari, post, Step.REOPEN) == address("write", post)
    assert Post.objects.get().status == Status.DRAFT


def test_opening_an_approved_post_warns_and_holds_its_plan(network: Network) -> None:
    delivery = planned(network)[0]
    post = delivery.post
    page = client(network.sari).get(address("post", post)).content.decode()
    assert "Persetujuan yang sudah ada akan batal" in page

    take(network.sari, post, Step.REOPEN)
    delivery.refresh_from_db()
    assert delivery.state == State.HELD
    assert Post.objects.get(pk=post.pk).approval is None


def test_a_step_on_what_has_moved_is_refused_in_words(network: Network) -> None:
    post = network.submitted()
    old = {"version": str(post.version)}
    workflow.take(Step.RECALL, post, by=network.edi, at=LATER)
    answer = client(network.sari).post(address("step", post, Step.RECALL), old, follow=True)
    assert "tidak bisa dilakukan" in answer.content.decode()


def test_a_version_or_revision_that_is_no_number_is_only_an_unknown_one(network: Network) -> None:
    post, sari = network.approved(), client(network.sari)
    for strange in ("²", "9" * 5000):
        sari.post(address("step", post, Step.REOPEN), {"version": strange})
        assert sari.get(address("compare", post), {"dari": strange}).status_code == 404
        assert sari.get(address("compare", post), {"dari": ""}).status_code == 200
    post.refresh_from_db()
    assert post.status == Status.APPROVED


def test_a_correction_starts_from_what_is_out(network: Network) -> None:
    post = published(network)
    assert take(network.sari, post, Step.CORRECT) == address("write", post)
    page = client(network.sari).get(address("write", post)).content.decode()
    assert "Yang keliru" in page
    take(network.sari, post, Step.ABANDON)
    assert Post.objects.get(pk=post.pk).status == Status.PUBLISHED
    assert Working.read(Post.objects.get(pk=post.pk).draft.content).correction is None


def test_a_withdrawal_says_why(network: Network) -> None:
    post = published(network)
    take(network.tono, post, Step.WITHDRAW, note="Tanggalnya keliru")
    assert Post.objects.get(pk=post.pk).status == Status.WITHDRAWN
    page = client(network.tono).get(address("post", post)).content.decode()
    assert "Tanggalnya keliru" in page
    assert Delivery.objects.filter(verb="delete", note="Tanggalnya keliru").exists()


@pytest.mark.parametrize(
    ("note", "words"),
    [("", "publik akan membacanya"), ("Memuat NIK 3299991708450001", "mirip NIK")],
)
def test_a_reason_that_is_not_fit_for_everybody_stays_to_be_mended(
    network: Network, note: str, words: str
) -> None:
    post, tono = published(network), client(network.tono)
    answer = tono.post(
        address("step", post, Step.WITHDRAW), {"version": str(post.version), "note": note}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert words in page
    assert f">{note}</textarea>" in page
    assert 'id="withdraw" open' in page
    assert Post.objects.get(pk=post.pk).status == Status.PUBLISHED


def test_deciding_is_not_among_the_steps_of_this_page(network: Network) -> None:
    post = network.submitted()
    assert client(network.rina).post(address("step", post, Step.APPROVE)).status_code == 404
    page = client(network.rina).get(address("post", post)).content.decode()
    assert reverse("scheduler:review", args=[post.public_id]) in page
    own = client(network.sari).get(address("post", post)).content.decode()
    assert reverse("scheduler:review", args=[post.public_id]) not in own


def test_a_draft_that_came_back_shows_its_writers_what_they_write(network: Network) -> None:
    post = written(network)
    sari, to = client(network.sari), address("write", post)
    sari.post(to, form(post, act="submit"))
    take(network.sari, post, Step.RECALL)
    post.draft.refresh_from_db()
    sari.post(to, form(post, slot__alasan="Alasan yang baru"))

    assert "Alasan yang baru" in sari.get(address("post", post)).content.decode()
    others = client(network.wati).get(address("post", post)).content.decode()
    assert "Alasan yang baru" not in others


def test_an_echo_can_be_seen_from_both_sides(network: Network) -> None:
    origin = network.approved(texts={"newsroom": "Layanan buka sampai sore."})
    citra, to = client(network.citra), address("repost", origin)
    page = citra.get(address("post", origin))
    key = {"key": str(page.context["repost_key"])}

    places = {citra.post(to, key)["Location"] for _ in range(2)}

    echo = Post.objects.get(repost_of=origin)
    assert places == {address("write", echo)}
    mine = citra.get(address("post", echo)).content.decode()
    assert f"Gema dari kiriman <strong>{network.pontianak.name}</strong>" in mine
    assert address("post", origin) in mine
    theirs = citra.get(address("post", origin)).content.decode()
    assert "Digemakan oleh" in theirs


def item_of_a_site(network: Network) -> FeedItem:
    feed = Feed.objects.create(
        office=network.pontianak, url="https://ptk.contoh.test/feed", next_read_at=MORNING
    )
    return FeedItem.objects.create(
        feed=feed, guid="1", digest="1", title="Loket baru", text="Dibuka.", seen_at=MORNING
    )


def test_of_two_who_repost_an_item_one_is_led_to_the_other(network: Network) -> None:
    item = item_of_a_site(network)
    to = reverse("composer:repost_item", args=[item.pk])
    client(network.citra).post(to)
    post = Post.objects.get(source_item=item)

    centre = client(network.citra).post(to, follow=True)
    assert centre.redirect_chain == [(address("post", post), 302)]
    assert "Citra sudah membuat gema dari kabar ini" in centre.content.decode()
    region = client(network.sari).post(to)
    assert region["Location"] == reverse("scheduler:candidates")
    assert Post.objects.filter(source_item=item).count() == 1


def test_an_item_is_a_candidate_again_once_its_repost_is_discarded(network: Network) -> None:
    item = item_of_a_site(network)
    client(network.citra).post(reverse("composer:repost_item", args=[item.pk]))
    post = Post.objects.get(source_item=item)
    states = []
    for step in (Step.DISCARD, Step.REOPEN):
        take(network.citra, post, step)
        item.refresh_from_db()
        states.append(item.state)
    assert states == [ItemState.CANDIDATE, ItemState.REPOSTED]


def test_an_item_of_a_site_becomes_a_repost(network: Network) -> None:
    item = item_of_a_site(network)
    answer = client(network.citra).post(reverse("composer:repost_item", args=[item.pk]))
    post = Post.objects.get(source_item=item)
    assert answer["Location"] == address("write", post)
    stranger = client(network.yosua).post(reverse("composer:repost_item", args=[item.pk]))
    assert stranger.status_code == 404


def test_two_revisions_are_compared_word_by_word(network: Network) -> None:
    post = written(network)
    sari, to = client(network.sari), address("write", post)
    sari.post(to, form(post, act="submit"))
    take(network.sari, post, Step.RECALL)
    post.draft.refresh_from_db()
    sari.post(to, form(post, slot__alasan="Ada latihan bencana", act="submit"))

    page = sari.get(address("compare", post)).content.decode()
    assert "<ins>" in page
    assert "latihan bencana" in page
    assert 'Isian <span class="soft">Alasan</span>' in page
    same = sari.get(address("compare", post), {"dari": "2", "ke": "2"}).content.decode()
    assert "Tidak ada perbedaan." in same
    assert sari.get(address("compare", post), {"dari": "9"}).status_code == 404
    assert sari.get(address("compare", post), {"dari": "9" * 40}).status_code == 404


def test_without_revisions_there_is_nothing_to_compare(network: Network) -> None:
    assert client(network.sari).get(address("compare", written(network))).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 2),
        ({"status": "submitted"}, 1),
        ({"status": "nonsense"}, 2),
        ({"cari": "PASPOR"}, 1),
        ({"kantor": "PTK"}, 2),
        ({"kantor": "JAP"}, 0),
        ({"page": "99"}, 2),
        ({"cari": "tidak ada yang begini"}, 0),
    ],
)
def test_the_list_can_be_narrowed(network: Network, asked: dict[str, str], found: int) -> None:
    network.submitted()
    written(network)
    page = client(network.rina).get(reverse("composer:posts"), asked)
    assert len(page.context["page_obj"]) == found
    empty = "Tidak ada yang cocok" in page.content.decode()
    assert empty == (found == 0)


def test_an_empty_list_leads_writers_to_the_templates(network: Network) -> None:
    sari = client(network.sari).get(reverse("composer:posts")).content.decode()
    assert reverse("composer:choose") in sari
    assert "Tulis yang pertama" in sari
    wati = client(network.wati).get(reverse("composer:posts")).content.decode()
    assert "Tulis yang pertama" not in wati


@pytest.fixture
def full(network: Network) -> Network:
    """Thirty-three posts, and one with a long history."""
    for number in range(30):
        network.submitted(title=f"Kabar ke-{number}")
    for _ in range(3):
        network.draft()
    return network


def test_full_pages_ask_the_database_little(
    full: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = Post.objects.filter(status=Status.SUBMITTED).first()
    assert post is not None
    for person in (full.sari, full.rina, full.ada):
        browser = client(person)
        for path in (reverse("composer:posts"), address("post", post)):
            with django_assert_max_num_queries(MOST):
                assert browser.get(path).status_code == 200


def test_a_long_history_asks_no_more_than_a_short_one(
    network: Network, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post = network.submitted()
    for _ in range(15):
        post = workflow.take(Step.RECALL, post, by=network.sari, at=LATER)
        content = post.head.content if post.head else {}
        post = workflow.submit(post, content, by=network.sari, at=LATER)
    browser = client(network.sari)
    with django_assert_max_num_queries(MOST):
        page = browser.get(address("post", post)).content.decode()
    assert page.count("mengajukan") >= 16
    assert "Revisi 16" in page
