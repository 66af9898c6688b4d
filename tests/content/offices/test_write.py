from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.conf import settings

from content.models import Event, Office
from content.offices import write
from content.offices.plan import Plan
from content.scope import Scope
from tests.content.offices.tables import CENTRE, HEAD, KALBAR, PONTIANAK, table
from tests.people import MORNING, Network

DEMO = Path(settings.ROOT) / "content" / "demo" / "offices.csv"


def bring_in(*lines: str, head: str = HEAD) -> Plan:
    return write.carry_out(table(*lines, head=head), by=None, at=MORNING)


@pytest.mark.django_db
def test_children_may_stand_before_their_parents() -> None:
    bring_in(PONTIANAK, KALBAR, CENTRE)
    assert Office.objects.get(code="PTK").path == "PUSAT/KALBAR/PTK/"
    assert Office.objects.get(code="PTK").parent == Office.objects.get(code="KALBAR")


@pytest.mark.django_db
def test_the_same_table_again_changes_nothing() -> None:
    bring_in(CENTRE, KALBAR, PONTIANAK)
    before = Event.objects.count()
    again = bring_in(CENTRE, KALBAR, PONTIANAK)
    assert (again.changes, again.same) == ((), 3)
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_one_wrong_line_keeps_everything_out() -> None:
    with pytest.raises(write.Faulty, match="Baris 4: induk: kantor NTB tidak ada"):
        bring_in(CENTRE, KALBAR, "MTR,Kanim Contoh Mataram,kanim,NTB,WITA")
    assert not Office.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([CENTRE, KALBAR, KALBAR], "Baris 4: kode KALBAR sudah dipakai di baris 3"),
        ([CENTRE, "A,A,kanim,B,WIB", "B,B,kanim,A,WIB"], "induk berputar: A → B → A"),
        ([CENTRE, "A,A,kanim,A,WIB"], "induk berputar: A → A"),
        ([CENTRE, "A,A,kanim,,WIB"], "hanya kantor pusat yang boleh tanpa induk"),
        ([CENTRE, *[f"{chr(65 + n) * 24},N,kanim,{chr(64 + n) * 24 if n else 'PUSAT'},WIB"
                    for n in range(9)]], "terlalu dalam"),
    ],
)  # fmt: skip
def test_a_table_that_makes_no_tree_is_refused(lines: list[str], says: str) -> None:
    with pytest.raises(write.Faulty, match=says):
        bring_in(*lines)


def test_a_circle_through_offices_that_the_file_does_not_name_is_found(network: Network) -> None:
    with pytest.raises(write.Faulty, match="induk berputar"):
        bring_in("KALBAR,Kanwil Contoh Kalbar,kanwil,PTK,WIB")


def test_an_office_that_moves_takes_all_below_it_along(network: Network) -> None:
    bring_in("KALBAR,Kanwil Contoh Kalbar,kanwil,PAPUA,Asia/Pontianak")
    network.pontianak.refresh_from_db()
    assert network.pontianak.path == "PUSAT/PAPUA/KALBAR/PTK/"


def test_offices_the_file_does_not_name_are_left_alone_and_told(network: Network) -> None:
    made = bring_in("PUSAT,Kantor Pusat Contoh,pusat,,WIB")
    assert made.absent == ("JAP", "KALBAR", "PAPUA", "PTK")
    assert Office.objects.count() == 5


def test_columns_the_file_does_not_have_keep_their_values(network: Network) -> None:
    bring_in("PTK,Kanim Contoh Kota Pontianak,kanim,KALBAR,Asia/Pontianak")
    network.pontianak.refresh_from_db()
    assert network.pontianak.name == "Kanim Contoh Kota Pontianak"
    assert network.pontianak.handles == {"x": "contoh_ptk"}


def test_what_changed_is_written_down_with_before_and_after(network: Network) -> None:
    data = table("PTK,Kanim Contoh Pontianak,kanim,KALBAR,WITA")
    write.carry_out(data, by=network.ada, at=MORNING)
    event = Event.objects.get(kind="office.changed")
    assert event.office == network.pontianak
    assert event.by == network.ada
    assert event.data["fields"]["zone"] == ["Asia/Pontianak", "Asia/Makassar"]


def test_a_plan_that_no_longer_holds_is_shown_again_instead_of_carried_out(
    network: Network,
) -> None:
    data = table("PTK,Kanim Baru Pontianak,kanim,KALBAR,Asia/Pontianak")
    seen = write.look(data)
    Office.objects.filter(code="PTK").update(name="Kanim Lain Pontianak")
    with pytest.raises(write.Moved):
        write.carry_out(data, by=network.ada, at=MORNING, expected=seen.digest)
    assert Office.objects.get(code="PTK").name == "Kanim Lain Pontianak"


def test_an_administrator_keeps_to_the_offices_below(network: Network) -> None:
    network.maya.memberships.update(role="administrator")
    scope = Scope.of(network.maya, MORNING)
    write.look(table("PTK,Kanim Baru,kanim,KALBAR,Asia/Pontianak"), scope=scope)
    for line in (
        "JAP,Kanim Baru,kanim,PAPUA,Asia/Jayapura",
        "PTK,Kanim Contoh Pontianak,kanim,PAPUA,Asia/Pontianak",
        "SORONG,Kanim Contoh Sorong,kanim,PAPUA,WIT",
    ):
        with pytest.raises(write.Faulty, match="di luar wewenang"):
            write.look(table(line), scope=scope)


@pytest.mark.django_db
def test_the_demo_network_lies_in_all_three_zones() -> None:
    write.carry_out(DEMO.read_bytes(), by=None, at=MORNING)
    kinds = list(Office.objects.values_list("kind", flat=True))
    assert [kinds.count(kind) for kind in ("pusat", "kanwil", "kanim", "rudenim")] == [1, 3, 12, 1]
    zones = set(Office.objects.values_list("zone", flat=True))
    assert zones == {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}


@pytest.mark.django_db
def test_five_thousand_offices_take_seconds() -> None:
    lines = [
        CENTRE,
        *(f"W{n},Wilayah {n},kanwil,PUSAT,WIB" for n in range(50)),
        *(f"K{n},Kanim {n},kanim,W{n % 50},WITA" for n in range(4950)),
    ]
    started = time.perf_counter()
    bring_in(*lines)
    assert Office.objects.count() == 5001
    again = bring_in(*[line.replace("WITA", "WIT") for line in lines])
    assert len(again.changed) == 4950
    assert time.perf_counter() - started < 10  # each below five
