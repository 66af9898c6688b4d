"""What a network said, made fit to be kept and shown. Pure.

Servers that a person typed in may say anything.
"""

from __future__ import annotations

from urllib.parse import urlsplit


def storable(text: str) -> str:
    """Without what no database takes: one answer must not stop all others."""
    if text.isascii() and text.isprintable():
        return text
    return text.encode(errors="replace").decode().replace("\x00", "")


def web_address(text: str) -> str:
    """An address that may stand behind a link on our pages; "" for any other."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return storable(text) if parts.scheme in ("http", "https") and parts.hostname else ""
