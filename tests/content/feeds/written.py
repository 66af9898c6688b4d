"""Feeds written for the tests."""

from __future__ import annotations

from content.feeds.parse import ParsedFeed, ParsedItem, parse

BASE = "https://pontianak.example/berita/feed/"


def read(
    body: str | bytes, content_type: str = "application/rss+xml", base: str = BASE
) -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse(data, content_type=content_type, base=base)


def rss(*items: str, title: str = "Kantor Imigrasi Pontianak") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>{title}</title>{inside}</channel></rss>"
    )


def atom(*entries: str) -> str:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Kanim</title>{inside}</feed>'


def only(body: str) -> ParsedItem:
    (item,) = read(body).items
    return item
