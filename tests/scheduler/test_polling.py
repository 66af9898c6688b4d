"""An office's site, over real HTTP, becomes candidates at the desk; a bad one harms nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from email.utils import format_datetime

import msgspec
import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from channels.guard import guard
from content import following
from content.models import Feed, FeedItem, FeedState, ItemState, Membership, Post, Role
from scheduler import polling
from tests.channels.offices import Answer, Office, in_turn, late, office, pour, say
from tests.people import Network
from tests.scheduler.office_day import desk_of, now

Open = Callable[[Answer], Office]
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Kanim Contoh Pontianak</title>{items}</channel></rss>"""
ITEM = """<item><guid isPermaLink="false">{guid}</guid><title>{title}</title>
<link>https://contoh.test/{guid}</link><pubDate>{date}</pubDate>
<description><![CDATA[{text}]]></description></item>"""


@pytest.fixture
def open_site(settings: Settings) -> Iterator[Open]:
    """Open a site on loopback; the guard lets exactly these through, as an installation may."""
    with ExitStack() as sites:

        def open_(answer: Answer) -> Office:
            site = sites.enter_context(office(answer))
            known = (*settings.GEMA.outbound.allow_private, site.spot)
            outbound = msgspec.structs.replace(settings.GEMA.outbound, allow_private=known)
            settings.GEMA = msgspec.structs.replace(settings.GEMA, outbound=outbound)
            guard.cache_clear()
            return site

        yield open_
    guard.cache_clear()


def item(
    guid: str, title: str = "Layanan paspor keliling", text: str = "<p>Di alun-alun.</p>"
) -> str:
    return ITEM.format(guid=guid, title=title, text=text, date=format_datetime(now()))


def rss(*items: str) -> bytes:
    return RSS.format(items="".join(items)).encode()


def fine(*items: str, **headers: str) -> Answer:
    return say("200 OK", rss(*items), content_type="application/rss+xml", **headers)


def follow(network: Network, url: str) -> Feed:
    return Feed.objects.create(office=network.pontianak, url=url, next_read_at=now())


def read_all(at: datetime | None = None) -> None:
    for feed in polling.take_due(at or now() + timedelta(seconds=1)):
        polling.read(feed, at or now())


def test_a_site_becomes_a_candidate_and_the_candidate_a_repost(
    network: Network, open_site: Open
) -> None:
    site = open_site(fine(item("a1", "Paspor keliling &amp; antrean", "<p>Kuota 200.</p>")))
    feed = follow(network, site.url)
    read_all()
    feed.refresh_from_db()
    assert (feed.state, feed.title) == (FeedState.FINE, "Kanim Contoh Pontianak")
    Membership.objects.create(person=network.rina, office=network.centre, role=Role.WRITER)
    desk = desk_of(network.rina)
    page = desk.get(reverse("scheduler:candidates")).content.decode()
    assert "Paspor keliling &amp; antrean" in page
    assert "Kuota 200." in page
    made = desk.post(reverse("composer:repost_item", args=[FeedItem.objects.get().pk]))
    post = Post.objects.get()
    assert made.headers["Location"] == reverse("composer:write", args=[post.public_id])
    assert post.office == network.centre
    assert post.draft.content["credit"]["office"] == network.pontianak.name
    assert FeedItem.objects.get().state == ItemState.REPOSTED
    assert desk.get(reverse("scheduler:candidates")).context["candidate_number"] == 0


def test_the_second_reading_asks_whether_anything_changed(
    network: Network, open_site: Open
) -> None:
    site = open_site(in_turn(fine(item("a1"), etag='"satu"'), say("304 Not Modified")))
    feed = follow(network, site.url)
    read_all()
    read_all(now() + timedelta(hours=2))
    feed.refresh_from_db()
    assert 'if-none-match: "satu"' in site.asked[1].lower()
    assert (feed.state, feed.failures, FeedItem.objects.count()) == (FeedState.FINE, 0, 1)


def test_what_is_known_is_not_offered_twice_and_what_changed_is_mended(
    network: Network, open_site: Open
) -> None:
    again = fine(item("a1", "Judul yang benar"), item("a2"))
    follow(network, open_site(in_turn(fine(item("a1")), again)).url)
    read_all()
    read_all(now() + timedelta(hours=2))
    titles = dict(FeedItem.objects.values_list("guid", "title"))
    assert titles == {"a1": "Judul yang benar", "a2": "Layanan paspor keliling"}


def test_hostile_markup_reaches_the_desk_as_words(network: Network, open_site: Open) -> None:
    evil = item("x", "&lt;script&gt;alert(1)&lt;/script&gt;", "<img src=x onerror=alert(1)>Halo")
    follow(network, open_site(fine(evil)).url)
    read_all()
    page = desk_of(network.rina).get(reverse("scheduler:candidates")).content.decode()
    assert "<script>alert" not in page
    assert "onerror" not in page
    assert "onerror" not in FeedItem.objects.get().html


BOMB = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (say("404 Not Found"), FeedState.FAILING, "404"),
        (say("410 Gone"), FeedState.DEAD, "ditutup"),
        (say("500 Oops"), FeedState.FAILING, "bermasalah"),
        (say("200 OK", b""), FeedState.FAILING, "kosong"),
        (say("200 OK", b"<!doctype html><p>x", content_type="text/html"), FeedState.FAILING, "RSS"),
        (say("200 OK", BOMB, content_type="text/xml"), FeedState.FAILING, "berbahaya"),
        (say("302 Found", location="http://127.0.0.1/"), FeedState.FAILING, "jaringan dalam"),
        (say("302 Found", location="file:///etc/passwd"), FeedState.FAILING, "https://"),
    ],
)
def test_a_bad_site_ends_as_a_state_and_a_sentence_and_harms_no_other(
    network: Network, open_site: Open, answer: Answer, state: FeedState, words: str
) -> None:
    bad = follow(network, open_site(answer).url)
    good = follow(network, open_site(fine(item("a1"))).url)
    read_all()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert bad.state == state
    assert words in bad.fault
    assert bad.next_read_at > now()
    assert (good.state, good.fault) == (FeedState.FINE, "")
    assert FeedItem.objects.get().feed == good


def test_a_site_without_an_end_is_given_up(network: Network, open_site: Open) -> None:
    endless = pour(b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n", b"<!-- -->" * 8192)
    feed = follow(network, open_site(endless).url)
    read_all()
    feed.refresh_from_db()
    assert feed.state == FeedState.FAILING
    assert "terlalu besar" in feed.fault


def test_a_private_address_is_refused_at_use(network: Network, open_site: Open) -> None:
    site = open_site(fine(item("a1")))
    feed = follow(network, f"http://localhost:{site.port}/feed")
    read_all()
    feed.refresh_from_db()
    assert feed.state == FeedState.FAILING
    assert site.asked == []


def test_two_who_read_at_once_do_not_take_the_same_feed(network: Network) -> None:
    follow(network, "https://contoh.test/feed")
    later = now() + timedelta(seconds=1)
    assert [len(polling.take_due(later)) for _twice in range(2)] == [1, 0]


def test_what_a_person_does_during_a_reading_stays(network: Network, open_site: Open) -> None:
    paused = follow(network, open_site(fine(item("a1"))).url)
    hurried = follow(network, open_site(fine(item("b1"))).url)
    taken = polling.take_due(now() + timedelta(seconds=1))
    following.pause(paused, by=network.ada, at=now())
    following.read_soon(hurried, at=now())
    for feed in taken:
        polling.read(feed, now())
    paused.refresh_from_db()
    assert (paused.paused, paused.state) == (True, FeedState.FINE)
    assert [feed.pk for feed in polling.take_due(now() + timedelta(seconds=1))] == [hurried.pk]


def test_a_paused_feed_and_a_closed_office_are_left_alone(network: Network) -> None:
    follow(network, "https://contoh.test/feed")
    Feed.objects.update(paused=True)
    assert polling.take_due(now() + timedelta(days=1)) == []
    Feed.objects.update(paused=False)
    type(network.pontianak).objects.filter(pk=network.pontianak.pk).update(active=False)
    assert polling.take_due(now() + timedelta(days=1)) == []


@pytest.mark.django_db(transaction=True)
def test_the_clock_reads_many_side_by_side(network: Network, open_site: Open) -> None:
    for n in range(6):
        follow(network, open_site(late(0.05, fine(item(f"a{n}")))).url)
    Feed.objects.update(next_read_at=now() - timedelta(minutes=1))
    polling.read_due()
    assert FeedItem.objects.count() == 6
    assert set(Feed.objects.values_list("state", flat=True)) == {FeedState.FINE}
