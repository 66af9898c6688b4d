"""From strangers' HTML to what we show: plain text, a little safe HTML, one picture. Pure.

feedparser promises nothing here: titles come back as markup and links as ``javascript:``.
"""

from __future__ import annotations

import html
import re
from functools import partial
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import nh3

LONGEST_LINK = 1000
LONGEST_BODY = 100_000
MOST_TAGS = 3000  # deep nesting costs nh3 the square of its depth

TAGS = {"p", "br", "a", "ul", "ol", "li", "strong", "em", "blockquote", "h2", "h3"}
DROPPED_WHOLE = {
    "script", "style", "iframe", "object", "svg", "math", "template", "noscript", "form", "title",
}  # fmt: skip
SAME = (
    (
        re.compile(r"<(/?)(?:div|section|article|figure|figcaption|table|tr|h4|h5|h6)\b", re.I),
        r"<\1p",
    ),
    (re.compile(r"<(/?)h1\b", re.I), r"<\1h2"),
    (re.compile(r"<(/?)b\b", re.I), r"<\1strong"),
    (re.compile(r"<(/?)i\b", re.I), r"<\1em"),
    (re.compile(r"</td\b", re.I), " </td"),
)
NOTHING = re.compile(r"<p>(?:\s|\u00a0|&nbsp;|<br>)*</p>")
# Control characters, and marks that turn the direction of writing around or cannot be seen.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def plain(text: str, most: int) -> str:
    """One line of plain text. What looks like a tag goes, however often it was escaped."""
    text = text[: most * 20]
    for _ in range(4):
        bare = html.unescape(nh3.clean(text, tags=set(), clean_content_tags=DROPPED_WHOLE))
        if bare == text:
            break
        text = bare
    else:
        text = text.replace("<", "")
    return cut(one_line(text), most)


def one_line(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())


def safe_html(raw: str, base: str) -> str:
    """The small HTML we show, links made absolute; at most ``LONGEST_BODY`` characters."""
    raw = _bounded(UNSEEN.sub("", raw))
    for pattern, ours in SAME:
        raw = pattern.sub(ours, raw)
    cleaned = _clean(raw, base)
    while len(cleaned) > LONGEST_BODY:  # escaping made it longer
        raw = raw[: len(raw) // 2]
        cleaned = _clean(raw, base)
    return cleaned


def _clean(raw: str, base: str) -> str:
    cleaned = nh3.clean(
        raw,
        tags=TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes={"a": {"href"}},
        attribute_filter=partial(_absolute, base),
        link_rel="nofollow noopener",
    )
    return NOTHING.sub("", cleaned).strip()


def _absolute(base: str, _tag: str, name: str, value: str) -> str | None:
    return (web_address(value, base) or None) if name == "href" else value


def first_image(raw: str, base: str) -> str:
    """The address of the first picture in some HTML. Only a candidate; nobody has looked at it."""
    found: list[str] = []

    def note(_tag: str, name: str, value: str) -> None:
        if name == "src" and not found and (address := web_address(value, base)):
            found.append(address)

    nh3.clean(_bounded(raw), tags={"img"}, attributes={"img": {"src"}}, attribute_filter=note)
    return found[0] if found else ""


def web_address(text: str, base: str) -> str:
    """An absolute http or https address without a password, or nothing."""
    text = UNSEEN.sub("", text).strip()
    if not text:
        return ""
    try:
        address = urljoin(base, text)
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    short = len(address) <= LONGEST_LINK and not any(letter.isspace() for letter in address)
    return address if fine and short else ""


def text_of(cleaned: str) -> str:
    """Plain text of our own small HTML, a line for each paragraph."""
    reader = _Text()
    reader.feed(cleaned)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line and line != "•")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.parts.append("\n• ")
        elif tag not in ("a", "strong", "em"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("a", "strong", "em"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bounded(raw: str) -> str:
    return "<".join(raw[:LONGEST_BODY].split("<", MOST_TAGS)[:MOST_TAGS])
