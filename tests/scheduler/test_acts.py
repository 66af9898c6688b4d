from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import transaction

from channels import registry
from channels.base import DeliveryError, Reason, Receipt, Refused, Unconfirmed, Verb
from composer import correcting
from content import drafts, workflow
from content.models import Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler import acts, delivery, plan, stops
from scheduler.models import Delivery, Hold, Mode, Reach, State, Stop
from scheduler.refusals import (
    InThePast,
    NotADispatcher,
    NotApproved,
    NothingToSend,
    NotThisOne,
    TooLate,
    Unsettled,
)
from scheduler.when import Wall
from tests.people import MORNING, Network, content
from tests.scheduler.stage import Stage, always, planned

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def again(row: Delivery) -> Delivery:
    return Delivery.objects.select_related(
        "post__office", "account__office", "revision", "target"
    ).get(pk=row.pk)


def corrected(network: Network, post: Post) -> Post:
    """The same post with a RALAT, approved by another pair of eyes."""
    post = Post.objects.select_related("office", "head").get(pk=post.pk)
    post = workflow.take(Step.CORRECT, post, by=network.sari, at=DUE)
    words = content(
        texts={"practice": "Layanan buka sampai pukul 15.00 WIB."},
        correction={"wrong": "16.00", "right": "15.00"},
    )
    post = workflow.submit(post, words, by=network.sari, at=DUE)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=DUE, sha256=post.head.sha256)


def test_serentak_is_one_moment_and_waktu_setempat_is_one_wall_clock(network: Network) -> None:
    west = network.account(office=network.centre)
    east = network.account(office=network.jayapura)
    eight = Wall(date(2026, 12, 8), time(8, 0), "Asia/Jakarta")
    together = plan.plan(
        network.approved(), [west, east], eight, Mode.TOGETHER, by=network.tono, at=MORNING
    )
    local = plan.plan(
        network.approved(), [west, east], eight, Mode.LOCAL, by=network.tono, at=MORNING
    )
    assert [d.due_at.strftime("%d %H:%M") for d in together] == ["08 01:00", "08 01:00"]
    assert [d.due_at.strftime("%d %H:%M") for d in local] == ["08 01:00", "07 23:00"]
    assert local[1].wall == "2026-12-08T08:00"
    assert local[1].zone == "Asia/Jayapura"


def test_planning_twice_does_not_post_twice(network: Network) -> None:
    account = network.account()
    [row] = planned(network, account)
    [same] = planned(network, account, post=again(row).post)
    assert same == row
    Stage().turn(DUE)
    with pytest.raises(NothingToSend):
        planned(network, account, at=DUE, due=DUE + SECOND * 90, post=Post.objects.get())


def test_only_an_approved_post_is_planned_and_only_by_its_desk(network: Network) -> None:
    account = network.account()
    with pytest.raises(NotApproved):
        planned(network, account, post=network.submitted())
    wall = Wall(date(2026, 12, 8), time(8, 0), "Asia/Jakarta")
    with pytest.raises(NotADispatcher):
        plan.plan(network.approved(), [account], wall, Mode.TOGETHER, by=network.sari, at=MORNING)
    with pytest.raises(InThePast):
        planned(network, account, due=MORNING - timedelta(hours=2))
    assert not Delivery.objects.exists()


def test_a_cancelled_delivery_never_goes_out(network: Network) -> None:
    [row] = planned(network)
    acts.cancel(row, by=network.tono, at=MORNING)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == []
    assert again(row).state == State.CANCELLED


@pytest.mark.parametrize(
    ("state", "words"), [(State.SENDING, "sedang dikirim"), (State.SENT, "sudah terkirim")]
)
def test_cancelling_too_late_says_so(network: Network, state: State, words: str) -> None:
    [row] = planned(network)
    Delivery.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(TooLate, match=words):
        acts.cancel(row, by=network.tono, at=DUE)
    assert again(row).state == state


def test_moving_there_and_back_sends_once(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    for minutes in (5, 0):
        local = (DUE + timedelta(minutes=minutes)).astimezone(network.pontianak.zoneinfo)
        wall = Wall(local.date(), local.time(), network.pontianak.zone)
        acts.move(again(row), wall, by=network.tono, at=MORNING)
    stage.turn(DUE)
    stage.turn(DUE + timedelta(minutes=5))
    assert stage.sent == [row.pk]


def test_a_moved_delivery_keeps_its_grace(network: Network) -> None:
    [row] = planned(network)
    wall = Wall(date(2026, 12, 9), time(9, 30), "Asia/Jayapura")
    acts.move(again(row), wall, by=network.tono, at=MORNING)
    moved = again(row)
    assert moved.due_at.strftime("%d %H:%M") == "09 00:30"
    assert moved.deadline_at - moved.due_at == timedelta(minutes=15)


def test_a_missed_delivery_goes_out_when_a_person_says_so(network: Network) -> None:
    [row] = planned(network)
    late = DUE + timedelta(hours=5)
    stage = Stage()
    stage.turn(late)
    acts.send_now(again(row), by=network.tono, at=late)
    stage.turn(late)
    assert stage.sent == [row.pk]


def test_a_person_who_has_looked_settles_an_open_question(network: Network) -> None:
    there, not_there = network.account(handle="a"), network.account(handle="b")
    rows = planned(network, there, not_there)
    stage = Stage()
    stage.turn(DUE, always(Unconfirmed(Reason.LOST_ANSWER)))
    Delivery.objects.update(run_at=None)
    acts.found(again(rows[0]), "https://contoh.test/7", by=network.tono, at=DUE)
    acts.absent(again(rows[1]), by=network.tono, at=DUE)
    assert [again(row).state for row in rows] == [State.SENT, State.MISSED]
    assert again(rows[0]).post.status == Status.PUBLISHED


def test_posting_again_takes_a_person_and_makes_a_second_delivery(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE)
    fresh = acts.post_again(again(row), by=network.tono, at=DUE)
    stage.turn(DUE)
    assert stage.sent == [row.pk, fresh.pk]
    assert fresh.key != row.key


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
    echo = _echo(network, again(origin).post)
    [row] = plan.plan(echo, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)
    stage.turn(DUE)
    assert again(row).state == State.SENT
    assert plan.errands(again(row).post, again(row).revision, ours) == []
    [removal] = acts.withdraw(again(row).post, "Keliru.", by=network.tono, at=DUE)
    assert (removal.verb, removal.target) == (Verb.DELETE, row)

    second = _echo(network, again(origin).post)
    [late] = plan.plan(second, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)
    acts.withdraw(again(origin).post, "Keliru.", by=network.tono, at=DUE)
    stage.turn(DUE + SECOND)
    stage.turn(DUE + SECOND)
    assert (again(late).state, again(late).reason) == (State.HELD, Hold.TARGET_MISSING)


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


def test_a_post_with_nothing_left_to_send_waits_for_a_time_again(network: Network) -> None:
    [row] = planned(network)
    acts.cancel(again(row), by=network.tono, at=MORNING)
    assert again(row).post.status == Status.APPROVED


def test_only_what_was_to_be_done_by_hand_is_done_by_hand(network: Network) -> None:
    [row] = planned(network)
    stops.stop(Reach.ALL, "Salah.", by=network.tono, at=MORNING)
    Stage().turn(DUE)
    with pytest.raises(NotThisOne):
        acts.done_by_hand(again(row), by=network.tono, at=DUE)
    assert again(row).state == State.HELD


def test_what_failed_is_sent_again_as_the_same_delivery(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE, always(Refused(Reason.BAD_MEDIA)))
    acts.send_now(again(row), by=network.tono, at=DUE)
    stage.turn(DUE)
    assert stage.sent == [row.pk, row.pk]
    assert again(row).state == State.SENT


def test_pressing_post_again_twice_makes_one_more(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE)
    first = acts.post_again(again(row), by=network.tono, at=DUE)
    assert acts.post_again(again(row), by=network.tono, at=DUE) == first
    stage.turn(DUE)
    assert stage.sent == [row.pk, first.pk]


def test_where_a_network_cannot_edit_a_person_is_asked_to(network: Network) -> None:
    account = network.account("x", credentials=x_credentials())
    post = network.approved(texts={"x": "Buka sampai 16.00."})
    [row] = planned(network, account, post=post)
    Stage().turn(DUE)
    post = correcting.take(Step.CORRECT, again(row).post, by=network.sari, at=DUE)
    words = content(texts={"x": "Buka sampai 15.00."}, correction={"wrong": "16", "right": "15"})
    post = workflow.submit(post, words, by=network.sari, at=DUE)
    assert post.head is not None
    post = workflow.take(Step.APPROVE, post, by=network.rina, at=DUE, sha256=post.head.sha256)
    [edit] = planned(network, account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    assert (edit.verb, edit.state, edit.reason) == (Verb.EDIT, State.HELD, Hold.BY_HAND)
    acts.done_by_hand(again(edit), by=network.tono, at=DUE)
    assert again(edit).post.status == Status.CORRECTED


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
    account = network.account("x", credentials=x_credentials())
    [row] = planned(network, account, post=network.approved(texts={"x": "Buka."}))
    Stage().turn(DUE)
    post = correcting.take(Step.CORRECT, again(row).post, by=network.sari, at=DUE)
    words = content(texts={"x": "Tutup."}, correction={"wrong": "buka", "right": "tutup"})
    post = workflow.submit(post, words, by=network.sari, at=DUE)
    assert post.head is not None
    post = workflow.take(Step.APPROVE, post, by=network.rina, at=DUE, sha256=post.head.sha256)
    [edit] = planned(network, account, at=DUE, due=DUE + timedelta(minutes=2), post=post)
    correcting.take(Step.REOPEN, again(edit).post, by=network.sari, at=DUE)
    assert again(edit).state == State.CANCELLED


def x_credentials() -> object:
    return registry.load("x").needs(user_token="token-of-nobody")


def test_a_stop_does_not_keep_up_what_is_being_taken_down(network: Network) -> None:
    [row] = planned(network)
    stage = Stage()
    stage.turn(DUE)
    stops.stop(Reach.ALL, "Salah.", by=network.tono, at=DUE)
    [removal] = acts.withdraw(again(row).post, "Keliru.", by=network.tono, at=DUE)
    stage.turn(DUE)
    assert again(removal).state == State.SENT


def test_a_discarded_post_leaves_nothing_to_do_behind(network: Network) -> None:
    [row] = planned(network)
    Stage().turn(DUE + timedelta(hours=5))
    assert again(row).state == State.MISSED
    post = correcting.take(Step.REOPEN, again(row).post, by=network.sari, at=DUE)
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.APPROVAL_VOID)
    correcting.take(Step.DISCARD, post, by=network.sari, at=DUE)
    assert again(row).state == State.CANCELLED
    assert not Delivery.objects.needing_a_person().exists()


def test_the_last_failure_taken_note_of_takes_the_post_off_the_calendar(
    network: Network,
) -> None:
    [row] = planned(network)
    Stage().turn(DUE, always(Refused(Reason.BAD_MEDIA)))
    acts.seen(again(row), by=network.tono, at=DUE)
    assert again(row).post.status == Status.APPROVED


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


def lost_if(lost: bool) -> Receipt | DeliveryError:
    return Unconfirmed(Reason.LOST_ANSWER) if lost else Receipt("1")


def test_a_failure_that_was_taken_note_of_leaves_the_list(network: Network) -> None:
    [row] = planned(network)
    Stage().turn(DUE, always(Refused(Reason.BAD_MEDIA)))
    assert again(row) in Delivery.objects.needing_a_person()
    acts.seen(again(row), by=network.tono, at=DUE)
    assert again(row) not in Delivery.objects.needing_a_person()


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


def test_a_new_revision_replaces_what_was_planned_of_the_old_one(network: Network) -> None:
    account = network.account()
    [old] = planned(network, account)
    post = workflow.take(Step.REOPEN, again(old).post, by=network.sari, at=MORNING)
    plan.hold_unapproved(post, MORNING)
    assert (again(old).state, again(old).reason) == (State.HELD, Hold.APPROVAL_VOID)
    post = workflow.submit(post, content(title="Baru"), by=network.sari, at=MORNING)
    assert post.head is not None
    post = workflow.take(Step.APPROVE, post, by=network.rina, at=MORNING, sha256=post.head.sha256)
    [new] = planned(network, account, post=post)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == [new.pk]
    assert again(old).state == State.CANCELLED


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


def test_what_a_stop_holds_does_not_flood_the_list_of_things_to_do(network: Network) -> None:
    [row] = planned(network)
    stops.stop(Reach.ALL, "Salah.", by=network.tono, at=MORNING)
    Stage().turn(DUE)
    assert again(row).state == State.HELD
    assert not Delivery.objects.needing_a_person().exists()
    assert acts.open_acts(again(row), Scope.of(network.tono, DUE)) == [
        acts.Act.MOVE,
        acts.Act.CANCEL,
    ]


def test_an_echo_uses_the_networks_own_verb_on_the_regions_post(network: Network) -> None:
    ours = network.account(office=network.centre)
    [origin] = planned(network, network.account())
    stage = Stage()
    stage.turn(DUE)
    echo = _echo(network, again(origin).post)
    [row] = plan.plan(echo, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)
    assert (row.verb, row.target) == (Verb.REPOST, origin)


def _echo(network: Network, origin: Post) -> Post:
    draft = drafts.create(network.centre, "gema", by=network.citra, at=DUE, repost_of=origin)
    words = content(texts={}, native=["practice"])
    echo = workflow.submit(draft, words, by=network.citra, at=DUE)
    assert echo.head is not None
    return workflow.take(Step.APPROVE, echo, by=network.rina, at=DUE, sha256=echo.head.sha256)


def test_after_a_stop_nothing_that_it_reaches_starts(network: Network) -> None:
    [row] = planned(network)
    stop = stops.stop(Reach.ALL, "Salah jadwal nasional.", by=network.tono, at=MORNING)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == []
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.STOPPED)

    stops.lift(stop, by=network.tono, at=DUE + timedelta(minutes=3))
    stage.turn(DUE + timedelta(minutes=3))
    assert stage.sent == [row.pk]


def test_what_waited_too_long_behind_a_stop_asks_a_person(network: Network) -> None:
    [row] = planned(network)
    stop = stops.stop(Reach.ALL, "Salah.", by=network.tono, at=MORNING)
    Stage().turn(DUE)
    stops.lift(stop, by=network.tono, at=DUE + timedelta(hours=3))
    assert again(row).state == State.MISSED


def test_a_stop_reaches_its_office_or_channel_and_no_other(network: Network) -> None:
    inside, outside = network.account(handle="in"), network.account(office=network.centre)
    news = network.account("newsroom", office=network.centre)
    post = network.approved(texts={"practice": "a", "newsroom": "b"})
    elsewhere = network.jayapura
    stops.stop(Reach.OFFICE, "Salah.", by=network.rina, at=MORNING, office=elsewhere)
    by_channel = stops.stop(Reach.CHANNEL, "Salah.", by=network.rina, at=MORNING, kind="practice")
    rows = planned(network, inside, outside, news, post=post)
    stage = Stage()
    stage.turn(DUE)
    assert stage.sent == [rows[2].pk]

    here = network.pontianak
    stops.stop(Reach.OFFICE, "Salah.", by=network.rina, at=MORNING, office=here)
    stops.lift(by_channel, by=network.rina, at=DUE)
    stage.turn(DUE)
    assert stage.sent == [rows[2].pk]


def test_a_region_stops_itself_but_not_the_country(network: Network) -> None:
    with pytest.raises(stops.MayNotStop):
        stops.stop(Reach.ALL, "Salah.", by=network.maya, at=MORNING)
    with pytest.raises(stops.MayNotStop):
        stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=MORNING, office=network.jayapura)
    stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=MORNING, office=network.pontianak)
    with pytest.raises(stops.ReasonMissing):
        stops.stop(Reach.ALL, " ", by=network.rina, at=MORNING)
    assert Stop.objects.standing().count() == 1


def test_a_region_does_not_lift_the_stop_of_the_centre(network: Network) -> None:
    here = network.pontianak
    by_centre = stops.stop(Reach.OFFICE, "Salah.", by=network.rina, at=MORNING, office=here)
    by_region = stops.stop(Reach.OFFICE, "Salah.", by=network.maya, at=MORNING, office=here)
    with pytest.raises(stops.MayNotLift):
        stops.lift(by_centre, by=network.maya, at=DUE)
    stops.lift(by_region, by=network.maya, at=DUE)
    stops.lift(by_centre, by=network.tono, at=DUE)
    assert not Stop.objects.standing().exists()


def test_a_strangers_hand_changes_nothing(network: Network) -> None:
    [row] = planned(network)
    for act in (acts.cancel, acts.send_now, acts.look_again):
        with pytest.raises(NotADispatcher):
            act(again(row), by=network.sari, at=MORNING)
    assert again(row).version == row.version


def test_a_claim_under_way_is_not_touched_by_a_person(network: Network) -> None:
    [row] = planned(network)
    with transaction.atomic():
        delivery.claim("me", DUE, 1)
    with pytest.raises(TooLate):
        acts.send_now(again(row), by=network.tono, at=DUE)
    assert again(row).state == State.SENDING
