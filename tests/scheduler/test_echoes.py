"""What the centre has made of a post is withdrawn with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.base import Reason, Unconfirmed, Verb
from content import drafts, workflow
from content.models import Post, Status
from content.workflow import Step
from scheduler import acts, plan
from scheduler.models import Delivery, Mode, State
from scheduler.refusals import OriginWithdrawn
from tests.people import Network, content
from tests.scheduler.stage import DUE, Stage, again, always, echoed, planned

SECOND = timedelta(seconds=1)


def retold(network: Network, origin: Post) -> Post:
    """An echo in the centre's own words."""
    draft = drafts.create(network.centre, "gema", by=network.citra, at=DUE, repost_of=origin)
    echo = workflow.submit(draft, content(), by=network.citra, at=DUE)
    assert echo.head is not None
    return workflow.take(Step.APPROVE, echo, by=network.rina, at=DUE, sha256=echo.head.sha256)


def planned_echo(network: Network, echo: Post) -> Delivery:
    ours = network.account(office=network.centre, handle=f"pusat_{echo.pk}")
    [row] = plan.plan(echo, [ours], None, Mode.TOGETHER, by=network.tono, at=DUE)
    return row


def test_reposts_and_retold_words_are_taken_down_with_the_original(network: Network) -> None:
    [origin] = planned(network, network.account())
    stage = Stage()
    stage.turn(DUE)
    post = again(origin).post
    rows = [planned_echo(network, make(network, post)) for make in (echoed, retold)]
    stage.turn(DUE)
    removals = acts.withdraw(post, "Tanggalnya keliru.", by=network.tono, at=DUE)
    assert {row.target_id for row in removals} == {origin.pk, *(row.pk for row in rows)}
    assert {row.note for row in removals} == {"Tanggalnya keliru."}
    stage.turn(DUE + SECOND)
    assert {again(row).state for row in removals} == {State.SENT}
    assert {again(row).post.status for row in rows} == {Status.WITHDRAWN}


def test_an_echo_that_is_not_out_yet_is_cancelled_and_cannot_be_planned_any_more(
    network: Network,
) -> None:
    [origin] = planned(network, network.account())
    stage = Stage()
    stage.turn(DUE)
    row = planned_echo(network, retold(network, again(origin).post))
    acts.withdraw(again(origin).post, "Keliru.", by=network.tono, at=DUE)
    assert again(row).state == State.CANCELLED
    assert again(row).post.status == Status.APPROVED
    with pytest.raises(OriginWithdrawn):
        plan.plan(again(row).post, [row.account], None, Mode.TOGETHER, by=network.tono, at=DUE)


def test_an_echo_that_was_under_way_is_taken_down_once_it_is_found(network: Network) -> None:
    [origin] = planned(network, network.account())
    stage = Stage()
    stage.turn(DUE)
    row = planned_echo(network, retold(network, again(origin).post))
    stage.turn(DUE + SECOND, always(Unconfirmed(Reason.LOST_ANSWER)))
    acts.withdraw(again(origin).post, "Keliru.", by=network.tono, at=DUE + SECOND)
    stage.turn(DUE + timedelta(minutes=1))
    assert again(row).state == State.SENT
    removal = Delivery.objects.get(verb=Verb.DELETE, target=row)
    stage.turn(DUE + timedelta(minutes=2))
    assert again(removal).state == State.SENT


def test_whoever_withdraws_needs_no_right_over_the_office_that_echoed_it(network: Network) -> None:
    [origin] = planned(network, network.account())
    stage = Stage()
    stage.turn(DUE)
    row = planned_echo(network, retold(network, again(origin).post))
    stage.turn(DUE + SECOND)
    acts.withdraw(again(origin).post, "Keliru.", by=network.maya, at=DUE + SECOND)
    assert again(row).post.status == Status.WITHDRAWN
    assert Delivery.objects.filter(verb=Verb.DELETE, target=row).exists()
