from __future__ import annotations

import pytest

from content.offices import sheet
from content.spreadsheets import Unreadable
from tests.content.offices.tables import CENTRE, HEAD, KALBAR, table


def faults(*lines: str, head: str = HEAD) -> list[str]:
    return [str(fault) for fault in sheet.read(table(*lines, head=head))[1]]


@pytest.mark.parametrize(
    "data",
    [
        table(CENTRE, KALBAR),
        b"\xef\xbb\xbf" + table(CENTRE, KALBAR),
        table(CENTRE, KALBAR).replace(b",", b";"),
        table(CENTRE, KALBAR).replace(b"\n", b"\r\n"),
        table(CENTRE, "", KALBAR, ",,,,"),
        table(CENTRE, KALBAR, head="code,name,kind,parent,zone"),
    ],
    ids=["plain", "with a mark", "semicolons", "crlf", "empty lines", "field names"],
)
def test_a_table_is_read_however_it_was_saved(data: bytes) -> None:
    rows, faults = sheet.read(data)
    assert not faults
    assert [(row.code, row.parent) for row in rows] == [("PUSAT", ""), ("KALBAR", "PUSAT")]
    assert rows[1].values["zone"] == "Asia/Pontianak"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04rest", "Excel"),
        (table(CENTRE).decode().encode("utf-16"), "UTF-8"),
        (table(head=HEAD + ",gaji"), "gaji"),
        (table(head="kode,nama"), "jenis"),
        (table(head=HEAD + ",kode"), "dua kali"),
        (table(), "satu kantor pun"),
        (table('PUSAT,"Kantor,pusat,,WIB'), "kutip"),
    ],
)
def test_what_is_no_table_of_offices_is_turned_away_in_words(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        sheet.read(data)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ptk,Nama,kanim,PUSAT,WIB", "Baris 3: kode: “ptk” bukan kode"),
        ("PTK,,kanim,PUSAT,WIB", "Baris 3: nama: tidak boleh kosong"),
        ("PTK,Nama,cabang,PUSAT,WIB", "Baris 3: jenis: “cabang” tidak dikenal"),
        ("PTK,Nama,kanim,PUSAT,Asia/Pontianac", "Baris 3: zona: zona “Asia/Pontianac”"),
        ("PTK,Nama,kanim,PUSAT,WIB,lagi", "Baris 3: ada isi di luar kolom"),
        (f"PTK,{'N' * 121},kanim,PUSAT,WIB", "paling banyak 120 huruf"),
    ],
)
def test_a_wrong_cell_is_named_by_its_line_and_column(line: str, says: str) -> None:
    (only,) = faults(CENTRE, line)
    assert says in only


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("surel", "bukan surel", "bukan alamat surel"),
        ("situs", "javascript:alert(1)", "bukan alamat situs"),
        ("warna utama", "biru", "bukan warna"),
        ("akun", "x:contoh", "x=nama"),
        ("telepon", "0" * 41, "paling banyak 40"),
    ],
)
def test_optional_columns_are_checked_as_well(column: str, cell: str, says: str) -> None:
    (only,) = faults(f"{CENTRE},{cell}", head=f"{HEAD},{column}")
    assert column in only
    assert says in only


def test_every_fault_is_told_at_once() -> None:
    assert len(faults("ptk,,kanim,PUSAT,WIB", "JAP,Nama,cabang,PUSAT,XYZ")) == 4


def test_the_three_zones_may_be_written_as_people_say_them() -> None:
    rows, _ = sheet.read(table("A,Nama,pusat,,wib", "B,Nama,kanim,A,WITA", "C,Nama,kanim,A,WIT"))
    assert [row.values["zone"] for row in rows] == [
        "Asia/Jakarta",
        "Asia/Makassar",
        "Asia/Jayapura",
    ]


def test_account_names_are_read_as_pairs() -> None:
    (row,), _ = sheet.read(
        table(f"{CENTRE},x=@contoh_pusat instagram=contoh.pusat", head=f"{HEAD},akun")
    )
    assert row.values["handles"] == {"x": "contoh_pusat", "instagram": "contoh.pusat"}


def test_lines_are_counted_as_in_the_file_even_after_a_cell_with_line_breaks() -> None:
    head = f"{HEAD},alamat"
    (only,) = faults(f'{CENTRE},"Jalan Contoh 1\nJakarta"', "ptk,Nama,kanim,PUSAT,WIB,", head=head)
    assert only.startswith("Baris 4:")
