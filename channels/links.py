"""Where the links, hashtags and mentions of a text are, as X sees them (twitter-text v3).

Other networks differ little; what they show as a link matters, what X counts as one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from channels.tlds import TLDS

# Letters with accents that may stand in a domain or a path without being encoded.
_ACCENTED = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263"
    "\u0268\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_CYRILLIC = "\u0400-\u04ff"
_INVISIBLE = "\ufffe\ufeff\uffff"

# A label has at most 63 letters; saying so also keeps a hostile text from costing time.
_BARE_LABEL = rf"[a-z0-9_{_ACCENTED}-]{{1,63}}"
_ANY_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_LINK = re.compile(
    rf"(?<![a-z0-9@＠$#＃{_INVISIBLE}])"
    rf"(?:(?P<scheme>https?://)(?P<host>(?:{_ANY_LABEL}\.){{1,20}}{_ANY_LABEL})"
    rf"|(?<![-_./])(?![-_])(?P<bare>(?:{_BARE_LABEL}\.){{1,20}}[a-z][a-z0-9_-]*))",
    re.IGNORECASE,
)
_TLD = re.compile(r"xn--[a-z0-9-]+|[a-z]+", re.IGNORECASE)
# Plain letters, figures, @, + and - say that the domain had not ended yet.
_NOT_AN_END = re.compile(r"[a-z0-9@+-]", re.IGNORECASE)

_PORT = re.compile(r":\d+")
_GENERAL = rf"a-z0-9{_CYRILLIC}{_ACCENTED}!*';:=+,.$/%#\[\]–_~@|&-"
_PATH = re.compile(
    rf"/[{_GENERAL}]*(?:\([{_GENERAL}]*(?:\([{_GENERAL}]*\)[{_GENERAL}]*)?\)[{_GENERAL}]*)*",
    re.IGNORECASE,
)
_PATH_END = re.compile(rf"[a-z0-9{_CYRILLIC}{_ACCENTED}=_#/+)-]", re.IGNORECASE)
_QUERY = re.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]_.,~|-]*", re.IGNORECASE)
_QUERY_END = re.compile(r"[a-z0-9_&=#/-]", re.IGNORECASE)

_TAG = re.compile(r"(?<![\w&])[#＃](?=\w*[^\W\d_])\w+")
_MENTION = re.compile(r"(?<![\w!#$%&*@＠])[@＠][a-z0-9_]{1,20}(?![a-z0-9_@＠]|://)", re.IGNORECASE)

RunKind = Literal["plain", "link", "hashtag", "mention"]
_WORDS: tuple[tuple[RunKind, re.Pattern[str]], ...] = (("hashtag", _TAG), ("mention", _MENTION))


@dataclass(frozen=True, slots=True)
class Run:
    kind: RunKind
    text: str


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each link, in order."""
    if "." not in text:
        return
    position = 0
    while match := _LINK.search(text, position):
        end = _end(text, match)
        if end:
            yield match.start(), end
        position = end or match.end()


def _end(text: str, match: re.Match[str]) -> int:
    """Where the link ends; 0 if this only looked like one."""
    end = _domain_end(text, *match.span("host" if match["scheme"] else "bare"))
    if not end:
        return 0
    port = _PORT.match(text, end)
    before = port.end() if port else end
    after = _trimmed(text, _PATH, _PATH_END, before)
    # Without a scheme, only a path makes a port or a query part of the link.
    if match["scheme"] or after > before:
        return _trimmed(text, _QUERY, _QUERY_END, after)
    return end


def _domain_end(text: str, start: int, end: int) -> int:
    """Where the longest part of a host that ends in a top-level domain ends; 0 if none does."""
    dot = text.rfind(".", start, end)
    while dot > start:
        tld = _TLD.match(text, dot + 1, end)
        if tld and _is_tld(tld[0]) and not _NOT_AN_END.match(text, tld.end()):
            return tld.end()
        dot = text.rfind(".", start, dot)
    return 0


def _is_tld(label: str) -> bool:
    label = label.lower()
    return label in TLDS or label.startswith("xn--")


def _trimmed(text: str, pattern: re.Pattern[str], ending: re.Pattern[str], start: int) -> int:
    """The end of what matches, less punctuation that belongs to the sentence."""
    match = pattern.match(text, start)
    end = match.end() if match else start
    while end > start and not ending.match(text, end - 1):
        end -= 1
    return end


def parts(text: str) -> list[Run]:
    """The text cut into runs for a preview; joined they are the text again."""
    marked: list[tuple[int, int, RunKind]] = [(start, end, "link") for start, end in spans(text)]
    rest = text
    for start, end, _ in marked:
        # Letters instead of the link, so that nothing in it or right behind it is a hashtag.
        rest = f"{rest[:start]}{'a' * (end - start)}{rest[end:]}"
    for kind, pattern in _WORDS:
        marked += ((match.start(), match.end(), kind) for match in pattern.finditer(rest))
    return list(_runs(text, sorted(marked)))


def _runs(text: str, marked: list[tuple[int, int, RunKind]]) -> Iterator[Run]:
    position = 0
    for start, end, kind in marked:
        if start > position:
            yield Run("plain", text[position:start])
        yield Run(kind, text[start:end])
        position = end
    if position < len(text):
        yield Run("plain", text[position:])
