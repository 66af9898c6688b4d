"""Marks a sentence for the message catalogue where the code itself knows no Django."""

from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """The sentence unchanged; whoever shows it to a person translates it there."""
    return sentence
