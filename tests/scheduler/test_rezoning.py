"""An office gets another time zone: 08.00 stays 08.00 on its wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from channels.models import Account
from content.models import Event, Office
from scheduler import acts, plan, rezoning
from scheduler.models import Delivery, Mode, Occurrence
from scheduler.when import Wall
from tests.people import MORNING, Network
from tests.scheduler.recurring.weekly import FIRST, deliveries, fresh, ring, weekly
from tests.scheduler.stage import DUE, Stage, again, planned
from tests.web.signed_in import browser
from tests.web.test_office_screens import form

EIGHT = Wall(date(2026, 12, 8), time(8), "Asia/Pontianak")
WIB = datetime(2026, 12, 8, 1, tzinfo=UTC)
WITA = WIB - timedelta(hours=1)


def now_in_wita(network: Network) -> int:
    """Pontianak goes over to WITA, as it was until 1988."""
    Office.objects.filter(pk=network.pontianak.pk).update(zone="Asia/Makassar")
    old = {network.pontianak.pk: "Asia/Pontianak"}
    return rezoning.keep_wall_clocks(old, by=network.ada, at=MORNING)


def plan_eight(network: Network, *accounts: Account, mode: Mode = Mode.TOGETHER) -> list[Delivery]:
    post = network.approved()
    return plan.plan(post, accounts, EIGHT, mode, by=network.tono, at=MORNING)


def test_what_was_planned_keeps_its_hour_and_its_grace(network: Network) -> None:
    [row] = plan_eight(network, network.account())
    assert now_in_wita(network) == 1
    moved = again(row)
    assert (moved.due_at, moved.run_at, moved.wall) == (WITA, WITA, "2026-12-08T08:00")
    assert (moved.zone, moved.deadline_at - moved.due_at) == (
        "Asia/Makassar",
        timedelta(minutes=15),
    )
    stage = Stage()
    stage.turn(WITA - timedelta(seconds=1))
    assert stage.sent == []
    stage.turn(WITA)
    assert stage.sent == [row.pk]


def test_one_moment_for_all_stays_one_moment(network: Network) -> None:
    rows = plan_eight(network, network.account(), network.account(office=network.jayapura))
    assert now_in_wita(network) == 2
    assert {again(row).due_at for row in rows} == {WITA}


def test_by_local_clocks_only_this_office_moves(network: Network) -> None:
    here, east = plan_eight(
        network, network.account(), network.account(office=network.jayapura), mode=Mode.LOCAL
    )
    assert now_in_wita(network) == 1
    assert again(here).due_at == WITA
    assert again(east) == east
    assert again(east).due_at == east.due_at


def test_what_is_to_go_out_now_is_no_hour_on_the_wall(network: Network) -> None:
    [row] = planned(network)
    soon = timedelta(seconds=90)
    acts.send_now(row, by=network.tono, at=MORNING + timedelta(seconds=7), wait=soon)
    before = again(row).due_at
    assert now_in_wita(network) == 0
    assert again(row).due_at == before


def test_what_is_over_stays_as_it_was(network: Network) -> None:
    [row] = planned(network)
    Stage().turn(DUE)
    assert now_in_wita(network) == 0
    assert again(row).due_at == DUE


def test_the_trail_tells_who_changed_it_and_what_stayed(network: Network) -> None:
    [row] = plan_eight(network, network.account())
    now_in_wita(network)
    told = Event.objects.get(kind="delivery.moved", post=row.post)
    assert told.by == network.ada
    assert told.note == "Zona waktu kantor berubah. Jamnya tetap: 08.00 WITA."


def test_names_of_the_same_clock_move_nothing(network: Network) -> None:
    [row] = plan_eight(network, network.account())
    assert (
        rezoning.keep_wall_clocks({network.pontianak.pk: "Asia/Pontianak"}, by=None, at=MORNING)
        == 0
    )
    assert again(row).version == row.version


def test_a_weekly_post_keeps_its_hour_this_week_and_later(network: Network) -> None:
    series = weekly(network)
    ring(MORNING)
    now_in_wita(network)
    ring(MORNING)
    hour = timedelta(hours=1)
    assert fresh(series).zone == "Asia/Makassar"
    due = [row.due_at for row in deliveries(series)]
    assert due[0] == FIRST - hour
    assert {(one - due[0]) % timedelta(weeks=1) for one in due} == {timedelta(0)}
    first = Occurrence.objects.filter(series=series).order_by("date")[0]
    assert first.due_at == FIRST - hour


@pytest.mark.parametrize("how", ["form", "table"])
def test_whoever_changes_the_zone_is_told_what_stayed(network: Network, how: str) -> None:
    at = datetime.now(UTC)
    day = (at + timedelta(days=3)).date()
    wall = Wall(day, time(8), "Asia/Pontianak")
    post = network.approved(at)
    [row] = plan.plan(post, [network.account()], wall, Mode.TOGETHER, by=network.tono, at=at)
    ada = browser(network.ada)
    if how == "form":
        data = form(network.pontianak, zone="Asia/Makassar")
        answer = ada.post(reverse("office_edit", args=["PTK"]), data, follow=True)
    else:
        table = "kode,nama,jenis,induk,zona\nPTK,Kanim Contoh Pontianak,kanim,KALBAR,WITA\n"
        page = ada.post(reverse("offices_import"), {"text": table})
        expected = page.context["plan"].digest
        answer = ada.post(
            reverse("offices_import"), {"text": table, "expected": expected}, follow=True
        )
    assert "1 pengantaran yang sudah dijadwalkan tetap pada jamnya" in answer.content.decode()
    assert again(row).due_at == row.due_at - timedelta(hours=1)
    assert again(row).zone == "Asia/Makassar"
