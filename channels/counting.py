"""How long a text is, in the way its network counts. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import emoji

from channels.base import Counting, Limits
from channels.graphemes import graphemes
from channels.links import Run, parts, spans

__all__ = ["Run", "allowed", "count", "excess_bytes", "parts"]

LINK = 23  # whatever its length: on X and Mastodon

# twitter-text v3: these weigh 1, every other code point 2.
_LIGHT = re.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# Where emoji can be at all; the package is asked about nothing else, because it is slow.
_MAYBE_EMOJI = re.compile("[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae\u200d\u203c-\U0010ffff]+")
# These are signs unless a variation selector makes them emoji.
_SIGNS = frozenset("©®")
_SCHEME = re.compile("https?://", re.IGNORECASE)
_FEDERATED = re.compile(
    r"(?<![\w/=])@([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)@[\w.-]*\w", re.IGNORECASE
)
_FORBIDDEN = re.compile("[\ufffe\ufeff\uffff]")


def count(text: str, counting: Counting) -> int:
    if counting is Counting.WEIGHTED:
        return _weighted(unicodedata.normalize("NFC", text))
    if counting is Counting.GRAPHEMES:
        return graphemes(text)
    if counting is Counting.FEDIVERSE:
        return graphemes(_FEDERATED.sub(r"@\1", _shortened(text)))
    if counting is Counting.EMOJI_BYTES:
        return len(text) + sum(len(one.encode()) - len(one) for one in _emojis(text))
    return len(text)


def excess_bytes(text: str, limits: Limits) -> int:
    """How many bytes too long it is, where the network counts these beside its own units."""
    if limits.text_bytes is None:
        return 0
    return max(0, len(text.encode(errors="replace")) - limits.text_bytes)


def _emojis(text: str) -> Iterator[str]:
    for run in _MAYBE_EMOJI.finditer(text):
        yield from (found["emoji"] for found in emoji.emoji_list(run[0]))


def allowed(text: str, counting: Counting) -> bool:
    """False where the text holds a character the network refuses at any length."""
    return counting is not Counting.WEIGHTED or _FORBIDDEN.search(text) is None


def _shortened(text: str) -> str:
    """With 23 letters for each link that says its scheme. Mastodon leaves bare domains as text."""
    pieces, position = [], 0
    for start, end in spans(text):
        if _SCHEME.match(text, start):
            pieces += [text[position:start], "a" * LINK]
            position = end
    return "".join([*pieces, text[position:]])


def _weighted(text: str) -> int:
    total = position = 0
    for start, end in spans(text):
        total += _weigh(text[position:start]) + LINK
        position = end
    return total + _weigh(text[position:])


def _weigh(text: str) -> int:
    if text.isascii():
        return len(text)
    emojis = 0
    rest = []
    position = 0
    for run in _MAYBE_EMOJI.finditer(text):
        for found in emoji.emoji_list(run[0]):
            if found["emoji"] in _SIGNS:
                continue
            emojis += 1
            rest.append(text[position : run.start() + found["match_start"]])
            position = run.start() + found["match_end"]
    rest.append(text[position:])
    plain = "".join(rest)
    return 2 * emojis + 2 * len(plain) - len(_LIGHT.findall(plain))
