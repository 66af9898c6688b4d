"""Breaking text into balanced lines and choosing a size. Pure: numbers in, lines out.

Widths are in em, so one measurement serves every size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf

Measure = Callable[[str], float]

NBSP = "\u00a0"
MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
    "|jan|feb|mar|apr|jun|jul|agu|agt|sep|okt|nov|des"
)
# Each pattern finds a space that must not become a line end.
BOUND = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<=\bRp) (?=\d)",
        rf"(?<=\d) (?=(?:{MONTHS})\b)",
        r"(?:(?<=ari)|(?<=ret)|(?<=ril)|(?<=Mei)|(?<=uni)|(?<=uli)|(?<=tus)|(?<=ber)) (?=\d{4}\b)",
        r"(?<=\d) (?=(?:WIB|WITA|WIT)\b)",
        r"(?<=\bpukul) (?=\d)",
        r"(?<=\d) (?=(?:tahun|bulan|hari|jam|menit|orang|persen|juta|ribu|miliar|lembar)\b)",
        r"(?<=\d) (?=%)",
        r"(?:(?<=\bNo\.)|(?<=\bNomor)|(?<=\bPasal)|(?<=\bayat)) (?=[\d(])",
        r"(?:(?<=\bTahun)|(?<=\bLantai)) (?=\d)",
        r"(?<=\bKelas) (?=[IVX]+\b)",
        r"(?<=\d) (?=[–-] ?\d)|(?<=\d [–-]) (?=\d)",
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


def bind(text: str) -> str:
    """Put no-break spaces inside prices, times, dates and numbered rules."""
    for pattern in BOUND:
        text = pattern.sub(NBSP, text)
    return text


def break_lines(text: str, width: float, measure: Measure, *, balance: bool = True) -> Lines:
    """The fewest lines that fit ``width`` em, made as equal as they can be.

    No single word is left on the last line unless the two last words do not fit one line.
    """
    words = _words(text, width, measure)
    if not words:
        return Lines((), ())
    count = len(_greedy(words, width, measure))
    starts = _best(words, width, measure, count, balance)
    ends = [*starts[1:], len(words)]
    texts = tuple(" ".join(words[a:b]) for a, b in zip(starts, ends, strict=True))
    return Lines(texts, tuple(measure(line) for line in texts))


def _words(text: str, width: float, measure: Measure) -> list[str]:
    """Bound units; a unit wider than the line falls apart into its words."""
    words: list[str] = []
    for unit in bind(text).split(" "):
        if not unit:
            continue
        words += [unit] if measure(unit) <= width else unit.split(NBSP)
    if any(measure(word) > width for word in words):
        raise TooWide(text)
    return words


def _greedy(words: Sequence[str], width: float, measure: Measure) -> list[int]:
    """Where each line starts when every line takes all it can."""
    starts, line = [0], words[0]
    for index, word in enumerate(words[1:], 1):
        longer = f"{line} {word}"
        if measure(longer) <= width:
            line = longer
        else:
            starts.append(index)
            line = word
    return starts


def _best(
    words: Sequence[str], width: float, measure: Measure, count: int, balance: bool
) -> list[int]:
    """The cheapest of all ways to make ``count`` lines."""
    target = min(width, measure(" ".join(words)) / count) if balance else width
    total = len(words)

    @cache
    def cost(first: int, end: int) -> float:
        length = measure(" ".join(words[first:end]))
        if length > width:
            return inf
        slack = ((target - length) / width) ** 2
        if end < total:
            return slack + LEADING_COST * (words[end - 1].lower() in LEADING_WORDS)
        return slack * balance + ORPHAN_COST * (end - first == 1 and count > 1)

    @cache
    def cheapest(first: int, lines: int) -> tuple[float, tuple[int, ...]]:
        if lines == 1:
            return cost(first, total), (first,)
        ways = [
            (cost(first, end) + cheapest(end, lines - 1)[0], end)
            for end in _ends(first, total - lines + 1, cost)
        ]
        if not ways:
            return inf, (first,)
        price, end = min(ways)
        return price, (first, *cheapest(end, lines - 1)[1])

    return list(cheapest(0, count)[1])


def _ends(first: int, last: int, cost: Callable[[int, int], float]) -> Iterator[int]:
    """Where a line that begins at ``first`` may end, as long as it fits."""
    for end in range(first + 1, last + 1):
        if cost(first, end) == inf:
            return
        yield end
