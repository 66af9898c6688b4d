"""After a restore nobody takes back, replaces or repeats what may be live as if it were not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.base import NotFound, Reason, Receipt
from content import workflow
from content.models import Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler import acts, plan, resuming, safe_mode, stops, toolate
from scheduler.models import Delivery, Hold, Mode, Reach, State, Why
from scheduler.recurring import steer
from scheduler.refusals import Unsettled
from scheduler.resuming import Choice, Wish
from tests.people import MORNING, Network, content
from tests.scheduler.recurring.weekly import FIRST, deliveries, weekly
from tests.scheduler.stage import DUE, Stage, again, always, planned

pytestmark = pytest.mark.django_db

BACK = DUE + timedelta(minutes=5)
ABSENT = NotFound(Reason.GONE)
FOUND = Receipt("r1", "https://contoh.test/1")


def restored(row: Delivery, *, readable: bool = True) -> Delivery:
    """It was planned in the backup, and its time has come before the restore."""
    safe_mode.enter(Why.RESTORED, BACK, recorded_until=MORNING)
    if not readable:
        Delivery.objects.filter(pk=row.pk).update(
            state=State.HELD, reason=Hold.RESTORED, run_at=None
        )
    return again(row)


def post_of(row: Delivery) -> Post:
    return Post.objects.select_related("office", "head").get(pk=row.post_id)


def reworded(network: Network, row: Delivery) -> Post:
    post = workflow.take(Step.REOPEN, post_of(row), by=network.sari, at=BACK)
    plan.hold_unapproved(post, BACK)
    words = content(texts={"practice": "Kata baru."})
    post = workflow.submit(post, words, by=network.sari, at=BACK)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=BACK, sha256=post.head.sha256)


def test_cancelling_does_not_call_off_the_look(network: Network) -> None:
    [row] = planned(network)
    row = restored(row)
    acts.cancel(row, by=network.tono, at=BACK)
    assert again(row).state == State.UNCONFIRMED
    stage = Stage()
    stage.turn(BACK, always(FOUND))
    assert (stage.looked, stage.sent) == ([row.pk], [])
    assert again(row).state == State.SENT


def test_what_is_due_after_the_restore_is_cancelled_as_ever(network: Network) -> None:
    [row] = planned(network, due=BACK + timedelta(hours=1))
    row = restored(row)
    acts.cancel(row, by=network.tono, at=BACK)
    assert again(row).state == State.CANCELLED


@pytest.mark.parametrize("readable", [True, False])
def test_new_words_wait_until_it_is_known_whether_the_old_ones_are_out(
    network: Network, *, readable: bool
) -> None:
    [row] = planned(network)
    row = restored(row, readable=readable)
    post = reworded(network, row)
    with pytest.raises(Unsettled):
        plan.plan(post, [row.account], None, Mode.TOGETHER, by=network.tono, at=BACK)
    assert again(row).state == (State.UNCONFIRMED if readable else State.HELD)


def test_an_old_revision_found_live_is_edited_and_not_joined_by_another(network: Network) -> None:
    [row] = planned(network)
    post = reworded(network, restored(row))
    stage = Stage()
    stage.turn(BACK, always(FOUND))
    post = Post.objects.get(pk=post.pk)
    assert post.live_id
    [edit] = plan.plan(post, [row.account], None, Mode.TOGETHER, by=network.tono, at=BACK)
    assert (edit.verb, edit.target_id) == ("edit", row.pk)


@pytest.mark.parametrize("readable", [True, False])
def test_a_withdrawal_tells_what_may_be_live_and_takes_it_down_once_found(
    network: Network, *, readable: bool
) -> None:
    [row] = planned(network)
    row = restored(row, readable=readable)
    # It is out on another account.
    Post.objects.filter(pk=row.post_id).update(status=Status.PUBLISHED, published_at=MORNING)
    acts.withdraw(post_of(row), "Keliru.", by=network.tono, at=BACK)
    assert toolate.sentences(Step.WITHDRAW, post_of(row), BACK) == [
        "1 belum pasti: mungkin sudah terbit."
    ]
    if readable:
        Stage().turn(BACK, always(FOUND))
    else:
        acts.found(again(row), "", by=network.tono, at=BACK)
    assert Delivery.objects.filter(verb="delete", target=row).exists()


def test_taken_off_the_calendar_and_found_absent_it_does_not_go_out(network: Network) -> None:
    [row] = planned(network)
    row = restored(row)
    plan.unschedule(post_of(row), by=network.tono, at=BACK)
    assert again(row).state == State.UNCONFIRMED
    stage = Stage()
    later = BACK + timedelta(seconds=1)
    stage.turn(later, always(ABSENT))
    stage.turn(later)
    assert (stage.looked, stage.sent) == ([row.pk], [])
    assert again(row).state == State.CANCELLED


def test_cancelling_all_of_a_stop_leaves_what_may_be_live(network: Network) -> None:
    [row] = planned(network)
    stop = stops.stop(Reach.ALL, "Tunggu.", by=network.rina, at=MORNING)
    Stage().turn(DUE)
    assert again(row).state == State.HELD
    restored(row)
    seen = resuming.survey(stop, Scope.of(network.rina, BACK), BACK).seen
    stops.lift(stop, Wish(Choice.CANCEL, seen=seen), by=network.rina, at=BACK)
    assert again(row).state == State.UNCONFIRMED


@pytest.mark.parametrize("readable", [True, False])
def test_a_series_does_not_replace_what_may_be_live(network: Network, *, readable: bool) -> None:
    series = weekly(network)
    first = deliveries(series)[0]
    at = FIRST + timedelta(minutes=1)
    safe_mode.enter(Why.RESTORED, at, recorded_until=MORNING)
    if not readable:
        Delivery.objects.filter(pk=first.pk).update(
            state=State.HELD, reason=Hold.RESTORED, run_at=None
        )
    steer.end(series, by=network.tono, at=at)
    assert again(first).state == (State.UNCONFIRMED if readable else State.HELD)


def test_another_post_of_it_waits_where_only_a_person_can_look(network: Network) -> None:
    [row] = planned(network)
    row = restored(row, readable=False)
    other = Delivery.objects.get(pk=row.pk)
    other.pk, other.again, other.look_first = None, 1, False
    other.state, other.reason, other.run_at = State.PLANNED, "", BACK
    other.save()
    stage = Stage()
    stage.turn(BACK)
    assert stage.sent == []
    assert (again(other).state, again(other).reason) == (State.HELD, Hold.UNSETTLED)


def test_what_only_a_person_can_look_for_is_not_planned_anew_before_he_has(
    network: Network,
) -> None:
    [row] = planned(network)
    row = restored(row, readable=False)
    with pytest.raises(Unsettled):
        plan.plan(row.post, [row.account], None, Mode.TOGETHER, by=network.tono, at=BACK)
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.RESTORED)


@pytest.mark.parametrize("reason", [Hold.BY_HAND, Hold.TARGET_MISSING])
def test_what_gema_cannot_do_stays_with_the_person_who_was_asked(
    network: Network, reason: Hold
) -> None:
    [row] = planned(network)
    Delivery.objects.update(state=State.HELD, reason=reason, run_at=None)
    row = restored(row)
    assert (row.state, row.reason) == (State.HELD, reason)
