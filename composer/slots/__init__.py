"""Typed slots: what a person may type into a template, and how it is said in a text.

A value is kept in one canonical string form, so that a revision's hash means something.
``parse(slot, parse(slot, typed)) == parse(slot, typed)`` holds for every kind.
"""

from __future__ import annotations

from composer.slots.base import Kind, Slot, SlotError
from composer.slots.kinds import KINDS, editable, items, kind_of, out_of_order, parse, say

__all__ = [
    "KINDS",
    "Kind",
    "Slot",
    "SlotError",
    "editable",
    "items",
    "kind_of",
    "out_of_order",
    "parse",
    "say",
]
