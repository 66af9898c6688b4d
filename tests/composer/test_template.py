"""A broken template names file, line and fault, all faults at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from channels.base import Counting, Limits
from composer.fitting import too_long
from composer.template import Fault, TemplateFault, load_all
from tests.composer.offices import PONTIANAK

TOML = """\
key = "jam"
version = 2
name = "Jam layanan"
description = "Jam buka berubah."
icon = "clock"
topic = "layanan"
greeting = true
channels = ["x", "newsroom"]

[slots.tanggal]
kind = "date"
label = "Tanggal"
example = "27/11/2026"

[slots.alasan]
kind = "text"
label = "Alasan"
example = "Rapat"
required = false
max_length = 20

[card]
layout = "announcement"
title = "Jam berubah {{tanggal|pendek}}"
"""
TEXTS = {
    "title.txt": "Jam layanan berubah\n",
    "default.txt": "{{sapaan}}\nMulai {{tanggal}}.\nAlasan: {{alasan}}\n",
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(toml: str = TOML, key: str = "jam", **texts: str | None) -> Path:
        home = tmp_path / "templates" / key
        home.mkdir(parents=True)
        (home / "template.toml").write_text(toml, encoding="utf-8")
        files = TEXTS | {f"{name}.txt": text for name, text in texts.items()}
        for name, text in files.items():
            if text is not None:
                (home / name).write_text(text, encoding="utf-8")
        return home.parent

    return put


def faults_of(folder: Path, *channels: str) -> list[str]:
    with pytest.raises(TemplateFault) as caught:
        load_all(folder, channels=channels)
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    return [str(fault) for fault in caught.value.faults]


def test_a_good_template_loads_as_it_was_written(write: Write) -> None:
    template = load_all(write(), channels=("x", "newsroom"))["jam"]
    assert (template.version, template.language, template.grace_minutes) == (2, "id", 15)
    assert [slot.name for slot in template.slots] == ["tanggal", "alasan"]
    assert [slot.required for slot in template.slots] == [True, False]
    assert template.text_for("x") == template.text_for("anything") == template.texts["default"]
    assert template.text_for("title") == "Jam layanan berubah"
    assert template.legal_basis is None


def test_a_network_of_short_messages_says_what_was_written_for_x(write: Write) -> None:
    template = load_all(write(x="Pendek {{tanggal}}", threads="Utas"))["jam"]
    assert template.text_for("bluesky", short=True) == "Pendek {{tanggal}}"
    assert template.text_for("threads", short=True) == "Utas"
    assert template.text_for("facebook") == template.texts["default"]
    assert template.file_for("facebook") == "default"


def test_a_website_says_what_the_newsroom_says_unless_it_has_words_of_its_own(write: Write) -> None:
    template = load_all(write(), channels=("x", "newsroom"))["jam"]
    told = dict(template.texts) | {"newsroom": "Untuk wartawan."}
    assert template.text_for("wordpress") == template.texts["default"]
    assert replace(template, texts=told).text_for("wordpress") == "Untuk wartawan."
    own = told | {"wordpress": "Untuk situs."}
    assert replace(template, texts=own).text_for("wordpress") == "Untuk situs."


def test_what_editors_leave_behind_is_no_template(write: Write) -> None:
    folder = write()
    (folder / ".idea").mkdir()
    (folder / "__MACOSX").mkdir()
    (folder / "README.md").write_text("Templat", encoding="utf-8")
    assert set(load_all(folder)) == {"jam"}


def test_windows_files_load_too(write: Write) -> None:
    folder = write()
    for path in (folder / "jam").iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_all(folder)["jam"].texts["default"].startswith("{{sapaan}}\nMulai")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('key = "jam"', 'key = "lain"', ":1: “key” harus sama dengan nama foldernya"),
        ("version = 2", "version = 0", ":2: “version” harus antara 1 dan"),
        ("version = 2", 'version = "2"', ":2: “version” harus berupa bilangan bulat"),
        ("version = 2", "version = true", ":2: “version” harus berupa bilangan bulat"),
        ('name = "Jam layanan"', 'name = " "', ":3: “name” tidak boleh kosong"),
        ('name = "Jam layanan"\n', "", ":1: “name” belum diisi"),
        ('icon = "clock"', 'icon = "ti ti-clock"', ":5: “ti ti-clock” bukan nama ikon"),
        ("greeting = true", "greeting = 1", ":7: “greeting” harus berupa true atau false"),
        ("greeting = true", "greeting = false", ":7: greeting = false, tetapi ada teks"),
        ("greeting = true", 'language = "fr"\ngreeting = true', ":7: bahasa “fr” tidak dikenal"),
        ("greeting = true", "grace = 5\ngreeting = true", ":7: “grace” tidak dikenal di sini"),
        (
            "greeting = true",
            "grace_minutes = 9999\ngreeting = true",
            ":7: “grace_minutes” harus antara 0 dan 1440",
        ),
        ('["x", "newsroom"]', "[]", ":8: sebutkan paling sedikit satu kanal"),
        ('["x", "newsroom"]', "[1]", ":8: “channels” harus berupa daftar teks"),
        ('["x", "newsroom"]', '["twitter"]', ":8: kanal “twitter” tidak dikenal"),
        ('kind = "date"', 'kind = "tanggal"', ":11: jenis isian “tanggal” tidak dikenal"),
        ('label = "Tanggal"\n', "", ":10: “label” belum diisi"),
        ('"27/11/2026"', '"31/11/2026"', ":13: contoh isian “tanggal”: Tanggal 31/11/2026 tidak"),
        ("max_length = 20", "max_length = 4", ":18: contoh isian “alasan”: Terlalu panjang: 5"),
        ("max_length = 20", "maks = 4", ":20: “maks” tidak dikenal di sini"),
        ("max_length = 20", 'choices = ["a"]', ":20: “choices” diisi untuk jenis “choice”"),
        ("[slots.alasan]", "[slots.kantor]", ":15: nama “kantor” sudah dipakai untuk data kantor"),
        ("[slots.alasan]", "[slots.Alasan]", ":15: nama isian “Alasan” harus huruf kecil"),
        ("max_length = 20", 'after = ["tanggal"]', ":20: “after” menyebut isian lain"),
        ('kind = "date"', 'kind = "date"\nafter = ["mulai"]', ":12: “after” menyebut isian lain"),
        ("[slots.tanggal]", "[slots.tanggal", ":10: bukan TOML yang benar"),
        ("[slots.alasan]", "[slots.tanggal]", ":15: bukan TOML yang benar"),
        ('"announcement"', '"poster"', ":23: susunan kartu “poster” tidak dikenal"),
        ("{{tanggal|pendek}}", "{{tgl}}", ":24: isian “tgl” tidak ada"),
        (
            "{{tanggal|pendek}}",
            "{{tanggal|singkat}}",
            ":24: “tanggal” tidak punya bentuk “singkat”",
        ),
        ('title = "Jam ber', 'items = "{{alasan}}"\ntitle = "Jam ber', ":24: “items” harus satu"),
        ('title = "Jam ber', 'facts = [["a"]]\ntitle = "Jam ber', ":24: “facts” harus berisi"),
        (
            'title = "Jam ber',
            'figure = "{{tanggal}}"\nfigure_of = 9\ntitle = "Jam ber',
            ":25: “figure_of” hanya untuk",
        ),
        (
            "[card]",
            '[slots.lebih]\nkind = "text"\nlabel = "Lebih"\nexample = "a"\n\n[card]',
            ":22: isian “lebih” tidak dipakai",
        ),
        ("[card]", "[kartu]", ":1: “card” belum diisi"),
    ],
)
def test_a_fault_in_the_table_names_its_line(write: Write, old: str, new: str, fault: str) -> None:
    assert old in TOML
    found = faults_of(write(TOML.replace(old, new, 1)), "x", "newsroom")
    assert any(f"templates/jam/template.toml{fault}" in each for each in found), found


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"x": "a\n{{tangal}}"}, "x.txt:2: isian “tangal” tidak ada di template.toml"),
        ({"x": "{{alasan|pendek}}"}, "x.txt:1: “alasan” tidak punya bentuk “pendek”"),
        ({"x": "a\n\n{{ Tanggal }}"}, "x.txt:3: kurung kurawal tidak lengkap"),
        ({"x": "{{tanggal}"}, "x.txt:1: kurung kurawal tidak lengkap"),
        ({"x": "{{tanggal.year}}"}, "x.txt:1: kurung kurawal tidak lengkap"),
        ({"x": "{{__class__}}"}, "x.txt:1: kurung kurawal tidak lengkap"),
        ({"x": " \n"}, "x.txt:1: teks ini kosong"),
        ({"title": None}, "title.txt:1: berkas ini tidak ada"),
        ({"title": "dua\nbaris"}, "title.txt:2: judul harus satu baris"),
        ({"default": None, "x": "{{sapaan}} {{tanggal}} {{alasan}}"}, "newsroom.txt:1: berkas"),
        ({"twitter": "{{tanggal}}"}, "twitter.txt:1: tidak ada kanal bernama “twitter”"),
    ],
)
def test_a_fault_in_a_text_names_its_line(
    write: Write, texts: dict[str, str | None], fault: str
) -> None:
    found = faults_of(write(**texts), "x", "newsroom")
    assert any(each.startswith(f"templates/jam/{fault}") for each in found), found


def test_all_faults_of_all_templates_are_told_at_once(write: Write) -> None:
    write(TOML.replace("version = 2", "version = 0"), x="{{satu}}")
    folder = write(TOML.replace('"jam"', '"lain"'), key="lain", x="{{dua}}\n{{tiga}}")
    assert [each.split(": ")[0] for each in faults_of(folder)] == [
        "templates/jam/template.toml:2",
        "templates/lain/x.txt:1",
        "templates/lain/x.txt:2",
    ]


def test_a_folder_without_its_table_and_a_file_in_latin_are_told(write: Write) -> None:
    folder = write()
    (folder / "kosong").mkdir()
    (folder / "jam" / "x.txt").write_bytes("satu\nd\xe9ux".encode("latin-1"))
    assert faults_of(folder) == [
        "templates/jam/x.txt:2: berkas harus disimpan sebagai UTF-8",
        "templates/kosong/template.toml:1: berkas ini tidak ada",
    ]


def test_an_example_that_does_not_fit_a_network_is_told(write: Write) -> None:
    template = load_all(write(x="{{sapaan}} imigrasi.go.id", default="{{alasan}}" + "a" * 700))[
        "jam"
    ]
    limits = {"x": Limits(text=46, counting=Counting.WEIGHTED), "facebook": Limits(text=700)}
    assert too_long(template, PONTIANAK, limits) == [
        Fault("templates/jam/x.txt", 1, "contoh untuk x panjangnya 47, paling banyak 46"),
        Fault(
            "templates/jam/default.txt",
            1,
            "contoh untuk facebook panjangnya 705, paling banyak 700",
        ),
    ]
