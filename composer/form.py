"""From what the browser sent to a working copy. Pure: names and texts in, values out.

Fields: ``slot-<name>``, ``text-<channel>`` with ``base-<channel>``, ``media`` (ids in order), of
each ``alt-<id>``, ``caption-<id>``, ``credit-<id>``, ``focus-x-<id>``, ``focus-y-<id>``,
``may-<id>`` and ``on-<id>``, ``channel``, ``native``, ``title``, ``card``, ``card_alt``, ``wrong``
and ``right`` of a correction, ``wanted-date``, ``wanted-time``, ``wanted-mode``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.http import QueryDict

from channels import registry
from composer.template.model import Template
from composer.working import Correction, Photo, Working
from content.numbers import number, numbers


def read(sent: QueryDict, template: Template, before: Working) -> Working:
    """The working copy as sent. What the form does not carry (credit) stays as it was."""
    return replace(
        before,
        slots={slot.name: _text(sent, f"slot-{slot.name}") for slot in template.slots},
        overrides=_overrides(sent, before),
        channels=_kinds(sent, "channel"),
        media=tuple(_photo(sent, one, before) for one in _numbers(sent.getlist("media"))),
        title=_text(sent, "title")[:300],
        card="card" in sent,
        card_alt=_text(sent, "card_alt")[:1000],
        native=_kinds(sent, "native"),
        correction=_correction(sent, before),
    )


def _kinds(sent: QueryDict, name: str) -> tuple[str, ...]:
    chosen = frozenset(sent.getlist(name))
    return tuple(kind for kind in registry.CHANNELS if kind in chosen)


def _numbers(typed: Iterable[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers(typed)))


def _text(sent: Mapping[str, str], name: str) -> str:
    """Without NUL, which PostgreSQL keeps nowhere."""
    return sent.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()


def fingerprint(text: str) -> str:
    """Of a text as it was drawn into the form, to see whether a person has changed it."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def _overrides(sent: QueryDict, before: Working) -> dict[str, str]:
    """A channel's own text counts only once it differs from the one that was drawn."""
    kept = {}
    for kind in _kinds(sent, "channel"):
        field = f"text-{kind}"
        if field not in sent:
            if kind in before.overrides:
                kept[kind] = before.overrides[kind]
            continue
        text = _text(sent, field)
        if text and fingerprint(text) != sent.get(f"base-{kind}", ""):
            kept[kind] = text
    return kept


def _photo(sent: QueryDict, media: int, before: Working) -> Photo:
    was = next((photo for photo in before.media if photo.id == media), Photo(media))
    return Photo(
        id=media,
        alt=_text(sent, f"alt-{media}")[:1000],
        caption=_text(sent, f"caption-{media}")[:500],
        credit=_text(sent, f"credit-{media}")[:120],
        focus_x=hundredths(sent.get(f"focus-x-{media}", ""), was.focus_x),
        focus_y=hundredths(sent.get(f"focus-y-{media}", ""), was.focus_y),
        without=_without(sent, media, was),
    )


def _without(sent: QueryDict, media: int, was: Photo) -> tuple[str, ...]:
    """Channels that are offered stand in ``may-<id>``, those that show it in ``on-<id>``; what is
    not offered stays as it was."""
    offered, on = _kinds(sent, f"may-{media}"), _kinds(sent, f"on-{media}")
    said = {kind: kind not in on for kind in offered}
    return tuple(kind for kind in registry.CHANNELS if said.get(kind, kind in was.without))


def hundredths(typed: str, before: int) -> int:
    """A place between the edges; what is no number leaves it where it was."""
    wanted = typed.strip()
    return min(number(wanted), 100) if wanted.isascii() and wanted.isdigit() else before


def _correction(sent: QueryDict, before: Working) -> Correction | None:
    if before.correction is None:
        return None
    return Correction(wrong=_text(sent, "wrong")[:500], right=_text(sent, "right")[:500])


def wanted(sent: Mapping[str, str]) -> dict[str, str] | None:
    """When the office would like it out, as typed; None: as soon as it is approved."""
    day, clock = sent.get("wanted-date", ""), sent.get("wanted-time", "")
    if not day:
        return None
    return {"date": day, "time": clock or "08:00", "mode": sent.get("wanted-mode", "serentak")}
