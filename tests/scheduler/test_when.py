"""Times as people type them, and what they mean in the other zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from scheduler import wanted
from scheduler.models import Mode
from scheduler.timing import Unreadable, meaning, read, wall_of
from scheduler.when import Wall, dues

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
EIGHT = Wall(date(2026, 12, 7), time(8), WIB)


def test_together_is_one_moment_and_local_is_one_clock() -> None:
    together = dues(EIGHT, "serentak", [WIB, WITA, WIT])
    assert {due.at for due in together} == {datetime(2026, 12, 7, 1, tzinfo=UTC)}
    local = dues(EIGHT, "setempat", [WIB, WITA, WIT])
    assert [due.at.hour for due in local] == [1, 0, 23]
    assert {due.wall for due in local} == {"2026-12-07T08:00"}


@pytest.mark.parametrize(
    ("sent", "wall"),
    [
        ({"when": "now", "date": "rusak"}, None),
        ({"date": "2026-12-07", "time": "08:00"}, EIGHT),
        ({"when": "at", "date": "2026-12-07", "time": "08:00", "mode": "entah"}, EIGHT),
    ],
)
def test_a_form_is_read(sent: dict[str, str], wall: Wall | None) -> None:
    assert read(sent, WIB).wall == wall


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("", ""),
        ("2026-12-07", ""),
        ("2026-02-29", "08:00"),
        ("2026-12-07", "25:00"),
        ("0001-01-01", "00:00"),
        ("9999-12-31", "23:59"),
        ("besok", "pagi"),
        ("2026-12-07\x00", "08:00"),
    ],
)
def test_what_is_not_a_time_of_ours_is_told_and_never_guessed(day: str, clock: str) -> None:
    with pytest.raises(Unreadable, match="tanggal dan jam"):
        wall_of(day, clock, WIB)


def test_an_hour_with_a_zone_of_its_own_counts_as_the_wall_clock() -> None:
    assert wall_of("2026-12-07", "08:00+09:00", WIB) == EIGHT


def test_an_hour_the_clocks_jump_over_names_the_next_one() -> None:
    with pytest.raises(Unreadable, match=r"03\.00"):
        wall_of("2026-03-29", "02:30", "Europe/Berlin")


def test_an_hour_that_comes_twice_means_the_first_and_says_so() -> None:
    """Berlin puts its clocks back at three; the first half past two is still summer time."""
    twice = Wall(date(2026, 10, 25), time(2, 30), "Europe/Berlin")
    said = meaning(twice, Mode.TOGETHER, ["Europe/Berlin"])
    assert "07.30 WIB" in said
    assert said.endswith("Jam itu ada dua kali karena jam digeser; dipakai yang pertama.")
    once = Wall(date(2026, 10, 25), time(4, 30), "Europe/Berlin")
    assert "dua kali" not in meaning(once, Mode.TOGETHER, ["Europe/Berlin"])


def test_together_is_said_in_every_zone() -> None:
    said = meaning(EIGHT, Mode.TOGETHER, [WIB])
    assert said == "Senin, 7 Desember 2026: 08.00 WIB = 09.00 WITA = 10.00 WIT."


def test_the_zone_it_was_typed_in_comes_first() -> None:
    typed = Wall(EIGHT.day, EIGHT.clock, WIT)
    assert "08.00 WIT = 06.00 WIB = 07.00 WITA" in meaning(typed, Mode.TOGETHER, [WIT])


def test_pontianak_is_not_named_twice() -> None:
    typed = Wall(EIGHT.day, EIGHT.clock, "Asia/Pontianak")
    assert meaning(typed, Mode.TOGETHER, [WIB]).count("WIB") == 1


def test_another_day_in_the_east_is_named() -> None:
    typed = Wall(date(2026, 12, 31), time(23, 30), WIB)
    assert "01.30 WIT (Jumat)" in meaning(typed, Mode.TOGETHER, [WIB])


def test_local_hours_are_said_in_the_order_in_which_they_come() -> None:
    said = meaning(EIGHT, Mode.LOCAL, [WIB, WIT, WITA, WIB])
    assert "08.00 WIT, lalu 08.00 WITA, lalu 08.00 WIB" in said


def test_local_hours_in_one_zone_are_one_moment() -> None:
    assert meaning(EIGHT, Mode.LOCAL, [WIB, WIB]) == meaning(EIGHT, Mode.TOGETHER, [WIB])


@pytest.mark.parametrize("asked", [None, {}, {"date": "x"}, {"date": "9999-12-31", "time": "1"}])
def test_an_unreadable_wish_is_no_wish(asked: dict[str, str] | None) -> None:
    assert wanted.instant(asked, WIB) is None
    assert wanted.words(asked, WIB) == ""


def test_a_wish_is_said_in_the_zone_of_its_office() -> None:
    asked = {"date": "2026-12-07", "time": "08:00", "mode": "setempat"}
    assert wanted.words(asked, WIT) == "Senin, 7 Desember 2026 pukul 08.00 WIT"
