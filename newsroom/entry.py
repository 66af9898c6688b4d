"""One item as a feed entry: finished words and addresses, nothing left that XML cannot carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from newsroom.contacts import in_words, press_contact
from newsroom.models import Item
from newsroom.photo import Photo
from newsroom.text import clean, one_line


@dataclass(frozen=True, slots=True)
class Entry:
    guid: str
    title: str
    link: str
    summary: str
    html: str
    published_at: datetime
    updated_at: datetime
    language: str
    office: str
    email: str
    topics: tuple[str, ...]
    enclosure: Photo | None
    photos: tuple[Photo, ...]


def entries(items: Sequence[Item]) -> list[Entry]:
    return [entry(item) for item in items]


def entry(item: Item) -> Entry:
    contact = press_contact(item.office)
    html = render_to_string("newsroom/entry.html", {"item": item, "contact": contact})
    return Entry(
        guid=item.guid,
        title=one_line(item.headline, 400) or _("Tanpa judul"),
        link=item.address,
        summary=clean(_summary(item, in_words(contact))),
        html=clean(html),
        published_at=item.published_at,
        updated_at=item.updated_at,
        language=item.language,
        office=one_line(item.office.name, 200),
        email=contact.email if contact else "",
        topics=(item.topic_label,) if item.topic else (),
        enclosure=item.main_photo,
        photos=tuple(item.photos),
    )


def _summary(item: Item, contact: str) -> str:
    """What comes first has to be said first: that it was withdrawn, or what was wrong in it."""
    if item.is_withdrawn:
        said = _("Kabar ini ditarik. Alasan: %(reason)s") % {"reason": item.withdrawal}
        return f"{said} {contact}"
    if notes := item.notes:
        note = _("Ralat: semula “%(wrong)s”, yang benar “%(right)s”.")
        said = note % {"wrong": notes[0].wrong, "right": notes[0].right}
        return f"{said} {item.summary}"
    return item.summary
