"""The networks inside the house, on a board kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from channels import registry
from channels.base import (
    Channel,
    NotFound,
    Outgoing,
    Receipt,
    Refused,
    Remote,
    Trace,
    Verb,
)
from channels.figures import Tells
from channels.http import Wire
from tests.channels.sending import Notebook, message, now

both = pytest.mark.parametrize("kind", ["newsroom", "practice"])


@dataclass
class Corkboard:
    """A board that keeps its notes in a dictionary, by account and key."""

    notes: dict[tuple[str, str], Outgoing] = field(default_factory=dict)
    farewell: str = ""

    def put(self, account: str, message: Outgoing) -> Receipt:
        self.notes.setdefault((account, message.key), message)
        return Receipt(message.key, f"/papan/{message.key}/")

    def find(self, account: str, key: str) -> Receipt | None:
        return Receipt(key) if (account, key) in self.notes else None

    def change(self, account: str, target: Remote, message: Outgoing) -> Receipt | None:
        if (account, target.remote_id) not in self.notes:
            return None
        self.notes[account, target.remote_id] = message
        return Receipt(target.remote_id)

    def remove(self, account: str, target: Remote, note: str) -> Receipt | None:
        self.farewell = note
        gone = self.notes.pop((account, target.remote_id), None)
        return Receipt(target.remote_id) if gone else None


@pytest.fixture
def board() -> Corkboard:
    return Corkboard()


def on(board: Corkboard, kind: str) -> Channel:
    loaded = registry.load(kind)
    return loaded(loaded.needs(), Wire(now=now, board=board, account="7"))


@both
def test_a_repeated_publish_hangs_one_note(board: Corkboard, kind: str) -> None:
    receipts = {on(board, kind).publish(message(), Notebook()) for _ in range(2)}
    assert receipts == {Receipt("kunci-1", "/papan/kunci-1/")}
    assert board.notes == {("7", "kunci-1"): message()}


@both
def test_a_note_is_changed_and_taken_down_with_a_word(board: Corkboard, kind: str) -> None:
    target = Remote(on(board, kind).publish(message(), Notebook()).remote_id)
    on(board, kind).edit(target, message("Ralat"), Notebook())
    assert board.notes["7", "kunci-1"].text == "Ralat"
    on(board, kind).delete(target, "k", Notebook(), note="Ditarik oleh kantor.")
    assert (board.notes, board.farewell) == ({}, "Ditarik oleh kantor.")
    with pytest.raises(Refused):
        on(board, kind).edit(target, message("Lagi"), Notebook())


@both
def test_looking_finds_what_hangs_there_and_nothing_else(board: Corkboard, kind: str) -> None:
    seen = Trace("kunci-1", Verb.PUBLISH, now(), message(), None)
    with pytest.raises(NotFound):
        on(board, kind).look(seen)
    on(board, kind).publish(message(), Notebook())
    assert on(board, kind).look(seen).remote_id == "kunci-1"


def test_a_repost_says_what_it_shares(board: Corkboard) -> None:
    on(board, "practice").repost(Remote("42", "https://x.com/i/42"), "k", Notebook())
    assert board.notes["7", "k"].extra == {"repost": "42", "url": "https://x.com/i/42"}


@both
def test_checking_knows_its_account(board: Corkboard, kind: str) -> None:
    assert on(board, kind).check().remote_id == "7"


def test_a_board_that_counts_nothing_tells_no_figures(board: Corkboard) -> None:
    practice = on(board, "practice")
    assert isinstance(practice, Tells)
    assert practice.measure([Remote("1")]) == {}
