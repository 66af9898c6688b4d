"""What may be live while the login it would be looked for with is lost: a person can say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from channels.base import Disconnected, Reason, Receipt, Unconfirmed
from content.models import Status
from content.scope import Scope
from scheduler import acts, needs, notices
from scheduler.acts import Act
from scheduler.models import Cause, Delivery, Hold, Notice, State
from scheduler.refusals import NotThisOne
from tests.people import Network
from tests.scheduler.office_day import desk_of
from tests.scheduler.stage import DUE, Stage, again, always, planned

SOON = DUE + timedelta(minutes=5)
WEEK = DUE + timedelta(days=7)
LOST = Unconfirmed(Reason.LOST_ANSWER)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def dark(network: Network, stage: Stage) -> Delivery:
    """Its answer was lost, and so was the login when Gema went to look."""
    [row] = planned(network)
    stage.turn(DUE, always(LOST))
    stage.turn(SOON, always(Disconnected(Reason.LOGIN_ENDED)))
    stage.turn(WEEK)
    return again(row)


def test_it_stands_on_the_list_with_what_can_be_done(network: Network, dark: Delivery) -> None:
    scope = Scope.of(network.tono, WEEK)
    [line] = needs.lines(scope)
    assert (line.pk, line.cause) == (dark.pk, Cause.UNCONFIRMED)
    assert acts.open_acts(dark, scope) == [Act.FOUND, Act.ABSENT, Act.CANCEL]
    page = desk_of(network.tono).get(reverse("scheduler:delivery", args=[dark.pk]))
    assert "Akunnya terputus, jadi Gema belum dapat mencarinya" in page.content.decode()


def test_people_are_told_of_it(network: Network, dark: Delivery) -> None:
    notices.tell(WEEK)
    told = Notice.objects.standing().filter(lines__delivery=dark)
    assert [notice.cause for notice in told] == [Cause.UNCONFIRMED]


def test_a_person_who_sees_it_there_settles_it(network: Network, dark: Delivery) -> None:
    acts.found(dark, "https://contoh.test/1", by=network.tono, at=WEEK)
    row = again(dark)
    assert (row.state, row.run_at, row.post.status) == (State.SENT, None, Status.PUBLISHED)


def test_a_person_who_does_not_see_it_decides_what_comes_next(
    network: Network, dark: Delivery
) -> None:
    acts.absent(dark, by=network.tono, at=WEEK)
    row = again(dark)
    assert (row.state, row.run_at, row.reason) == (State.MISSED, None, Hold.ABSENT)


def test_with_its_login_back_gema_looks_itself_and_no_person_settles_it(
    network: Network, stage: Stage, dark: Delivery
) -> None:
    acts.reconnected(dark.account, WEEK)
    assert not needs.lines(Scope.of(network.tono, WEEK))
    with pytest.raises(NotThisOne):
        acts.absent(dark, by=network.tono, at=WEEK)
    stage.turn(WEEK, always(Receipt("r1", "https://contoh.test/1")))
    assert (again(dark).state, stage.looked[-1]) == (State.SENT, dark.pk)
