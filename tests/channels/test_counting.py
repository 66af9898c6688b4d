"""Lengths as the networks count them. X's were compared with twitter-text 3.1.0 once."""

from __future__ import annotations

from time import process_time
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import Counting, Limits
from channels.counting import allowed, count, excess_bytes

FAMILY = "👨‍👩‍👧‍👦"
LINK = 23


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Sahabat Imigrasi", 16),
        ("baris\nbaru", 10),
        ("é", 1),
        ("e\u0301", 1),
        ("ộ", 2),
        ("o\u0323\u0302", 2),
        ("日本語", 6),
        ("한국", 4),
        ("عربي", 4),
        ("ꦲꦏ꧀ꦱꦫ", 10),
        ("–—“”‘’", 6),
        ("…•", 4),
        ("′″", 2),
        ("→", 2),
        ("\ufeff", 2),
        ("😀", 2),
        (FAMILY, 2),
        ("👍🏽", 2),
        ("🇮🇩", 2),
        ("🇮🇩🇲🇾", 4),
        ("🇮", 2),
        ("1️⃣", 2),
        ("1⃣", 2),
        ("#️⃣", 2),
        ("❤", 2),
        ("❤️", 2),
        ("❤️‍🔥", 2),
        ("©", 1),
        ("®", 1),
        ("©️", 2),
        ("™", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
        ("a😀b", 4),
        ("日😀日", 6),
        (f"Keluarga {FAMILY} 👍🏽!", 15),
    ],
)
def test_x_weighs_characters(text: str, length: int) -> None:
    assert count(text, Counting.WEIGHTED) == length


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("http://a.vn/x?y=1.", 1),
        ("see http://a.vn/x?y=1.", 5),
        ("https://www.imigrasi.go.id/paspor?a=1&b=2#syarat", 0),
        ("imigrasi.go.id", 0),
        ("pontianak.imigrasi.go.id/layanan", 0),
        ("kanim.id", 0),
        ("IMIGRASI.GO.ID", 0),
        ("HTTPS://Imigrasi.go.id", 0),
        ("(imigrasi.go.id)", 2),
        ("imigrasi.go.id.", 1),
        ("imigrasi.go.id, lalu", 6),
        ("Info:imigrasi.go.id", 5),
        ("“imigrasi.go.id”", 2),
        ("日本imigrasi.go.id", 4),
        ("imigrasi.go.id日本", 4),
        ("https://en.wikipedia.org/wiki/Paspor_(Indonesia)", 0),
        ("(https://en.wikipedia.org/wiki/Paspor_(Indonesia))", 2),
        ("https://a.id/x).", 2),
        ("https://a.id/x/", 0),
        ("https://a.id/x-", 0),
        ("https://a.id:8080/x", 0),
        ("a.id:80 x", 5),
        ("a.id?x=1", 4),
        ("a.id/?x=1", 0),
        ("https://a.id?x=1!", 1),
        ("http://xn--bcher-kva.example.com", 0),
        ("http://bücher.xn--p1ai/a", 0),
        ("http://例え.jp/x", 0),
        ("https://a.id/кириллица", 0),
        ("a.com_b", 2),
        ("x.co.idn", 4),
    ],
)
def test_x_counts_a_link_as_twenty_three(text: str, rest: int) -> None:
    assert count(text, Counting.WEIGHTED) == LINK + rest


def test_every_link_counts() -> None:
    text = "Test https://test.com test https://test.com test.com test"
    assert count(text, Counting.WEIGHTED) == 86


@pytest.mark.parametrize(
    "text",
    [
        "a@b.com",
        "humas.kanim@imigrasi.go.id",
        "info.id@contoh.go.id",
        "@imigrasi.go.id",
        "#imigrasi.go.id",
        "$a.com",
        "-a.com",
        "../a.com",
        "/a.com",
        "a.com-b",
        "a.com+b",
        "https://localhost/x",
        "https://contoh.takada/x",
        "ftp://a.com",
        "selesai.Terima kasih",
        "08.00-12.00 WIB",
        "Rp650.000,- s.d. Rp950.000",
        "PP No.45/2024",
        "Jl. A.Yani no.1",
        "berkas.docx",
        "192.168.1.1",
        "https://192.168.1.1/",
        ". . .",
        "http://",
    ],
)
def test_x_counts_what_is_no_link_as_it_stands(text: str) -> None:
    assert count(text, Counting.WEIGHTED) == len(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Imigrasi", 8),
        ("a\r\nb", 3),
        ("\r\r\n\n", 3),
        ("é\r\nb", 3),
        ("e\u0301", 1),
        (FAMILY, 1),
        (f"{FAMILY}{FAMILY}", 2),
        ("🇮🇩🇲🇾", 2),
        ("🇮🇩🇲", 2),
        ("👍🏽👍", 2),
        ("1️⃣2️⃣", 2),
        ("❤️‍🔥a", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1),
        ("각각", 2),
        ("\u1112\u1161\u11ab", 1),
        ("กำ", 1),
        ("कि", 1),
        ("日本語", 3),
        ("a\u200d\u00a9", 2),
        ("🇮🇩\u200d🇮🇩", 2),
        ("a\u200bb", 3),
        ("عَ", 1),
    ],
)
def test_graphemes_are_what_a_reader_counts(text: str, length: int) -> None:
    assert count(text, Counting.GRAPHEMES) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        (f"Keluarga {FAMILY} 🇮🇩", 12),
        ("https://imigrasi.go.id/a?b=" + "c" * 200, LINK),
        ("HTTPS://imigrasi.go.id", LINK),
        ("https://a.id/x, https://b.id/y.", 2 * LINK + 3),
        ("imigrasi.go.id", 14),
        ("@pusat", 6),
        ("@pusat@sosial.example", 6),
        ("(@pusat.satu@sosial.example)", 13),
        ("humas@imigrasi.go.id", 20),
        ("https://mastodon.social/@pusat@mstdn.id/1", LINK),
    ],
)
def test_mastodon_counts_links_and_names_short(text: str, length: int) -> None:
    assert count(text, Counting.FEDIVERSE) == length


def test_code_points_are_plain_length() -> None:
    assert count(FAMILY, Counting.CODE_POINTS) == 7
    assert count("e\u0301", Counting.CODE_POINTS) == 2


def test_x_refuses_some_characters_at_any_length() -> None:
    assert not allowed("a\ufeff", Counting.WEIGHTED)
    assert not allowed("\uffff", Counting.WEIGHTED)
    assert allowed("a\ufeff", Counting.CODE_POINTS)
    assert allowed(f"Sahabat {FAMILY}", Counting.WEIGHTED)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Halo – “é” 日", 12),
        ("🙏", 4),
        ("🇮🇩", 8),
        (f"a{FAMILY}", 1 + len(FAMILY.encode())),
        ("1️⃣", 7),
    ],
    ids=["plain", "emoji", "flag", "family", "keycap"],
)
def test_threads_counts_an_emoji_by_its_bytes(text: str, length: int) -> None:
    assert count(text, Counting.EMOJI_BYTES) == length


@given(st.text())
def test_any_text_can_be_counted(text: str) -> None:
    for counting in Counting:
        assert 0 <= count(text, counting) <= LINK * len(text)
    assert count(text, Counting.GRAPHEMES) <= len(text)


@given(st.text(st.sampled_from("abc .:/?-()@#idgo😀é"), max_size=60), st.text("xyz ", max_size=9))
def test_words_set_apart_add_up(one: str, other: str) -> None:
    apart = count(f"{one} \n {other}", Counting.WEIGHTED)
    assert apart == count(one, Counting.WEIGHTED) + 3 + count(other, Counting.WEIGHTED)


@pytest.mark.parametrize(
    "text",
    [
        ("Halo, Sahabat Imigrasi! Buka 08.00–12.00 WIB. Info: imigrasi.go.id/ptk 🙏 " * 4)[:280],
        "日" * 280,
        "a." * 140,
        "a.id/" + "(" * 275,
    ],
    ids=["usual", "wide", "dots", "brackets"],
)
def test_counting_keeps_up_with_typing(text: str) -> None:
    best = min(repeat(lambda: count(text, Counting.WEIGHTED), timer=process_time, number=20))
    # A tenth of a millisecond each on an idle machine; a busy one gets ten times that.
    assert best / 20 < 0.001


@pytest.mark.parametrize(
    ("text", "excess"), [("a" * 10, 0), ("a" * 11, 1), ("é" * 5, 0), ("é" * 6, 2), ("", 0)]
)
def test_bytes_are_counted_where_the_network_counts_them_too(text: str, excess: int) -> None:
    assert excess_bytes(text, Limits(text=300, text_bytes=10)) == excess
    assert excess_bytes(text, Limits(text=300)) == 0
