from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.cards.text import NBSP, TooWide, bind, break_lines

WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=24
)
WIDTHS = st.integers(12, 40)


def measure(text: str) -> float:
    return float(len(text))


@given(WORDS, WIDTHS, st.booleans())
def test_no_word_is_lost_and_every_line_fits(words: list[str], width: int, balance: bool) -> None:
    lines = break_lines(" ".join(words), width, measure, balance=balance)
    assert " ".join(lines.texts).split() == words
    assert all(measure(line) <= width for line in lines.texts)
    assert lines.widths == tuple(measure(line) for line in lines.texts)


@given(WORDS, WIDTHS)
def test_no_word_stands_alone_on_the_last_line_unless_it_must(words: list[str], width: int) -> None:
    lines = break_lines(" ".join(words), width, measure)
    if len(lines.texts) > 1 and " " not in lines.texts[-1]:
        assert measure(" ".join(words[-2:])) > width


@given(WORDS, WIDTHS)
def test_balancing_costs_no_extra_line(words: list[str], width: int) -> None:
    filled, line = 1, words[0]
    for word in words[1:]:
        if measure(f"{line} {word}") <= width:
            line = f"{line} {word}"
        else:
            filled, line = filled + 1, word
    assert len(break_lines(" ".join(words), width, measure).texts) == filled


def test_lines_are_made_equal() -> None:
    text = "aaaa bbbb cccc dddd eeee ffff"
    assert break_lines(text, 24, measure).texts == ("aaaa bbbb cccc", "dddd eeee ffff")


def test_a_line_does_not_end_on_a_word_that_leads_on() -> None:
    assert break_lines("aaaa bbbb xx ccccc dddddd", 16, measure).texts[0] == "aaaa bbbb xx"
    assert break_lines("aaaa bbbb di ccccc dddddd", 16, measure).texts[0] == "aaaa bbbb"


@pytest.mark.parametrize(
    "unit",
    [
        "Rp 650.000",
        "08.00 WIB",
        "pukul 08.00 WITA",
        "1 Desember 2026",
        "21 Nov 2026",
        "10 tahun",
        "PP Nomor 45",
        "Tahun 2024",
        "Pasal 3",
        "92,4 persen",
        "Kelas II",
        "08.00 – 15.00",
    ],
)
def test_prices_times_and_dates_stay_in_one_piece(unit: str) -> None:
    tail = unit.removeprefix("PP ")
    assert tail.replace(" ", NBSP) in bind(f"Mulai {unit} di semua kantor")


def test_a_bound_unit_may_end_a_text_alone() -> None:
    lines = break_lines("Buka lagi Senin pada pukul 08.00–15.00 WIB.", 24, measure)
    assert lines.texts == ("Buka lagi Senin pada", bind("pukul 08.00–15.00 WIB."))


def test_ordinary_words_are_not_bound() -> None:
    assert NBSP not in bind("Layanan paspor tutup pada Sabtu ini")


def test_a_bound_unit_wider_than_the_line_falls_apart() -> None:
    assert break_lines("1 September 2026", 9, measure).texts == ("1", "September", "2026")


def test_a_word_wider_than_the_line_is_said_so() -> None:
    with pytest.raises(TooWide):
        break_lines("pertanggungjawaban", 10, measure)


def test_nothing_is_no_lines() -> None:
    assert break_lines("  ", 10, measure).texts == ()
