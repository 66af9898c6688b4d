"""From the bytes of a table to offices. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content import spreadsheets
from content.offices.columns import COLUMNS, HEADINGS, NEEDED, BadCell, Value, heading_of, read_cell
from content.spreadsheets import Fault, Unreadable

MOST_BYTES = 4_000_000
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One office of the file. ``values`` holds only the columns that the file has."""

    line: int
    code: str
    parent: str
    values: Mapping[str, Value]


def read(data: bytes) -> tuple[list[Row], list[Fault]]:
    """Every row, and everything that is wrong with single cells. Raises Unreadable."""
    cells = spreadsheets.lines(spreadsheets.decoded(data, most=MOST_BYTES))
    fields = _fields(next(cells, (0, []))[1])
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, texts in cells:
        row, wrong = _row(line, texts, fields)
        faults += wrong
        if row is not None:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise Unreadable(_("Paling banyak %(most)d kantor per berkas.") % {"most": MOST_ROWS})
    if not rows and not faults:
        raise Unreadable(_("Berkas ini belum berisi satu kantor pun."))
    return rows, faults


def _fields(headings: Sequence[str]) -> list[str]:
    if not headings:
        raise Unreadable(_("Berkas ini kosong."))
    fields = [_field(text) for text in headings]
    unknown = [text for text, field in zip(headings, fields, strict=True) if field not in COLUMNS]
    if unknown:
        raise Unreadable(
            _("Kolom “%(name)s” tidak dikenal. Kolom yang ada: %(names)s.")
            % {"name": unknown[0], "names": ", ".join(HEADINGS)}
        )
    missing = [heading_of(field) for field in NEEDED if field not in fields]
    if missing:
        raise Unreadable(_("Kolom “%(name)s” tidak ada.") % {"name": "”, “".join(missing)})
    if len(set(fields)) < len(fields):
        raise Unreadable(_("Ada kolom yang ditulis dua kali."))
    return fields


def _field(heading: str) -> str:
    plain = heading.strip().lower()
    return HEADINGS.get(plain.replace("_", " "), plain.replace(" ", "_"))


def _row(line: int, texts: Sequence[str], fields: Sequence[str]) -> tuple[Row | None, list[Fault]]:
    if len(texts) > len(fields) and any(texts[len(fields) :]):
        return None, [Fault(line, _("ada isi di luar kolom; apakah ada koma tanpa tanda kutip?"))]
    values: dict[str, Value] = {}
    faults = []
    padded = [*texts, *[""] * (len(fields) - len(texts))]
    for field, text in zip(fields, padded, strict=False):
        try:
            values[field] = read_cell(field, text)
        except BadCell as e:
            faults.append(Fault(line, f"{heading_of(field)}: {e}"))
    if faults:
        return None, faults
    code, parent = str(values.pop("code")), str(values.pop("parent"))
    if not values.get("short_name", "-"):
        values["short_name"] = str(values["name"])[:60]
    return Row(line, code, parent, values), []
