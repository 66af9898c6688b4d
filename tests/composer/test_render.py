from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.cards.model import Fact, Layout, Quote
from composer.render import card_content, render
from composer.slots import Slot, parse
from composer.template import Card, Template
from tests.composer.offices import BARE, PONTIANAK

SLOTS = (
    Slot("tanggal", "date", "Tanggal berlaku", example="27/11/2026"),
    Slot("jam", "time-span", "Jam"),
    Slot("alasan", "text", "Alasan", required=False),
    Slot("syarat", "list", "Syarat", required=False),
    Slot("nilai", "percentage", "Nilai", required=False),
)
VALUES = {"tanggal": "2026-11-27", "jam": "08:00-12:00"}


def template(text: str, card: Card | None = None, greeting: bool = True) -> Template:
    return Template(
        key="jam",
        version=1,
        name="Jam",
        description="",
        icon="clock",
        topic="layanan",
        language="id",
        greeting=greeting,
        grace_minutes=15,
        channels=("x",),
        slots=SLOTS,
        card=card or Card("announcement", "Jam"),
        texts={"x": text},
    )


def said(text: str, **values: str) -> str:
    return render(template(text), VALUES | values, PONTIANAK, "x").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mulai {{tanggal}}.", "Mulai Jumat, 27 November 2026."),
        ("{{tanggal|pendek}} {{jam}}", "27 Nov 2026 08.00–12.00 WIB"),
        ("{{ tanggal | hari }}", "Jumat"),
        ("{{kantor_singkat}}, {{zona}}", "Imigrasi Pontianak, WIB"),
        ("{{situs|singkat}}", "pontianak.example.go.id"),
        ("{{sapaan}}", "Halo, Sahabat Imigrasi!"),
        ("100 { biasa } }", "100 { biasa } }"),
    ],
)
def test_placeholders_become_words(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_line_without_any_of_its_words_goes_and_blank_lines_close_up() -> None:
    text = "Atas\n\nAlasan: {{alasan}}\n\nSyarat:{{syarat}}\n{{jam|tanpa_zona}} {{alasan}}\nBawah"
    assert said(text) == "Atas\n\n08.00–12.00\nBawah"
    assert said(text, alasan="rapat").startswith("Atas\n\nAlasan: rapat\n\n08.00–12.00 rapat")


def test_a_list_stands_on_lines_of_its_own() -> None:
    assert said("Syarat:\n{{syarat}}\nSelesai", syarat="- KTP\n- KK") == (
        "Syarat:\n- KTP\n- KK\nSelesai"
    )


def test_what_the_office_lacks_drops_its_line() -> None:
    text = "Halo\nTelepon: {{telepon}}\nSitus: {{situs}}\n{{kota}}"
    assert render(template(text), VALUES, BARE, "x").text == "Halo\nImigrasi Merauke"


def test_a_template_without_greeting_greets_nobody() -> None:
    silent = template("{{sapaan}}\nBerita", greeting=False)
    assert render(silent, VALUES, PONTIANAK, "x").text == "Berita"


def test_an_unfilled_slot_is_named_and_marked_but_only_where_it_is_used() -> None:
    rendered = render(template("Mulai {{tanggal}}"), {}, PONTIANAK, "x")
    assert rendered.text == "Mulai [Tanggal berlaku]"
    assert [slot.name for slot in rendered.missing] == ["tanggal"]
    assert not rendered.complete
    assert render(template("Halo"), {}, PONTIANAK, "x").complete


def test_a_value_that_cannot_be_read_is_missing_and_never_printed() -> None:
    rendered = render(
        template("{{tanggal}} {{nilai}}"), {"tanggal": "besok", "nilai": "?"}, BARE, "x"
    )
    assert rendered.text == "[Tanggal berlaku] [Nilai]"
    assert [slot.name for slot in rendered.missing] == ["tanggal", "nilai"]


@pytest.mark.parametrize(
    "typed",
    [
        "{{kantor}}",
        "{{tanggal}}",
        "{{alasan}}",
        "{{__class__}}",
        "${kantor} {0.__class__} %(kantor)s %s",
        "{% include 'x' %}",
        "\\1 \\g<0>",
        "<script>alert(1)</script>",
        "$&",
    ],
)
def test_what_people_type_is_never_a_command(typed: str) -> None:
    assert said("Karena {{alasan}}!", alasan=typed) == f"Karena {typed}!"


@given(st.text(max_size=40) | st.text(st.sampled_from("{}|kantor alasan%\\$"), max_size=40))
def test_any_typed_text_stays_as_it_was_typed(typed: str) -> None:
    place = replace(SLOTS[2], max_length=10_000)
    own = replace(template("<{{alasan}}>{{kantor_singkat}}"), slots=(place,))
    text = render(own, {"alasan": typed}, PONTIANAK, "x").text
    assert text == f"<{parse(place, typed)}>Imigrasi Pontianak"


def test_a_card_gets_its_words_and_leaves_out_what_is_empty() -> None:
    card = Card(
        layout="figure",
        title="Mulai {{tanggal|tanpa_hari}}",
        lead="{{alasan|kalimat}}",
        facts=(("Jam", "{{jam}}"), ("Alasan", "{{alasan}}")),
        items="{{syarat}}",
        figure="{{nilai}}",
        figure_unit="{{kantor_singkat}}",
        figure_of=100,
        quote="{{alasan}}",
        speaker="Kepala",
        link="{{situs}}",
    )
    full = VALUES | {"syarat": "KTP\nKK", "nilai": "88,5", "alasan": "rapat"}
    content = card_content(template("", card), full, PONTIANAK)
    assert content.layout is Layout.FIGURE
    assert content.title == "Mulai 27 November 2026"
    assert content.lead == "Rapat."
    assert content.facts == (Fact("Jam", "08.00–12.00 WIB"), Fact("Alasan", "rapat"))
    assert content.items == ("KTP", "KK")
    assert content.figure is not None
    assert (content.figure.value, content.figure.share) == ("88,5%", 0.885)
    assert content.quote == Quote("rapat", "Kepala")
    assert content.link == "https://pontianak.example.go.id"

    bare = card_content(template("", card), VALUES, BARE)
    assert bare.facts == (Fact("Jam", "08.00–12.00 WIT"),)
    assert (bare.items, bare.figure, bare.quote, bare.lead, bare.link) == ((), None, None, "", "")


def test_a_card_has_no_code_while_its_link_is_not_typed_yet() -> None:
    slots = (*SLOTS, Slot("tautan", "link", "Tautan"))
    card = Card(layout="announcement", title="{{jam}}", link="{{tautan}}")
    unfilled = replace(template("{{tautan}}", card), slots=slots)
    assert card_content(unfilled, VALUES, PONTIANAK).link == ""
    typed = {**VALUES, "tautan": "https://imigrasi.go.id/paspor"}
    assert card_content(unfilled, typed, PONTIANAK).link == "https://imigrasi.go.id/paspor"
