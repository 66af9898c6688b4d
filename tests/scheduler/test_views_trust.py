"""The pages about the clock and about a restored record, and the alarms on every page."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now
from django.test import Client

from channels.base import Reason
from content.models import Event, Person
from content.scope import Scope
from scheduler import safe_mode
from scheduler.doubt import CONFIRMED, doubting
from scheduler.models import Delivery, Hold, State, Why, Worker
from scheduler.witness import FILE, Witness
from tests.people import MORNING, Network
from tests.scheduler.stage import Stage, planned
from web.alarms import standing

pytestmark = pytest.mark.django_db


def jumped(seconds: int = 7200) -> Worker:
    return Worker.objects.create(
        owner="me",
        host="meja",
        pid=1,
        lanes=1,
        started_at=MORNING,
        seen_at=MORNING,
        doubt_since=MORNING,
        doubt_seconds=seconds,
    )


def heard_by(person: Person) -> list[str]:
    return [alarm.what for alarm in standing(Scope.of(person, MORNING), "Asia/Jakarta")]


@pytest.mark.parametrize(("seconds", "way"), [(7200, "maju"), (-7200, "mundur")])
def test_a_jump_is_on_every_page_of_everybody(
    client: Client, network: Network, seconds: int, way: str
) -> None:
    jumped(seconds)
    what = f"Jam server melompat {way} 2 jam; pengiriman dibekukan"
    assert heard_by(network.yosua) == [what]
    client.force_login(network.sari)
    page = client.get("/akun/2fa/").content.decode()
    assert what in page
    assert 'href="/jam/"' in page


def test_only_a_moderator_of_the_centre_is_offered_the_button(
    client: Client, network: Network
) -> None:
    jumped()
    for person, offered in ((network.rina, True), (network.maya, False), (network.tono, False)):
        client.force_login(person)
        page = client.get("/jam/").content.decode()
        assert "10.00 WIB" in page
        assert ("Jam sudah benar" in page) is offered


def test_a_moderator_confirms_and_the_page_says_that_it_waits(
    client: Client, network: Network
) -> None:
    jumped()
    Worker.objects.update(seen_at=Now())
    client.force_login(network.rina)
    page = client.post("/jam/benar/", {"worker": "me"}, follow=True).content.decode()
    assert "Begitu server itu membacanya" in page
    assert "menunggu server itu membacanya" in page
    assert "Jam sudah benar" not in page
    assert len(doubting()) == 1, "nothing is sent before the worker itself has read it"
    event = Event.objects.get(kind=CONFIRMED)
    assert event.by == network.rina
    assert event.data["worker"] == "me"


def test_a_worker_that_is_gone_is_not_waited_for(client: Client, network: Network) -> None:
    jumped()
    Worker.objects.update(seen_at=MORNING - timedelta(days=3650))
    client.force_login(network.rina)
    page = client.post("/jam/benar/", {"worker": "me"}, follow=True).content.decode()
    assert "tidak lagi ditunggu" in page
    assert "Jam berjalan seperti seharusnya" in page


def test_the_command_says_confirmed_only_once_the_worker_has_read_it() -> None:
    jumped()
    Worker.objects.update(seen_at=Now())
    told = StringIO()
    with pytest.raises(CommandError, match=r"not read yet.*meja, process 1"):
        call_command("confirm_clock", wait=0, stdout=told)
    assert "Confirmed" not in told.getvalue()


def test_the_command_forgets_a_worker_that_is_gone() -> None:
    jumped()
    Worker.objects.update(seen_at=MORNING - timedelta(days=3650))
    told = StringIO()
    call_command("confirm_clock", stdout=told)
    assert "Gone for long: meja, process 1." in told.getvalue()
    assert doubting() == []


def test_nobody_else_confirms(client: Client, network: Network) -> None:
    jumped()
    client.force_login(network.maya)
    page = client.post("/jam/benar/", {"worker": "me"}, follow=True).content.decode()
    assert "Hanya moderator pusat" in page
    assert len(doubting()) == 1
    assert client.get("/jam/benar/").status_code == 405


def test_confirming_what_is_in_no_doubt_finds_nothing(client: Client, network: Network) -> None:
    client.force_login(network.rina)
    assert client.post("/jam/benar/", {"worker": "me"}).status_code == 404
    assert "Jam berjalan seperti seharusnya" in client.get("/jam/").content.decode()


def restored(network: Network) -> list[Delivery]:
    """Three of Pontianak at the moment of the restore: found, held for a person, looked for."""
    accounts = [network.account(handle=name) for name in ("satu", "dua", "tiga")]
    rows = planned(network, *accounts)
    later = MORNING + timedelta(hours=5)
    safe_mode.enter(Why.RESTORED, later, recorded_until=MORNING)
    Delivery.objects.filter(pk=rows[0].pk).update(state=State.SENT, finished_at=later)
    Delivery.objects.filter(pk=rows[1].pk).update(
        state=State.HELD, run_at=None, reason=Hold.RESTORED
    )
    return rows


def test_safe_mode_is_on_every_page_and_says_from_when_the_backup_is(network: Network) -> None:
    restored(network)
    assert heard_by(network.yosua) == ["Dipulihkan dari cadangan 7 Des 2026, 10.00 WIB"]


def test_after_the_first_start_it_is_still_said_from_when_the_backup_is(
    client: Client, network: Network, tmp_path: Path
) -> None:
    [row] = planned(network)
    safe_mode.begin(Witness(tmp_path), MORNING)
    Stage().turn(row.due_at)
    (tmp_path / FILE).unlink()
    later = MORNING + timedelta(hours=5)
    safe_mode.enter(Why.RESTORED, later, recorded_until=MORNING)
    safe_mode.speak_for(Witness(tmp_path))
    safe_mode.begin(Witness(tmp_path), later + timedelta(minutes=1))
    said = "Dipulihkan dari cadangan 7 Des 2026, 10.00 WIB"
    assert heard_by(network.yosua) == [said]
    client.force_login(network.tono)
    page = client.get("/dipulihkan/").content.decode()
    assert said in page
    assert "bukan yang terbaru" not in page


def test_its_page_shows_what_was_found_and_what_waits(client: Client, network: Network) -> None:
    restored(network)
    client.force_login(network.tono)
    page = client.get("/dipulihkan/").content.decode()
    for heading, handle in (
        ("Menunggu Anda", "dua"),
        ("Sedang dicari", "tiga"),
        ("Ternyata sudah tayang", "satu"),
    ):
        assert heading in page
        after = page.partition(f">{heading}<")[2]
        assert after.index(f"@{handle}") == min(
            after.index(f"@{name}") for name in ("satu", "dua", "tiga") if f"@{name}" in after
        )


def test_an_office_elsewhere_sees_none_of_it(client: Client, network: Network) -> None:
    restored(network)
    client.force_login(network.yosua)
    page = client.get("/dipulihkan/").content.decode()
    assert "@satu" not in page
    assert "Tidak ada kiriman Anda yang perlu dicari" in page


def test_a_record_that_never_came_back_says_so(client: Client, network: Network) -> None:
    client.force_login(network.sari)
    assert "belum pernah dipulihkan" in client.get("/dipulihkan/").content.decode()


@pytest.mark.parametrize("act", ["sudah-ada", "kirim-sekarang", "batalkan"])
def test_what_waits_for_a_person_is_settled_on_its_page(
    client: Client, network: Network, act: str
) -> None:
    row = restored(network)[1]
    client.force_login(network.tono)
    page = client.get(f"/pengantaran/{row.pk}/").content.decode()
    assert f"/pengantaran/{row.pk}/{act}/" in page
    version = Delivery.objects.get(pk=row.pk).version
    client.post(f"/pengantaran/{row.pk}/{act}/", {"version": version})
    row.refresh_from_db()
    expected = {
        "sudah-ada": State.SENT, "kirim-sekarang": State.PLANNED, "batalkan": State.CANCELLED,
    }  # fmt: skip
    assert row.state == expected[act]
    if act == "kirim-sekarang":
        assert not row.look_first


@pytest.mark.parametrize(("act", "answer"), [("kirim-sekarang", 409), ("batalkan", 302)])
def test_nobody_decides_on_what_was_missed_in_the_backup_before_it_was_looked_for(
    client: Client, network: Network, act: str, answer: int
) -> None:
    """A cancellation is kept until then."""
    [row] = planned(network)
    Delivery.objects.update(state=State.MISSED, reason=Reason.RATE_LIMITED)
    safe_mode.enter(Why.RESTORED, MORNING + timedelta(hours=5))
    client.force_login(network.tono)
    version = Delivery.objects.get(pk=row.pk).version
    told = client.post(f"/pengantaran/{row.pk}/{act}/", {"version": version})
    assert told.status_code == answer
    row.refresh_from_db()
    assert row.state == State.UNCONFIRMED
