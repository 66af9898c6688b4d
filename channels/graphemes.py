"""What a reader calls a character: extended grapheme clusters (UAX 29). Pure.

The standard library knows categories, the ``emoji`` package knows pictographs; Hangul is
arithmetic. Together they agree with ICU on everything an office is likely to write.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import emoji

RI_FIRST, RI_LAST = "\U0001f1e6", "\U0001f1ff"
ZWJ = "\u200d"


def graphemes(text: str) -> int:
    if text.isascii():
        return len(text) - text.count("\r\n")
    total, flags = int(bool(text)), 0
    for before, after in pairwise(text):
        flags = flags + 1 if RI_FIRST <= before <= RI_LAST else 0
        total += not _joined(before, after, flags)
    # A pictograph after a joiner is one with what went before; a joiner alone joins nothing.
    return total - _joined_pictographs(text)


def _joined(before: str, after: str, flags: int) -> bool:
    if before == "\r":
        return after == "\n"
    if _is_control(before) or _is_control(after):
        return False
    if RI_FIRST <= after <= RI_LAST:
        return flags % 2 == 1
    return _extends(after) or _syllable(before, after)


def _is_control(char: str) -> bool:
    if char in "\u200c\u200d" or "\U000e0020" <= char <= "\U000e007f":
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}


def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or char in "\u200c\u200d\uff9e\uff9f\u0e33\u0eb3"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _hangul(char: str) -> str:
    code = ord(char)
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    return ""


_AFTER = {
    "L": {"L", "V", "LV", "LVT"},
    "V": {"V", "T"},
    "LV": {"V", "T"},
    "T": {"T"},
    "LVT": {"T"},
}


def _syllable(before: str, after: str) -> bool:
    return _hangul(after) in _AFTER.get(_hangul(before), ())


_EXTEND = "[\u0300-\u036f\u20d0-\u20ff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
# Not the letters of flags, not skin tones: a joiner after those joins nothing.
_PICTURE = (
    "[\u00a9\u00ae\u203c-\u20cf\u2100-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_JOINED_PICTURE = re.compile(f"(?<={ZWJ}){_PICTURE}")
_BEFORE_JOINER = re.compile(f"{_PICTURE}{_EXTEND}{ZWJ}$")


def _joined_pictographs(text: str) -> int:
    if ZWJ not in text:
        return 0
    joined = 0
    for match in _JOINED_PICTURE.finditer(text):
        end = match.start()
        # Twelve code points hold any pictograph with its marks.
        follows = _BEFORE_JOINER.search(text, max(0, end - 12), end)
        joined += follows is not None and emoji.is_emoji(match[0])
    return joined
