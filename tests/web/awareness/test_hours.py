"""Good hours: held against what is usual for the account, and never said of too few."""

from __future__ import annotations

import pytest

from web.awareness.hours import SURE, Hour, Sighting, Slot, best, hours
from web.awareness.tally import ENOUGH

NINE, NOON = Slot(0, 9), Slot(0, 12)


def seen(account: int, slot: Slot, *values: int | None) -> list[Sighting]:
    return [Sighting(account, slot, value) for value in values]


def test_an_hour_is_as_good_as_its_deliveries_are_for_their_accounts() -> None:
    # The centre has a hundred times the readers, and posts at noon; nine is the better hour.
    centre = seen(1, NOON, *[10_000] * 6) + seen(1, NINE, *[20_000] * 5)
    office = seen(2, NOON, *[100] * 6) + seen(2, NINE, *[200] * 5)
    found = hours(centre + office)
    assert found[NINE].times == pytest.approx(2.0)
    assert found[NOON].times == pytest.approx(1.0)
    assert found[NINE].level == 5
    assert found[NOON].level == 3
    assert [slot for slot, _hour in best(found)] == [NINE]


def test_of_too_few_nothing_is_said_but_that_they_are() -> None:
    found = hours(seen(1, NOON, *[100] * 9) + seen(1, NINE, *[900] * (ENOUGH - 1)))
    assert found[NINE] == Hour(sent=4, told=4, times=None)
    assert found[NINE].level is None
    assert best(found) == []


def test_an_hour_has_a_colour_before_it_is_called_good() -> None:
    usual = seen(1, NOON, *[100] * 20)
    few, enough = ([200] * number for number in (SURE - 1, SURE))
    assert hours(usual + seen(1, NINE, *few))[NINE].level == 5
    assert best(hours(usual + seen(1, NINE, *few))) == []
    assert best(hours(usual + seen(1, NINE, *enough)))[0][0] == NINE


def test_an_account_that_is_hardly_ever_told_of_has_no_usual() -> None:
    few = seen(2, NINE, *[5] * (ENOUGH - 1))
    assert hours(few)[NINE].times is None


def test_what_is_not_told_counts_as_sent_only() -> None:
    found = hours(seen(1, NINE, *[100] * 5, None, None))
    assert (found[NINE].sent, found[NINE].told) == (7, 5)


def test_an_account_nobody_sees_divides_nothing_by_zero() -> None:
    assert hours(seen(1, NINE, *[0] * 8))[NINE].times is None


def test_one_that_went_wild_does_not_make_its_hour_good() -> None:
    quiet = seen(1, NOON, *[100] * 20)
    found = hours(quiet + seen(1, NINE, 100, 100, 100, 100, 5_000_000))
    assert found[NINE].times == pytest.approx(1.0)
