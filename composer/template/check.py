"""Do the files of one template agree? Only asked of templates that could be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer import placeholders
from composer.cards.model import Layout
from composer.office_words import GREETING, OFFICE_SLOTS
from composer.slots import KINDS, Slot, SlotError, parse
from composer.template.faults import Fault
from composer.template.model import DEFAULT, TITLE, Template
from composer.template.table import line_of

LANGUAGES = ("id", "en")
_ICON = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(placeholders.NAME)


def faults_of(
    template: Template, source: str, home: str, channels: frozenset[str] = frozenset()
) -> list[Fault]:
    """``home`` is the folder as it is named in faults, ``source`` the text of template.toml."""
    table = f"{home}/template.toml"

    def at(section: str, key: str, message: str) -> Fault:
        return Fault(table, line_of(source, section, key), message)

    return [
        *(at("", key, message) for key, message in _head_faults(template, channels)),
        *(at(f"slots.{name}", key, message) for name, key, message in _slot_faults(template)),
        *(at("card", "layout", message) for message in _layout_faults(template)),
        *(at("card", key, message) for key, message in _card_faults(template)),
        *(Fault(f"{home}/{name}.txt", line, text) for name, line, text in _text_faults(template)),
        *_missing_files(template, home, channels),
        *(at(f"slots.{name}", "", message) for name, message in _unused(template)),
    ]


def _head_faults(template: Template, channels: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not _ICON.fullmatch(template.icon):
        yield "icon", f"“{template.icon}” bukan nama ikon Tabler, misalnya “clock-hour-8”"
    if template.language not in LANGUAGES:
        yield "language", f"bahasa “{template.language}” tidak dikenal; pilih: id, en"
    if not template.channels:
        yield "channels", "sebutkan paling sedikit satu kanal"
    for channel in template.channels:
        if channels and channel not in channels:
            yield "channels", f"kanal “{channel}” tidak dikenal"
    greets = any(
        found.name == GREETING
        for text in template.texts.values()
        for found in placeholders.find(text)
    )
    if template.greeting != greets:
        state = "true, tetapi tidak ada" if template.greeting else "false, tetapi ada"
        yield "greeting", f"greeting = {state} teks yang memakai {{{{{GREETING}}}}}"


def _slot_faults(template: Template) -> Iterator[tuple[str, str, str]]:
    for slot in template.slots:
        if not _NAME.fullmatch(slot.name):
            yield slot.name, "", f"nama isian “{slot.name}” harus huruf kecil, angka, atau _"
        if slot.name in OFFICE_SLOTS:
            yield slot.name, "", f"nama “{slot.name}” sudah dipakai untuk data kantor"
        if not all(_both_dates(slot, template.slot(name)) for name in slot.after):
            yield slot.name, "after", "“after” menyebut isian lain yang juga tanggal"
        try:
            parse(slot, slot.example)
        except SlotError as wrong:
            yield slot.name, "example", f"contoh isian “{slot.name}”: {wrong}"


def _both_dates(slot: Slot, other: Slot | None) -> bool:
    return other is not None and other is not slot and slot.kind == other.kind == "date"


def _layout_faults(template: Template) -> Iterator[str]:
    if template.card.layout not in set(Layout):
        yield f"susunan kartu “{template.card.layout}” tidak dikenal; pilih: {', '.join(Layout)}"


def _card_faults(template: Template) -> Iterator[tuple[str, str]]:
    for key, text in template.card.texts():
        for message in _word_faults(template, text):
            yield key, message[1]
    if template.card.items:
        slot = template.slot(placeholders.sole(template.card.items))
        if slot is None or slot.kind != "list":
            yield "items", "“items” harus satu isian berjenis list, misalnya “{{syarat}}”"
    if template.card.figure_of:
        slot = template.slot(placeholders.sole(template.card.figure))
        if slot is None or slot.kind not in {"number", "percentage"}:
            yield "figure_of", "“figure_of” hanya untuk figure satu isian number atau percentage"


def _text_faults(template: Template) -> Iterator[tuple[str, int, str]]:
    for name, text in template.texts.items():
        if not text.strip():
            yield name, 1, "teks ini kosong"
        for line, message in _word_faults(template, text):
            yield name, line, message
    if "\n" in template.texts.get(TITLE, "").strip():
        yield TITLE, 2, "judul harus satu baris"


def _word_faults(template: Template, text: str) -> Iterator[tuple[int, str]]:
    for line in placeholders.broken_lines(text):
        yield line, "kurung kurawal tidak lengkap; tulis {{nama_isian}} dengan huruf kecil"
    for found in placeholders.find(text):
        slot = template.slot(found.name) or OFFICE_SLOTS.get(found.name)
        if slot is None:
            yield found.line, f"isian “{found.name}” tidak ada di template.toml"
        elif found.form not in KINDS[slot.kind].forms:
            yield found.line, _no_form(slot, found.form)


def _no_form(slot: Slot, form: str) -> str:
    forms = ", ".join(name for name in KINDS[slot.kind].forms if name) or "tidak ada"
    return f"“{slot.name}” tidak punya bentuk “{form}”; yang ada: {forms}"


def _missing_files(template: Template, home: str, channels: frozenset[str]) -> Iterator[Fault]:
    if TITLE not in template.texts:
        yield Fault(f"{home}/{TITLE}.txt", 1, "berkas ini tidak ada")
    for channel in template.channels:
        if channel not in template.texts and DEFAULT not in template.texts:
            yield Fault(f"{home}/{channel}.txt", 1, f"berkas ini tidak ada, juga {DEFAULT}.txt")
    for name in template.texts:
        if channels and name not in channels | {TITLE, DEFAULT}:
            yield Fault(f"{home}/{name}.txt", 1, f"tidak ada kanal bernama “{name}”")


def _unused(template: Template) -> Iterator[tuple[str, str]]:
    texts = [*template.texts.values(), *(text for _, text in template.card.texts())]
    used = {found.name for text in texts for found in placeholders.find(text)}
    for slot in template.slots:
        if slot.name not in used:
            yield slot.name, f"isian “{slot.name}” tidak dipakai di teks maupun kartu"
