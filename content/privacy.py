"""Numbers that belong to one person and must not be published. Pure.

Three kinds are found: the national identity number (NIK, and the family card number, which has
the same shape), Indonesian passport numbers, and the machine-readable lines of a travel document.

An NIK has no check digit, so it is known by its parts: province, and a date of birth in which
women's days are raised by forty. About one in forty arbitrary 16-digit numbers passes that;
stopping those is the price of letting no real one through.

A civil servant's number (NIP, 18 digits) is not reported: it names a holder of an office, stands
on every official letter, and is not secret. It also never passes for an NIK, because the year of
appointment stands where an NIK has the month of birth.

Nothing here keeps or returns the number itself: an excerpt is masked, so findings may be logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.marks import gettext_noop


class Kind(StrEnum):
    NIK = "nik"
    PASSPORT = "passport"
    MRZ = "mrz"


SENTENCES = {
    Kind.NIK: gettext_noop(
        "Ada 16 angka yang mirip NIK atau nomor KK. Data pribadi tidak boleh diumumkan"
        " (Undang-Undang Nomor 27 Tahun 2022). Hapus angka itu, atau sebut orangnya dengan inisial."
    ),
    Kind.PASSPORT: gettext_noop(
        "Ada yang mirip nomor paspor seseorang. Data pribadi tidak boleh diumumkan"
        " (Undang-Undang Nomor 27 Tahun 2022). Hapus nomor itu."
    ),
    Kind.MRZ: gettext_noop(
        "Ada baris yang disalin dari halaman data paspor. Baris itu memuat nama, tanggal lahir,"
        " dan nomor paspor. Hapus seluruh baris itu."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a personal number stands. ``sentence`` says why it must go and what to do."""

    kind: Kind
    start: int
    end: int
    excerpt: str
    sentence: str


def find(text: str) -> list[Finding]:
    """Everything personal in a text, in order; what is inside a longer finding is not repeated."""
    spans: list[tuple[int, int, Kind]] = []
    for kind, search in ((Kind.MRZ, _mrz), (Kind.NIK, _niks), (Kind.PASSPORT, _passports)):
        for start, end in search(text):
            if all(end <= first or last <= start for first, last, _ in spans):
                spans.append((start, end, kind))
    return [
        Finding(kind, start, end, mask(text[start:end]), SENTENCES[kind])
        for start, end, kind in sorted(spans)
    ]


def mask(number: str) -> str:
    """The first two characters and a dot for each of the others."""
    bare = "".join(char for char in number if char.isalnum() or char == "<")
    return bare[:2] + "•" * len(bare[2:])


# --- NIK ------------------------------------------------------------------------------------

DIGITS = 16
# Kemendagri's codes of the provinces, the newest of them in Papua.
_PROVINCES = frozenset(
    [*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82]
) | frozenset(range(91, 98))
_GAP = "[^\\S\n\r]|\r?\n|,(?=\\d)|[./\u2010-\u2015\u00ad\u200b-\u200d\u2060\u00b7_-]"
_NUMBERS = re.compile(rf"(?<![+\d])\d+(?:(?:{_GAP}){{1,3}}\d+)*")
_GROUP = re.compile(r"\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DAY = r"\d{2}\D\d{2}\D\d{4}"
_TWO_DAYS = re.compile(rf"{_DAY}\D+{_DAY}")
# Where the parts of an NIK end: province, regency, district, day, month, year.
_JOINTS = frozenset({2, 4, 6, 8, 10, 12})


def _niks(text: str) -> Iterator[tuple[int, int]]:
    for run in _NUMBERS.finditer(text):
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        taken = run.start()
        for index, (start, _) in enumerate(groups):
            end = _sixteen(groups[index : index + DIGITS])
            if end and start >= taken and _looks_like_nik(text[start:end]):
                yield start, end
                taken = end


def _sixteen(groups: list[tuple[int, int]]) -> int:
    """Where the group ends that makes the digits sixteen; 0 if none does."""
    digits = 0
    for start, end in groups:
        digits += end - start
        if digits >= DIGITS:
            return end if digits == DIGITS else 0
    return 0


def _looks_like_nik(written: str) -> bool:
    digits = "".join(str(int(char)) for char in written if char.isdecimal())
    return (
        int(digits[:2]) in _PROVINCES
        and digits[12:] != "0000"
        and _is_birthday(int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
        and not _THOUSANDS.fullmatch(written)
        and not _TWO_DAYS.fullmatch(written)
        and _written_as_one(written)
    )


def _is_birthday(day: int, month: int, year: int) -> bool:
    day = day - 40 if day > 40 else day
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _written_as_one(written: str) -> bool:
    """One kind of gap throughout, or gaps only at the joints: not a date beside some hours."""
    gaps = [gap for gap in _GROUP.split(written) if gap]
    if len(set(gaps)) <= 1:
        return True
    joints, position = set(), 0
    for group in _GROUP.findall(written)[:-1]:
        position += len(group)
        joints.add(position)
    return joints <= _JOINTS


# --- passport numbers -----------------------------------------------------------------------

NEAR = 60  # characters between the word and the number
_WORD = re.compile(r"passports?|paspor", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/.-])(?:([A-Z]{1,2})[ -]?|([a-z]))\d{6,7}(?![\w/]|[.-]\d)")
# Two capitals before a number that are words or money, not a series.
_NOT_SERIES = frozenset({"RP", "NO", "KE", "DI", "PP", "UU", "SE", "SK", "RM"})


def _passports(text: str) -> Iterator[tuple[int, int]]:
    places = [match.span() for match in _WORD.finditer(text)]
    if not places:
        return
    for match in _NUMBER.finditer(text):
        if match[1] in _NOT_SERIES:
            continue
        if any(_apart(match.span(), place) <= NEAR for place in reversed(places)):
            # In a list, one number stands near the word and the next near that number.
            places.append(match.span())
            yield match.span()


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


# --- machine-readable lines -----------------------------------------------------------------

_MRZ_RUN = re.compile(r"(?<![A-Z0-9<])[A-Z0-9<]{28,}", re.IGNORECASE)
_NAMES = re.compile(r"[PIACV][A-Z0-9<][A-Z]{3}[A-Z]+<", re.IGNORECASE)
_BOOK = re.compile(r"[A-Z0-9<]{9}[\d<][A-Z<]{3}\d{7}[MFX<]\d{7}", re.IGNORECASE)
_CARD = re.compile(r"(?:[IAC][A-Z0-9<][A-Z]{3}[A-Z0-9<]{9}[\d<]|\d{7}[MFX<]\d{7}[A-Z<]{3})", re.I)


def _mrz(text: str) -> Iterator[tuple[int, int]]:
    for match in _MRZ_RUN.finditer(text):
        line = match[0]
        if "<" in line and (_NAMES.match(line) or _BOOK.match(line) or _CARD.match(line)):
            yield match.span()
