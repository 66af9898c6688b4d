from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.answer import takes_gzip
from newsroom.entry import Entry
from newsroom.photo import read
from newsroom.rss import Channel, write
from newsroom.text import Block, blocks, clean, language, one_line, summary, web_address
from tests.people import MORNING

ANYTHING = st.text(st.characters(codec=None), max_size=60)
CHANNEL = Channel("Ruang berita", "Kabar", "https://x.test/", "https://x.test/f.xml", "Boleh")


def test_paragraphs_lines_and_lists() -> None:
    assert blocks("Satu\ndua\n\n\nRincian:\n- a\n• b\nlalu\n1. x\n2) y\n") == [
        Block("p", ("Satu", "dua")),
        Block("p", ("Rincian:",)),
        Block("ul", ("a", "b")),
        Block("p", ("lalu",)),
        Block("ol", ("x", "y")),
    ]
    assert blocks("-bukan butir\n2026. bukan") == [Block("p", ("-bukan butir", "2026. bukan"))]
    assert blocks(" \n\n ") == []


def test_a_summary_ends_between_words() -> None:
    assert summary("Pendek saja.") == "Pendek saja."
    long = summary("Kalimat pertama yang selesai. " + "kata " * 100, most=40)
    assert long == "Kalimat pertama yang selesai. kata kata…"
    assert summary("a" * 1000, most=10) == "a" * 9 + "…"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://x.test/a", True),
        ("http://x.test", True),
        ("javascript:alert(1)", False),
        ("//x.test", False),
        ("https://", False),
        ("http://[", False),
        ("data:text/html,x", False),
    ],
)
def test_only_web_addresses_are_kept(address: str, kept: bool) -> None:
    assert web_address(address) == (address if kept else "")


def test_a_language_that_cannot_be_read_is_indonesian() -> None:
    assert [language(tag) for tag in ("en", "zh-Hant", "<x>", "", None)] == [
        "en",
        "zh-Hant",
        "id",
        "id",
        "id",
    ]


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("GZIP;q=0.5, br", True),
        ("deflate, gzip ; q=1.0", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("", False),
        ("not-gzip", False),
    ],
)
def test_gzip_is_used_only_for_those_who_take_it(header: str, takes: bool) -> None:
    assert takes_gzip(header) is takes


@given(ANYTHING)
def test_whatever_is_cleaned_can_be_carried_by_xml(text: str) -> None:
    kept = clean(text)
    ElementTree.fromstring(f"<a>{kept.replace('&', '').replace('<', '')}</a>")  # noqa: S314
    assert clean(kept) == kept
    assert "\n" not in one_line(text, 50)


@given(title=ANYTHING, words=ANYTHING, email=ANYTHING)
def test_whatever_words_an_entry_has_the_feed_can_be_read(
    title: str, words: str, email: str
) -> None:
    entry = Entry(
        guid="tag:x.test,2026-12-07:1",
        title=one_line(title, 300),
        link="https://x.test/1",
        summary=clean(words),
        html=clean(f"<p>{words}</p>"),
        published_at=MORNING,
        updated_at=MORNING,
        language="id",
        office=one_line(title, 200),
        email=one_line(email, 200),
        topics=("Layanan",),
        enclosure=None,
        photos=(),
    )
    root = ElementTree.fromstring(write(CHANNEL, [entry, entry]))  # noqa: S314
    assert len(root.findall("channel/item")) == 2
    assert root.findtext("channel/item/title") == one_line(title, 300)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["sha256", "mime", "width", "height", "size", "alt", "role"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
def test_pictures_that_cannot_be_read_are_left_out(images: list[object]) -> None:
    good = {"sha256": "ab" * 32, "mime": "image/png", "width": 9, "height": 9, "size": 9}
    assert read("slug", [*images, good])[-1].sha256 == "ab" * 32
