"""An item as plain text, to be taken over by copying. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from newsroom.contacts import Contact, in_words
from newsroom.models import Item
from newsroom.text import Block


def plain_text(item: Item, contact: Contact | None) -> str:
    parts = [item.headline, f"{item.office.name}\n{item.published_words}"]
    if item.is_changed:
        parts[-1] += "\n" + _("Diperbarui %(when)s") % {"when": item.updated_words}
    if item.is_withdrawn:
        parts.append(_("Kabar ini ditarik. Alasan: %(reason)s") % {"reason": item.withdrawal})
    for note in item.notes:
        said = _("RALAT. Semula: %(wrong)s\nYang benar: %(right)s")
        parts.append(said % {"wrong": note.wrong, "right": note.right})
    parts += [_block(block) for block in item.blocks]
    if item.legal_basis:
        parts.append(_("Dasar hukum: %(basis)s") % {"basis": item.legal_basis})
    if item.source:
        parts.append(_("Sumber: %(office)s") % {"office": item.source.office})
    if contact is not None:
        parts.append(_("Kontak pers: %(contact)s") % {"contact": in_words(contact)})
    return "\n\n".join([*parts, item.address]) + "\n"


def _block(block: Block) -> str:
    if block.kind == "ul":
        return "\n".join(f"- {line}" for line in block.lines)
    if block.kind == "ol":
        return "\n".join(f"{n}. {line}" for n, line in enumerate(block.lines, start=1))
    return "\n".join(block.lines)
