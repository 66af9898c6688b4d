"""A witness outside the database tells an old copy of the record from the newest."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.witness import FILE, Judgement, Seen, Standing, Unreadable, Witness, judge

A, B, STRANGER = "a" * 32, "b" * 32, "c" * 32


def record(attempt: int, *identities: str, witnessed: bool = True) -> Standing:
    return Standing(identities or (A,), attempt, witnessed)


@pytest.mark.parametrize(
    ("seen", "standing", "expected"),
    [
        (Seen(A, 7), record(7), Judgement.NEWEST),
        (Seen(A, 6), record(7), Judgement.NEWEST),  # it was killed between commit and witness
        (Seen(A, 8), record(7), Judgement.RESTORED),
        (Seen(A, 8), record(0), Judgement.RESTORED),
        (Seen(A, 99), record(7, A, B), Judgement.NEWEST),  # that life ended with a restore
        (Seen(B, 99), record(7, A, B), Judgement.RESTORED),
        (Seen(STRANGER, 1), record(7), Judgement.UNSURE),
        (Seen(B, 9), record(7, A), Judgement.UNSURE),  # the same backup a second time
        (Unreadable(), record(7), Judgement.UNSURE),
        (None, record(7), Judgement.UNSURE),
        (None, record(0), Judgement.NEWEST),
        (Seen(STRANGER, 1), record(0), Judgement.NEWEST),
        (None, record(7, witnessed=False), Judgement.NEWEST),  # from before there were witnesses
    ],
)
def test_what_the_witness_and_the_record_say_together(
    seen: Seen | Unreadable | None, standing: Standing, expected: Judgement
) -> None:
    assert judge(seen, standing) is expected


def test_it_keeps_the_highest_it_saw(tmp_path: Path) -> None:
    witness = Witness(tmp_path)
    assert witness.read() is None
    witness.begin(A, 3)
    for attempt in (5, 4, 12):
        witness.saw(attempt)
    assert Witness(tmp_path).read() == Seen(A, 12)


def test_two_processes_over_one_folder_do_not_lower_each_other(tmp_path: Path) -> None:
    one, other = Witness(tmp_path), Witness(tmp_path)
    one.begin(A, 1)
    other.begin(A, 1)
    one.saw(50)
    other.saw(20)
    assert one.read() == Seen(A, 50)


def test_another_record_begins_where_it_stands(tmp_path: Path) -> None:
    witness = Witness(tmp_path)
    witness.begin(A, 500)
    witness.begin(B, 3)
    assert witness.read() == Seen(B, 3)


@pytest.mark.parametrize("bytes_", [b"", b"gema", b"\xff" * 58, b"gema " + b"A" * 53])
def test_a_torn_witness_is_not_believed(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / FILE).write_bytes(bytes_)
    assert isinstance(Witness(tmp_path).read(), Unreadable)


def test_nobody_else_may_read_it_and_it_says_nothing_secret(tmp_path: Path) -> None:
    witness = Witness(tmp_path)
    witness.begin(A, 3)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    witness.close()
    witness.saw(9)
    assert witness.read() == Seen(A, 3)


def test_a_worker_learns_from_the_others_of_its_machine_how_far_the_record_was(
    tmp_path: Path,
) -> None:
    """The one whose calls were lost may not be the first to notice."""
    sent, idle = Witness(tmp_path), Witness(tmp_path)
    for witness in (sent, idle):
        witness.begin("a" * 32, 3)
    sent.saw(7)
    assert idle.seen_until() == 7
    sent.begin("b" * 32, 3)
    assert idle.seen_until() == 0, "safe mode was entered: a new life"
