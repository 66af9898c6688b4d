"""RSS 2.0 for the press. Django's generator lacks full content, media, times of change and calm.

https://www.rssboard.org/rss-profile · https://www.rssboard.org/media-rss
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import (
    Enclosure,
    Rss201rev2Feed,
    rfc2822_date,
    rfc3339_date,
)
from django.utils.xmlutils import SimplerXMLGenerator

from newsroom.answer import FEED_AGE
from newsroom.entry import Entry
from newsroom.photo import Photo
from newsroom.text import clean, one_line

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed's own words. ``link``: its page, ``address``: the feed itself; both whole."""

    title: str
    description: str
    link: str
    address: str
    rights: str


def write(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """The feed. The same items give the same bytes, today and tomorrow."""
    feed = PressFeed(
        title=one_line(channel.title, 300),
        link=channel.link,
        description=one_line(channel.description, 600),
        language="id",
        feed_url=channel.address,
        feed_copyright=clean(channel.rights),
        ttl=int(FEED_AGE.total_seconds() // 60),
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.link,
            description=entry.summary,
            author_email=entry.email or None,
            author_name=entry.office if entry.email else None,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=entry.guid,
            unique_id_is_permalink=False,
            categories=entry.topics,
            enclosures=[_enclosure(entry.enclosure)] if entry.enclosure else None,
            entry=entry,
        )
    return feed.writeString("utf-8").encode()


def _enclosure(photo: Photo) -> Enclosure:
    return Enclosure(photo.absolute_full, str(photo.size), photo.mime)


class PressFeed(Rss201rev2Feed):
    """Without items it has no dates at all, so that an empty feed stays the same."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | NAMESPACES

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        own = {"rel": "self", "type": "application/rss+xml", "href": self.feed["feed_url"]}
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.addQuickElement("description", self.feed["description"])
        handler.addQuickElement("atom:link", None, own)
        handler.addQuickElement("language", self.feed["language"])
        handler.addQuickElement("copyright", self.feed["feed_copyright"])
        if self.items:
            handler.addQuickElement("lastBuildDate", rfc2822_date(self.latest_post_date()))
        handler.addQuickElement("generator", "Gema")
        handler.addQuickElement("ttl", self.feed["ttl"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        updated = rfc3339_date(entry.updated_at)
        handler.addQuickElement("content:encoded", entry.html)
        handler.addQuickElement("dc:creator", entry.office)
        handler.addQuickElement("dc:language", entry.language)
        handler.addQuickElement("dcterms:modified", updated)
        handler.addQuickElement("atom:updated", updated)
        for photo in entry.photos:
            _add_media(handler, photo)


def _add_media(handler: SimplerXMLGenerator, photo: Photo) -> None:
    facts = {
        "url": photo.absolute_full,
        "type": photo.mime,
        "medium": "image",
        "width": str(photo.width),
        "height": str(photo.height),
        "fileSize": str(photo.size),
    }
    handler.startElement("media:content", AttributesImpl(facts))
    handler.addQuickElement("media:description", photo.caption or photo.alt, {"type": "plain"})
    if photo.credit:
        handler.addQuickElement("media:credit", photo.credit)
    handler.endElement("media:content")
