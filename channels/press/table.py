"""A press list as a CSV file: reading what offices have, and giving back what we keep."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels.press.address import as_kept, is_mailbox
from channels.press.consent import Reader

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
MOST_FAULTS = 200
SEPARATORS = ";,\t"
# What offices call these columns.
HEADINGS: Mapping[str, str] = {
    "surel": "email", "email": "email", "e-mail": "email", "alamat surel": "email",
    "nama": "name", "name": "name",
    "media": "desk", "redaksi": "desk", "desk": "desk",
    "bahasa": "language", "language": "language",
}  # fmt: skip
LANGUAGES = {"": "id", "id": "id", "indonesia": "id", "en": "en", "inggris": "en"}
# A spreadsheet takes text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """This is no table of readers. ``str()`` says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Baris %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


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
    lines = _lines(_decoded(data))
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


def write(rows: Sequence[Sequence[str]]) -> str:
    """For a spreadsheet: nothing in it is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return "\ufeff" + file.getvalue()


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
    return Reader(email, _bare(cells.get("name", "")), _bare(cells.get("desk", "")), language)


def _bare(cell: str) -> str:
    """What ``write`` put in front of it is not part of a name."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Unreadable(_("Berkas terlalu besar; paling besar 1 MB."))
    if data.startswith(b"PK"):
        raise Unreadable(_("Ini buku kerja Excel. Simpan dahulu sebagai “CSV UTF-8”."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            _("Huruf dalam berkas ini tidak terbaca. Simpan lagi sebagai “CSV UTF-8”.")
        ) from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with something in them, and their numbers in the file."""
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, [_printable(cell) for cell in cells]
            start = reader.line_num + 1
    except csv.Error:
        raise Unreadable(
            _("Baris %(line)d tidak terbaca sebagai CSV. Periksa tanda kutipnya.")
            % {"line": max(start, 1)}
        ) from None


def _printable(cell: str) -> str:
    words = " ".join(cell.split())
    return "".join(char for char in words if char.isprintable())


def _fields(headings: Sequence[str]) -> list[str]:
    """Other columns are not ours and are left where they are."""
    fields = [HEADINGS.get(text.lower().replace("_", " "), text) for text in headings]
    if "email" not in fields:
        raise Unreadable(_("Kolom “surel” tidak ada. Baris pertama berisi nama kolom."))
    if fields.count("email") > 1:
        raise Unreadable(_("Ada dua kolom surel. Sisakan satu."))
    return fields
