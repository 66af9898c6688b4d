from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.slots import KINDS, Slot, SlotError, editable, items, out_of_order, parse, say

CHOICES = ("Paspor", "Izin tinggal")


def slot(kind: str, max_length: int = 2000) -> Slot:
    return Slot("isian", kind, "Isian", max_length=max_length, choices=CHOICES)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "said"),
    [
        ("text", "  Jam \t layanan\n baru ", "Jam layanan baru", "Jam layanan baru"),
        ("text", "Cafe\u0301\x0b tutup\u202e", "Café tutup", "Café tutup"),
        ("paragraph", "satu \r\n\r\n\r\n\r\n dua", "satu\n\ndua", "satu\n\ndua"),
        ("date", "27/11/2026", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "27 November 2026", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "Jumat, 27 Nov. 2026", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "jum'at 27 nopember 2026", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "27/11/26", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "hari Minggu 29 November 2026", "2026-11-29", "Minggu, 29 November 2026"),
        ("date", "27-11-2026", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "27.11.2026", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "2026-11-27", "2026-11-27", "Jumat, 27 November 2026"),
        ("date", "17 agt 2026", "2026-08-17", "Senin, 17 Agustus 2026"),
        ("date", "29/2/2028", "2028-02-29", "Selasa, 29 Februari 2028"),
        ("time", "8.00", "08:00", "08.00 WITA"),
        ("time", "08:00", "08:00", "08.00 WITA"),
        ("time", "pukul 8", "08:00", "08.00 WITA"),
        ("time", "Pkl. 13.30 WIB", "13:30", "13.30 WITA"),
        ("time", "08:00:00", "08:00", "08.00 WITA"),
        ("time-span", "8-12", "08:00-12:00", "08.00–12.00 WITA"),
        ("time-span", "08.00 – 12.00 WITA", "08:00-12:00", "08.00–12.00 WITA"),
        ("time-span", "pukul 08:00 s.d. 15:30", "08:00-15:30", "08.00–15.30 WITA"),
        ("time-span", "8.00 sampai dengan 9", "08:00-09:00", "08.00–09.00 WITA"),
        ("time-span", "08.00 s/d 12.00", "08:00-12:00", "08.00–12.00 WITA"),
        ("time-span", "08.00 s.d. selesai", "08:00-selesai", "08.00 WITA–selesai"),
        ("time-span", "8.00 WITA - Selesai", "08:00-selesai", "08.00 WITA–selesai"),
        ("money", "Rp 650.000,-", "650000", "Rp650.000"),
        ("money", "rp. 650000", "650000", "Rp650.000"),
        ("money", "IDR 1.000.000,00", "1000000", "Rp1.000.000"),
        ("money", "0", "0", "Rp0"),
        ("number", "1.250", "1250", "1.250"),
        ("number", "88.12", "88,12", "88,12"),
        ("number", "88,120", "88,12", "88,12"),
        ("number", "-0,5", "-0,5", "-0,5"),
        ("number", "-0", "0", "0"),
        ("number", "1.234.567,5", "1234567,5", "1.234.567,5"),
        ("percentage", "88,12 %", "88,12", "88,12%"),
        ("percentage", "100 persen", "100", "100%"),
        ("phone", "+62 811-2345-6789", "081123456789", "0811-2345-6789"),
        ("phone", "6281123456789", "081123456789", "0811-2345-6789"),
        ("phone", "(0561) 765576", "0561765576", "0561-765576"),
        ("phone", "021 5224658", "0215224658", "021-5224658"),
        ("phone", "+60 82 245 661", "+6082245661", "+6082245661"),
        ("phone", "110", "110", "110"),
        ("link", "imigrasi.go.id/paspor", "https://imigrasi.go.id/paspor", None),
        ("link", "HTTP://WWW.Imigrasi.GO.ID/Paspor?a=1#b", None, None),
        ("link", "imigrasi.go.id:8080/a", "https://imigrasi.go.id:8080/a", None),
        ("person", "Nama Lengkap,  Kepala Kantor", "Nama Lengkap, Kepala Kantor", None),
        ("list", "- KTP\n\n2. KK\n• Akta lahir", "KTP\nKK\nAkta lahir", None),
        ("list", "24 Desember tutup", "24 Desember tutup", "- 24 Desember tutup"),
        ("choice", "paspor", "Paspor", "Paspor"),
        (
            "legal-basis",
            "PP 45/2024",
            "Peraturan Pemerintah Nomor 45 Tahun 2024",
            "Peraturan Pemerintah Nomor 45 Tahun 2024",
        ),
        (
            "legal-basis",
            "pp no. 45 th. 2024, berlaku sejak 17 Desember 2024.",
            "Peraturan Pemerintah Nomor 45 Tahun 2024, berlaku sejak 17 Desember 2024",
            None,
        ),
        (
            "legal-basis",
            "PMK 51/PMK.02/2020",
            "Peraturan Menteri Keuangan Nomor 51/PMK.02/2020",
            None,
        ),
        (
            "legal-basis",
            "Pedoman Nomor IMI-0002.HH.01.01 Tahun 2022",
            "Pedoman Nomor IMI-0002.HH.01.01 Tahun 2022",
            None,
        ),
    ],
)
def test_what_people_type_is_understood(
    kind: str, typed: str, value: str | None, said: str | None
) -> None:
    got = parse(slot(kind), typed)
    if value is not None:
        assert got == value
    if said is not None:
        assert say(slot(kind), got, zone="WITA") == said


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("date", "besok", "“besok” tidak terbaca"),
        ("date", "11/27/2026", "tidak ada di kalender"),
        ("date", "29/02/2027", "tidak ada di kalender"),
        ("date", "27 Foo 2026", "tidak terbaca"),
        ("date", "Kamis, 27/11/2026", "27 November 2026 jatuh pada hari Jumat, bukan Kamis"),
        ("date", "27 November", "tidak terbaca"),
        ("time", "25.00", "Tulis misalnya 08.00"),
        ("time", "8 pagi", "Tulis misalnya 08.00"),
        ("time-span", "08.00", "mulai dan selesai"),
        ("time-span", "selesai-08.00", "mulai dan selesai"),
        ("time-span", "12.00-08.00", "Jam selesai (08.00) harus sesudah jam mulai (12.00)"),
        ("money", "enam ratus ribu", "rupiah penuh"),
        ("money", "650.00", "rupiah penuh"),
        ("money", "Rp 650.000,50", "rupiah penuh"),
        ("number", "1.2.3", "tidak terbaca"),
        ("percentage", "101", "paling tinggi 100"),
        ("percentage", "banyak", "tidak terbaca"),
        ("phone", "telepon kami", "tidak terbaca"),
        ("phone", "12", "tidak terbaca"),
        ("link", "javascript:alert(1)", "https:// atau http://"),
        ("link", "data:text/html,x", "https:// atau http://"),
        ("link", "https://imigrasi.go.id@jahat.example/", "tidak terbaca"),
        ("link", "http://localhost/", "tidak terbaca"),
        ("link", "dua kata.id", "tidak terbaca"),
        ("link", "http://[::1", "tidak terbaca"),
        ("choice", "SIM", "Paspor, Izin tinggal"),
        ("legal-basis", "sesuai aturan yang berlaku", "jenis, nomor, dan tahun"),
        ("legal-basis", "Peraturan Nomor 45", "jenis, nomor, dan tahun"),
    ],
)
def test_what_cannot_be_understood_is_explained(kind: str, typed: str, says: str) -> None:
    with pytest.raises(SlotError, match=r".+") as caught:
        parse(slot(kind), typed)
    assert says in str(caught.value)
    assert str(caught.value) == caught.value.msgid % caught.value.params


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_typed_stays_nothing(kind: str) -> None:
    assert parse(slot(kind), " \n ") == ""
    assert say(slot(kind), "", zone="WIB") == ""
    assert editable(slot(kind), "") == ""


def test_a_value_longer_than_its_slot_is_refused_with_both_lengths() -> None:
    with pytest.raises(SlotError, match="11 karakter, paling banyak 10"):
        parse(slot("text", max_length=10), "sebelas hur")


@pytest.mark.parametrize(
    ("kind", "value", "form", "said"),
    [
        ("date", "2026-11-27", "pendek", "27 Nov 2026"),
        ("date", "2026-11-27", "tanpa_hari", "27 November 2026"),
        ("date", "2026-11-27", "hari", "Jumat"),
        ("date", "2026-11-07", "angka", "7"),
        ("date", "2026-11-27", "bulan", "Nov 2026"),
        ("time", "08:00", "tanpa_zona", "08.00"),
        ("time-span", "08:00-12:00", "tanpa_zona", "08.00–12.00"),
        ("time-span", "08:00-selesai", "tanpa_zona", "08.00–selesai"),
        ("money", "650000", "tanpa_rp", "650.000"),
        ("link", "https://www.imigrasi.go.id/paspor", "singkat", "imigrasi.go.id/paspor"),
        ("person", "Nama Lengkap, Kepala Kantor", "nama", "Nama Lengkap"),
        ("list", "KTP\nKK\nAkta", "", "- KTP\n- KK\n- Akta"),
        ("list", "KTP\nKK\nAkta", "kalimat", "KTP, KK, dan Akta"),
        ("list", "KTP\nKK", "kalimat", "KTP dan KK"),
        ("list", "KTP", "kalimat", "KTP"),
        ("list", "KTP\nKK", "nomor", "1. KTP\n2. KK"),
    ],
)
def test_a_value_can_be_said_in_other_forms(kind: str, value: str, form: str, said: str) -> None:
    assert say(slot(kind), value, form, zone="WIB") == said


def test_a_list_gives_its_single_things() -> None:
    assert items(slot("list"), "KTP\nKK") == ("KTP", "KK")
    assert items(slot("text"), "KTP") == ("KTP",)
    assert items(slot("list"), "") == ()


def test_a_date_that_comes_too_early_is_told_with_both_dates() -> None:
    first = Slot("mulai", "date", "Tutup mulai")
    last = Slot("sampai", "date", "Tutup sampai", after=("mulai",))
    values = {"mulai": "2026-12-24", "sampai": "2026-12-23"}
    [(wrong, why)] = out_of_order((first, last), values)
    assert wrong is last
    assert str(why) == ("23 Desember 2026 lebih awal daripada “Tutup mulai”, 24 Desember 2026.")
    assert not list(out_of_order((first, last), values | {"sampai": "2026-12-24"}))
    assert not list(out_of_order((first, last), values | {"mulai": ""}))
    assert not list(out_of_order((first, last), {}))


TYPED = st.one_of(
    st.text(max_size=60),
    st.dates().map(lambda d: f"{d.day}/{d.month}/{d.year:04}"),
    st.times().map(lambda t: f"{t:%H.%M} - selesai"),
    st.times().map(lambda t: f"{t.hour}.{t.minute:02}"),
    st.integers(0, 10**13).map(lambda n: f"Rp {n:,},-".replace(",", ".", f"{n:,}".count(","))),
    st.decimals(-(10**6), 10**6, places=3).map(lambda n: str(n).replace(".", ",")),
    st.from_regex(r"\A[+0]?[0-9 ()-]{3,16}\Z"),
    st.from_regex(r"\A(https?://)?[a-z]{1,9}\.(go\.)?id(/[a-z.]{0,9})?\Z"),
    st.from_regex(r"\A(PP|UU|SE) (No\. )?[0-9]{1,3}/20[0-9]{2}\Z"),
    st.lists(st.text(max_size=12), max_size=5).map("\n".join),
)


@given(st.sampled_from(sorted(KINDS)), TYPED)
def test_a_read_value_reads_back_as_itself(kind: str, typed: str) -> None:
    asked = slot(kind)
    try:
        value = parse(asked, typed)
    except SlotError:
        return
    assert parse(asked, value) == value
    assert parse(asked, editable(asked, value)) == value
    for form in KINDS[kind].forms:
        assert bool(say(asked, value, form, zone="WIB")) == bool(value)
