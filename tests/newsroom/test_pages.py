from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Office
from newsroom.models import Item
from tests.newsroom.press import SITE, Press, photo, read
from tests.people import Network

Counter = Callable[..., Any]


def test_an_item_page_says_what_when_who_and_whom_to_call(press: Press, client: Client) -> None:
    Office.objects.filter(code="PTK").update(
        press_name="Meja Humas", press_phone="0812 5550 0123", phone="0561 555 0100"
    )
    press.later(hours=1)
    item = press.publish(extra={"legal_basis": "PP 45/2024"})
    page = read(client, "item", item.slug)
    assert "<h1" in page
    assert "Terbit <time" in page
    assert "Senin, 7 Desember 2026 pukul 11.00 WIB" in page
    assert "Diperbarui" not in page
    assert "Kanim Contoh Pontianak" in page
    assert 'href="tel:081255500123"' in page
    assert 'href="tel:05615550100"' in page
    assert "PP 45/2024" in page
    assert re.search(r"<ul><li[^>]*>KTP</li><li[^>]*>kartu keluarga</li></ul>", page)


def test_the_office_above_answers_where_an_office_has_no_press_contact(
    press: Press, client: Client
) -> None:
    Office.objects.filter(code="PUSAT").update(press_email="humas@pusat.contoh.test")
    page = read(client, "item", press.publish().slug)
    assert "mailto:humas@pusat.contoh.test" in page
    assert "Kantor Pusat Contoh" in page


def test_a_ralat_is_dated_and_says_both_things(press: Press, client: Client) -> None:
    item = press.publish()
    press.later(days=1)
    press.correct(item, "Pukul 16.00", "Pukul 15.00", "Sampai pukul 15.00.")
    page = read(client, "item", item.slug)
    assert "RALAT" in page
    assert "Pukul 16.00" in page
    assert "Pukul 15.00" in page
    assert "Diperbarui <time" in page
    assert "Selasa, 8 Desember 2026 pukul 10.00 WIB" in page
    assert "RALAT" in read(client, "front")


def test_a_withdrawn_item_keeps_its_page_with_the_reason_only(press: Press, client: Client) -> None:
    Office.objects.filter(code="PTK").update(press_phone="0812 5550 0123")
    item = press.publish("Rahasia yang keliru.", images=(photo(press.network.pontianak),))
    press.withdraw(item, "Acara dibatalkan penyelenggara.")
    for page in (read(client, "item", item.slug), read(client, "item_text", item.slug)):
        assert "DITARIK" in page
        assert "Acara dibatalkan penyelenggara." in page
        assert "0812 5550 0123" in page
        assert "Rahasia" not in page
        assert "ruang-berita/foto" not in page
    for name, *args in (["front"], ["office", "ptk"], ["topic", "layanan"]):
        page = read(client, name, *args)
        assert "DITARIK" in page
        assert "Rahasia" not in page


def test_a_repost_credits_its_office_and_leads_to_the_original(
    press: Press, client: Client
) -> None:
    original_post = press.post()
    credit = {"office": "Kanim Contoh Pontianak", "handle": "ptk", "url": "https://ptk.test/9"}
    echo = press.publish(
        post=press.post(press.network.centre, repost_of=original_post), extra={"credit": credit}
    )
    page = read(client, "item", echo.slug)
    assert "Kanim Contoh Pontianak (@ptk)" in page
    assert 'href="https://ptk.test/9"' in page
    original = press.publish(post=original_post)
    assert f'href="{original.get_absolute_url()}"' in read(client, "item", echo.slug)


def test_a_credit_cannot_carry_a_script(press: Press, client: Client) -> None:
    item = press.publish(extra={"credit": {"office": "X", "url": "javascript:alert(1)"}})
    assert "javascript:" not in read(client, "item", item.slug)
    assert "javascript:" not in read(client, "feed")


def test_the_front_opens_with_a_photo_and_lists_the_newest_first(
    press: Press, client: Client
) -> None:
    press.publish(title="Pertama", images=(photo(press.network.pontianak),))
    press.later(hours=1)
    press.publish(title="Kedua")
    press.later(hours=1)
    press.publish(title="Ketiga")
    page = read(client, "front")
    order = [page.index(f">{title}</a>") for title in ("Pertama", "Ketiga", "Kedua")]
    assert order == sorted(order)
    assert 'class="lead-photo"' in page


def test_the_front_is_filtered_by_office_and_topic(press: Press, client: Client) -> None:
    press.publish(title="Dari Pontianak")
    press.publish(post=press.post(press.network.jayapura), title="Dari Jayapura")
    press.publish(title="Soal paspor", extra={"topic": "paspor"})
    front = reverse("newsroom:front")
    assert _titles(client, f"{front}?kantor=jap") == ["Dari Jayapura"]
    assert _titles(client, f"{front}?topik=paspor") == ["Soal paspor"]
    assert _titles(client, f"{front}?kantor=jap&topik=paspor") == []
    assert _titles(client, f"{front}?kantor=%00&topik=%C3%28&halaman=x") == []


def test_a_post_carried_by_two_offices_is_listed_once(press: Press, client: Client) -> None:
    post = press.post()
    first = press.publish(post=post, title="Sekali saja")
    second = press.publish(post=post, on=press.network.centre, title="Sekali saja")
    assert _titles(client, reverse("newsroom:front")) == ["Sekali saja"]
    feed = read(client, "feed")
    assert first.guid in feed
    assert second.guid not in feed
    assert client.get(second.get_absolute_url()).status_code == 200
    press.withdraw(first)
    assert second.guid in read(client, "feed")


def test_pages_turn_and_keep_the_filter(press: Press, client: Client) -> None:
    for n in range(23):
        press.later(minutes=1)
        press.publish(title=f"Kabar {n}")
    first = client.get(reverse("newsroom:front") + "?kantor=ptk").content.decode()
    assert "kantor=ptk&amp;halaman=2" in first
    assert _titles(client, reverse("newsroom:front") + "?kantor=ptk&halaman=2") == [
        "Kabar 2",
        "Kabar 1",
        "Kabar 0",
    ]


def test_office_topic_and_press_pages_lead_to_their_feeds(press: Press, client: Client) -> None:
    press.publish()
    link = '<link rel="alternate" type="application/rss+xml"'
    for name, *args in (["front"], ["press"], ["office", "jap"], ["topic", "layanan"]):
        page = read(client, name, *args)
        assert link in page
        assert reverse("newsroom:feed") in page
    assert reverse("newsroom:office_feed", args=["jap"]) in read(client, "office", "jap")
    assert reverse("newsroom:topic_feed", args=["layanan"]) in read(client, "topic", "layanan")
    opml = read(client, "opml")
    assert f"{SITE}/ruang-berita/kantor/jap/umpan.xml" in opml


def test_a_page_carries_what_other_sites_need_to_show_it(press: Press, client: Client) -> None:
    title = "Layanan </script><b>baru</b> & lain"
    item = press.publish(title=title, images=(photo(press.network.pontianak, width=1300),))
    page = read(client, "item", item.slug)
    assert f'<meta property="og:url" content="{item.address}">' in page
    image = re.search(r'og:image" content="([^"]+)"', page)
    assert image is not None
    assert image[1].startswith(f"{SITE}/ruang-berita/foto/")
    assert image[1].endswith("/1200.jpg")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block is not None
    said = json.loads(block[1])
    assert said["headline"] == title
    assert said["datePublished"] == "2026-12-07T10:00:00+07:00"
    assert page.count("<script") == 2  # the data block and our own file


def test_an_english_item_is_marked_as_such(press: Press, client: Client) -> None:
    item = press.publish("Office hours change.", language="en")
    assert '<div class="prose" id="teks" lang="en">' in read(client, "item", item.slug)
    client.cookies["django_language"] = "en"
    answer = client.get(item.get_absolute_url(), headers={"Accept-Language": "en"})
    assert '<html lang="id">' in answer.content.decode()


def test_every_page_is_the_same_for_everybody(press: Press, network: Network) -> None:
    item = press.publish(images=(photo(network.pontianak),))
    signed_in, stranger = Client(), Client()
    signed_in.force_login(network.sari)
    for path in _everything(item):
        mine, theirs = signed_in.get(path), stranger.get(path)
        assert mine.content == theirs.content, path
        assert mine.status_code == 200, path
        assert not theirs.cookies, path
        assert theirs.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", path
        assert theirs.headers["Cache-Control"].startswith("public, max-age="), path
        assert theirs.headers["X-Content-Type-Options"] == "nosniff", path


def test_only_reading_is_possible(press: Press, client: Client) -> None:
    for path in _everything(press.publish(images=(photo(press.network.pontianak),))):
        assert client.post(path).status_code == 405
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")


def test_what_was_never_delivered_has_no_page_in_any_form(press: Press, client: Client) -> None:
    network = press.network
    secret = photo(network.pontianak, colour="red")
    draft = network.draft()
    waiting = network.submitted(title="Belum boleh terbit")
    approved = network.approved(title="Sudah disetujui")
    for post in (draft, waiting, approved):
        for path in (
            f"/ruang-berita/kabar/{post.public_id}/",
            f"/ruang-berita/kabar/{post.pk}/",
            f"/ruang-berita/foto/{post.public_id}/{secret.sha256[:16]}/penuh.jpg",
        ):
            assert client.get(path).status_code == 404
    shown = press.publish(images=(photo(network.pontianak),))
    paths = {*_everything(shown), *_links(client, _everything(shown))}
    assert len(paths) > 12
    for path in paths:
        body = client.get(path).content
        for hidden in ("Belum boleh terbit", "Sudah disetujui", secret.sha256[:16]):
            assert hidden.encode() not in body, path
    other = reverse("newsroom:photo", args=[shown.slug, secret.sha256[:16], "penuh", "jpg"])
    assert client.get(other).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "kabar/tidak-ada/",
        "kantor/xyz/",
        "topik/tidak-ada/",
        "topik/x/umpan.xml",
        "tidak-ada/",
        "tidak/ada/sama/sekali/",
    ],
)
def test_a_wrong_address_is_a_friendly_404(press: Press, client: Client, path: str) -> None:
    answer = client.get(f"/ruang-berita/{path}")
    assert answer.status_code == 404
    assert "Kabar tidak ditemukan" in answer.content.decode()
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("kantor/PTK/", "kantor/ptk/"),
        ("kantor/PTK/umpan.xml", "kantor/ptk/umpan.xml"),
        ("wartawan", "wartawan/"),
    ],
)
def test_an_address_that_is_nearly_right_leads_on(
    press: Press, client: Client, asked: str, leads_to: str
) -> None:
    answer = client.get(f"/ruang-berita/{asked}")
    assert answer.status_code == 301
    assert answer["Location"] == f"/ruang-berita/{leads_to}"
    assert client.get(answer["Location"]).status_code == 200


def test_a_region_is_followed_with_all_offices_in_it(press: Press, client: Client) -> None:
    press.publish(title="Dari Pontianak")
    press.publish(post=press.post(press.network.kalbar), title="Dari Kalbar")
    press.publish(post=press.post(press.network.jayapura), title="Dari Jayapura")
    for path in (
        reverse("newsroom:office", args=["kalbar"]),
        reverse("newsroom:front") + "?kantor=kalbar",
    ):
        assert set(_titles(client, path)) == {"Dari Pontianak", "Dari Kalbar"}
    feed = read(client, "office_feed", "kalbar")
    assert ("Dari Pontianak" in feed, "Dari Jayapura" in feed) == (True, False)
    assert _titles(client, reverse("newsroom:office", args=["pusat"])) == []
    front = read(client, "front")
    assert '<option value="papua"' in front
    assert '<option value="pusat"' not in front


def test_a_closed_office_keeps_what_it_said_and_one_that_never_spoke_is_gone(
    press: Press, client: Client
) -> None:
    item = press.publish()
    Office.objects.filter(code__in=["PTK", "JAP"]).update(active=False)
    assert item.title in read(client, "office", "ptk")
    assert item.guid in read(client, "office_feed", "ptk")
    for name in ("office", "office_feed"):
        read(client, name, "jap", status=404)


def test_an_empty_newsroom_is_friendly(press: Press, client: Client) -> None:
    assert "Belum ada kabar" in read(client, "front")
    assert "Belum ada kabar dari kantor ini" in read(client, "office", "ptk")


def test_hostile_words_stay_words(press: Press, client: Client) -> None:
    item = press.publish(
        f"<script>alert(1)</script> ]]> \x0b\x00 مرحبا 👩‍🚀 {'a' * 1_000_000}",
        title="<img src=x onerror=alert(1)> ‮ terbalik",
    )
    page = read(client, "item", item.slug)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\x0b" not in page
    assert "👩‍🚀" in page
    assert len(read(client, "front")) < 40_000


def test_lists_ask_the_database_the_same_few_questions(
    press: Press, client: Client, django_assert_max_num_queries: Counter
) -> None:
    item = _two_hundred(press)
    for path, most in (
        (reverse("newsroom:front"), 7),
        (reverse("newsroom:office", args=["ptk"]), 5),
        (reverse("newsroom:topic", args=["layanan"]), 4),
        (reverse("newsroom:press"), 4),
        (reverse("newsroom:feed"), 2),
        (reverse("newsroom:office_feed", args=["ptk"]), 3),
        (item.get_absolute_url(), 3),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def _two_hundred(press: Press) -> Item:
    first = press.publish()
    rows = []
    for n in range(199):
        row = Item.objects.get(pk=first.pk)
        row.pk, row.public_id, row.post = None, _uuid(n), _uuid(n)
        row.guid, row.slug = f"tag:{n}", f"kabar-{n}"
        rows.append(row)
    Item.objects.bulk_create(rows)
    return first


def _uuid(n: int) -> Any:
    return f"00000000-0000-4000-8000-{n:012}"


def _titles(client: Client, path: str) -> list[str]:
    page = client.get(path).content.decode()
    return re.findall(r'(?:story|lead)-title"[^>]*>.*?<a href="[^"]+">([^<]+)</a>', page, re.DOTALL)


def _everything(item: Item) -> list[str]:
    """Every address the newsroom has, for one item."""
    [shown] = item.photos
    names: list[list[Any]] = [
        ["front"],
        ["press"],
        ["item", item.slug],
        ["item_text", item.slug],
        ["office", item.office.code.lower()],
        ["office_feed", item.office.code.lower()],
        ["topic", item.topic],
        ["topic_feed", item.topic],
        ["feed"],
        ["opml"],
        ["photo", item.slug, shown.short, "penuh", "jpg"],
        ["photo", item.slug, shown.short, "400", "jpg"],
        ["photo_download", item.slug, shown.short],
    ]
    return [reverse(f"newsroom:{name}", args=args) for name, *args in names]


def _links(client: Client, paths: list[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        text = client.get(path).content.decode(errors="ignore")
        found |= set(re.findall(rf'(?:{SITE})?(/ruang-berita/[^"&<>\s]*)', text))
    return found
