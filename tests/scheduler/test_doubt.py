"""A clock that jumped is said, asked about elsewhere, and trusted again when that agrees."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from content.models import Event
from scheduler import second_reading
from scheduler.anchor import Anchor
from scheduler.confirming import Word, confirm, is_awaited
from scheduler.doubt import AGREED, BACK, JUMPED, Doubt, doubting
from scheduler.models import Worker
from scheduler.second_reading import NoReading, Source
from scheduler.timewatch import Jumped, TimeWatch
from tests.people import MORNING, Network
from tests.scheduler.clocks import Clocks

pytestmark = pytest.mark.django_db

HOURS = timedelta(hours=2)
Read = Callable[[], datetime]


@dataclass
class Desk:
    """One engine process as far as its clock goes."""

    folder: Path
    clocks: Clocks = field(default_factory=Clocks)
    elsewhere: list[Source] = field(default_factory=list)
    boot: str = "one"
    anew: int = 0
    owner: str = "me"

    def start(self) -> Doubt:
        """What a process does with its clocks when it starts, but for the thread."""
        anchor = Anchor(self.folder, self.boot)
        past = anchor.load(self.clocks.now())
        self.watch = TimeWatch(self.clocks.read, trusted=past.trusted, inherited=past.doubt)
        if past.unproven:
            second_reading.compare(self.watch, self.elsewhere)
        if not isinstance(self.watch.verdict(), Jumped):
            anchor.keep(self.watch.trusted, None)
        self.doubt = Doubt(
            owner=self.owner,
            watch=self.watch,
            anchor=anchor,
            sources=lambda: self.elsewhere,
            anew=self._anew,
        )
        Worker.objects.get_or_create(
            owner=self.owner,
            defaults={
                "host": "meja", "pid": 1, "lanes": 1, "started_at": MORNING, "seen_at": MORNING,
            },
        )  # fmt: skip
        return self.doubt

    def _anew(self) -> None:
        self.anew += 1

    def may_start(self) -> bool:
        return self.watch.may_start(self.clocks.now())

    def rounds(self, seconds: float) -> None:
        """What the thread does in that time."""
        for _ in range(int(seconds // 5)):
            self.clocks.sleep(timedelta(seconds=5))
            self.doubt.look()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.start()
    return desk


def says(read: Read) -> Source:
    return Source("jam lain", read)


def silent() -> datetime:
    raise NoReading


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_steady_clock_says_and_asks_nothing(desk: Desk) -> None:
    desk.elsewhere = [says(silent)]
    desk.rounds(60)
    assert kinds() == []
    assert doubting() == []


@pytest.mark.parametrize("by", [HOURS, -HOURS])
def test_a_jump_is_written_down_and_shown_to_other_processes(desk: Desk, by: timedelta) -> None:
    desk.clocks.jump(by)
    desk.doubt.look()
    assert not desk.may_start()
    assert kinds() == [JUMPED]
    [row] = doubting()
    assert row.doubt_seconds == by.total_seconds()
    desk.rounds(600)
    assert kinds() == [JUMPED]
    assert not desk.may_start()


def test_another_clock_that_agrees_ends_it_and_the_pump_looks_again(desk: Desk) -> None:
    desk.elsewhere = [says(silent), says(desk.clocks.now)]
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    assert desk.may_start()
    assert kinds() == [JUMPED, AGREED]
    assert Event.objects.latest("pk").data["source"] == "jam lain"
    assert doubting() == []
    assert desk.anew == 1


def test_a_clock_that_says_otherwise_leaves_it_frozen(desk: Desk) -> None:
    right = desk.clocks.now()
    desk.elsewhere = [says(lambda: right)]
    desk.clocks.jump(HOURS)
    desk.rounds(600)
    assert not desk.may_start()
    assert desk.anew == 0


def test_a_clock_that_is_set_right_again_needs_nobody(desk: Desk) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    desk.clocks.jump(-HOURS)
    desk.doubt.look()
    assert kinds() == [JUMPED, BACK]
    assert desk.may_start()
    assert doubting() == []


def test_other_clocks_are_not_asked_more_than_about_once_a_minute(desk: Desk) -> None:
    asked = []

    def count() -> datetime:
        asked.append(1)
        raise NoReading

    desk.elsewhere = [says(count)]
    desk.clocks.jump(HOURS)
    desk.rounds(600)
    assert 5 <= len(asked) <= 15


def test_a_person_confirms_and_the_engine_reads_it_by_itself(desk: Desk, network: Network) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    [row] = doubting()
    Worker.objects.update(seen_at=Now())
    assert confirm(row, by=network.rina, at=desk.clocks.now()) is Word.WAITS
    assert doubting() == [row], "nothing is sent before the worker has read it"
    assert is_awaited(row)
    desk.rounds(5)
    assert desk.may_start()
    assert doubting() == []
    assert Event.objects.latest("pk").by == network.rina


def test_what_was_confirmed_for_an_earlier_jump_counts_no_more(
    desk: Desk, network: Network
) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    confirm(doubting()[0], by=network.rina, at=desk.clocks.now())
    desk.rounds(5)
    desk.clocks.jump(HOURS)
    desk.rounds(60)
    assert not desk.may_start()


def test_confirming_one_worker_does_not_confirm_another(desk: Desk, network: Network) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    other = Worker(owner="other", host="lain")
    confirm(other, by=network.rina, at=desk.clocks.now())
    desk.rounds(60)
    assert not desk.may_start()


def test_wiping_the_workers_neither_ends_nor_hides_a_doubt(desk: Desk) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    Worker.objects.all().delete()
    Worker.objects.create(
        owner="me", host="meja", pid=1, lanes=1, started_at=MORNING, seen_at=MORNING
    )
    desk.rounds(5)
    assert not desk.may_start()
    assert [row.owner for row in doubting()] == ["me"]


def test_a_process_that_starts_anew_still_doubts(desk: Desk) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    desk.start()
    assert not desk.may_start()


def test_a_jump_while_nothing_ran_is_noticed(desk: Desk) -> None:
    desk.clocks.sleep(timedelta(hours=1))
    desk.clocks.jump(-HOURS)
    desk.start()
    assert not desk.may_start()


def test_a_machine_that_starts_anew_has_nothing_to_compare_with(desk: Desk) -> None:
    desk.boot, desk.clocks = "two", Clocks(MORNING + timedelta(days=1), 3.0)
    desk.start()
    assert desk.may_start()


def test_a_clock_that_is_wrong_when_the_machine_starts_is_in_doubt_if_another_says_so(
    desk: Desk,
) -> None:
    """It was off for ten minutes, and came back two hours ahead."""
    right = MORNING + timedelta(minutes=10)
    desk.boot, desk.clocks = "two", Clocks(right + HOURS, 3.0)
    desk.elsewhere = [Source("bisu", silent), says(lambda: right)]
    desk.start()
    assert not desk.may_start()
    desk.clocks.jump(-HOURS)
    desk.doubt.look()
    assert desk.may_start()


def test_a_machine_whose_clock_has_gone_back_while_it_was_off_is_in_doubt(desk: Desk) -> None:
    """Its battery is empty. Nobody has to be asked to know that."""
    desk.boot, desk.clocks = "two", Clocks(MORNING - timedelta(days=300), 3.0)
    desk.start()
    assert not desk.may_start()


def test_a_doubt_outlives_a_new_start_of_the_machine(desk: Desk) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    desk.boot, desk.clocks = "two", Clocks(desk.clocks.now(), 3.0)
    desk.start()
    assert not desk.may_start()
    desk.elsewhere = [says(desk.clocks.now)]
    desk.doubt.look()
    assert desk.may_start()
    desk.start()
    assert desk.may_start()


def test_a_doubt_about_another_machine_is_not_inherited(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several may share one data folder."""
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    monkeypatch.setattr(socket, "gethostname", lambda: "lain")
    desk.boot, desk.clocks = "two", Clocks(MORNING, 3.0)
    desk.start()
    assert desk.may_start()


def test_a_disk_that_refuses_the_anchor_does_not_keep_the_doubt_from_being_said(
    desk: Desk,
) -> None:
    kept = desk.folder / "clock.json"
    before = kept.read_bytes()
    full = desk.folder / f"clock.json.{os.getpid()}"
    full.mkdir()  # where the new one would be written
    desk.clocks.jump(HOURS)
    desk.rounds(5)
    assert kinds() == [JUMPED]
    assert len(doubting()) == 1
    assert kept.read_bytes() == before
    full.rmdir()
    desk.rounds(5)
    assert b'"doubt":7200' in kept.read_bytes(), "with room again it is kept after all"


def test_a_full_disk_does_not_keep_the_clock_in_doubt(desk: Desk) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    full = desk.folder / f"clock.json.{os.getpid()}"
    full.mkdir()
    desk.clocks.jump(-HOURS)
    desk.doubt.look()
    assert doubting() == []
    assert desk.may_start()
    assert desk.anew == 1


def test_the_word_for_a_worker_that_is_gone_waits_for_nobody(desk: Desk, network: Network) -> None:
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    Worker.objects.update(seen_at=MORNING - timedelta(days=3650))
    assert confirm(doubting()[0], by=network.rina, at=desk.clocks.now()) is Word.GONE
    assert doubting() == []
    desk.doubt.look()
    assert desk.may_start(), "it was there after all, and has read it"


def test_a_clock_that_is_set_right_while_another_is_asked_is_back(desk: Desk) -> None:
    """What was trusted stays what is compared with: nobody has had to vouch for another time."""
    right = desk.clocks.now()

    def slow() -> datetime:
        desk.clocks.jump(-HOURS)
        return right

    desk.elsewhere = [says(slow)]
    trusted = desk.watch.trusted
    desk.clocks.jump(HOURS)
    desk.doubt.look()
    assert kinds() == [JUMPED, BACK]
    assert desk.watch.trusted == trusted
    assert doubting() == []
