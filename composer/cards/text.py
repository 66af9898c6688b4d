"""Breaking text into balanced lines and choosing a size. Pure: numbers in, lines out.

Widths are in em, so one measurement serves every size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from math import inf

Measure = Callable[[str], float]

NBSP = "\u00a0"
MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
    "|jan|feb|mar|apr|jun|jul|agu|agt|sep|okt|nov|des"
)
UNITS = "tahun|bulan|hari|jam|menit|orang|persen|juta|ribu|miliar|lembar"
# Each pattern finds something whose spaces must not become a line end.
BOUND = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bRp \d",
        rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?\b",
        rf"\b(?:{MONTHS}) \d{{4}}\b",
        rf"\d (?:WIB|WITA|WIT|{UNITS})\b",
        r"\bpukul \d",
        r"\d %",
        r"\b(?:No\.|Nomor|Pasal|ayat|Tahun|Lantai) [\d(]",
        r"\bKelas [IVX]+\b",
        r"\b(?:Hari Raya|cuti bersama|Tahun Baru|hari libur|jam layanan)\b",
        r"\d (?:[–-] ?)\d|\d[–-] \d",
    )
)
# A line should not end on a word that leads into the next one.
LEADING_WORDS = frozenset(
    {"di", "ke", "dari", "dan", "atau", "pada", "untuk", "yang", "dengan", "dalam", "oleh"}
    | {"bagi", "para", "serta", "agar", "the", "of", "to"}
)
LEADING_COST = 0.1
ORPHAN_COST = 100.0


class TooWide(Exception):
    """One word is wider than the line: no way of breaking helps."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Broken text; widths in em."""

    texts: tuple[str, ...]
    widths: tuple[float, ...]


@lru_cache(maxsize=512)
def bind(text: str) -> str:
    """Put no-break spaces inside prices, times, dates and numbered rules."""
    for pattern in BOUND:
        text = pattern.sub(lambda found: found[0].replace(" ", NBSP), text)
    return text


def break_lines(text: str, width: float, measure: Measure, *, balance: bool = True) -> Lines:
    """The fewest lines that fit ``width`` em, made as equal as they can be.

    No single word is left on the last line unless the two last words do not fit one line.
    """
    words = _words(text, width, measure)
    if not words:
        return Lines((), ())
    row = _Row(words, measure)
    starts = _best(row, width, _greedy(row, width), balance)
    spans = list(zip(starts, [*starts[1:], len(words)], strict=True))
    return Lines(
        tuple(" ".join(words[first:end]) for first, end in spans),
        tuple(row.length(first, end) for first, end in spans),
    )


class _Row:
    """Words in a row, each measured once; any stretch of them costs two look-ups."""

    def __init__(self, words: Sequence[str], measure: Measure) -> None:
        self.words = words
        self.space = measure("n n") - 2 * measure("n")
        self.sums = [0.0, *accumulate(measure(word) for word in words)]

    def length(self, first: int, end: int) -> float:
        return self.sums[end] - self.sums[first] + self.space * (end - first - 1)


def _words(text: str, width: float, measure: Measure) -> list[str]:
    """Bound units; a unit wider than the line falls apart into its words."""
    words: list[str] = []
    for unit in bind(text).split(" "):
        if unit:
            words += [unit] if measure(unit) <= width else unit.split(NBSP)
    if any(measure(word) > width for word in words):
        raise TooWide(text)
    return words


def _greedy(row: _Row, width: float) -> int:
    """How many lines there are when every line takes all it can."""
    count, first = 1, 0
    for end in range(1, len(row.words) + 1):
        if row.length(first, end) > width:
            count, first = count + 1, end - 1
    return count


def _best(row: _Row, width: float, count: int, balance: bool) -> list[int]:
    """Where each line starts in the cheapest of all ways to make ``count`` lines."""
    total = len(row.words)
    target = min(width, row.length(0, total) / count) if balance else width

    def cost(first: int, end: int) -> float:
        slack = ((target - row.length(first, end)) / width) ** 2
        if end < total:
            return slack + LEADING_COST * (row.words[end - 1].lower() in LEADING_WORDS)
        alone = end - first == 1 and NBSP not in row.words[first]
        return slack * balance + ORPHAN_COST * (alone and count > 1)

    @cache
    def cheapest(first: int, lines: int) -> tuple[float, tuple[int, ...]]:
        if lines == 1:
            fits = row.length(first, total) <= width
            return cost(first, total) if fits else inf, (first,)
        best: tuple[float, tuple[int, ...]] = (inf, (first,))
        for end in _ends(row, first, total - lines + 1, width):
            rest, starts = cheapest(end, lines - 1)
            price = cost(first, end) + rest
            if price < best[0]:
                best = (price, (first, *starts))
        return best

    return list(cheapest(0, count)[1])


def _ends(row: _Row, first: int, last: int, width: float) -> Iterator[int]:
    """Where a line that begins at ``first`` may end, as long as it fits."""
    for end in range(first + 1, last + 1):
        if row.length(first, end) > width:
            return
        yield end
