"""Icon, tone and word of a reader's state and of a copy's."""

from __future__ import annotations

from dataclasses import dataclass

from channels.press.models import Copy, CopyState, Recipient, Standing


@dataclass(frozen=True, slots=True)
class Sign:
    icon: str
    tone: str
    word: str


READERS = {
    Standing.ASKED: ("mail-question", "wait"),
    Standing.SUBSCRIBED: ("circle-check", "good"),
    Standing.LEFT: ("mail-off", "neutral"),
    Standing.BOUNCED: ("alert-triangle", "bad"),
    Standing.ERASED: ("eraser", "neutral"),
}
COPIES = {
    CopyState.DUE: ("clock", "info"),
    CopyState.SENDING: ("send", "info"),
    CopyState.SENT: ("circle-check", "good"),
    CopyState.REFUSED: ("ban", "bad"),
    CopyState.UNKNOWN: ("help-circle", "odd"),
    CopyState.SKIPPED: ("mail-off", "neutral"),
    CopyState.DROPPED: ("hand-stop", "neutral"),
    CopyState.RETURNED: ("mail-x", "bad"),
}


def of_reader(reader: Recipient) -> Sign:
    state = Standing(reader.state)
    return Sign(*READERS[state], str(state.label))


def of_copy(copy: Copy) -> Sign:
    state = CopyState(copy.state)
    return Sign(*COPIES[state], str(state.label))
