"""LinkedIn's "little" text: what a post's commentary is written in. Pure.

Characters that could begin a mention or a hashtag carry a backslash, wherever they stand; without
it LinkedIn accepts the post and cuts its text off there. Microsoft Learn, "little Text Format",
2026-05.
"""

from __future__ import annotations

import re

from channels.links import parts

RESERVED = re.compile(r"[|{}@\[\]()<>#\\*_~]")
MARKUP = re.compile(
    r"\\(?P<escaped>.)"
    r"|\{hashtag\|\\?(?P<sign>[#＃])\|(?P<tag>(?:\\.|[^\\}])*)\}"
    r"|@\[(?P<name>(?:\\.|[^\\\]])*)\]\([^)]*\)",
    re.DOTALL,
)


def written(text: str) -> str:
    """A plain text in little: its hashtags are hashtags, all else is only what it looks like."""
    return "".join(
        f"{{hashtag|{_escaped(run.text[0])}|{_escaped(run.text[1:])}}}"
        if run.kind == "hashtag"
        else _escaped(run.text)
        for run in parts(text)
    )


def read(commentary: object) -> str:
    """What people see of a commentary."""
    return MARKUP.sub(_seen, commentary if isinstance(commentary, str) else "")


def _escaped(text: str) -> str:
    return RESERVED.sub(r"\\\g<0>", text)


def _seen(found: re.Match[str]) -> str:
    if found["sign"]:
        return found["sign"] + read(found["tag"])
    return found["escaped"] or read(found["name"])
