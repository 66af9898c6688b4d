"""Words: lines, paragraphs, lists, people, places and the rule that something rests on."""

from __future__ import annotations

import re

from composer.slots.base import SlotError, one_line, tidy
from content.marks import gettext_noop

NO_NUMBER = gettext_noop(
    "Sebutkan jenis, nomor, dan tahun aturannya, misalnya "
    "Peraturan Pemerintah Nomor 45 Tahun 2024, berlaku sejak 17 Desember 2024."
)

_BULLET = re.compile(r"^(?:[-–—•*·▪◦]\s*|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)+")

# Written out, because not everybody who reads a post knows the letters.
_RULES = {
    "uu": "Undang-Undang",
    "pp": "Peraturan Pemerintah",
    "perpres": "Peraturan Presiden",
    "keppres": "Keputusan Presiden",
    "inpres": "Instruksi Presiden",
    "permen": "Peraturan Menteri",
    "permenimipas": "Peraturan Menteri Imigrasi dan Pemasyarakatan",
    "permenkumham": "Peraturan Menteri Hukum dan HAM",
    "permenpanrb": "Peraturan Menteri PANRB",
    "pmk": "Peraturan Menteri Keuangan",
    "se": "Surat Edaran",
    "sk": "Surat Keputusan",
    "perdirjen": "Peraturan Direktur Jenderal",
}
_ABBREVIATED = re.compile(rf"^({'|'.join(_RULES)})\b\.?", re.IGNORECASE)
_SLASHED = re.compile(r"^(\d+[A-Z]?)/((?:19|20)\d\d)\b")
_NUMBER = re.compile(r"\b(?:nomor|no\.?|nomer)\s*:?\s*(?=\S*\d)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:tahun|thn\.?|th\.?)\s+(?=(?:19|20)\d\d\b)", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def parse_items(typed: str) -> str:
    """One thing a line; bullets and numbers that people type in front are taken off."""
    lines = (one_line(_BULLET.sub("", line, count=1)) for line in tidy(typed).split("\n"))
    return "\n".join(line for line in lines if line)


def parse_rule(typed: str) -> str:
    """PP No. 45 Th. 2024 or PP 45/2024 -> Peraturan Pemerintah Nomor 45 Tahun 2024"""
    text = one_line(typed).rstrip(".;")
    if match := _ABBREVIATED.match(text):
        text = f"{_RULES[match[1].lower()]} {_numbered(text[match.end() :].strip())}"
    text = _YEAR.sub("Tahun ", _NUMBER.sub("Nomor ", text))
    if "Nomor " not in text or not _ANY_YEAR.search(text):
        raise SlotError(NO_NUMBER)
    return text


def _numbered(rest: str) -> str:
    """45/2024 -> Nomor 45 Tahun 2024; other ways of numbering stay."""
    if match := _SLASHED.match(rest):
        return f"Nomor {match[1]} Tahun {match[2]}{rest[match.end() :]}"
    return f"Nomor {rest}" if rest[:1].isdigit() else rest


def same(value: str, zone: str = "") -> str:
    return value


def bullets(value: str, zone: str = "") -> str:
    return "\n".join(f"- {item}" for item in value.split("\n"))


def numbered(value: str, zone: str = "") -> str:
    return "\n".join(f"{n}. {item}" for n, item in enumerate(value.split("\n"), start=1))


def sentence(value: str, zone: str = "") -> str:
    """a, b, dan c"""
    *first, last = value.split("\n")
    if not first:
        return last
    return f"{', '.join(first)}{',' if len(first) > 1 else ''} dan {last}"


def full_sentence(value: str, zone: str = "") -> str:
    """Begins with a capital and ends with one full stop, however it was typed."""
    ended = value if value.endswith((".", "!", "?", "…", "”", '."')) else f"{value}."
    return ended[:1].upper() + ended[1:]


def bare_rule(value: str, zone: str = "") -> str:
    """Kind, number and year only, where space is short."""
    return re.split(r",? (?:tentang|berlaku) ", value, maxsplit=1)[0]


def first_person(value: str, zone: str = "") -> str:
    """The name without the office held: Nama Lengkap, Kepala Kantor -> Nama Lengkap"""
    return value.split(",", 1)[0]
