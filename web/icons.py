"""Line icons from Tabler, drawn into the page so that they take the colour of its words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_BODY = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_INVISIBLE = '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>'


class UnknownIcon(LookupError):
    """There is no such icon. Names are part of the code: correct the name."""


@cache
def shapes(folder: Path, name: str) -> str:
    """The drawing inside the icon's ``<svg>``, without its wrapper."""
    if not _NAME.fullmatch(name):
        raise UnknownIcon(name)
    try:
        source = (folder / "outline" / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnknownIcon(name) from None
    found = _BODY.search(source)
    if found is None:
        raise UnknownIcon(name)
    return "".join(line.strip() for line in found[1].splitlines()).replace(_INVISIBLE, "")
