"""What stands in the one list, in which order, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.models import Post, Status
from content.scope import Scope
from scheduler import needs
from scheduler.causes import cause_of, headline
from scheduler.hints import hints
from scheduler.models import Cause, Delivery, Hold, State
from scheduler.needs import Group, Only
from tests.people import MORNING, Network
from tests.scheduler.office_day import now
from tests.scheduler.recurring.weekly import deliveries, ring, weekly
from tests.scheduler.stage import corrected, planned
from tests.scheduler.trouble import disconnect, in_trouble, on_x


def groups(network: Network, only: Only = Only()) -> list[Group]:  # noqa: B008 - frozen
    scope = Scope.of(network.rina, now())
    return needs.grouped(filter(only.takes, needs.lines(scope)), needs.broken(scope, only))


@pytest.mark.parametrize(
    ("state", "reason", "broken", "cause"),
    [
        (State.HELD, "login-ended", True, Cause.DISCONNECTED),
        (State.MISSED, Hold.OVERDUE, True, Cause.DISCONNECTED),
        (State.MISSED, Hold.OVERDUE, False, Cause.MISSED),
        (State.MISSED, Hold.ABSENT, True, Cause.MISSED),
        (State.HELD, Hold.CRASHED, True, Cause.HELD),
        (State.HELD, "login-ended", False, Cause.HELD),
        (State.UNCONFIRMED, "lost-answer", True, Cause.UNCONFIRMED),
        (State.FAILED, "too-long", True, Cause.REFUSED),
    ],
)
def test_the_cause_of_what_waits(state: str, reason: str, broken: bool, cause: Cause) -> None:
    assert cause_of(state, reason, broken=broken) is cause


@pytest.mark.parametrize("hold", [hold for hold in Hold if hold != Hold.STOPPED])
def test_whatever_holds_a_delivery_it_stands_in_the_list(network: Network, hold: Hold) -> None:
    in_trouble(network, network.account(), state=State.HELD, reason=hold)
    assert [len(group.lines) for group in groups(network)] == [1]


def test_what_a_stop_holds_is_told_by_the_stop(network: Network) -> None:
    in_trouble(network, network.account(), state=State.HELD, reason=Hold.STOPPED)
    assert groups(network) == []


def test_a_lost_login_comes_first_with_all_that_waits_for_it(network: Network) -> None:
    whole, lost = network.account(), on_x(network)
    in_trouble(network, whole, "failed")
    in_trouble(network, whole, "unsure")
    in_trouble(network, lost, "lost", 2)
    in_trouble(network, lost, "missed", 3)
    disconnect(lost)
    found = [(group.cause, group.account, len(group.lines)) for group in groups(network)]
    assert found == [
        (Cause.DISCONNECTED, lost.pk, 5),
        (Cause.UNCONFIRMED, whole.pk, 1),
        (Cause.REFUSED, whole.pk, 1),
    ]


def test_a_lost_login_that_holds_nothing_yet_is_there_with_what_is_to_come(
    network: Network,
) -> None:
    account = network.account()
    planned(network, account, at=now())
    disconnect(account)
    [group] = groups(network)
    [shown] = needs.show([group], 5)
    assert (group.lines, shown.coming) == ((), 1)
    assert headline(Cause.DISCONNECTED, "Instagram Kanim", 0) == "Instagram Kanim terputus"


def test_in_a_group_the_newest_stands_first(network: Network) -> None:
    rows = in_trouble(network, network.account(), number=3)
    [group] = groups(network)
    assert [line.pk for line in group.lines] == [row.pk for row in rows]


def test_each_filter_counts_what_the_others_leave(network: Network) -> None:
    pontianak, jayapura = network.account(), on_x(network, network.jayapura)
    in_trouble(network, pontianak, "failed", 2)
    in_trouble(network, jayapura, "missed", 3)
    lines = needs.lines(Scope.of(network.rina, now()))
    tally = needs.tally(lines, Only(office="PTK"))
    assert tally.causes == {Cause.REFUSED: 2}
    assert tally.offices == {"PTK": 2, "JAP": 3}
    assert [g.account for g in groups(network, Only(kind="x"))] == [jayapura.pk]


def test_people_see_the_trouble_of_their_own_offices(network: Network) -> None:
    in_trouble(network, network.account(), number=2)
    seen = {
        name: len(needs.lines(Scope.of(getattr(network, name), now())))
        for name in ("rina", "maya", "sari", "yosua", "citra")
    }
    assert seen == {"rina": 2, "maya": 2, "sari": 2, "yosua": 0, "citra": 0}


def test_the_text_to_look_for_is_the_one_that_was_sent(network: Network) -> None:
    in_trouble(network, network.account(), "unsure", started_at=now())
    [shown] = needs.show(groups(network), 5)
    assert shown.rows[0].text == "Layanan paspor buka sampai pukul 16.00 WIB."


def test_what_a_correction_has_overtaken_says_so(network: Network) -> None:
    account = network.account()
    at = now()
    [old] = planned(network, account, at=at)
    Delivery.objects.filter(pk=old.pk).update(state=State.SENT, remote_id="r", run_at=None)
    Post.objects.filter(pk=old.post_id).update(status=Status.PUBLISHED, published_at=at)
    [late] = in_trouble(network, on_x(network))
    assert hints([late]) == {}
    fresh = corrected(network, old.post)
    planned(network, account, at=at, due=at + timedelta(hours=2), post=fresh)
    Delivery.objects.filter(pk=old.pk).update(state=State.MISSED, reason=Hold.OVERDUE)
    assert hints([Delivery.objects.get(pk=old.pk)]) == {
        old.pk: "Versi yang lebih baru sudah dijadwalkan ke akun ini."
    }


def test_what_was_withdrawn_meanwhile_says_so(network: Network) -> None:
    [row] = in_trouble(network, network.account())
    Post.objects.filter(pk=row.post_id).update(status=Status.WITHDRAWN)
    assert hints([Delivery.objects.get(pk=row.pk)]) == {row.pk: "Kirimannya sudah ditarik."}


def test_a_later_time_of_the_series_makes_an_earlier_one_pointless(network: Network) -> None:
    series = weekly(network)
    ring(MORNING)
    first, second = deliveries(series)[:2]
    Delivery.objects.filter(pk=first.pk).update(state=State.MISSED, run_at=None)
    assert hints([Delivery.objects.get(pk=first.pk)]) == {}
    Delivery.objects.filter(pk=second.pk).update(state=State.SENT, run_at=None)
    assert hints([Delivery.objects.get(pk=pk) for pk in (first.pk, second.pk)]) == {
        first.pk: "Tanggal berikutnya dari jadwal rutin ini sudah terkirim."
    }
