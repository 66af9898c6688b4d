"""The table of kinds, and the three things one does with a slot: read, say, edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from composer.slots import amounts, contacts, dates, words
from composer.slots.base import Kind, Slot, SlotError, one_line, tidy
from content.marks import gettext_noop

TOO_LONG = gettext_noop("Terlalu panjang: %(length)s karakter, paling banyak %(most)s.")
TOO_EARLY = gettext_noop("%(date)s lebih awal daripada “%(other)s”, %(other_date)s.")
NOT_A_CHOICE = gettext_noop("Pilih salah satu: %(choices)s.")

_ALL = (
    Kind("text", "text", one_line, {"": words.same, "kalimat": words.full_sentence}),
    Kind("paragraph", "textarea", tidy, {"": words.same}, lines=True),
    Kind(
        "date",
        "date",
        dates.parse_date,
        {
            "": dates.long_date,
            "pendek": dates.short_date,
            "tanpa_hari": dates.plain_date,
            "hari": dates.day_name,
            "angka": dates.day_number,
            "bulan": dates.month,
        },
        native=True,
    ),
    Kind(
        "time",
        "time",
        dates.parse_time,
        {"": dates.zoned_time, "tanpa_zona": dates.bare_time},
        native=True,
    ),
    Kind(
        "time-span",
        "text",
        dates.parse_span,
        {"": dates.zoned_span, "tanpa_zona": dates.bare_span},
    ),
    Kind(
        "money",
        "text",
        amounts.parse_money,
        {"": amounts.rupiah, "tanpa_rp": amounts.grouped},
        inputmode="numeric",
    ),
    Kind("number", "text", amounts.parse_number, {"": amounts.grouped}, inputmode="decimal"),
    Kind(
        "percentage", "text", amounts.parse_percentage, {"": amounts.percent}, inputmode="decimal"
    ),
    Kind("phone", "tel", contacts.parse_phone, {"": contacts.dashed}, inputmode="tel"),
    Kind(
        "link",
        # Not "url": browsers refuse "imigrasi.go.id" there, which is how people write it.
        "text",
        contacts.parse_link,
        {"": words.same, "singkat": contacts.without_scheme},
        inputmode="url",
    ),
    Kind("place", "text", one_line, {"": words.same}),
    Kind("person", "text", one_line, {"": words.same, "nama": words.first_person}),
    Kind(
        "list",
        "textarea",
        words.parse_items,
        {"": words.bullets, "nomor": words.numbered, "kalimat": words.sentence},
        lines=True,
    ),
    Kind("choice", "select", one_line, {"": words.same}, native=True),
    Kind("legal-basis", "text", words.parse_rule, {"": words.same, "pendek": words.bare_rule}),
)
KINDS = {kind.name: kind for kind in _ALL}


def kind_of(slot: Slot) -> Kind:
    return KINDS[slot.kind]


def parse(slot: Slot, typed: str) -> str:
    """What was typed, in canonical form; an empty string stays empty. Raises ``SlotError``."""
    if not tidy(typed):
        return ""
    value = kind_of(slot).parse(typed)
    if slot.kind == "choice":
        value = _chosen(slot, value)
    if len(value) > slot.max_length:
        raise SlotError(TOO_LONG, length=len(value), most=slot.max_length)
    return value


def _chosen(slot: Slot, value: str) -> str:
    for choice in slot.choices:
        if choice.casefold() == value.casefold():
            return choice
    raise SlotError(NOT_A_CHOICE, choices=", ".join(slot.choices))


def out_of_order(
    slots: Sequence[Slot], values: Mapping[str, str]
) -> Iterator[tuple[Slot, SlotError]]:
    """Dates that come before one they should follow. ``values`` are canonical."""
    by_name = {slot.name: slot for slot in slots}
    for slot in slots:
        value = values.get(slot.name, "")
        for name in slot.after:
            other = values.get(name, "")
            if value and value < other:
                sentence = SlotError(
                    TOO_EARLY,
                    date=say(slot, value, "tanpa_hari"),
                    other=by_name[name].label,
                    other_date=say(by_name[name], other, "tanpa_hari"),
                )
                yield slot, sentence


def say(slot: Slot, value: str, form: str = "", *, zone: str = "") -> str:
    """A canonical value in the words of a text; ``zone`` is WIB, WITA, WIT…"""
    return kind_of(slot).forms[form](value, zone) if value else ""


def editable(slot: Slot, value: str) -> str:
    """A canonical value as the form field shows it again, so that it reads as people write."""
    kind = kind_of(slot)
    if kind.native or kind.lines or not value:
        return value
    return kind.forms.get("tanpa_zona", kind.forms[""])(value, "")


def items(slot: Slot, value: str) -> tuple[str, ...]:
    """The single things of a list; any other kind is one thing."""
    if not value:
        return ()
    return tuple(value.split("\n")) if slot.kind == "list" else (value,)
