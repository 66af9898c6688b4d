"""Each delivery with its figures, one line each: for whoever wants to count differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from scheduler.models import VerbWord
from web.awareness.gathered import Gathered
from web.awareness.period import places
from web.awareness.rows import AT_ONCE, sent
from web.awareness.words import kind_label, template_label, topic_name

FIGURES = ("views", "reach", "likes", "replies", "reposts", "clicks")
COLUMNS = (
    "sent_at", "office_id", "kind", "account__handle", "post__title", "verb", "topic", "template",
    *FIGURES, "measured_at", "delivery__url",
)  # fmt: skip


def lines(found: Gathered) -> Iterator[Sequence[object]]:
    """The newest first. Read as they are written, so that a year of them needs no room."""
    yield [
        _("Terbit"), _("Zona"), _("Kantor"), _("Kanal"), _("Akun"), _("Kiriman"), _("Tindakan"),
        _("Topik"), _("Templat"), _("Tayangan"), _("Jangkauan"), _("Reaksi"), _("Balasan"),
        _("Dibagikan"), _("Klik"), _("Dibaca"), _("Tautan"),
    ]  # fmt: skip
    offices = {office.pk: office for office in found.chosen}
    days = places(found.stretches)
    rows = sent(found.keys, found.asked.period, found.asked.only).values_list(*COLUMNS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        office = offices[row[1]]
        local = row[0].astimezone(office.zoneinfo)
        if local.date() in days:
            yield [f"{local:%Y-%m-%d %H:%M}", office.zone, office.short_name, *_rest(row, office)]


def _rest(row: Sequence[Any], office: Any) -> Iterator[object]:
    _at, _office, kind, handle, title, verb, topic, template, *figures, read, url = row
    yield from (kind_label(kind), handle, title, VerbWord(verb).label)
    yield from (topic_name(topic), template_label(template))
    yield from ("" if figure is None else figure for figure in figures)
    yield f"{read.astimezone(office.zoneinfo):%Y-%m-%d %H:%M}" if read else ""
    yield url
