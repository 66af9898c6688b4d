"""Whoever chose English finds no Indonesian in the frame of any screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from composer.compose import compose
from composer.library import library
from composer.offices import office_words
from composer.working import Working
from content.models import Office, Person
from tests.people import MORNING, Network
from tests.web.signed_in import browser

pytestmark = pytest.mark.django_db

# The frame is menus, headings, buttons and labels. Names of offices and titles of posts are what
# people wrote, and stay.
FRAME = {"nav", "h1", "h2", "button", "th", "dt", "legend", "summary", "title", "label"}
INDONESIAN = re.compile(
    r"\b(Kiriman|Antrean|Simpan|Batal|Beranda|Tulis|Kalender|Pengantaran|Orang|Akun|Moderasi|Kanal"
    r"|Umpan|Tolak|Setujui|Kembalikan|Saring|Cari|Semua|Jadwalkan|Pratinjau|Gambar|Ajukan|Tanggal"
    r"|Keluar|Riwayat|Jejak|Keputusan|Ruang berita|Papan latihan|Menunggu|Draf|Waktu|Kantor"
    r"|pukul|Senin|Desember)\b"
)
EVERYONES = (
    "/",
    "/kiriman/",
    "/antrean/",
    "/antrean/calon/",
    "/kalender/",
    "/pengantaran/",
    "/henti/",
    "/gaung/",
    "/kantor/",
    "/kantor/PTK/",
    "/kanal/",
    "/papan/",
    "/akun/2fa/",
    "/akun/password/change/",
)


class Frame(HTMLParser):
    """What a page says for us, and its language."""

    def __init__(self, client: Client, path: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.language = ""
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        self.feed(answer.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        named = dict(attrs)
        if tag == "html":
            self.language = named.get("lang") or ""
        self.words += [named.get(key) or "" for key in ("aria-label", "placeholder", "data-label")]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if FRAME.intersection(self.open):
            self.words.append(data.strip())

    def indonesian(self, theirs: list[str]) -> Iterator[str]:
        for word in self.words:
            ours = reduce(lambda left, one: left.replace(one, ""), theirs, word)
            if INDONESIAN.search(ours):
                yield word


def in_english(person: Person) -> Client:
    client = browser(person)
    client.cookies["django_language"] = "en"
    return client


def written() -> set[str]:
    """What stays as it was written: names, examples, and blanks in the text of a post."""
    words = {office.name for office in Office.objects.all()}
    for template in library().values():
        words |= {one for slot in template.slots for one in (slot.placeholder, f"[{slot.label}]")}
    return words - {""}


def check(person: Person, *paths: str) -> None:
    client, theirs = in_english(person), sorted(written(), key=len, reverse=True)
    for path in paths:
        page = Frame(client, path)
        assert page.language == "en", path
        assert list(page.indonesian(theirs)) == [], path


def test_a_moderators_screens_are_english(network: Network) -> None:
    network.account()
    waiting, approved = network.submitted(), network.approved()
    check(
        network.rina,
        *EVERYONES,
        f"/antrean/{waiting.public_id}/",
        "/antrean/belum-terjadwal/",
        f"/kiriman/{approved.public_id}/",
        f"/kiriman/{approved.public_id}/jadwal/",
    )


def test_a_writers_screens_are_english(network: Network) -> None:
    draft, waiting = network.draft(), network.submitted()
    check(
        network.sari,
        *EVERYONES,
        "/tulis/",
        f"/tulis/{draft.public_id}/",
        f"/kiriman/{waiting.public_id}/",
    )


def test_an_administrators_screens_are_english(network: Network) -> None:
    check(
        network.ada,
        "/orang/",
        f"/orang/{network.sari.pk}/",
        "/orang/tambah/",
        "/kantor/PTK/ubah/",
        "/kantor/impor/",
        "/kanal/sambungkan/",
    )


def test_an_english_browser_does_not_turn_the_desk(network: Network) -> None:
    client = browser(network.rina)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = Frame(client, "/")
    assert page.language == "id"
    assert "Beranda" in page.words


@pytest.mark.parametrize("key", sorted(library()))
def test_a_post_does_not_follow_the_language_of_its_writers_screen(
    network: Network, key: str
) -> None:
    template = library()[key]
    working = Working(slots=template.examples, channels=template.channels)
    place = office_words(network.pontianak, MORNING)
    indonesian = compose(template, working, place, {})
    with translation.override("en"):
        english = compose(template, working, place, {})
    assert [(one.kind, one.text) for one in english.channels] == [
        (one.kind, one.text) for one in indonesian.channels
    ]
    assert english.title == indonesian.title
    assert english.card == indonesian.card
