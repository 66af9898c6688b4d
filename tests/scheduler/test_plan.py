from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content import workflow
from content.models import Event, Post
from content.workflow import Step
from scheduler import plan
from scheduler.models import Delivery, Hold, Mode, State
from scheduler.refusals import (
    InThePast,
    NotADispatcher,
    NotApproved,
    NothingToSend,
)
from scheduler.when import Wall
from tests.people import MORNING, Network, content
from tests.scheduler.stage import Stage, again, planned

DUE = MORNING + timedelta(hours=1)
SECOND = timedelta(seconds=1)


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


def test_cancelling_forty_takes_no_more_statements_than_four(network: Network) -> None:
    """And each of them is told, and none that was no longer to be cancelled."""
    asked = []
    for number in (4, 40):
        lanes = [network.account(handle=f"{number}-{n}") for n in range(number)]
        rows = planned(network, *lanes)
        Delivery.objects.filter(pk=rows[0].pk).update(state=State.SENT, run_at=None)
        Delivery.objects.filter(pk=rows[1].pk).update(state=State.HELD, reason=Hold.HANDED)
        wanted = {row.pk: row.version + 1 for row in map(again, rows[2:])}
        with CaptureQueriesContext(connection) as queries:
            gone = plan.cancel_all(Delivery.objects.filter(post=rows[0].post), network.tono, DUE)
        asked.append(len(queries))
        assert gone == set(wanted)
        off = Delivery.objects.filter(state=State.CANCELLED, run_at=None, finished_at=DUE)
        assert dict(off.filter(pk__in=gone).values_list("pk", "version")) == wanted
        told = Event.objects.filter(kind="delivery.cancelled", post=rows[0].post, by=network.tono)
        assert sorted(event.data["delivery"] for event in told) == sorted(gone)
    assert asked[0] == asked[1]
