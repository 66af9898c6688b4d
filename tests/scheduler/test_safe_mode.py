"""After a restore everything that is not over is looked for before it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from channels.base import NotFound, NotSent, Reason, Receipt
from content.models import Event
from scheduler import safe_mode
from scheduler.models import Attempt, Delivery, Hold, Reach, Record, SafeMode, State, Why
from scheduler.safe_mode import Word
from scheduler.stops import stop
from scheduler.witness import FILE, Seen, Witness
from tests.people import MORNING, Network
from tests.scheduler.stage import DUE, Stage, again, always, planned, x_credentials

pytestmark = pytest.mark.django_db

BACKUP = MORNING + timedelta(minutes=5)
BACK = DUE + timedelta(minutes=2)
FOUND = Receipt("r1", "https://contoh.test/1")
ABSENT = NotFound(Reason.GONE)


def restored(network: Network, at: datetime = BACK, accounts: int = 1) -> list[Delivery]:
    """Planned on X when the backup was taken; the record is back at ``at``."""
    on_x = [
        network.account("x", handle=f"x{n}", credentials=x_credentials()) for n in range(accounts)
    ]
    post = network.approved(texts={"x": "Buka sampai sore."})
    rows = planned(network, *on_x, post=post)
    safe_mode.enter(Why.RESTORED, at, recorded_until=BACKUP)
    return rows


def settled(stage: Stage, now: datetime = BACK) -> None:
    """Turns until nothing more happens now."""
    while stage.turn(now, always(FOUND)):
        pass


def test_what_is_found_is_adopted_and_not_sent(network: Network) -> None:
    [row] = restored(network)
    stage = Stage()
    stage.turn(BACK, always(FOUND))
    assert (stage.looked, stage.sent) == ([row.pk], [])
    row = again(row)
    assert (row.state, row.url) == (State.SENT, FOUND.url)
    assert not Attempt.objects.exists()


def test_what_is_surely_not_there_is_sent_once(network: Network) -> None:
    [row] = restored(network)
    stage = Stage()
    stage.turn(BACK, always(ABSENT))
    stage.turn(BACK, always(FOUND))
    assert (stage.looked, stage.sent) == ([row.pk], [row.pk])
    assert again(row).state == State.SENT


def test_what_is_not_there_and_too_late_waits_for_a_person(network: Network) -> None:
    late = DUE + timedelta(days=1)
    [row] = restored(network, at=late)
    stage = Stage()
    stage.turn(late, always(ABSENT))
    stage.turn(late)
    assert (stage.looked, stage.sent) == ([row.pk], [])
    assert again(row).state == State.MISSED


def test_also_what_is_too_late_is_looked_for(network: Network) -> None:
    late = DUE + timedelta(days=1)
    [row] = restored(network, at=late)
    stage = Stage()
    stage.turn(late, always(FOUND))
    assert again(row).state == State.SENT


def test_also_what_is_stopped_is_looked_for_and_then_held(network: Network) -> None:
    [there, absent] = restored(network, accounts=2)
    stop(Reach.ALL, "Tunggu.", by=network.rina, at=BACK)
    stage = Stage()
    stage.turn(BACK, lambda task: FOUND if task.delivery.pk == there.pk else ABSENT)
    stage.turn(BACK)
    assert stage.sent == []
    assert again(there).state == State.SENT
    assert (again(absent).state, again(absent).reason) == (State.HELD, Hold.STOPPED)


def test_the_search_begins_at_the_moment_of_the_backup(network: Network) -> None:
    [row] = restored(network)
    assert safe_mode.unknown_since(again(row)) == BACKUP
    safe_mode.enter(Why.UNSURE, BACK + timedelta(minutes=1))
    assert safe_mode.unknown_since(again(row)) == BACKUP  # a second one closes nothing
    Delivery.objects.update(look_first=False)
    assert safe_mode.unknown_since(again(row)) is None


def test_what_was_looked_for_long_ago_is_looked_for_again(network: Network) -> None:
    [row] = planned(network)
    Delivery.objects.update(looks=2, state=State.DUE)
    safe_mode.enter(Why.RESTORED, BACK)
    stage = Stage()
    stage.turn(BACK, always(FOUND))
    assert (stage.looked, stage.sent) == ([row.pk], [])


def test_what_an_older_restore_left_open_does_not_concern_a_later_post(network: Network) -> None:
    safe_mode.enter(Why.RESTORED, MORNING - timedelta(days=9), recorded_until=MORNING)
    [row] = planned(network, at=MORNING + timedelta(days=1))
    until = MORNING + timedelta(days=1, minutes=5)
    safe_mode.enter(Why.RESTORED, MORNING + timedelta(days=2), recorded_until=until)
    assert safe_mode.unknown_since(again(row)) == until


def test_what_is_over_is_left_alone(network: Network) -> None:
    [row] = planned(network)
    Stage().turn(DUE)
    before = Delivery.objects.values().get(pk=row.pk)
    safe_mode.enter(Why.RESTORED, BACK)
    assert Delivery.objects.values().get(pk=row.pk) == before


def test_a_post_of_before_that_is_planned_anew_is_looked_for_too(network: Network) -> None:
    """It may have been planned and sent after the backup was taken."""
    account = network.account("x", credentials=x_credentials())
    post = network.approved(texts={"x": "Buka sampai sore."})
    safe_mode.enter(Why.RESTORED, BACK)
    [row] = planned(network, account, post=post, at=BACK)
    assert row.pk
    assert again(row).look_first


def test_a_post_of_after_is_sent_as_ever(network: Network) -> None:
    safe_mode.enter(Why.RESTORED, MORNING - timedelta(hours=1))
    [row] = planned(network)
    assert not again(row).look_first


def test_it_is_over_when_nothing_waits_any_more(network: Network) -> None:
    restored(network, accounts=2)
    assert not safe_mode.end_if_over(BACK)
    settled(Stage())
    assert safe_mode.end_if_over(BACK)
    assert safe_mode.current() is None
    event = Event.objects.get(kind=safe_mode.ENDED)
    assert event.data == {"found": 2}
    assert not safe_mode.end_if_over(BACK)


def test_what_is_due_later_does_not_keep_it_open_but_is_looked_for_then(network: Network) -> None:
    [row] = restored(network, at=MORNING + timedelta(minutes=10))
    assert safe_mode.end_if_over(MORNING + timedelta(minutes=11))
    stage = Stage()
    stage.turn(DUE, always(FOUND))
    assert (stage.looked, stage.sent) == ([row.pk], [])


def test_what_was_sent_after_a_look_is_not_counted_as_found(network: Network) -> None:
    restored(network)
    stage = Stage()
    stage.turn(BACK, always(ABSENT))
    stage.turn(BACK, always(NotSent(Reason.RATE_LIMITED)))
    Delivery.objects.update(state=State.SENT, finished_at=BACK, run_at=None)
    assert safe_mode.end_if_over(BACK)
    assert Event.objects.get(kind=safe_mode.ENDED).data == {"found": 0}


class Start:
    """Starts of an engine over one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.witness = Witness(folder, folder / "state")

    def __call__(
        self, now: datetime = BACK, *, word: Word | None = None, joins: bool = False
    ) -> str:
        self.witness.close()
        safe_mode.begin(self.witness, now, word=word, joins=joins)
        mode = safe_mode.current()
        return mode.why if mode else ""


def test_a_person_who_says_that_it_is_a_copy_is_believed(start: Start, network: Network) -> None:
    [row] = planned(network)
    assert start() == ""
    assert start(word=Word.RESTORED) == Why.RESTORED
    assert again(row).look_first


def test_a_copied_folder_is_noticed_though_its_witness_came_along(
    start: Start, network: Network, tmp_path: Path
) -> None:
    planned(network)
    start()
    old = (tmp_path / FILE).read_bytes()
    start.witness.saw(41)
    (tmp_path / FILE).write_bytes(old)
    assert start() == Why.RESTORED
    assert Record.objects.count() == 2
    safe_mode.end_if_over(BACK)
    Record.objects.latest("pk").delete()  # the same copy a second time
    (tmp_path / FILE).write_bytes(old)
    SafeMode.objects.update(ended_at=BACK)
    assert start() == Why.RESTORED


def test_who_says_that_it_is_the_newest_is_not_asked_again(start: Start, network: Network) -> None:
    planned(network)
    start()
    start.witness.saw(41)
    assert start(word=Word.NEWEST) == ""
    assert start() == ""


def test_where_the_machine_keeps_nothing_the_folder_speaks_alone(
    network: Network, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    start = Start(tmp_path)
    planned(network)
    assert start() == ""
    start.witness.saw(41)
    assert start() == Why.RESTORED


@pytest.fixture
def start(tmp_path: Path) -> Start:
    return Start(tmp_path)


def test_a_first_start_and_the_ones_after_it_are_not_safe_mode(
    start: Start, network: Network
) -> None:
    planned(network)
    assert start() == ""
    Stage().turn(DUE)
    start.witness.saw(Attempt.objects.latest("pk").pk)
    assert start() == ""


def test_a_record_behind_its_witness_is_a_restored_one(start: Start, network: Network) -> None:
    [row] = planned(network)
    start()
    start.witness.saw(41)
    assert start() == Why.RESTORED
    assert again(row).look_first
    assert Record.objects.count() == 2
    assert start.witness.read() == Seen(Record.objects.latest("pk").identity, 0)
    assert Event.objects.filter(kind=safe_mode.ENTERED).count() == 1
    start()
    assert Record.objects.count() == 2


def test_a_lost_witness_is_a_reason_to_look(start: Start, network: Network, tmp_path: Path) -> None:
    planned(network)
    start()
    Stage().turn(DUE)
    (tmp_path / FILE).unlink()
    assert start() == Why.UNSURE


def test_unless_a_person_says_that_the_record_is_the_newest(
    start: Start, network: Network, tmp_path: Path
) -> None:
    planned(network)
    start()
    Stage().turn(DUE)
    (tmp_path / FILE).unlink()
    assert start(word=Word.NEWEST) == ""
    assert start() == ""


def came_back(start: Start, network: Network) -> None:
    """Something was sent, then all was lost and the backup restored into an empty folder."""
    planned(network)
    start()
    Stage().turn(DUE)
    start.witness.saw(Attempt.objects.latest("pk").pk)
    start.witness.close()
    (start.folder / FILE).unlink()
    safe_mode.enter(Why.RESTORED, BACK, recorded_until=BACKUP)


LATER = BACK + timedelta(minutes=9)


@pytest.mark.parametrize("folder", ["the one it was restored into", "another one"])
@pytest.mark.parametrize("word", [None, Word.RESTORED])
def test_the_start_after_a_restore_goes_on_with_it(
    start: Start, network: Network, folder: str, word: Word | None
) -> None:
    came_back(start, network)
    if folder == "the one it was restored into":
        safe_mode.speak_for(start.witness)
    assert start(LATER, word=word) == Why.RESTORED
    assert start(LATER) == Why.RESTORED
    assert set(SafeMode.objects.values_list("why", "recorded_until")) == {(Why.RESTORED, BACKUP)}


def test_after_a_restore_the_folder_speaks_for_this_life(start: Start, network: Network) -> None:
    came_back(start, network)
    safe_mode.speak_for(start.witness)
    lives = Record.objects.count()
    newest = Seen(Record.objects.latest("pk").identity, Attempt.objects.latest("pk").pk)
    assert start.witness.read() == newest
    assert start.witness.read_elsewhere(Record.objects.earliest("pk").identity) == newest
    start(LATER)
    assert (SafeMode.objects.count(), Record.objects.count()) == (1, lives)


def test_once_something_was_sent_a_lost_witness_is_a_reason_to_look_again(
    start: Start, network: Network
) -> None:
    came_back(start, network)
    start(LATER)
    [row] = planned(network, network.account(handle="baru"), at=LATER)
    Stage().turn(row.due_at, always(FOUND))
    Stage().turn(row.due_at)
    assert Attempt.objects.filter(started_at__gte=BACK).exists()
    (start.folder / FILE).unlink()
    assert start(row.due_at) == Why.UNSURE


def test_what_was_written_down_of_a_restore_is_not_what_the_backup_knew(network: Network) -> None:
    planned(network)
    newest = Event.objects.latest("at").at
    safe_mode.enter(Why.UNSURE, BACK)
    assert safe_mode.enter(Why.RESTORED, LATER).recorded_until == newest


def test_a_new_data_folder_beside_living_workers_is_no_sign(
    start: Start, network: Network, tmp_path: Path
) -> None:
    planned(network)
    start()
    Stage().turn(DUE)
    (tmp_path / FILE).unlink()
    assert start(joins=True) == ""
    start.witness.saw(9999)
    assert start(joins=True) == Why.RESTORED


class Beside(Witness):
    """Whenever it is read, another worker of this machine has just sent something."""

    def read_elsewhere(self, root: str) -> Seen | None:
        [row] = Delivery.objects.all()
        number = row.tries.count() + 1
        sent = Attempt.objects.create(delivery=row, number=number, started_at=BACK)
        if self.other is not None:
            self.other.saw(sent.pk)
        return super().read_elsewhere(root)

    other: Witness | None = None


def test_a_worker_that_starts_while_another_one_sends_is_not_safe_mode(
    start: Start, network: Network
) -> None:
    planned(network)
    start()
    late = Beside(start.folder, start.folder / "state")
    late.other = start.witness
    safe_mode.begin(late, BACK, joins=True)
    late.close()
    assert not SafeMode.objects.exists()
