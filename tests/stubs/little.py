"""How LinkedIn shows "little" text: a grammar of its own, read strictly.

Where a reserved character stands without a backslash and begins nothing, the text ends: that is
what LinkedIn does to it. Microsoft Learn, "little Text Format", 2026-05.
"""

from __future__ import annotations

import re

HASHTAG = re.compile(r"\{hashtag\|(?:\\(?=#))?(?P<sign>[#＃])\|")
RESERVED = set("|{}@[]()<>#\\*_~")


def shown(commentary: str) -> str:
    """What people see."""
    out, position = "", 0
    while position < len(commentary):
        char = commentary[position]
        if char == "\\" and position + 1 < len(commentary):
            out, position = out + commentary[position + 1], position + 2
        elif tag := HASHTAG.match(commentary, position):
            word, position = _until_brace(commentary, tag.end())
            out += f"{tag['sign']}{word}"
        elif char in RESERVED:
            return out
        else:
            out, position = out + char, position + 1
    return out


def _until_brace(commentary: str, position: int) -> tuple[str, int]:
    word = ""
    while commentary[position] != "}":
        position += commentary[position] == "\\"
        word, position = word + commentary[position], position + 1
    return word, position + 1
