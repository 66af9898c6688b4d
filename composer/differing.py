"""Two people, one draft: what the other one's words are and what ours would make of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels import registry
from channels.signs import sign
from composer.template.model import Template
from composer.working import Working
from content.diff import Run, diff


@dataclass(frozen=True, slots=True)
class Differing:
    label: str
    runs: tuple[Run, ...]


def difference(template: Template, theirs: Working, ours: Working) -> list[Differing]:
    """Part by part, in the order of the screen; equal parts are left out."""
    return [
        Differing(label, tuple(diff(before, after)))
        for label, before, after in _parts(template, theirs, ours)
        if before != after
    ]


def _parts(template: Template, theirs: Working, ours: Working) -> Iterator[tuple[str, str, str]]:
    for slot in template.slots:
        name = slot.name
        yield _(slot.label), theirs.slots.get(name, ""), ours.slots.get(name, "")
    yield _("Kanal"), _channels(theirs), _channels(ours)
    for kind in registry.CHANNELS:
        label = _("Teks %(channel)s") % {"channel": sign(kind).label}
        yield label, theirs.overrides.get(kind, ""), ours.overrides.get(kind, "")
    yield _("Gambar"), _pictures(theirs), _pictures(ours)


def _channels(working: Working) -> str:
    return ", ".join(sign(kind).label for kind in working.channels)


def _pictures(working: Working) -> str:
    said = ("\n".join(filter(None, (p.alt, p.caption, p.credit))) for p in working.media)
    card = [_("Kartu"), working.card_alt] if working.card else []
    return "\n\n".join([*filter(None, card), *(text or _("(tanpa teks)") for text in said)])
