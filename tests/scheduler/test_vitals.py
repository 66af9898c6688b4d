"""How the engine does, as administrators of the centre and supervisors see it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.conf import LazySettings
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from scheduler import vitals
from scheduler.models import Delivery, Lead, State, Worker
from scheduler.vitals import Lateness, Life
from tests.people import MORNING, Network
from tests.scheduler.stage import DUE, planned

ZONE = "Asia/Jakarta"
pytestmark = pytest.mark.django_db


def worker(owner: str, *, silent: float = 0.0, **more: object) -> Worker:
    return Worker.objects.create(
        owner=owner,
        host=f"mesin-{owner}",
        pid=41,
        lanes=32,
        release="0.1.0",
        started_at=MORNING,
        seen_at=Now() - timedelta(seconds=silent),
        **more,
    )


def lead(owner: str, left: float = 5.0) -> None:
    Lead.objects.create(owner=owner, fence=1, since=MORNING, until=Now() + timedelta(seconds=left))


@pytest.fixture
def many(settings: LazySettings) -> None:
    kind = msgspec.structs.replace(settings.GEMA.engine, kind="distributed")
    settings.GEMA = msgspec.structs.replace(settings.GEMA, engine=kind)


@pytest.fixture
def one(settings: LazySettings) -> None:
    kind = msgspec.structs.replace(settings.GEMA.engine, kind="embedded")
    settings.GEMA = msgspec.structs.replace(settings.GEMA, engine=kind)


def test_who_has_been_silent_is_told_apart_from_who_lives_and_who_doubts(many: None) -> None:
    worker("a")
    worker("b", silent=20)
    worker("c", doubt_since=MORNING, doubt_seconds=7200)
    lead("a")
    found = {hand.worker.owner: (hand.life, hand.leads) for hand in vitals.hands()}
    assert found == {
        "a": (Life.LIVES, True),
        "b": (Life.SILENT, False),
        "c": (Life.DOUBTS, False),
    }


def test_a_process_that_is_alone_shows_itself_more_seldom(one: None) -> None:
    worker("a", silent=100)
    assert [hand.life for hand in vitals.hands()] == [Life.LIVES]


@pytest.mark.parametrize(
    ("silent", "leads", "left", "ready"),
    [(0, "a", 5, True), (20, "a", 5, False), (0, "a", -1, False), (0, "gone", 5, False)],
    ids=["lives and leads", "silent", "its lease ran out", "the leader is another that is gone"],
)
def test_a_supervisor_is_told_whether_anybody_sends(
    client: Client, many: None, silent: float, leads: str, left: float, ready: bool
) -> None:
    worker("a", silent=silent)
    lead(leads, left)
    answer = client.get("/readyz/mesin")
    assert (answer.status_code, answer.json()) == (200 if ready else 503, {"ready": ready})


def test_with_nobody_there_nobody_sends(client: Client, one: None) -> None:
    assert client.get("/readyz/mesin").status_code == 503
    worker("a")
    assert client.get("/readyz/mesin").status_code == 200


def test_the_backlog_counts_what_could_go_out_now(network: Network) -> None:
    account = network.account()
    planned(network, account)
    asleep = network.account(handle="lain", state="disconnected")
    planned(network, asleep)
    assert vitals.read(DUE - timedelta(seconds=1), ZONE).waiting == 0
    seen = vitals.read(DUE + timedelta(seconds=3), ZONE)
    assert (seen.waiting, seen.oldest, seen.under_way) == (1, DUE, 0)
    Delivery.objects.filter(account=account).update(
        state=State.SENDING, lease_until=DUE + timedelta(minutes=1), owner="a"
    )
    seen = vitals.read(DUE + timedelta(seconds=3), ZONE)
    assert (seen.waiting, seen.under_way) == (0, 1)


def test_lateness_is_told_of_todays_first_tries_only(network: Network) -> None:
    rows = [planned(network, network.account(handle=f"lane{n}"))[0] for n in range(3)]
    for row, late, tries in ((rows[0], 0.2, 1), (rows[1], 40, 2), (rows[2], 0.4, 1)):
        Delivery.objects.filter(pk=row.pk).update(
            started_at=DUE + timedelta(seconds=late), attempts=tries
        )
    told = vitals.read(DUE + timedelta(hours=1), ZONE).lateness
    assert told is not None
    assert told.count == 2
    assert told.worst == pytest.approx(0.4)
    assert vitals.read(DUE + timedelta(days=1), ZONE).lateness is None


def test_of_a_hundred_starts_the_last_one_is_the_worst_and_not_the_rule() -> None:
    assert vitals.lateness([]) is None
    told = vitals.lateness([*[0.1] * 99, 9.0])
    assert told == Lateness(count=100, half=0.1, nearly_all=0.1, worst=9.0)


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("rina", 404), ("wati", 404), ("sari", 404)]
)
def test_only_administrators_of_the_centre_see_the_machine(
    client: Client, network: Network, who: str, status: int
) -> None:
    client.force_login(getattr(network, who))
    assert client.get(reverse("scheduler:machine")).status_code == status


def test_the_machine_names_its_processes(client: Client, network: Network, many: None) -> None:
    worker("a")
    worker("b", silent=60)
    lead("a")
    client.force_login(network.ada)
    page = client.get(reverse("scheduler:machine")).content.decode()
    assert "Pengiriman berjalan." in page
    assert "Hidup, memegang jam" in page
    assert "mesin-b" in page
    assert "Diam" in page


def test_the_machine_says_what_to_do_when_nobody_sends(
    client: Client, network: Network, many: None
) -> None:
    client.force_login(network.ada)
    page = client.get(reverse("scheduler:machine")).content.decode()
    assert "manage.py worker" in page
