"""Tables as offices keep them: CSV from Excel, LibreOffice and programs, and back. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

SEPARATORS = ";,\t"
# A spreadsheet takes text that begins so for a formula and runs it.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MEGABYTE = 1_000_000


class Unreadable(Exception):
    """This is not the table that was asked for. ``str()`` says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in the file. ``line`` is 0 where the whole file is meant."""

    line: int
    sentence: str

    def __str__(self) -> str:
        if not self.line:
            return self.sentence
        return _("Baris %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


def decoded(data: bytes, *, most: int) -> str:
    """``most``: bytes it may have. Raises Unreadable."""
    if len(data) > most:
        raise Unreadable(
            _("Berkas terlalu besar; paling besar %(most)d MB.") % {"most": most // MEGABYTE}
        )
    if data.startswith(b"PK"):
        raise Unreadable(_("Ini buku kerja Excel. Simpan dahulu sebagai “CSV UTF-8”."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(
            _("Huruf dalam berkas ini tidak terbaca. Simpan lagi sebagai “CSV UTF-8”.")
        ) from None


def lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with something in them, and their numbers in the file. Raises Unreadable on the way."""
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, [_printable(_bare(cell)) for cell in cells]
            start = reader.line_num + 1
    except csv.Error:
        raise Unreadable(
            _("Baris %(line)d tidak terbaca sebagai CSV. Periksa tanda kutipnya.")
            % {"line": max(start, 1)}
        ) from None


def written(rows: Iterable[Sequence[object]]) -> str:
    """Opens in Excel as UTF-8 and in columns, also where the comma is for decimals; nothing in it
    is taken for a formula. ``lines`` gives the same cells back."""
    return "".join(pieces(rows))


def pieces(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same, line by line, for what is too long to be held at once."""
    yield "\ufeff"
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_harmless(str(cell)) for cell in row])
        yield file.getvalue()
        file.seek(0)
        file.truncate()


def _printable(cell: str) -> str:
    words = " ".join(cell.split())
    return "".join(char for char in words if char.isprintable())


def _harmless(cell: str) -> str:
    return f"'{cell}" if _looks_like_a_formula(cell) else cell


def _bare(cell: str) -> str:
    """What ``written`` put in front of it does not belong to it."""
    return cell[1:] if cell.startswith("'") and _looks_like_a_formula(cell) else cell


def _looks_like_a_formula(cell: str) -> bool:
    return cell.lstrip("'").startswith(FORMULA)
