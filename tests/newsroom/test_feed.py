from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from content.models import Office
from newsroom.models import Item
from tests.newsroom.press import SITE, Press, photo
from tests.people import MORNING

FEED = "/ruang-berita/umpan.xml"
ITEM = "channel/item"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def parsed(client: Client, path: str = FEED) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    read = feedparser.parse(
        answer.content, response_headers={"content-type": answer.headers["Content-Type"]}
    )
    assert not read.bozo, read.get("bozo_exception")
    return read


def test_a_reader_gets_everything_a_journalist_needs(press: Press, client: Client) -> None:
    Office.objects.filter(code="PTK").update(
        press_name="Meja Humas", press_phone="0812 5550 0123", press_email="humas@ptk.contoh.test"
    )
    pictures = (
        photo(press.network.pontianak),
        photo(press.network.pontianak, colour="navy", caption="Ruang tunggu", credit="Tim Humas"),
    )
    item = press.publish(images=pictures)
    read = parsed(client)
    assert read.feed.title == "Ruang Berita Imigrasi"
    assert read.feed.language == "id"
    assert {
        "rel": "self",
        "href": f"{SITE}{FEED}",
        "type": "application/rss+xml",
    } in read.feed.links
    [entry] = read.entries
    assert (entry.id, entry.link, entry.title) == (item.guid, item.address, item.title)
    assert not entry.guidislink
    assert entry.published == "Mon, 07 Dec 2026 03:00:00 +0000"
    assert entry.updated == "2026-12-07T03:00:00+00:00"
    assert entry.author_detail == {
        "name": "Kanim Contoh Pontianak",
        "email": "humas@ptk.contoh.test",
    }
    assert [tag.term for tag in entry.tags] == ["Layanan"]
    assert ">kartu keluarga</li>" in entry.content[0].value
    assert "0812 5550 0123" in entry.content[0].value
    assert entry.summary.startswith("Layanan paspor buka sampai pukul 16.00 WIB.")
    [enclosure] = entry.enclosures
    assert (enclosure.type, enclosure.length) == ("image/jpeg", str(len(pictures[0].data)))
    fetched = client.get(enclosure.href.removeprefix(SITE))
    assert fetched.content == pictures[0].data
    assert len(entry.media_content) == 2
    raw = client.get(FEED).content
    assert raw.index(b"<description>", raw.index(b"<item>")) < raw.index(b"<content:encoded>")


def test_a_ralat_comes_by_again_under_the_same_id(
    press: Press, client: Client, settings: Settings
) -> None:
    item = press.publish()
    for n in range(settings.GEMA.newsroom.feed_items):
        press.later(minutes=1)
        press.publish(title=f"Kabar {n}")
    assert item.guid not in [entry.id for entry in parsed(client).entries]
    press.later(days=2)
    press.correct(item, "Pukul 16.00", "Pukul 15.00", "Sampai pukul 15.00.")
    read = parsed(client)
    assert len(read.entries) == settings.GEMA.newsroom.feed_items
    first = read.entries[0]
    assert first.id == item.guid
    assert first.title == "RALAT: Layanan paspor sampai sore"
    assert first.published == "Mon, 07 Dec 2026 03:00:00 +0000"
    assert first.updated.startswith("2026-12-09T")
    assert first.content[0].value.index("Pukul 16.00") < first.content[0].value.index("Sampai")
    assert "Rabu, 9 Desember 2026" in first.content[0].value
    assert first.summary.startswith("Ralat: semula “Pukul 16.00”, yang benar “Pukul 15.00”.")


def test_a_withdrawal_is_said_in_the_same_entry_without_its_text(
    press: Press, client: Client
) -> None:
    Office.objects.filter(code="PTK").update(press_phone="0812 5550 0123")
    item = press.publish("Rahasia.", images=(photo(press.network.pontianak),))
    press.later(hours=1)
    press.withdraw(item, "Acara dibatalkan.")
    [entry] = parsed(client).entries
    assert (entry.id, entry.title) == (item.guid, "DITARIK: Layanan paspor sampai sore")
    assert entry.published == "Mon, 07 Dec 2026 03:00:00 +0000"
    for said in (entry.summary, entry.content[0].value):
        assert "Acara dibatalkan." in said
        assert "0812 5550 0123" in said
        assert "Rahasia" not in said
    assert entry.enclosures == []
    assert "media_content" not in entry


def test_feeds_of_offices_and_topics_hold_their_own_under_the_same_id(
    press: Press, client: Client
) -> None:
    here = press.publish()
    there = press.publish(post=press.post(press.network.jayapura), extra={"topic": "siaran-pers"})
    assert [e.id for e in parsed(client, _of("office_feed", "ptk")).entries] == [here.guid]
    assert [e.id for e in parsed(client, _of("office_feed", "jap")).entries] == [there.guid]
    topic = parsed(client, _of("topic_feed", "siaran-pers"))
    assert [e.id for e in topic.entries] == [there.guid]
    assert topic.feed.title.startswith("Siaran pers")
    assert {e.id for e in parsed(client).entries} == {here.guid, there.guid}


def test_an_id_outlives_title_office_and_address(
    press: Press, client: Client, settings: Settings
) -> None:
    item = press.publish()
    press.edit(item, title="Judul lain sama sekali")
    Office.objects.filter(code="PTK").update(name="Kanim Baru")
    elsewhere = type(settings.GEMA.site)(
        name="Gema", address="https://baru.contoh.test", hosts=(), behind_proxy=False
    )
    settings.GEMA = _with(settings.GEMA, site=elsewhere)
    [entry] = parsed(client).entries
    assert entry.id == item.guid
    assert entry.link == f"https://baru.contoh.test{item.get_absolute_url()}"


def test_two_items_of_one_second_keep_their_order(press: Press, client: Client) -> None:
    press.publish(title="Pertama")
    press.publish(title="Kedua")
    assert [entry.title for entry in parsed(client).entries] == ["Kedua", "Pertama"]


@pytest.mark.parametrize("name", ["feed", "office_feed"])
def test_an_empty_feed_stays_the_same_byte_for_byte(
    press: Press, client: Client, name: str
) -> None:
    path = _of(name, *(["ptk"] if name == "office_feed" else []))
    with time_machine.travel(MORNING, tick=False) as clock:
        first = client.get(path)
        clock.shift(timedelta(days=3))
        second = client.get(path)
    assert parsed(client, path).entries == []
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_each_validator_alone_is_enough(press: Press, client: Client) -> None:
    item = press.publish()
    with time_machine.travel(MORNING + timedelta(minutes=1), tick=False):
        first = client.get(FEED)
        tag, date = first.headers["ETag"], first.headers["Last-Modified"]
        assert tag.startswith('"')
        assert date == "Mon, 07 Dec 2026 03:00:00 GMT"
        for known in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
            for ask in (client.get, client.head):
                answer = ask(FEED, headers=known)
                assert (answer.status_code, answer.content) == (304, b"")
                assert answer.headers["ETag"] == tag
    press.later(hours=1)
    press.correct(item, "16.00", "15.00")
    with time_machine.travel(MORNING + timedelta(hours=2), tick=False):
        for known in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
            assert client.get(FEED, headers=known).status_code == 200


def test_no_date_is_promised_in_the_second_of_the_last_change(press: Press, client: Client) -> None:
    press.publish()
    with time_machine.travel(MORNING + timedelta(milliseconds=300), tick=False):
        first = client.get(FEED)
        assert "Last-Modified" not in first.headers
        known = {"If-Modified-Since": "Mon, 07 Dec 2026 03:00:00 GMT"}
        assert client.get(FEED, headers=known).status_code == 200


def test_packed_and_plain_are_two_forms_with_two_strong_tags(press: Press, client: Client) -> None:
    press.publish()
    plain = client.get(FEED)
    packed = client.get(FEED, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    for tag in (packed.headers["ETag"], plain.headers["ETag"], f"W/{plain.headers['ETag']}"):
        for takes in ({}, {"Accept-Encoding": "gzip"}):
            answer = client.get(FEED, headers={"If-None-Match": tag, **takes})
            assert answer.status_code == 304, (tag, takes)
    refused = client.get(FEED, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_caches_may_keep_a_feed_for_five_minutes(press: Press, client: Client) -> None:
    answer = client.get(FEED)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies


def test_hostile_words_never_break_a_feed(press: Press, client: Client) -> None:
    press.publish(
        f"\x00\x0b\ufffe ]]> &amp; </content:encoded> مرحبا 👩‍🚀 {'a' * 1_000_000}",
        title="]]> <b>tebal</b> \x1f & lain",
        extra={
            "legal_basis": "\x08UU",
            "credit": {"office": "\x0cX", "url": "https://x.test/\x0b"},
        },
    )
    press.publish(title="", text="")
    read = parsed(client)
    assert len(read.entries) == 2
    root = ElementTree.fromstring(client.get(FEED).content)  # noqa: S314 - our own feed
    titles = [item.findtext("title") for item in root.iterfind(ITEM)]
    assert titles == ["Tanpa judul", "]]> <b>tebal</b> & lain"]


def test_a_row_spoilt_by_hand_spoils_only_itself(press: Press, client: Client) -> None:
    """As an older version or another tool might leave it behind."""
    good, bad = press.publish(title="Baik"), press.publish(title="Buruk")
    Item.objects.filter(pk=bad.pk).update(
        title="Bu\x0bruk \ud7ff",
        body="\x00isi",
        images=[{}, "x", {"mime": "image/jpeg", "sha256": "../etc"}, {"sha256": "\x00"}],
        credit={"office": "\x01"},
    )
    read = parsed(client)
    assert [entry.id for entry in read.entries] == [bad.guid, good.guid]
    assert read.entries[0].enclosures == []
    assert client.get(bad.get_absolute_url()).status_code == 200


def _of(name: str, *args: str) -> str:
    return reverse(f"newsroom:{name}", args=args)


def _with(config: Any, **changes: Any) -> Any:
    return type(config)(
        **{name: getattr(config, name) for name in config.__struct_fields__} | changes
    )


def test_a_feed_is_made_anew_when_an_office_gets_another_number(
    press: Press, client: Client
) -> None:
    """Even the office far above, whose contact stands in; and nothing is asked per item."""
    press.publish()
    before = client.get(FEED)
    assert client.get(FEED).content == before.content
    Office.objects.filter(code="PUSAT").update(press_phone="0812 5550 0999")
    after = client.get(FEED, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "0812 5550 0999" in after.content.decode()
