"""Figures of what was sent: read on time, beside the sends, and written once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from pytest_django.fixtures import Settings

from channels.base import Reason
from channels.figures import Figures as ChannelFigures
from channels.models import Account, AccountState, SharedRest
from channels.registry import load
from content.models import Event
from scheduler import enrolling, figure_words
from scheduler.keeping_figures import keep, take
from scheduler.models import Delivery, Gauge, Measured, Reading, State, Untold
from tests.people import Network
from tests.scheduler.measured_day import DAY, HOUR, MINUTE, TOLD, Day, begun, figures, fresh
from tests.scheduler.over_http import call, on_x
from tests.scheduler.stage import Stage, again, planned
from tests.stubs.running import Network as Stub
from web.config import Figures


@pytest.fixture
def day(network: Network, x: Stub) -> Day:
    return begun(network)


def test_what_was_sent_is_read_when_it_is_a_day_old_and_shown_as_it_was_told(day: Day) -> None:
    row = day.post()
    day.beat()
    measured = fresh(row)
    assert (measured.office, measured.topic, measured.template) == (
        day.network.pontianak, "layanan", "jam-layanan",
    )  # fmt: skip
    assert (measured.measured_at, measured.ended, figures(row)["likes"]) == (None, "", None)
    day.beat(23 * HOUR)
    assert not Reading.objects.exists()
    day.beat(HOUR)
    row = again(row)
    assert figures(row) == TOLD
    assert row.measured.measured_at == day.at
    assert row.measured.next_at == row.measured.sent_at + 7 * DAY
    [reading] = row.readings.all()
    assert (reading.read_at, reading.likes, reading.reach) == (day.at, 12, None)


def test_the_newest_figures_stand_beside_all_there_were(day: Day, x: Stub) -> None:
    row = day.post()
    day.beat(DAY)
    counts = {"like_count": 90, "impression_count": 5000}
    x.set(counts=counts)
    day.beat(6 * DAY)
    assert [(one.likes, one.views) for one in row.readings.all()] == [(12, 480), (90, 5000)]
    assert (fresh(row).likes, fresh(row).views) == (90, 5000)
    assert fresh(row).reposts == 4  # as it was last told
    day.beat(30 * DAY)
    day.beat(60 * DAY)
    assert row.readings.count() == 3
    assert (fresh(row).next_at, fresh(row).ended) == (None, Untold.DONE)


def test_a_network_that_tells_nothing_says_so_at_once(day: Day) -> None:
    kit = day.network.account("whatsapp", credentials=load("whatsapp").needs(
        title="Kanim", invite="https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp",
    ))  # fmt: skip
    post = day.network.approved(day.at, texts={"whatsapp": "Layanan buka."})
    row = planned(day.network, kit, at=day.at, due=day.at, post=post)[0]
    Delivery.objects.filter(pk=row.pk).update(
        state=State.SENT, run_at=None, finished_at=day.at, due_at=day.at
    )
    day.beat()
    assert (fresh(row).ended, fresh(row).next_at) == (Untold.NETWORK, None)


def test_what_a_person_has_found_without_its_number_cannot_be_asked_for(day: Day) -> None:
    row = day.post()
    Delivery.objects.filter(pk=row.pk).update(remote_id="")
    day.beat()
    assert fresh(row).ended == Untold.NO_POST


def test_what_was_sent_days_late_is_found_by_the_slow_round(day: Day) -> None:
    row = day.post()
    Delivery.objects.filter(pk=row.pk).update(due_at=day.at - 9 * DAY)
    day.beat()
    assert not Measured.objects.exists()
    enrolling.enrol_all(day.at)
    assert fresh(row).sent_at == again(row).finished_at


def test_the_slow_round_leaves_out_nobody_however_many_there_are(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {day.post(f"Kabar {number}.").pk for number in range(5)}
    Delivery.objects.update(due_at=day.at - 9 * DAY)
    monkeypatch.setattr(enrolling, "AT_ONCE", 3)
    monkeypatch.setattr(enrolling, "A_WRITE", 2)
    enrolling.enrol_all(day.at)
    enrolling.enrol_all(day.at)
    assert set(Measured.objects.values_list("pk", flat=True)) == rows


def test_where_reading_may_not_cost_anything_x_is_not_asked(
    day: Day, x: Stub, settings: Settings
) -> None:
    row = day.post()
    settings.GEMA = msgspec.structs.replace(settings.GEMA, figures=Figures(paid=False))
    before = len(x.heard())
    day.beat()
    day.beat(DAY)
    assert len(x.heard()) == before
    assert fresh(row).next_at is not None
    assert "dimatikan di pengaturan server" in figure_words.of_account(day.account, day.at)
    settings.GEMA = msgspec.structs.replace(settings.GEMA, figures=Figures(paid=True))
    day.beat()
    assert fresh(row).likes == 12


def test_many_posts_of_an_account_are_read_in_one_call(day: Day, x: Stub) -> None:
    for number in range(4):
        day.post(f"Kabar {number}.")
    day.beat()
    before = len(x.heard())
    day.beat(DAY)
    assert Reading.objects.count() == 4
    assert len(x.heard()) == before + 1


def test_a_rate_limit_rests_reading_and_never_sending(day: Day, x: Stub) -> None:
    day.post()
    day.beat()
    x.fail("answer", "GET /2/tweets$", status=429, headers={"Retry-After": "3600"})
    day.beat(DAY)
    gauge = day.gauge()
    assert gauge.trouble == Reason.RATE_LIMITED
    assert gauge.rest_until is not None
    assert gauge.rest_until > datetime.now(UTC) + 50 * MINUTE
    account = Account.objects.get(pk=day.account.pk)
    assert (account.rest_until, account.state) == (None, AccountState.CONNECTED)
    assert not SharedRest.objects.exists()
    day.post("Terkirim juga saat pembacaan beristirahat.")


def test_an_app_without_credit_rests_the_readings_of_all_its_accounts(day: Day, x: Stub) -> None:
    other = on_x(day.network, 2)
    Account.objects.update(connected_at=day.at)
    day.post()
    day.post("Kabar kedua.", other)
    day.beat()
    x.fail("answer", "GET /2/tweets$", status=402, body={"title": "CreditsDepleted"})
    day.beat(DAY)
    rests = Gauge.objects.values_list("rest_until", flat=True)
    assert all(until is not None and until >= day.at + 6 * HOUR for until in rests)
    assert not Reading.objects.exists()
    assert not SharedRest.objects.exists()


@pytest.mark.parametrize("fault", [{"do": "drop"}, {"do": "answer", "status": 503}])
def test_after_trouble_it_is_read_later_and_nothing_counts_as_none(
    day: Day, x: Stub, fault: dict[str, Any]
) -> None:
    row = day.post()
    day.beat()
    x.fail(match="GET /2/tweets$", **fault)
    day.beat(DAY)
    assert (fresh(row).measured_at, fresh(row).likes) == (None, None)
    assert day.gauge().tries == 1
    day.beat(MINUTE)
    assert not Reading.objects.exists()
    day.beat(5 * MINUTE)
    assert fresh(row).likes == 12
    assert (day.gauge().tries, day.gauge().trouble) == (0, "")


def test_a_lost_login_is_told_once_as_everywhere_else(day: Day, x: Stub) -> None:
    row = day.post()
    day.beat()
    x.set(revoked=True)
    day.beat(DAY)
    day.beat(7 * HOUR)
    account = Account.objects.get(pk=day.account.pk)
    assert (account.state, account.state_reason) == (
        AccountState.DISCONNECTED, Reason.LOGIN_ENDED,
    )  # fmt: skip
    assert Event.objects.filter(kind="account.disconnected").count() == 1
    assert fresh(row).next_at is not None  # it is read once the account is back


def test_a_reader_turned_away_alone_ends_no_login(day: Day, x: Stub) -> None:
    day.post()
    day.beat()
    x.fail("answer", "GET /2/tweets$", status=401, body={"title": "Unauthorized", "status": 401})
    day.beat(DAY)
    assert Account.objects.get(pk=day.account.pk).state == AccountState.CONNECTED
    assert day.gauge().trouble == Reason.LOGIN_ENDED


def test_a_missing_permission_is_remembered_and_asked_for_again_once_it_is_connected_anew(
    day: Day, x: Stub
) -> None:
    row = day.post()
    day.beat()
    forbidden = {"title": "Forbidden", "type": "https://api.x.com/2/problems/client-forbidden"}
    x.fail("answer", "GET /2/tweets$", status=403, body=forbidden)
    day.beat(DAY)
    assert day.gauge().trouble == Reason.PERMISSION_MISSING
    assert Account.objects.get(pk=day.account.pk).state == AccountState.CONNECTED
    day.beat(HOUR)
    assert fresh(row).measured_at is None
    Account.objects.update(connected_at=day.at)
    day.beat(MINUTE)
    assert fresh(row).likes == 12


@pytest.mark.parametrize("told", [{}, {"likes": 0}])
def test_figures_that_are_withheld_are_missing_and_the_account_names_the_permission(
    day: Day, told: dict[str, int]
) -> None:
    row = day.post()
    day.beat()
    measured, turn = fresh(row), take(day.account, day.at + DAY)
    assert turn is not None
    measured.delivery = row
    withheld = ChannelFigures(**told, withheld=("read_insights",))
    assert keep(turn, [measured], {row.remote_id: withheld}, day.at + DAY)
    assert figures(again(row)) == {**dict.fromkeys(TOLD), **told}
    assert row.readings.count() == len(told)
    assert fresh(row).trouble == ("" if told else Reason.PERMISSION_MISSING)
    assert fresh(row).next_at == fresh(row).sent_at + 7 * DAY
    assert day.gauge().missing == "read_insights"
    turn = take(day.account, day.at + 2 * DAY)
    assert turn is not None
    assert keep(turn, [measured], {row.remote_id: ChannelFigures(likes=1)}, day.at + 2 * DAY)
    assert (day.gauge().missing, fresh(row).likes) == ("", 1)


def test_a_post_that_is_gone_is_asked_for_once_more_and_then_left(day: Day, x: Stub) -> None:
    row = day.post()
    day.beat()
    x.set(visible_after=0)
    gone = {"errors": [{"resource_id": row.remote_id,
                        "type": "https://api.x.com/2/problems/resource-not-found"}]}  # fmt: skip
    x.fail("answer", "GET /2/tweets$", body=gone, times=2)
    day.beat(DAY)
    assert fresh(row).ended == ""
    day.beat(6 * HOUR)
    assert (fresh(row).ended, fresh(row).next_at) == (Untold.GONE, None)
    assert not row.readings.exists()


def test_what_we_took_down_ourselves_is_not_asked_for(day: Day, x: Stub) -> None:
    row = day.post()
    day.beat()
    Delivery.objects.create(
        post=row.post, revision=row.revision, account=row.account, verb="delete", target=row,
        state=State.SENT, due_at=day.at, deadline_at=day.at, wall="2026-12-07T08:00", zone="UTC",
    )  # fmt: skip
    before = len(x.heard())
    day.beat(DAY)
    assert (fresh(row).ended, fresh(row).next_at) == (Untold.GONE, None)
    assert len(x.heard()) == before


def test_an_account_out_of_use_is_not_asked(day: Day) -> None:
    row = day.post()
    day.beat()
    Account.objects.update(state=AccountState.RETIRED)
    day.beat(DAY)
    assert (fresh(row).ended, fresh(row).next_at) == (Untold.RETIRED, None)


def at_rest(day: Day) -> None:
    Account.objects.update(rest_until=day.at + DAY + HOUR)


def app_at_rest(day: Day) -> None:
    SharedRest.objects.create(shares="x", rest_until=day.at + DAY + HOUR)


def about_to_send(day: Day) -> None:
    post = day.network.approved(day.at, texts={"x": "Sebentar lagi."})
    planned(day.network, day.account, at=day.at, due=day.at + DAY + MINUTE, post=post)


@pytest.mark.parametrize("busy", [at_rest, app_at_rest, about_to_send])
def test_an_account_that_rests_or_is_about_to_send_is_left_alone(
    day: Day, x: Stub, busy: Callable[[Day], None]
) -> None:
    day.post()
    day.beat()
    busy(day)
    before = len(x.heard())
    day.beat(DAY)
    assert len(x.heard()) == before


def test_shares_on_the_practice_board_are_its_real_ones(day: Day, network: Network) -> None:
    board = network.account()
    post = network.approved(day.at)
    [row] = planned(network, board, at=day.at, due=day.at, post=post)
    Stage().turn(day.at, call)
    day.beat(HOUR)
    assert figures(again(row)) == {**dict.fromkeys(TOLD), "reposts": 0}
