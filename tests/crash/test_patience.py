"""The calm at the end of a campaign lasts as long as anything moves."""

from __future__ import annotations

from tests.crash.patience import Patience


def test_it_is_over_when_nothing_waits() -> None:
    assert not Patience(120).lasts(0, now=1000)


def test_it_goes_on_while_fewer_and_fewer_wait() -> None:
    patience = Patience(120)
    assert all(patience.lasts(50 - turn, now=1000 + 100 * turn) for turn in range(50))


def test_what_stands_still_is_given_up() -> None:
    patience = Patience(120)
    assert patience.lasts(2, now=1000)
    assert patience.lasts(1, now=1100)
    assert patience.lasts(1, now=1219)
    assert not patience.lasts(1, now=1220)


def test_what_goes_round_in_circles_is_given_up_too() -> None:
    patience = Patience(120)
    going = [patience.lasts(1 + turn % 2, now=1000 + 10 * turn) for turn in range(20)]
    assert not going[-1]


def test_a_record_that_is_away_is_waited_for_as_long() -> None:
    patience = Patience(120)
    assert patience.lasts(3, now=1000)
    assert patience.lasts(None, now=1119)
    assert not patience.lasts(None, now=1120)


def test_a_record_that_is_away_from_the_beginning_is_waited_for_too() -> None:
    patience = Patience(120)
    assert patience.lasts(None, now=1000)
    assert patience.lasts(3, now=1010)
    assert not patience.lasts(3, now=1130)
