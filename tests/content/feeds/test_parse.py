from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.feeds.parse import LONGEST_GUID, LONGEST_TITLE, MOST_ITEMS, parse
from content.feeds.trouble import NotAFeed, Trouble
from tests.content.feeds.written import BASE, atom, only, read, rss

WORDPRESS = rss(
    """<title>Layanan paspor &#8220;Sabtu&#8221;</title>
    <link>https://pontianak.example/?p=7</link>
    <guid isPermaLink="false">https://pontianak.example/?p=7</guid>
    <pubDate>Mon, 09 Nov 2026 08:00:00 +0700</pubDate>
    <description><![CDATA[<p>Ringkas.</p>]]></description>
    <content:encoded><![CDATA[<div><img src="/foto/loket.jpg" onerror="x()"></div>
    <h1>Jam layanan</h1><p>Buka <b>08.00</b> di <a href="/lokasi" onclick="x()">Loket 2</a>.</p>
    <ul><li>KTP</li><li>KK</li></ul>]]></content:encoded>"""
)


def test_an_article_of_a_wordpress_site_comes_out_whole() -> None:
    item = only(WORDPRESS)
    assert item.title == "Layanan paspor “Sabtu”"
    assert item.guid == item.link == "https://pontianak.example/?p=7"
    assert item.published == datetime(2026, 11, 9, 1, tzinfo=UTC)
    assert item.image == "https://pontianak.example/foto/loket.jpg"
    assert item.html == (
        "<h2>Jam layanan</h2><p>Buka <strong>08.00</strong> di "
        '<a href="https://pontianak.example/lokasi" rel="nofollow noopener">Loket 2</a>.</p>\n'
        "    <ul><li>KTP</li><li>KK</li></ul>"
    )
    assert item.text == "Jam layanan\nBuka 08.00 di Loket 2.\n• KTP\n• KK"


def test_an_atom_entry_comes_out_whole() -> None:
    feed = read(
        atom(
            """<id>tag:pontianak.example,2026:7</id><title>Libur nasional</title>
            <link href="https://pontianak.example/7"/><updated>2026-11-09T03:00:00Z</updated>
            <published>2026-11-09T08:00:00+07:00</published>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Tutup.</p></div>
            </content>"""
        )
    )
    assert feed.title == "Kanim"
    assert feed.fault is None
    (item,) = feed.items
    assert (item.guid, item.link) == ("tag:pontianak.example,2026:7", "https://pontianak.example/7")
    assert item.published == datetime(2026, 11, 9, 1, tzinfo=UTC)
    assert item.updated == datetime(2026, 11, 9, 3, tzinfo=UTC)
    assert item.text == "Tutup."


@pytest.mark.parametrize(
    "title",
    [
        "&lt;img src=x onerror=alert(1)&gt;Libur",
        "<![CDATA[<img src=x onerror=alert(1)>Libur]]>",
        "&amp;lt;img src=x onerror=alert(1)&amp;gt;Libur",
        "&amp;amp;lt;script&amp;amp;gt;alert(1)&amp;amp;lt;/script&amp;amp;gt;Libur",
        "<![CDATA[<svg><script>alert(1)</script></svg>Libur]]>",
        "<![CDATA[<b>Li</b>bur]]>",
        "Li\u202ebur",
        "\n  Libur\t",
        "Lib&#8203;ur",
    ],
)
def test_a_title_comes_out_as_harmless_plain_text(title: str) -> None:
    assert only(rss(f"<title>{title}</title>")).title == "Libur"


@pytest.mark.parametrize("times", range(10))
def test_a_title_escaped_without_end_keeps_no_bracket(times: int) -> None:
    title = "Libur &amp;" + "amp;" * times + "lt;img&gt;"
    assert "<" not in only(rss(f"<title>{title}</title>")).title


def test_a_smaller_than_sign_stays_in_a_title() -> None:
    assert only(rss("<title>Biaya &lt; Rp350.000 &amp;amp; gratis</title>")).title == (
        "Biaya < Rp350.000 & gratis"
    )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "https://", "https://a b/",
        "https://imigrasi.go.id@evil.example/", "http://[::1", "x" * 3000,
    ],
)  # fmt: skip
def test_a_link_that_is_no_web_address_is_dropped(link: str) -> None:
    item = only(
        rss(
            f"<title>Libur</title><link>{link}</link><guid>7</guid>"
            f'<description>&lt;a href="{link}"&gt;buka&lt;/a&gt; ya</description>'
        )
    )
    assert item.link == "" or item.link.startswith("https://pontianak.example/")
    assert "href" not in item.html or 'href="https://pontianak.example/' in item.html
    assert item.text == "buka ya"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "https://imigrasi.go.id@evil.example/",
        "http://[::1",
        "http://",
        "https://a.example/" + "x" * 1000,
    ],
)
def test_a_dangerous_link_leaves_nothing(link: str) -> None:
    assert only(rss(f"<title>Libur</title><link>{link}</link>")).link == ""


def test_relative_links_are_meant_from_where_the_feed_was_found() -> None:
    item = only(
        rss(
            "<title>Libur</title><link>../7</link>"
            '<description>&lt;a href="#atas"&gt;atas&lt;/a&gt;&lt;img src="a.png"&gt;</description>'
        )
    )
    assert item.link == "https://pontianak.example/berita/7"
    assert f'href="{BASE}#atas"' in item.html
    assert item.image == f"{BASE}a.png"


def test_a_feed_cannot_move_its_base_to_a_dangerous_one() -> None:
    feed = atom('<title>x</title><link href="7"/>').replace(
        "<feed", '<feed xml:base="javascript:alert(1)//"'
    )
    assert only(feed).link in ("", f"{BASE}7")


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>", "<style>p{}</style>", "<iframe src=//evil.example></iframe>",
        "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><a href=javascript:x></svg>",
        "<math><mtext><table><mglyph><style><img src onerror=alert(1)>", "<form action=x></form>",
        "<object data=x></object>", "<link rel=stylesheet href=x>", "<base href=//evil.example>",
        '<p style="position:fixed" onmouseover=x class=a id=b>',
        '<a href="java&#9;script:alert(1)">',
        "<!--[if IE]><script>alert(1)</script><![endif]-->", "<meta http-equiv=refresh content=0>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<p>&#0;&#11;\x1b[31m</p>",
    ],
)  # fmt: skip
def test_nothing_but_small_html_is_left_of_a_body(body: str) -> None:
    item = only(rss(f"<title>x</title><description><![CDATA[<p>aman</p>{body}]]></description>"))
    assert item.html.startswith("<p>aman</p>")
    for bad in ("script", "on", "style", "img", "iframe", "class", "id=", "evil", "\x1b", "<base"):
        assert bad not in item.html.replace("<strong>", "")


def test_what_atom_calls_text_is_not_read_as_markup() -> None:
    item = only(atom('<title>x</title><summary type="text">1 &lt; 2 &lt;b&gt;</summary>'))
    assert item.html == "1 &lt; 2 &lt;b&gt;"
    assert item.text == "1 < 2 <b>"


@pytest.mark.parametrize(
    ("inside", "guid"),
    [
        ("<guid>tag:7</guid><link>https://a.example/7</link>", "tag:7"),
        ("<link>https://a.example/7</link>", "https://a.example/7"),
        ("<guid>  </guid><link>https://a.example/7</link>", "https://a.example/7"),
    ],
)
def test_an_item_is_known_by_its_id_or_else_by_its_link(inside: str, guid: str) -> None:
    assert only(rss(f"<title>Libur</title>{inside}")).guid == guid


def test_an_id_stays_the_same_when_the_site_moves() -> None:
    feed = rss("<title>Libur</title><guid>7</guid>").encode()
    before, after = (
        parse(feed, content_type="", base=base) for base in (BASE, "https://baru.example/rss")
    )
    assert before.items[0].guid == after.items[0].guid == "7"


def test_an_item_without_id_and_link_is_known_by_its_title_and_date() -> None:
    def named(title: str, date: str) -> str:
        return only(rss(f"<title>{title}</title><pubDate>{date}</pubDate>")).guid

    monday, tuesday = "Mon, 09 Nov 2026 08:00:00 +0700", "Tue, 10 Nov 2026 08:00:00 +0700"
    assert named("Libur", monday) == named("Libur", monday)
    assert len({named("Libur", monday), named("Libur", tuesday), named("Buka", monday)}) == 3


def test_an_endless_id_becomes_a_short_one_that_still_tells_items_apart() -> None:
    feed = read(rss(*(f"<title>x</title><guid>{'a' * 5000}{n}</guid>" for n in (1, 2))))
    one, two = (item.guid for item in feed.items)
    assert one != two
    assert len(one) <= LONGEST_GUID


def test_the_digest_changes_with_what_a_reader_sees_and_not_otherwise() -> None:
    def digest(title: str, body: str) -> str:
        return only(rss(f"<title>{title}</title><description>{body}</description>")).digest

    before = digest("Libur", "Tutup Jumat")
    assert digest("Libur", "&lt;span class=x&gt;Tutup Jumat&lt;/span&gt;") == before
    assert digest("Libur", "Tutup Sabtu") != before
    assert digest("RALAT: Libur", "Tutup Jumat") != before
    assert len(before) == 64


@pytest.mark.parametrize(
    ("inside", "image"),
    [
        ('<enclosure url="/a.jpg" type="image/jpeg" length="1"/>', "https://pontianak.example/a.jpg"),
        ('<enclosure url="/a.mp3" type="audio/mpeg" length="1"/>', ""),
        ('<media:content url="https://b.example/b.jpg" medium="image"/>', "https://b.example/b.jpg"),
        ('<media:thumbnail url="https://b.example/t.jpg"/>', "https://b.example/t.jpg"),
        ('<media:content url="javascript:x" medium="image"/>', ""),
        ('<description>&lt;img src="data:image/png;base64,x"&gt;&lt;img src="/2.png"&gt;'
         "</description>", "https://pontianak.example/2.png"),
    ],
)  # fmt: skip
def test_the_first_picture_is_offered_as_an_address(inside: str, image: str) -> None:
    assert only(rss(f"<title>x</title>{inside}")).image == image


def test_an_item_without_title_borrows_its_first_line() -> None:
    item = only(rss("<description>&lt;p&gt;Loket tutup.&lt;/p&gt;&lt;p&gt;Maaf.</description>"))
    assert item.title == "Loket tutup."


def test_an_item_without_words_is_left_out() -> None:
    assert read(rss("<guid>1</guid>", "<title>Libur</title>")).items[0].title == "Libur"


def test_sizes_are_bounded() -> None:
    feed = read(rss(*["<title>" + "judul " * 400 + "</title>"] * 300))
    assert len(feed.items) == MOST_ITEMS
    assert len(feed.items[0].title) <= LONGEST_TITLE
    body = only(rss("<title>x</title><description>" + "&amp;amp; " * 150_000 + "</description>"))
    assert len(body.html) <= 100_000
    assert len(body.text) <= 100_000


def test_windows_characters_and_word_remains_are_forgiven() -> None:
    feed = rss("<title>Jadwal – “Sabtu”\x0b</title>").encode("cp1252")
    (item,) = read(feed).items
    assert item.title == "Jadwal – “Sabtu”"


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "text/xml"),
        ("utf-8-sig", "text/html; charset=iso-8859-1"),
        ("utf-16", "application/rss+xml"),
        ("utf-16", "application/xml; charset=utf-8"),
        ("latin-1", "application/rss+xml; charset=ISO-8859-1"),
    ],
)
def test_the_file_knows_its_encoding_better_than_the_server(
    encoding: str, content_type: str
) -> None:
    feed = read(rss("<title>Café é</title>").encode(encoding), content_type)
    assert feed.items[0].title == "Café é"


def test_a_declared_encoding_beats_the_servers() -> None:
    declared = '<?xml version="1.0" encoding="iso-8859-1"?>' + rss("<title>é</title>")[21:]
    feed = read(declared.encode("latin-1"), "application/xml; charset=utf-16")
    assert feed.items[0].title == "é"


@pytest.mark.parametrize("name", ["utf-7", "punycode", "unicode_escape", "zlib", "idna", "no-such"])
def test_an_encoding_that_does_more_than_text_is_not_used(name: str) -> None:
    declared = f'<?xml version="1.0" encoding="{name}"?>' + rss("<title>+ADw-x</title>")[21:]
    assert only(declared).title == "+ADw-x"


def test_a_damaged_feed_is_read_as_far_as_it_goes_and_says_so() -> None:
    feed = read(rss("<title>Satu</title>", "<title>Dua & tiga</title>")[:-20])
    assert [item.title for item in feed.items] == ["Satu", "Dua & tiga"]
    assert feed.fault is Trouble.DAMAGED
    assert read(rss("<title>Satu</title>")).fault is None


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss()).items == ()


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
NESTED = "<a>" * 10_000


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("", Trouble.EMPTY),
        (" \n\x00", Trouble.EMPTY),
        ("<!DOCTYPE html><html><item><title>x</title></item></html>", Trouble.WEB_PAGE),
        ("<!-- a --> <HTML><head></head></HTML>", Trouble.WEB_PAGE),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html/>',
         Trouble.WEB_PAGE),
        ('{"version": "https://jsonfeed.org/version/1.1"}', Trouble.JSON),
        ("[1]", Trouble.JSON),
        ("Halaman tidak ditemukan", Trouble.NOT_A_FEED),
        ("/etc/passwd", Trouble.NOT_A_FEED),
        ("\x89PNG\r\n", Trouble.NOT_A_FEED),
        ("<sitemap><url>x</url></sitemap>", Trouble.NOT_A_FEED),
        ("<", Trouble.NOT_A_FEED),
        (f'<!DOCTYPE r [<!ENTITY l0 "ha">{BOMB}]>' + rss("<title>&l9;</title>")[21:],
         Trouble.HOSTILE),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<title>&x;</title>")[21:],
         Trouble.HOSTILE),
        ('<!DOCTYPE r [<!ENTITY % x SYSTEM "http://evil.example/">%x;]>' + rss()[21:],
         Trouble.HOSTILE),
        (rss(f"<description>{NESTED}"), Trouble.HOSTILE),
        (rss(f"<description>{'<a>' * 300}{'</a>' * 300}</description>"), Trouble.HOSTILE),
        (rss("<title>x</title>" * 60_000), Trouble.HOSTILE),
        (rss("<x " + " ".join(f"a{n}=''" for n in range(20_000)) + "/>"), Trouble.HOSTILE),
        (rss(f"<title>{'x' * 10_000_000}</title>"), Trouble.TOO_LARGE),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_what_is_no_feed_or_made_to_harm_is_turned_away(body: str, trouble: Trouble) -> None:
    with pytest.raises(NotAFeed) as fault:
        read(body)
    assert fault.value.trouble is trouble


def test_an_entity_is_found_in_wide_characters_too() -> None:
    wide = ('<!DOCTYPE r [<!ENTITY x "y">]>' + rss()[21:]).encode("utf-16")
    with pytest.raises(NotAFeed, match="hostile"):
        read(wide)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["<", "<a ", "<a b='", "</a", "&", "<item>", "<![CDATA[", "<!--"])
def test_broken_markup_by_the_megabyte_is_over_soon(piece: str) -> None:
    body = rss("<title>x</title><description>") + piece * (600_000 // len(piece))
    with suppress(NotAFeed):
        read(body)


@pytest.mark.timeout(20)
def test_nested_boxes_in_every_item_do_not_hold_us() -> None:
    boxes = "&lt;div&gt;" * 18_000
    feed = read(rss(*[f"<title>x</title><description>ada{boxes}</description>"] * 20))
    assert {item.text for item in feed.items} == {"ada"}


PIECES = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "<guid>", "<pubDate>",
     "http://[", "javascript:", "&lt;", "&#x1F;", "]]>", "<![CDATA[", "<a href='", "'>", "<!--",
     "<content:encoded>", "<dc:date>", "2026-13-40T", "<media:content url='", "é", "\x00", "\u202e",
     '<link href="http://[::1"/>', "<enclosure url=''/>", "<source>", "<category>", "<author>",
     "<georss:point>", "1 2 3", "<xml:base>", "<?pi", "<entry xml:base='http://['>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=100))
def test_whatever_comes_is_read_or_turned_away(inside: str) -> None:
    body = rss("<title>satu</title>") + inside
    for text in (body, rss(inside), atom(inside), inside):
        try:
            feed = parse(text.encode(), content_type="text/xml", base=BASE)
        except NotAFeed:
            continue
        for item in feed.items:
            assert item.title
            assert "<script" not in item.title + item.html
            assert item.link == "" or item.link.startswith(("http://", "https://"))


@given(st.binary(max_size=300), st.text(max_size=40))
def test_whatever_bytes_come_are_read_or_turned_away(body: bytes, content_type: str) -> None:
    with suppress(NotAFeed):
        parse(body, content_type=content_type, base=BASE)
