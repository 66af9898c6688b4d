"""The words of a correction that stands beside what is out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.corrections import Way

# So much room stays for the address of the first post, which is known only when it is sent.
ADDRESS = 120


def words(way: Way, content: Mapping[str, Any], kind: str, address: str = "") -> str:
    """What a reply says: what was wrong, and what is right. A post of its own says all of it, and
    which one it corrects.
    """
    text = str(content["texts"].get(kind, ""))
    said = content.get("correction")
    if not isinstance(said, Mapping):
        return f"RALAT\n{text}"
    head = f"RALAT\nSemula: {said.get('wrong', '')}\nYang benar: {said.get('right', '')}"
    if way is not Way.NEW_POST:
        return head
    first = f"Kiriman semula: {address}" if address else ""
    return "\n\n".join(filter(None, (head, text, first)))


def room(way: Way, room: int) -> int:
    """How long the words may be that are known before."""
    return room - ADDRESS if way is Way.NEW_POST else room
