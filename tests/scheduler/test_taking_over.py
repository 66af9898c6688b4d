"""Workers that die, sleep and wake up: who takes over, and what a sleeper may still do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone

from channels import registry
from channels.base import NotFound, NotSent, Reason, Receipt, Unconfirmed
from channels.models import Account
from content import workflow
from content.workflow import Step
from scheduler import acts, delivery, settle, workers
from scheduler.lanes import Ready
from scheduler.models import Attempt, Delivery, Hold, State, Worker
from scheduler.pump import Pump
from scheduler.send import START_WITHIN, perform
from scheduler.workers import SILENT, Pulse, Silence
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, again, always, planned

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


class Seconds:
    """A clock of seconds since the start of the machine, turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def pulse(seconds: Seconds, owner: str = "one", place: str = "") -> Pulse:
    made = Pulse(owner, lanes=4, place=place, silent=timedelta(seconds=15), seconds=seconds)
    made.register(MORNING)
    made.shown(seconds())
    return made


def silent_for(owner: str, seconds: float) -> None:
    Worker.objects.filter(owner=owner).update(seen_at=timezone.now() - timedelta(seconds=seconds))


def watched(seconds: Seconds, beat: Callable[[datetime], None] = lambda at: None) -> set[str]:
    """Who is dead after twenty seconds of watching, while somebody beats."""
    silence = Silence(SILENT, seconds)
    for _ in range(6):
        silence.watch()
        seconds.now += 4
        beat(MORNING)
    return silence.dead()


def claimed(network: Network, owner: str) -> delivery.Task:
    planned(network, network.account(handle=owner))
    with transaction.atomic():
        [task] = delivery.claim(owner, DUE, 1)
    return task


def in_a_lane(task: delivery.Task) -> settle.Result:
    """In a thread of its own, as always: it closes that thread's connection."""
    with ThreadPoolExecutor(1) as lane:
        return lane.submit(perform, task).result()


def test_only_the_claims_of_silent_workers_are_taken_over(network: Network) -> None:
    living = pulse(Seconds(), "living")
    pulse(Seconds(), "dead")
    of_living, of_dead = claimed(network, "living"), claimed(network, "dead")
    seconds = Seconds()
    owners = watched(seconds, living.beat)
    with transaction.atomic():
        assert len(settle.reap(DUE + SECOND, owners=owners)) == 1
    assert owners == {"dead"}
    assert again(of_living.delivery).state == State.SENDING
    assert again(of_dead.delivery).state == State.UNCONFIRMED


def test_a_worker_that_nobody_knows_is_dead(network: Network) -> None:
    claimed(network, "wiped")
    assert watched(Seconds()) == {"wiped"}


def test_whom_the_database_s_clock_makes_look_dead_is_not(network: Network) -> None:
    """It was set ahead by an hour, or back: what counts is whether the sign of life changes."""
    mine = pulse(Seconds(), "mine")
    claimed(network, "mine")
    for ahead in (3600, -3600):

        def beat_by_that_clock(at: datetime, ahead: int = ahead) -> None:
            mine.beat(at)
            silent_for("mine", ahead + Worker.objects.get().seen_at.microsecond / 1e6)

        assert watched(Seconds(), beat_by_that_clock) == set()


def test_one_whose_row_is_wiped_again_and_again_lives(network: Network) -> None:
    mine = pulse(Seconds(), "mine")
    claimed(network, "mine")
    wiped = count()

    def beat_after_a_wipe(at: datetime) -> None:
        if next(wiped) % 2:
            Worker.objects.all().delete()
        else:
            mine.beat(at)

    assert watched(Seconds(), beat_after_a_wipe) == set()


def test_who_was_suspended_with_the_others_waits_for_their_next_sign(network: Network) -> None:
    pulse(Seconds(), "other")
    claimed(network, "other")
    seconds = Seconds()
    silence = Silence(SILENT, seconds)
    silence.watch()
    seconds.now += 3600
    silence.watch()
    assert silence.dead() == set()


def test_a_sign_of_life_from_the_future_does_not_keep_the_dead_alive(network: Network) -> None:
    pulse(Seconds(), "dead")
    claimed(network, "dead")
    silent_for("dead", -120)
    assert watched(Seconds()) == {"dead"}


def test_a_worker_whose_row_was_wiped_shows_itself_again() -> None:
    mine = pulse(Seconds())
    Worker.objects.all().delete()
    mine.beat(MORNING)
    assert Worker.objects.get().owner == "one"


def test_who_holds_a_place_knows_that_the_one_before_is_dead() -> None:
    pulse(Seconds(), "before", place="desk:/data")
    pulse(Seconds(), "elsewhere", place="desk:/other")
    pulse(Seconds(), "now", place="desk:/data")
    assert workers.earlier_of("desk:/data", "now") == ["before"]


def test_a_sleeper_is_stale_before_others_take_over_and_fresh_after_its_next_beat() -> None:
    seconds = Seconds()
    mine = pulse(seconds)
    seconds.now += 8
    assert mine.is_fresh()
    seconds.now += 2
    assert not mine.is_fresh(), "others wait five seconds more"
    mine.beat(MORNING)
    mine.shown(seconds())
    assert mine.is_fresh()


def test_what_began_before_a_sleep_does_not_go_on_after_it() -> None:
    seconds = Seconds()
    mine = pulse(seconds)
    before = mine.since_now()
    seconds.now += 5
    mine.shown(seconds())
    assert before(), "it has shown itself in time"
    seconds.now += 60
    mine.shown(seconds())
    assert mine.is_fresh()
    assert not before(), "others had time enough to take it over"
    assert mine.since_now()()


def test_a_beat_that_was_never_committed_is_none() -> None:
    seconds = Seconds()
    mine = pulse(seconds)
    seconds.now += 10
    mine.beat(MORNING)
    assert not mine.is_fresh()


def test_one_that_works_alone_is_always_fresh() -> None:
    seconds = Seconds()
    mine = Pulse("alone", lanes=4, alone=True, seconds=seconds)
    seconds.now += 3600
    assert mine.is_fresh()


def test_a_call_of_a_sleeper_is_given_back_unstarted(network: Network) -> None:
    task = replace(claimed(network, "sleeper"), may_call=lambda: False)
    task = replace(task, claimed_at=timezone.now())
    assert isinstance(in_a_lane(task).answer, NotSent)


def test_a_call_that_waited_too_long_is_given_back_unstarted(network: Network) -> None:
    task = replace(claimed(network, "busy"), claimed_at=timezone.now() - START_WITHIN - SECOND)
    assert isinstance(in_a_lane(task).answer, NotSent)


def test_the_late_outcome_of_a_look_does_not_count_for_the_look_after_it(
    network: Network, stage: Stage
) -> None:
    """Both looks belong to the same attempt; the fence still tells them apart."""
    sent = claimed(network, "dead")
    with transaction.atomic():
        settle.reap(DUE, all_owners=True)
        [early] = delivery.claim("asleep", DUE + 5 * SECOND, 1)
        assert early.look
        settle.reap(DUE + 6 * SECOND, owners=["asleep"])
        [late] = delivery.claim("awake", DUE + 60 * SECOND, 1)
        assert late.look
        now = DUE + 61 * SECOND
        settle.settle([settle.Result(early, NotFound(Reason.GONE), now)], now)
    assert again(sent.delivery).state == State.UNCONFIRMED
    assert again(sent.delivery).owner == "awake"
    with transaction.atomic():
        settle.settle([settle.Result(late, Receipt("there"), now)], now)
    assert again(sent.delivery).remote_id == "there"


def test_a_worker_does_not_take_over_its_own_calls(network: Network) -> None:
    task = claimed(network, "slow")
    later = DUE + delivery.LEASE + SECOND
    with transaction.atomic():
        assert settle.reap(later, living=[task.delivery.pk]) == []
        assert len(settle.reap(later)) == 1


def test_the_call_of_a_living_worker_is_left_to_it_when_the_clocks_are_set_past_its_lease(
    network: Network,
) -> None:
    """All hosts ran slow by more than a lease, and were set right while it was under way."""
    seconds = Seconds()
    mine = pulse(seconds, "mine")
    pulse(Seconds(), "theirs")
    task = claimed(network, "theirs")
    times = [DUE]
    pump = Pump(lanes=1, now=lambda: times[-1], perform=perform, arm=lambda at: None, pulse=mine)
    times.append(DUE + delivery.LEASE + 120 * SECOND)
    pump.turn()
    assert again(task.delivery).state == State.SENDING
    for _ in range(3):
        seconds.now += 6
        times.append(times[-1] + 6 * SECOND)
        pump.turn()
    assert again(task.delivery).state == State.UNCONFIRMED, "and now it is dead"


def test_what_a_network_says_never_stops_the_engine(network: Network, stage: Stage) -> None:
    """A null or half a character is stored nowhere; the outcome is."""
    [row] = planned(network)
    stage.turn(DUE, always(Receipt("id\x00\ud800", "https://contoh.test/\x00")))
    assert (again(row).state, again(row).remote_id) == (State.SENT, "id?")


def test_what_was_set_aside_after_crashes_goes_out_when_a_person_sends_it(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    tries = [(f"doomed{n}", DUE + n * SECOND) for n in range(3)]
    for number, (_, at) in enumerate(tries, start=1):
        Attempt.objects.create(delivery=row, number=number, started_at=at, outcome="crashed")
    Delivery.objects.update(attempts=3)
    stage.turn(DUE + 5 * SECOND)
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.CRASHED)
    acts.send_now(again(row), by=network.tono, at=DUE + 10 * SECOND)
    stage.turn(DUE + 10 * SECOND)
    assert again(row).state == State.SENT


def test_a_look_that_ends_its_process_again_and_again_ends_with_a_person(
    network: Network, stage: Stage
) -> None:
    task = claimed(network, "dead")
    now = DUE
    with transaction.atomic():
        settle.reap(now, all_owners=True)
    for _ in range(4):
        now += timedelta(minutes=6)
        with transaction.atomic():
            [look] = delivery.claim("doomed", now, 1)
            assert look.look
            settle.reap(now, all_owners=True)
    assert again(task.delivery) in Delivery.objects.needing_a_person()
    assert again(task.delivery).state == State.UNCONFIRMED


def test_a_channel_that_this_release_does_not_know_waits_and_stops_nobody(
    network: Network, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer release has connected it; an older one goes on working beside it, or again."""
    [other] = planned(network, network.account(handle="other"))
    account = network.account(handle="later")
    [unknown] = planned(network, account)
    [lost] = planned(network, network.account(handle="lost"))
    with transaction.atomic():
        [task] = [t for t in delivery.claim("dead", DUE, 3) if t.delivery.pk == lost.pk]
        Delivery.objects.exclude(pk=lost.pk).update(
            state=State.PLANNED, run_at=DUE, lease_until=None, owner="", attempts=0
        )
        Attempt.objects.exclude(delivery=lost).delete()
        Account.objects.exclude(handle="other").update(kind="of-a-later-release")
        settle.reap(DUE, all_owners=True)
    stage.turn(DUE)
    assert again(other).state == State.SENT
    assert again(unknown).state == State.PLANNED
    assert again(task.delivery) in Delivery.objects.needing_a_person()
    stage.turn(DUE + timedelta(hours=1))
    assert again(unknown).state == State.MISSED


def crashed(network: Network, handle: str, times: int) -> Delivery:
    """Due, and its process has died so many times."""
    [row] = planned(network, network.account(handle=handle))
    for number in range(1, times + 1):
        Attempt.objects.create(delivery=row, number=number, started_at=DUE, outcome="crashed")
    Delivery.objects.filter(pk=row.pk).update(attempts=times)
    return row


def test_those_that_were_beside_two_crashes_are_tried_one_at_a_time(
    network: Network, stage: Stage
) -> None:
    """Who was there only once, or not at all, goes out as if nothing had happened."""
    poison, twice = crashed(network, "lane0", 2), crashed(network, "lane1", 2)
    once, fresh = crashed(network, "lane2", 1), crashed(network, "lane3", 0)
    ready = Ready()
    begun: list[delivery.Task] = []

    def started() -> list[int]:
        with transaction.atomic():
            tasks = delivery.claim("me", DUE, 10, ready)
        begun.extend(tasks)
        return [task.delivery.pk for task in tasks]

    assert sorted(started()) == sorted([poison.pk, once.pk, fresh.pk])
    assert started() == [], "one suspect is under way"
    stage.play(next(task for task in begun if task.delivery.pk == poison.pk), DUE)
    assert started() == [twice.pk]


def test_the_suspect_with_the_fewest_crashes_goes_first(network: Network) -> None:
    often, twice = crashed(network, "lane0", 3), crashed(network, "lane1", 2)
    Delivery.objects.filter(pk=often.pk).update(due_at=DUE - SECOND)
    Attempt.objects.filter(delivery=often).update(started_at=DUE - 60 * SECOND)
    with transaction.atomic():
        tasks = delivery.claim("me", DUE, 10, Ready())
    assert [task.delivery.pk for task in tasks] == [twice.pk]


def test_after_one_crash_all_that_were_under_way_go_out_side_by_side(network: Network) -> None:
    """A power cut in the middle of a burst is nobody's fault."""
    rows = [crashed(network, f"lane{n}", 1) for n in range(5)]
    with transaction.atomic():
        tasks = delivery.claim("me", DUE, 10, Ready())
    assert {task.delivery.pk for task in tasks} == {row.pk for row in rows}


class TestNetworksThatOnlyKnowARepeat:
    """Nothing can be read there, but the same key twice is one post."""

    @pytest.fixture(autouse=True)
    def _blind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        board = registry.load("practice")
        blind = replace(board.capabilities, can_look=False, deduplicates=True)
        monkeypatch.setattr(board, "capabilities", blind)

    def test_past_its_grace_it_stays_a_question_for_a_person(
        self, network: Network, stage: Stage
    ) -> None:
        [row] = planned(network)
        stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
        assert stage.turn(DUE + timedelta(hours=1)) == []
        assert again(row) in Delivery.objects.needing_a_person()
        assert again(row).state == State.UNCONFIRMED

    def test_it_is_not_sent_again_once_its_approval_is_gone(
        self, network: Network, stage: Stage
    ) -> None:
        [row] = planned(network)
        stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
        workflow.take(Step.REOPEN, again(row).post, by=network.sari, at=DUE)
        assert stage.turn(DUE + SECOND) == []
        assert again(row).state == State.UNCONFIRMED


def test_a_restored_delivery_is_looked_for_before_it_is_sent(
    network: Network, stage: Stage
) -> None:
    [row] = planned(network)
    Delivery.objects.update(look_first=True)
    stage.turn(DUE, always(NotFound(Reason.GONE)))
    assert (stage.sent, stage.looked) == ([], [row.pk])
    stage.turn(DUE + SECOND)
    assert stage.sent == [row.pk]


def test_a_restored_delivery_that_is_live_is_adopted(network: Network, stage: Stage) -> None:
    [row] = planned(network)
    Delivery.objects.update(look_first=True)
    stage.turn(DUE, always(Receipt("there")))
    stage.turn(DUE + SECOND)
    assert stage.sent == []
    assert again(row).state == State.SENT


@pytest.fixture
def stage() -> Stage:
    return Stage()
