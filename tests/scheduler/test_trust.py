"""The real engine with a clock that jumps, and with its own memory wiped under it."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from pytest_django.fixtures import Settings

from channels import registry
from channels.models import SharedRest, Spent
from content.models import Event
from scheduler import doubt, points
from scheduler.anchor import Anchor, boot_id
from scheduler.confirming import confirm
from scheduler.engine import Embedded
from scheduler.models import Attempt, Delivery, State, Worker
from scheduler.rebuild import OWN, rebuild
from scheduler.second_reading import NoReading, Source
from scheduler.timewatch import Reading, read_clocks
from scheduler.trust import Trust
from scheduler.witness import Seen, Witness
from scheduler.workers import Pulse
from tests import people
from tests.scheduler.stage import planned, x_credentials

pytestmark = pytest.mark.django_db(transaction=True)

HOURS = timedelta(hours=2)


class Shifted:
    """The real clocks, the wall one off by ``by``."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def __call__(self) -> Reading:
        real = read_clocks()
        return Reading(real.wall + self.by, real.steady)


def nobody() -> datetime:
    raise NoReading


def right() -> datetime:
    return datetime.now(UTC)


@contextmanager
def engine(
    folder: Path,
    read: Shifted,
    elsewhere: Callable[[], datetime] = nobody,
    safety: timedelta = timedelta(seconds=60),
) -> Iterator[Embedded]:
    def sources() -> Sequence[Source]:
        return [Source("jam lain", elsewhere)]

    trust = Trust(folder, read=read, sources=sources)
    running = Embedded(8, safety, trust=trust)
    running.start()
    try:
        yield running
    finally:
        assert running.stop(10)


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether it comes true in time."""
    waiting = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if true():
            return True
        waiting.wait(0.05)
    return False


def sent() -> int:
    return Delivery.objects.filter(state=State.SENT).count()


def kinds() -> list[str]:
    return list(
        Event.objects.filter(kind__startswith="clock").order_by("pk").values_list("kind", flat=True)
    )


def due(after: timedelta) -> Delivery:
    """On the practice board, due so long after now."""
    network = people.build()
    [row] = planned(network, at=datetime.now(UTC), due=datetime.now(UTC))
    at = datetime.now(UTC) + after
    Delivery.objects.update(due_at=at, run_at=at, deadline_at=at + timedelta(minutes=15))
    return row


def test_a_clock_two_hours_ahead_sends_nothing_early(tmp_path: Path) -> None:
    due(timedelta(hours=1))
    read = Shifted()
    with engine(tmp_path, read, right) as running:
        read.by = HOURS
        running.wake()
        assert until(lambda: kinds() == [doubt.JUMPED])
        running.wake()
        assert not until(lambda: Delivery.objects.get().state != State.PLANNED, 1)
        assert not Attempt.objects.exists()
        read.by = timedelta(0)
        assert until(lambda: kinds() == [doubt.JUMPED, doubt.BACK])
        assert Delivery.objects.get().state == State.PLANNED


def test_a_machine_that_comes_back_two_hours_ahead_sends_nothing_early(tmp_path: Path) -> None:
    Anchor(tmp_path, "an earlier start").keep(Reading(right() - HOURS / 12, 1000.0), None)
    due(timedelta(hours=1))
    read = Shifted()
    read.by = HOURS
    with engine(tmp_path, read, right):
        assert until(lambda: kinds() == [doubt.JUMPED])
        read.by = timedelta(0)
        assert until(lambda: kinds() == [doubt.JUMPED, doubt.AGREED])
    assert not Attempt.objects.exists()
    assert Delivery.objects.get().state == State.PLANNED


def test_a_clock_that_is_wrong_from_its_first_start_sends_nothing_early(tmp_path: Path) -> None:
    """A new folder, as on a new machine."""
    due(timedelta(hours=1))
    read = Shifted()
    read.by = HOURS
    with engine(tmp_path, read, right) as running:
        assert until(lambda: kinds() == [doubt.JUMPED])
        running.wake()
        assert not until(lambda: Attempt.objects.exists(), 0.5)
    assert Delivery.objects.get().state == State.PLANNED


def test_another_machine_s_reading_says_nothing_of_this_one_s_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container that comes back under another name."""
    monkeypatch.setattr(socket, "gethostname", lambda: "before")
    Anchor(tmp_path, "an earlier start").keep(Reading(right() - HOURS / 12, 1000.0), None)
    monkeypatch.setattr(socket, "gethostname", lambda: "after")
    assert Anchor(tmp_path, "this start").load(right() + HOURS).unproven


def test_a_clock_that_was_wrong_before_is_trusted_once_another_agrees(tmp_path: Path) -> None:
    """It was two hours behind when the engine started, and has been set right."""
    due(timedelta(0))
    read = Shifted()
    read.by = -HOURS
    with engine(tmp_path, read, right) as running:
        assert not until(lambda: sent() > 0, 0.5)
        read.by = timedelta(0)
        running.wake()
        assert until(lambda: sent() == 1)
    assert kinds() == [doubt.JUMPED, doubt.AGREED]


def test_a_clock_that_went_back_sends_nothing_again(tmp_path: Path) -> None:
    due(timedelta(0))
    read = Shifted()
    with engine(tmp_path, read) as running:
        assert until(lambda: sent() == 1)
        read.by = -HOURS
        running.wake()
        assert until(lambda: kinds() == [doubt.JUMPED])
        confirm(Worker.objects.get(), by=None, at=datetime.now(UTC))
        assert running.in_doubt, "until the engine itself has read it"
        assert until(lambda: Worker.objects.filter(doubt_since=None).exists())
        running.wake()
        assert not until(lambda: Attempt.objects.count() > 1, 0.5)


def test_the_command_says_confirmed_once_the_engine_has_read_it(tmp_path: Path) -> None:
    read, told = Shifted(), StringIO()
    with engine(tmp_path, read) as running:
        read.by = HOURS
        running.wake()
        assert until(lambda: Worker.objects.exclude(doubt_since=None).exists())
        call_command("confirm_clock", stdout=told)
        assert not running.in_doubt
    assert "Confirmed: " in told.getvalue()


def test_a_worker_says_that_it_doubts_whatever_its_row_says(tmp_path: Path) -> None:
    read = Shifted()
    with engine(tmp_path, read) as running:
        assert not running.in_doubt
        read.by = HOURS
        assert running.in_doubt, "at once, and not when it has been written"
        assert until(lambda: kinds() == [doubt.JUMPED])
        Worker.objects.update(doubt_since=None, doubt_seconds=0)
        assert running.in_doubt


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_engine_whose_doubt_has_died_is_neither_alive_nor_ready(tmp_path: Path) -> None:
    """Nobody would ever end the freeze: a supervisor has to start it anew."""

    def broken() -> datetime:
        raise LookupError

    read = Shifted()
    Anchor(tmp_path, boot_id()).keep(read(), None)
    with engine(tmp_path, read, broken) as running:
        assert until(lambda: running.is_ready)
        read.by = HOURS
        running.wake()
        assert until(lambda: not running.is_alive)
        assert not running.is_ready
        assert kinds() == [doubt.JUMPED]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_engine_with_a_dead_part_ends_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk that looks well but sends nothing is worse than one that is down."""
    ended = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: ended.set())

    def die(point: str) -> None:
        if point == points.TURNED:
            raise LookupError

    try:
        with engine(tmp_path, Shifted(), safety=timedelta(seconds=0.5)) as running:
            assert until(lambda: running.is_ready)
            monkeypatch.setattr(points, "hook", die)
            assert until(ended.is_set)
            assert not running.is_alive
    finally:
        signal.signal(signal.SIGTERM, before)


def test_the_witness_knows_every_intent_before_its_call(tmp_path: Path) -> None:
    due(timedelta(0))
    with engine(tmp_path, Shifted()):
        assert until(lambda: sent() == 1)
    seen = Witness(tmp_path).read()
    assert isinstance(seen, Seen)
    assert seen.attempt == Attempt.objects.get().pk


def everything_but_the_engines_own() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the record, as the database has it."""
    own = {model._meta.db_table for model in OWN}
    tables = sorted(set(connection.introspection.table_names()) - own)
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  names from the database
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows


def many(network: people.Network, lanes: int, each: int) -> int:
    now = datetime.now(UTC)
    for n in range(lanes):
        account = network.account(handle=f"lane{n}")
        for _ in range(each):
            planned(network, account, at=now, due=now)
    return lanes * each


def test_wiping_the_engines_own_tables_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    total = many(people.build(), lanes=4, each=5)
    with engine(tmp_path, Shifted()) as running:
        for _ in range(3):
            for model in OWN:
                model._default_manager.all().delete()
            running.wake()
        assert until(lambda: sent() == total)
    assert Attempt.objects.count() == total


def test_rebuilding_beside_a_running_engine_loses_nothing(tmp_path: Path) -> None:
    total = many(people.build(), lanes=4, each=5)
    with engine(tmp_path, Shifted()):
        for _ in range(3):
            rebuild(datetime.now(UTC))
        assert until(lambda: sent() == total)
        assert Worker.objects.count() == 1
    assert Attempt.objects.count() == total


def test_rebuilding_leaves_the_record_byte_for_byte(tmp_path: Path) -> None:
    due(timedelta(0))
    with engine(tmp_path, Shifted()):
        assert until(lambda: sent() == 1)
    before = everything_but_the_engines_own()
    assert before["scheduler_attempt"]
    rebuild(datetime.now(UTC))
    assert everything_but_the_engines_own() == before


def test_what_an_app_has_sent_lately_is_counted_anew(network: people.Network) -> None:
    """As it was, whatever has become of the counter: no look, nothing from long ago."""
    kind, pace = next(
        (kind, pace)
        for kind in registry.CHANNELS
        if (pace := registry.load(kind).capabilities.app_pace) is not None
    )
    now = datetime.now(UTC)
    account = network.account(kind, credentials=x_credentials() if kind == "x" else None)
    [row] = planned(network, account, post=network.approved(texts={kind: "Buka."}))
    for number, ago in enumerate((pace.per / 3, pace.per / 2, pace.per * 2), 1):
        Attempt.objects.create(delivery=row, number=number, started_at=now - ago)
    Spent.objects.create(shares="lain", at=now, calls=99)
    SharedRest.objects.create(shares=account.shares, rest_until=now + timedelta(days=9))
    done = rebuild(now)
    assert (done.rests, done.calls) == (1, 2)
    assert not SharedRest.objects.exists()
    assert {(spent.shares, spent.calls) for spent in Spent.objects.all()} == {(account.shares, 1)}
    assert Spent.objects.count() == 2


def test_rebuilding_forgets_the_dead_and_leaves_the_living(db: None) -> None:
    long_ago = people.MORNING - timedelta(days=30)
    Worker.objects.create(
        owner="dead", host="h", pid=1, lanes=1, started_at=long_ago, seen_at=long_ago
    )
    Pulse("living", lanes=1).register(datetime.now(UTC))
    assert rebuild(datetime.now(UTC)).workers == 1
    assert [row.owner for row in Worker.objects.all()] == ["living"]


def test_rebuilding_leaves_a_worker_that_is_alone_and_beats_once_a_minute(
    db: None, settings: Settings
) -> None:
    """With its row went what it says of its clock, and every page said that nobody sends."""
    alone = msgspec.structs.replace(settings.GEMA.engine, kind="embedded")
    settings.GEMA = msgspec.structs.replace(settings.GEMA, engine=alone)
    pulse = Pulse("alone", lanes=1, alone=True)
    pulse.register(datetime.now(UTC))
    before_the_next_beat = Now() - pulse.every - timedelta(seconds=5)
    Worker.objects.update(seen_at=before_the_next_beat, doubt_since=people.MORNING)
    assert rebuild(datetime.now(UTC)).workers == 0
    assert doubt.doubting()
