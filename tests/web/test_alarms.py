"""A stop is seen on every page by everybody whom it reaches, and by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from content.models import Person
from content.scope import Scope
from scheduler.models import Reach
from scheduler.stops import lift, stop
from tests.people import MORNING, Network
from web.alarms import standing


def heard_by(person: Person, zone: str = "Asia/Jakarta") -> list[str]:
    return [alarm.what for alarm in standing(Scope.of(person, MORNING), zone)]


def test_a_stop_of_everything_reaches_everybody(network: Network) -> None:
    stop(Reach.ALL, "Salah tayang.", by=network.rina, at=MORNING)
    for person in (network.sari, network.yosua, network.ada):
        assert heard_by(person) == ["Semua pengiriman dihentikan"]


def test_a_stop_of_a_region_reaches_the_offices_below_and_the_desk_above(network: Network) -> None:
    stop(Reach.OFFICE, "Salah tayang.", by=network.maya, at=MORNING, office=network.kalbar)
    assert heard_by(network.sari) == ["Pengiriman Kanwil Kalbar dihentikan"]
    assert heard_by(network.rina) == ["Pengiriman Kanwil Kalbar dihentikan"]
    assert heard_by(network.yosua) == []


def test_a_stop_of_a_network_is_named_as_people_know_it(network: Network) -> None:
    stop(Reach.CHANNEL, "Akun dibajak.", by=network.rina, at=MORNING, kind="facebook")
    assert heard_by(network.sari) == ["Pengiriman ke Halaman Facebook dihentikan"]


def test_a_stop_of_an_account_is_heard_where_the_account_is_looked_after(network: Network) -> None:
    account = network.account(office=network.kalbar, handle="kalbar")
    stop(Reach.ACCOUNT, "Dibajak.", by=network.rina, at=MORNING, account=account)
    assert heard_by(network.maya) == ["Pengiriman ke akun Papan latihan @kalbar dihentikan"]
    assert heard_by(network.rina) == heard_by(network.maya)
    assert heard_by(network.sari) == heard_by(network.yosua) == []


def test_a_stop_of_a_topic_is_heard_where_it_reaches(network: Network) -> None:
    everywhere = stop(Reach.TOPIC, "Keliru.", by=network.rina, at=MORNING, topic="siaran-pers")
    assert heard_by(network.sari) == ["Pengiriman topik “Siaran pers” dihentikan"]
    assert heard_by(network.yosua) == heard_by(network.sari)
    lift(everywhere, by=network.rina, at=MORNING)
    here = network.kalbar
    stop(Reach.TOPIC, "Keliru.", by=network.maya, at=MORNING, topic="tarif", office=here)
    assert heard_by(network.sari) == ["Pengiriman topik “Tarif” di Kanwil Kalbar dihentikan"]
    assert heard_by(network.yosua) == []


def test_many_stops_are_a_few_lines_the_widest_first(network: Network) -> None:
    for n in range(4):
        account = network.account(handle=f"a{n}")
        stop(Reach.ACCOUNT, "Dibajak.", by=network.rina, at=MORNING, account=account)
    stop(Reach.ALL, "Salah tayang.", by=network.rina, at=MORNING)
    lines = heard_by(network.sari)
    assert lines[0] == "Semua pengiriman dihentikan"
    assert lines[3:] == ["2 penghentian lain berlaku"]


def test_a_lifted_stop_is_heard_no_more(network: Network) -> None:
    standing_stop = stop(Reach.ALL, "Salah tayang.", by=network.rina, at=MORNING)
    lift(standing_stop, by=network.rina, at=MORNING)
    assert heard_by(network.sari) == []


@pytest.mark.parametrize(
    ("zone", "clock"), [("Asia/Jakarta", "10.00 WIB"), ("Asia/Jayapura", "12.00 WIT")]
)
def test_the_time_is_told_in_the_zone_of_the_reader(
    network: Network, zone: str, clock: str
) -> None:
    stop(Reach.ALL, "Salah tayang.", by=network.rina, at=MORNING)
    (alarm,) = standing(Scope.of(network.sari, MORNING), zone)
    assert alarm.since.endswith(clock)


def test_the_page_says_what_is_stopped_who_did_it_and_why(client: Client, network: Network) -> None:
    stop(Reach.ALL, "Salah <tayang>.", by=network.rina, at=MORNING)
    client.force_login(network.sari)
    page = client.get("/akun/2fa/").content.decode()
    assert "Semua pengiriman dihentikan. Salah &lt;tayang&gt;." in page
    assert "Rina" in page
