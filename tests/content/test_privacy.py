from __future__ import annotations

import random
import string
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.privacy import Kind, find, mask

# Made up: no such district, so these numbers belong to nobody.
MAN = "3299991708450001"
WOMAN = "6199995708450002"


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"NIK {MAN}",
        f"NIK:{MAN}, alamat",
        f"a.n. Budi ({WOMAN})",
        f"NIK{MAN}",
        "3299 9917 0845 0001",
        "32.99.99.170845.0001",
        "329999-170845-0001",
        "32 99 99 . 170845 . 0001",
        "329999.170845-0001",
        "3 2 9 9 9 9 1 7 0 8 4 5 0 0 0 1",
        "3299\u00a09917\u00a00845\u00a00001",
        "3299\u200b9917\u200b0845\u200b0001",
        "3299–9917–0845–0001",
        "3299/9917/0845/0001",
        "3299,9917,0845,0001",
        "3299991708\n450001",
        "329999-170845\r\n-0001",
        "３２９９９９１７０８４５０００１",
        f"{MAN} 2 orang",
        f"dua orang, 2 {MAN}",
        f"https://contoh.id/cek?nik={MAN}",
        "9799992902000003",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text: str) -> None:
    assert kinds(text) == [Kind.NIK]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Telepon 0811-2345-6789 atau 0561-765576",
        "WhatsApp +62 811 2051 2345 678",
        "Rp1.211.202.608.001.200",
        "Rp650.000, Rp950.000, dan Rp1.000.000",
        "Peraturan Menteri Keuangan Nomor 51/PMK.02/2020",
        "Nomor W16.IMI.IMI.1-UM.01.01-1234 Tahun 2026",
        "12-11-2026 08.00–12.00 WIB",
        "12.11.2026 08.00-12.00",
        "12/11/2026–05/12/2026",
        "12-11-2026 05-12-2026",
        "12.11.2026\n05.12.2026",
        "Kuota 1200, 1150, 1100, 1050",
        "NIP 198001012005011001",
        "NIP 19800101 200501 1 001",
        "NIP. 1980 0101 2005 0110 01",
        "Kode bayar 820261234567890",
        "Nomor pesanan 3299993208450001",
        "Nomor pesanan 3299991713450001",
        "Nomor pesanan 3299993002450001",
        "Nomor pesanan 9999991708450001",
        "Nomor pesanan 2099991708450001",
        "3299991708450000",
        f"1{MAN}",
        f"{MAN}1",
        "4556 7375 8689 9855",
        "17 Agustus 1945",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Paspor C1234567 hilang", "C1••••••"),
        ("passport no. AB123456", "AB••••••"),
        ("Nomor paspor: X 1234567", "X1••••••"),
        ("paspor e-1234567? Bukan, E1234567.", "E1••••••"),
        ("E1234567 adalah nomor paspornya", "E1••••••"),
        ("paspor c1234567", "c1••••••"),
    ],
)
def test_a_passport_number_near_the_word_is_found_and_masked(text: str, excerpt: str) -> None:
    assert [(found.kind, found.excerpt) for found in find(text)] == [(Kind.PASSPORT, excerpt)]


def test_a_whole_list_of_passport_numbers_is_found() -> None:
    numbers = ", ".join(f"C12345{n:02}" for n in range(30))
    assert kinds(f"Paspor berikut siap diambil: {numbers}") == [Kind.PASSPORT] * 30


@pytest.mark.parametrize(
    "text",
    [
        "Biaya paspor Rp650000 dan Rp1000000",
        "BIAYA PASPOR RP 1000000",
        "Kami menerbitkan paspor ke 100000 tahun ini",
        "PASPOR KE 100000",
        "Paspor baru, SK 123456 Tahun 2026",
        "Paspor, kode pos 78113, WA 081123456789",
        "Kendaraan B 1234567 melintas",
        "Pesanan C1234567 " + "x" * 80 + " paspor",
        "Paspor nomor AB-123456/2026",
        "paspor C12345678",
    ],
)
def test_what_only_looks_like_a_passport_number_is_left_alone(text: str) -> None:
    assert find(text) == []


MRZ = "P<IDNCONTOH<<NAMA<TIDAK<ADA<<<<<<<<<<<<<<<<<\nC1234567<0IDN4508171M3001011<<<<<<<<<<<<<<04"


def test_machine_readable_lines_are_found() -> None:
    assert kinds(MRZ) == [Kind.MRZ, Kind.MRZ]
    assert kinds(f"Paspor: {MRZ.lower()}") == [Kind.MRZ, Kind.MRZ]
    assert kinds("I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6") == [Kind.MRZ] * 2


def test_arrows_and_hashes_are_not_machine_readable_lines() -> None:
    assert find("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<") == []
    assert find("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF") == []
    assert find("PELAYANANKEIMIGRASIANYANGRAMAHDANCEPAT") == []


@pytest.mark.parametrize(
    "text",
    ["1 " * 20_000, "1" * 40_000, "paspor C1234567 " * 2000, "P<IDN" * 8000, "paspor " * 5000],
    ids=["groups", "digits", "passports", "mrz", "words"],
)
def test_a_hostile_text_costs_no_time(text: str) -> None:
    began = process_time()
    find(text)
    assert process_time() - began < 2


def test_findings_come_in_order_and_say_what_to_do() -> None:
    found = find(f"Paspor C1234567, NIK {MAN}")
    assert [(each.start, each.end) for each in found] == [(7, 15), (21, 37)]
    assert all("Hapus" in each.sentence for each in found)


def test_a_finding_never_holds_the_number() -> None:
    for text in (MAN, "Paspor C1234567", MRZ):
        for found in find(text):
            assert text[found.start + 2 : found.end] not in repr(found)
    assert mask("32.99 99") == "32••••"


NIK = st.builds(
    lambda place, birth, woman, serial: (
        f"{place}9999{birth.day + 40 * woman:02}{birth:%m%y}{serial:04}"
    ),
    st.sampled_from([11, 21, 32, 61, 73, 82, 91, 97]),
    st.dates(),
    st.booleans(),
    st.integers(1, 9999),
)


@given(NIK, st.sampled_from(["", " ", ".", "-", "–", "  ", "\u00a0"]), st.randoms())
def test_every_well_formed_number_is_found(nik: str, gap: str, chance: random.Random) -> None:
    cuts = sorted(chance.sample(range(1, 16), chance.randint(0, 6)))
    written = gap.join(nik[a:b] for a, b in zip([0, *cuts], [*cuts, 16], strict=True))
    # Three digits after each dot is how money is written.
    if not (gap == "." and all(len(part) == 3 for part in written.split(".")[1:])):
        found = find(f"Data: {written}, terlampir.")
        assert [each.kind for each in found] == [Kind.NIK]


@given(NIK, st.integers(32, 40) | st.integers(72, 99))
def test_a_day_that_cannot_be_is_no_identity_number(nik: str, day: int) -> None:
    assert find(nik[:6] + f"{day:02}" + nik[8:]) == []


@given(st.dates(), st.integers(1950, 2099), st.integers(1, 12), st.integers(1, 999))
def test_a_civil_servants_number_is_never_reported(
    birth: object, year: int, month: int, serial: int
) -> None:
    nip = f"{birth:%Y%m%d}".zfill(8) + f"{year}{month:02}1{serial:03}"
    spaced = f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
    assert find(f"NIP {nip}") == []
    assert find(f"NIP {spaced}") == []


@given(st.text(alphabet=string.printable + "paspor<3299 ", max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for found in find(text):
        assert 0 <= found.start < found.end <= len(text)
