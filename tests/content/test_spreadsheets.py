from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.spreadsheets import FORMULA, Unreadable, decoded, lines, written

HEAD = ("nama", "catatan")
CELL = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), max_size=5))
@example([("=1+1", "'=1+1"), ("''@rina", "'tulus'"), ("a;b,c", 'kata "itu"'), ("+62 811", "\ttab")])
def test_what_is_written_is_read_back_in_one_line_per_cell(rows: list[tuple[str, str]]) -> None:
    read = [cells for _, cells in lines(decoded(written([HEAD, *rows]).encode(), most=10_000))]
    shown = [[plain(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert read == [list(HEAD), *shown]


@given(CELL)
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    body = written([(cell,)]).removeprefix("\ufeff").lstrip('"')
    assert not body.startswith(FORMULA) or body == "\r\n"


def test_a_line_is_named_by_its_number_in_the_file_whatever_lies_above_it() -> None:
    data = 'nama;catatan\n\n"dua\nbaris";x\n;\nRina;y\n'
    assert list(lines(data)) == [
        (1, ["nama", "catatan"]),
        (3, ["dua baris", "x"]),
        (6, ["Rina", "y"]),
    ]


def test_a_file_larger_than_it_may_be_is_turned_away_with_the_limit_in_words() -> None:
    with pytest.raises(Unreadable, match="paling besar 2 MB"):
        decoded(b"a" * 2_000_001, most=2_000_000)


def plain(cell: str) -> str:
    words = " ".join(cell.split())
    return "".join(char for char in words if char.isprintable())
