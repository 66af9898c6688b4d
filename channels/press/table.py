"""A press list as offices have it in a spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels.press.address import as_kept, is_mailbox
from channels.press.consent import Reader
from content import spreadsheets
from content.spreadsheets import Fault, Unreadable

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
MOST_FAULTS = 200
# What offices call these columns.
HEADINGS: Mapping[str, str] = {
    "surel": "email", "email": "email", "e-mail": "email", "alamat surel": "email",
    "nama": "name", "name": "name",
    "media": "desk", "redaksi": "desk", "desk": "desk",
    "bahasa": "language", "language": "language",
}  # fmt: skip
LANGUAGES = {"": "id", "id": "id", "indonesia": "id", "en": "en", "inggris": "en"}


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    reader: Reader


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(data: bytes) -> Table:
    """Every row that can be used, and a sentence for every one that cannot. Raises Unreadable."""
    lines = spreadsheets.lines(spreadsheets.decoded(data, most=MOST_BYTES))
    fields = _fields(next(lines, (0, []))[1])
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        try:
            reader = _reader(dict(zip(fields, cells, strict=False)))
            if (first := seen.setdefault(reader.email, line)) != line:
                raise _Bad(_("alamat yang sama sudah ada di baris %(line)d") % {"line": first})
        except _Bad as bad:
            faults.append(Fault(line, str(bad)))
        else:
            rows.append(Row(line, reader))
        if len(rows) + len(faults) > MOST_ROWS:
            raise Unreadable(_("Paling banyak %(most)d baris per berkas.") % {"most": MOST_ROWS})
    if not rows and not faults:
        raise Unreadable(_("Berkas ini belum berisi satu penerima pun."))
    return Table(tuple(rows), tuple(faults))


class _Bad(Exception):
    """This row cannot be used."""


def _reader(cells: Mapping[str, str]) -> Reader:
    email = as_kept(cells.get("email", ""))
    if not email:
        raise _Bad(_("alamat surel kosong"))
    if not is_mailbox(email):
        raise _Bad(_("alamat surel “%(email)s” tidak terbaca") % {"email": email[:80]})
    for name in ("name", "desk"):
        if len(cells.get(name, "")) > 120:
            raise _Bad(_("isinya terlalu panjang; paling banyak 120 huruf per kolom"))
    language = LANGUAGES.get(cells.get("language", "").lower())
    if language is None:
        raise _Bad(_("bahasa ditulis “id” atau “en”"))
    return Reader(email, cells.get("name", ""), cells.get("desk", ""), language)


def _fields(headings: Sequence[str]) -> list[str]:
    """Other columns are not ours and are left where they are."""
    fields = [HEADINGS.get(text.lower().replace("_", " "), text) for text in headings]
    if "email" not in fields:
        raise Unreadable(_("Kolom “surel” tidak ada. Baris pertama berisi nama kolom."))
    if fields.count("email") > 1:
        raise Unreadable(_("Ada dua kolom surel. Sisakan satu."))
    return fields
