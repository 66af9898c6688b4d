"""How what is out is put right, network by network. Plain words, no effects."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """What a correction does to what is out. The sentence for people is in ``scheduler``."""

    EDIT = "edit"  # the post itself changes
    REPLY = "reply"  # an answer under it
    NEW_POST = "new-post"  # a post of its own that names the first
    MESSAGE = "message"  # a message to whoever got the first
    BY_HAND = "by-hand"  # a person does it there
    ANEW = "anew"  # taken down and published anew: only where a person says so


class Pictures(StrEnum):
    """What an edit can do to the pictures of a post."""

    FREE = "free"
    SAME_NUMBER = "same-number"
    STAY = "stay"
