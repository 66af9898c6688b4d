"""What becomes of a message on a website, and of an address that a person typed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from channels.wordpress.credentials import Credentials, home_of
from channels.wordpress.page import (
    Shown,
    content_of,
    fields_of,
    mark_of,
    slug_of,
    tags_of,
    title_of,
)
from tests.channels.sending import message, photo

COMMENT = re.compile(r"<!--.*?-->|\n")


def plain(text: str) -> str:
    """The content without the comments of the editor and the mark."""
    bare = COMMENT.sub("", content_of(message(text)))
    return re.sub(
        r'( class="(wp-block-list )?gema-[0-9a-f]{12}")|( class="wp-block-list")', "", bare
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Satu.\n\nDua.", "<p>Satu.</p><p>Dua.</p>"),
        ("Satu\r\ndua\r\n\r\n\r\ntiga", "<p>Satu<br>dua</p><p>tiga</p>"),
        ("Hari:\n- 1\n- Rabu\nItu", "<p>Hari:</p><ul><li>1</li><li>Rabu</li></ul><p>Itu</p>"),
        ("1. Datang\n2. Antre", "<ol><li>Datang</li><li>Antre</li></ol>"),
        ("Pukul 08.00–15.00", "<p>Pukul 08.00–15.00</p>"),
        ("A < B & C > D", "<p>A &lt; B &amp; C &gt; D</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<!-- wp:html -->", "<p>&lt;!-- wp:html --&gt;</p>"),
        ("[gallery]\x07", "<p>&#091;gallery]</p>"),
        ("", "<p></p>"),
    ],
)  # fmt: skip
def test_what_was_typed_becomes_paragraphs_and_lists_and_nothing_else(text: str, html: str) -> None:
    assert plain(text) == html


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("https://imigrasi.go.id/a?b=1&c=2", ("https://imigrasi.go.id/a?b=1&amp;c=2",) * 2),
        ("Lihat imigrasi.go.id.", ("https://imigrasi.go.id", "imigrasi.go.id")),
        ("(HTTP://imigrasi.go.id)", ("HTTP://imigrasi.go.id",) * 2),
    ],
)
def test_a_link_can_be_followed_wherever_it_is_read(text: str, anchor: tuple[str, str]) -> None:
    href, shown = anchor
    assert f'<a href="{href}">{shown}</a>' in content_of(message(text))


@pytest.mark.parametrize("text", ["javascript:alert(1)", 'a"onmouseover="x.id', "data:text/html,x"])
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert 'href="javascript' not in content_of(message(text))
    assert " onmouseover" not in content_of(message(text))


def test_words_in_another_language_say_which() -> None:
    sent = replace(message("Closed today.\n- Monday"), language="en")
    assert content_of(sent).count('<span lang="en">') == 2
    assert "lang=" not in content_of(message("Tutup hari ini."))


def test_a_correction_says_first_what_was_wrong_and_what_is_right() -> None:
    said = {"wrong": "Pukul 07.00 <b>", "right": "Pukul 08.00"}
    first, second = content_of(
        replace(message("Buka."), extra={"correction": said})
    ).split("\n\n")  # fmt: skip
    assert (
        "<strong>RALAT.</strong> Semula: Pukul 07.00 &lt;b&gt;<br>Yang benar: Pukul 08.00" in first
    )
    assert "Buka." in second
    assert "RALAT" not in content_of(replace(message("Buka."), extra={"correction": None}))


def test_the_first_picture_is_featured_and_the_others_follow_the_text() -> None:
    front = replace(photo(alt='Loket "A"'), caption="Loket baru", credit="Humas")
    sent = message("Loket.", front, replace(front, credit=""))
    pictures = [
        Shown(5, "https://situs.example/5.jpg", front),
        Shown(6, 'https://s/6"x', sent.images[1]),
    ]
    fields = fields_of(sent, pictures)
    content = fields["content"]
    assert fields["featured_media"] == 5
    assert "5.jpg" not in content
    assert '<img src="https://s/6&quot;x" alt="Loket &quot;A&quot;" class="wp-image-6"/>' in content
    assert '<figcaption class="wp-element-caption">Loket baru</figcaption>' in content
    assert "<em>Loket baru Foto: Humas</em>" in content
    assert fields_of(message())["featured_media"] == 0


@pytest.mark.parametrize("text", ["Satu.\n\nDua.", "- Satu\n- Dua", ""])
def test_the_first_block_carries_the_mark_of_its_delivery_once(text: str) -> None:
    sent = message(text)
    mark = mark_of(sent.key)
    assert content_of(sent).count(f'"className":"{mark}"') == 1
    assert len(re.findall(rf'class="[^"]*{mark}"', content_of(sent))) == 1
    assert mark not in content_of(replace(sent, key="kunci-2"))


@pytest.mark.parametrize(
    ("title", "text", "shown", "words"),
    [
        ("Tutup: Cuti Bersama!", "x", "Tutup: Cuti Bersama!", "tutup-cuti-bersama"),
        ("", "Baris satu\nBaris dua", "Baris satu", "baris-satu"),
        ("Café “Ñandú” & Co", "x", "Café “Ñandú” & Co", "cafe-nandu-co"),
        ("入管", "x", "入管", ""),
        ("", "", "", ""),
        ("a" * 80, "x", "a" * 80, "a" * 60),
        ("kata " * 20, "x", ("kata " * 20).strip(), "-".join(["kata"] * 12)),
    ],
)  # fmt: skip
def test_a_post_has_one_line_above_it_and_an_address_of_its_own(
    title: str, text: str, shown: str, words: str
) -> None:
    sent = replace(message(text), title=title)
    assert title_of(sent) == shown
    end = mark_of(sent.key).removeprefix("gema-")
    assert slug_of(sent) == (f"{words}-{end}" if words else end)
    assert slug_of(sent) != slug_of(replace(sent, key="kunci-2"))


def test_a_title_is_no_html() -> None:
    assert (
        fields_of(replace(message(), title="A & <b>B</b>"))["title"]
        == "A &amp; &lt;b&gt;B&lt;/b&gt;"
    )


def test_hashtags_are_tags_once_each() -> None:
    assert tags_of(message("#Paspor #paspor #SahabatImigrasi https://a.id/#x")) == [
        "paspor",
        "SahabatImigrasi",
    ]
    assert len(tags_of(message(" ".join(f"#tag{n}" for n in range(20))))) == 10


@pytest.mark.parametrize(
    ("typed", "home"),
    [
        ("https://Kanim.Example.id/", "https://kanim.example.id"),
        (" kanim.example.id ", "https://kanim.example.id"),
        ("https://kanim.example.id/wp-admin/profile.php?x=1", "https://kanim.example.id"),
        ("https://kanim.example.id/berita/wp-login.php", "https://kanim.example.id/berita"),
        ("https://kanim.example.id/index.php", "https://kanim.example.id"),
        ("https://kanim.example.id:8443/wp-json/", "https://kanim.example.id:8443"),
        ("http://127.0.0.1:8088", "http://127.0.0.1:8088"),
        ("http://[::1]:8088/", "http://[::1]:8088"),
    ],
)
def test_what_people_copy_from_the_address_bar_leads_to_the_site(typed: str, home: str) -> None:
    assert home_of(typed) == home
    assert Credentials(typed, "humas", "abcd efgh").home == home


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://kanim.example.id", "diawali https://"),
        ("ftp://kanim.example.id", "tidak terbaca"),
        ("https://humas:sandi@kanim.example.id", "tidak terbaca"),
        ("https://[::1", "tidak terbaca"),
        ("https://kanim.example.id:x", "tidak terbaca"),
        ("kantor kami", "tidak terbaca"),
        ("", "tidak terbaca"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Credentials(typed, "humas", "abcd efgh")


def test_a_user_name_with_a_colon_would_end_early() -> None:
    with pytest.raises(ValueError, match="titik dua"):
        Credentials("https://kanim.example.id", "a:b", "abcd")


def test_the_password_is_sent_without_its_spaces_and_never_shown() -> None:
    given = Credentials("https://kanim.example.id", "humas", "abcd efgh")
    assert (given.login.bare, given.login.basic) == ("abcdefgh", "aHVtYXM6YWJjZGVmZ2g=")
    assert not {"abcd", "aHVt"} & set(re.findall(r"abcd|aHVt", f"{given!r} {given.login!r}"))
