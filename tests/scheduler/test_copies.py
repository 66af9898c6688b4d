from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from channels.base import Reason, Unconfirmed, Verb
from composer import correcting
from content import workflow
from content.models import Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler import acts, delivery, plan
from scheduler.errands import errands
from scheduler.models import Delivery, Hold, Mode, State
from scheduler.refusals import (
    OriginWithdrawn,
    Unsettled,
)
from tests.people import MORNING, Network, content
from tests.scheduler.stage import (
    Stage,
    again,
    always,
    corrected,
    echoed,
    lost_if,
    planned,
)

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_every_copy_that_a_person_wanted_is_withdrawn_and_corrected(network: Network) -> None:
    account = network.account()
    [row] = planned(network, account)
    stage = Stage()
    stage.turn(DUE)
    acts.post_again(again(row), by=network.tono, at=DUE)
    stage.turn(DUE)
    post = corrected(network, again(row).post)
    edits = planned(network, account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    assert sorted(edit.again for edit in edits) == [0, 1]
    for _ in edits:
        stage.turn(DUE + timedelta(minutes=2))
    removals = acts.withdraw(again(edits[0]).post, "Keliru.", by=network.tono, at=DUE)
    assert sorted(removal.again for removal in removals) == [0, 1]


@pytest.mark.parametrize("step", [Step.REOPEN, Step.UNSCHEDULE])
def test_what_goes_out_while_its_post_is_taken_back_is_public_and_can_be_withdrawn(
    network: Network, step: Step
) -> None:
    planned(network)
    with transaction.atomic():
        [task] = delivery.claim("me", DUE, 1)
    by = network.sari if step is Step.REOPEN else network.tono
    workflow.take(step, again(task.delivery).post, by=by, at=DUE)
    Stage().play(task, DUE)
    post = again(task.delivery).post
    assert post.is_public
    [removal] = acts.withdraw(post, "Keliru.", by=network.tono, at=DUE)
    assert removal.target == task.delivery


def test_a_new_revision_waits_until_it_is_known_what_became_of_the_old_one(
    network: Network,
) -> None:
    account = network.account()
    [old] = planned(network, account)
    Stage().turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.update(run_at=None)
    post = workflow.take(Step.REOPEN, again(old).post, by=network.sari, at=DUE)
    post = workflow.submit(post, content(title="Baru"), by=network.sari, at=DUE)
    assert post.head is not None
    post = workflow.take(Step.APPROVE, post, by=network.rina, at=DUE, sha256=post.head.sha256)
    with pytest.raises(Unsettled):
        planned(network, account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    acts.found(again(old), "", by=network.tono, at=DUE)
    post = Post.objects.select_related("office", "approval__revision").get(pk=post.pk)
    [edit] = planned(network, account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    assert edit.verb == Verb.EDIT


def test_nothing_new_starts_where_an_older_delivery_of_the_post_may_be_live(
    network: Network,
) -> None:
    account = network.account()
    [old] = planned(network, account)
    stage = Stage()
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.filter(pk=old.pk).update(run_at=None)
    twin = again(old)
    twin.pk, twin.again, twin.state, twin.run_at = None, 1, State.PLANNED, DUE
    twin.save()
    stage.turn(DUE + SECOND)
    assert stage.sent == [old.pk]
    assert (again(twin).state, again(twin).reason) == (State.HELD, Hold.UNSETTLED)


def test_an_echo_is_taken_back_and_is_not_made_twice_or_of_what_was_withdrawn(
    network: Network,
) -> None:
    ours = network.account(office=network.centre)
    [origin] = planned(network, network.account())
    stage = Stage()
    stage.turn(DUE)
    echo = echoed(network, again(origin).post)
    [row] = plan.plan(echo, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)
    stage.turn(DUE)
    assert again(row).state == State.SENT
    assert errands(again(row).post, again(row).revision, ours) == []
    [removal] = acts.withdraw(again(row).post, "Keliru.", by=network.tono, at=DUE)
    assert (removal.verb, removal.target) == (Verb.DELETE, row)

    second = echoed(network, again(origin).post)
    [late] = plan.plan(second, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)
    acts.withdraw(again(origin).post, "Keliru.", by=network.tono, at=DUE)
    assert again(late).state == State.CANCELLED
    with pytest.raises(OriginWithdrawn):
        plan.plan(again(late).post, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)


def test_an_abandoned_correction_gives_the_public_revision_its_approval_back(
    network: Network,
) -> None:
    early, late = network.account(handle="early"), network.account(handle="late")
    [first] = planned(network, early)
    [second] = planned(network, late, due=DUE + timedelta(hours=2), post=again(first).post)
    stage = Stage()
    stage.turn(DUE)
    post = correcting.take(Step.CORRECT, again(first).post, by=network.sari, at=DUE)
    assert again(second).state == State.HELD
    post = correcting.take(Step.ABANDON, post, by=network.sari, at=DUE)
    assert post.status == Status.PUBLISHED
    assert post.approval is not None
    stage.turn(DUE + timedelta(hours=2))
    assert stage.sent == [first.pk, second.pk]


def test_what_was_mended_by_hand_can_still_be_taken_down(network: Network) -> None:
    account = network.account()
    [row] = planned(network, account)
    stage = Stage()
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.update(run_at=None)
    acts.found(again(row), "https://contoh.test/7", by=network.tono, at=DUE)
    post = corrected(network, again(row).post)
    [edit] = planned(network, account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    assert (edit.state, edit.reason) == (State.HELD, Hold.BY_HAND)
    acts.done_by_hand(again(edit), by=network.tono, at=DUE)
    [removal] = acts.withdraw(again(edit).post, "Keliru.", by=network.tono, at=DUE)
    assert (removal.state, removal.reason) == (State.HELD, Hold.BY_HAND)
    assert acts.open_acts(again(removal), Scope.of(network.tono, DUE))[0] == acts.Act.DONE_BY_HAND


def test_a_task_by_hand_ends_with_the_approval_it_came_from(network: Network) -> None:
    [row] = planned(network, network.account())
    Stage().turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.update(run_at=None)
    acts.found(again(row), "https://contoh.test/7", by=network.tono, at=DUE)
    post = corrected(network, again(row).post)
    [edit] = planned(network, row.account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    assert (edit.state, edit.reason) == (State.HELD, Hold.BY_HAND)
    correcting.take(Step.REOPEN, again(edit).post, by=network.sari, at=DUE)
    assert again(edit).state == State.CANCELLED


def test_a_discarded_post_leaves_nothing_to_do_behind(network: Network) -> None:
    [row] = planned(network)
    Stage().turn(DUE + timedelta(hours=5))
    assert again(row).state == State.MISSED
    post = correcting.take(Step.REOPEN, again(row).post, by=network.sari, at=DUE)
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.APPROVAL_VOID)
    correcting.take(Step.DISCARD, post, by=network.sari, at=DUE)
    assert again(row).state == State.CANCELLED
    assert not Delivery.objects.needing_a_person().exists()


def test_an_older_sibling_that_turns_up_does_not_publish_the_correction(
    network: Network,
) -> None:
    quick, slow = network.account(handle="quick"), network.account(handle="slow")
    rows = planned(network, quick, slow)
    stage = Stage()
    stage.turn(DUE, lambda task: lost_if(task.delivery.account == slow))
    Delivery.objects.filter(pk=rows[1].pk).update(run_at=None)
    post = corrected(network, again(rows[0]).post)
    [edit] = planned(network, quick, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    acts.found(again(rows[1]), "", by=network.tono, at=DUE)
    assert again(edit).post.status == Status.SCHEDULED
    stage.turn(DUE + timedelta(minutes=2))
    assert again(edit).post.status == Status.CORRECTED


def test_a_correction_edits_what_is_live_where_the_network_can(network: Network) -> None:
    account = network.account()
    [row] = planned(network, account)
    stage = Stage()
    stage.turn(DUE)
    post = corrected(network, again(row).post)
    [edit] = planned(network, account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    assert (edit.verb, edit.target) == (Verb.EDIT, row)
    stage.turn(DUE + timedelta(minutes=2))
    assert again(edit).post.status == Status.CORRECTED
    assert again(edit).post.published_at == DUE


def test_a_withdrawal_first_cancels_what_is_planned_then_takes_down_what_is_live(
    network: Network,
) -> None:
    live, waiting = network.account(handle="live"), network.account(handle="waiting")
    [row] = planned(network, live)
    stage = Stage()
    stage.turn(DUE)
    [later] = planned(network, waiting, at=DUE, due=DUE + timedelta(hours=1), post=again(row).post)
    post = again(row).post
    [removal] = acts.withdraw(post, "Jadwal keliru.", by=network.tono, at=DUE)
    assert again(later).state == State.CANCELLED
    stage.turn(DUE)
    assert stage.sent == [row.pk, removal.pk]
    assert again(removal).verb == Verb.DELETE
    assert again(removal).post.status == Status.WITHDRAWN


def test_a_send_that_was_under_way_while_its_post_was_withdrawn_is_taken_down(
    network: Network,
) -> None:
    live, slow = network.account(handle="live"), network.account(handle="slow")
    first, second = planned(network, live, slow)
    stage = Stage()
    with transaction.atomic():
        quick, late = delivery.claim("me", DUE, 2)
    assert (quick.delivery, late.delivery) == (first, second)
    stage.play(quick, DUE)
    [removal] = acts.withdraw(again(first).post, "Keliru.", by=network.tono, at=DUE)
    stage.play(late, DUE)
    stage.turn(DUE)
    removed = Delivery.objects.filter(verb=Verb.DELETE, state=State.SENT)
    assert {row.account for row in removed} == {live, slow}
    assert removal in removed


def test_an_echo_uses_the_networks_own_verb_on_the_regions_post(network: Network) -> None:
    ours = network.account(office=network.centre)
    [origin] = planned(network, network.account())
    stage = Stage()
    stage.turn(DUE)
    echo = echoed(network, again(origin).post)
    [row] = plan.plan(echo, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)
    assert (row.verb, row.target) == (Verb.REPOST, origin)
