"""Bytes of an office's feed to items we can store and show. Pure: no network, no database."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import feedparser

from content.feeds.clean import cut, first_image, one_line, plain, safe_html, text_of, web_address
from content.feeds.dates import when
from content.feeds.source import readable
from content.feeds.trouble import NotAFeed, Trouble

MOST_ITEMS = 200
LONGEST_TITLE = 300
LONGEST_GUID = 500

# feedparser trips over some broken feeds, in no particular way.
TRIPS = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item. ``title`` and ``text`` are plain, ``html`` is clean, ``image`` only an address.

    ``digest`` changes when a reader would see a difference.
    """

    guid: str
    link: str
    title: str
    html: str
    text: str
    image: str
    published: datetime | None
    updated: datetime | None
    digest: str


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """``fault`` is something the office should mend although we could read the feed."""

    title: str
    items: tuple[ParsedItem, ...]
    fault: Trouble | None = None


def parse(body: bytes, *, content_type: str, base: str) -> ParsedFeed:
    """Read a feed that came from ``base`` (after redirects), or raise ``NotAFeed``."""
    data, well_formed = readable(body, content_type)
    feed = _feedparser(data)
    if not feed.get("version") and not feed.entries:
        raise NotAFeed(Trouble.NOT_A_FEED)
    items = (_item(entry, base) for entry in feed.entries[:MOST_ITEMS])
    return ParsedFeed(
        title=plain(_word(feed.feed, "title"), LONGEST_TITLE),
        items=tuple(item for item in items if item.title),
        fault=None if well_formed else Trouble.DAMAGED,
    )


def _feedparser(data: bytes) -> Any:
    # Without our base: it would change the ids of items when a site moves.
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            BytesIO(data),  # never the bytes themselves: it would try them as a file's name
            response_headers=headers,
            sanitize_html=False,  # nh3 does it, and quicker
            resolve_relative_uris=False,
        )
    except TRIPS as e:
        raise NotAFeed(Trouble.DAMAGED) from e


def _item(entry: Any, base: str) -> ParsedItem:
    raw = _content(entry)
    clean = safe_html(raw, base)
    text = text_of(clean)
    link = web_address(_word(entry, "link"), base)
    title = plain(_word(entry, "title"), LONGEST_TITLE) or cut(text.partition("\n")[0], 120)
    published = when(_word(entry, "published"))
    updated = when(_word(entry, "updated"))
    return ParsedItem(
        guid=_guid(entry, link, title, published or updated),
        link=link,
        title=title,
        html=clean,
        text=text,
        image=_picture(entry, base) or first_image(raw, base),
        published=published or updated,
        updated=updated,
        digest=_digest(title, link, clean),
    )


def _guid(entry: Any, link: str, title: str, moment: datetime | None) -> str:
    """What keeps the item the same item: its id, else its link, else its title and date."""
    name = one_line(_word(entry, "id")) or link
    if name and len(name) <= LONGEST_GUID:
        return name
    words = [name] if name else [title, moment.isoformat() if moment else ""]
    return f"sha256:{_digest(*words)}"


def _content(entry: Any) -> str:
    """The longest text there is: some offices put a teaser first and the article second."""
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    return max((_markup(part) for part in parts), key=len, default="")


def _markup(part: Any) -> str:
    value = _word(part, "value")
    return html.escape(value) if part.get("type") == "text/plain" else value


def _picture(entry: Any, base: str) -> str:
    """A picture the feed names itself: media RSS, else an enclosure."""
    named = [*entry.get("media_content", ()), *entry.get("links", ())]
    for part in named:
        kind = _word(part, "medium") or _word(part, "type")
        address = web_address(_word(part, "url") or _word(part, "href"), base)
        if kind.startswith("image") and address:
            return address
    thumbnails = (
        web_address(_word(part, "url"), base) for part in entry.get("media_thumbnail", ())
    )
    return next(filter(None, thumbnails), "")


def _word(part: Any, key: str) -> str:
    # dict.get: feedparser's own answers with another key, and warns about it
    value = dict.get(part, key)
    return value if isinstance(value, str) else ""


def _digest(*words: str) -> str:
    return sha256("\x1f".join(words).encode()).hexdigest()
