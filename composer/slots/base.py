"""A slot, a kind of slot, and the one way a typed value can be wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


class SlotError(Exception):
    """The typed value cannot be used. Show the sentence beside the field, keep what was typed.

    ``msgid`` is Indonesian and marked for the catalogue; translate it, then fill in ``params``.
    """

    def __init__(self, msgid: str, **params: str | int) -> None:
        super().__init__(msgid % params if params else msgid)
        self.msgid = msgid
        self.params = params


@dataclass(frozen=True, slots=True)
class Slot:
    """One blank of a template. ``max_length`` counts characters of the canonical form.

    ``after`` names dates that this date must not come before.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    placeholder: str = ""
    example: str = ""
    required: bool = True
    max_length: int = 200
    choices: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of slot is asked for, read and said.

    ``input`` is the type of the HTML field (``textarea`` and ``select`` are elements).
    ``forms`` maps a form's name to how it is said: (canonical value, zone letters) -> words.
    The form named "" is the usual one. ``native`` fields of a browser want the canonical form.
    """

    name: str
    input: str
    parse: Callable[[str], str]
    forms: Mapping[str, Callable[[str, str], str]]
    inputmode: str = ""
    autocomplete: str = "off"
    native: bool = False
    lines: bool = False
    edit: Callable[[str], str] = field(default=str)


_BREAKS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
# Control characters, and the invisible marks that reorder or split a text.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\u202a-\u202e\u200b]")
_BLANKS = re.compile(r"[^\S\n]+")


def tidy(typed: str) -> str:
    """NFC, one kind of line break, nothing invisible, no doubled or trailing blanks."""
    text = _UNSEEN.sub("", _BREAKS.sub("\n", unicodedata.normalize("NFC", typed)))
    # What is left of a broken surrogate pair could not be stored.
    text = text.encode("utf-8", "ignore").decode("utf-8")
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", "\n".join(lines))).strip()


def one_line(typed: str) -> str:
    return " ".join(tidy(typed).split())
