"""The templates that come with Gema, filled with their own examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from channels import registry
from channels.base import Counting
from channels.counting import allowed, parts
from composer.cards import Brand, Format, problems
from composer.fitting import too_long
from composer.office_words import OfficeWords
from composer.render import Rendered, card_content, render
from composer.slots import out_of_order, parse
from composer.template import Template, load_all
from tests.composer.offices import BARE, KARIMUN, PONTIANAK

KINDS = tuple(registry.CHANNELS)
LIMITS = {kind: registry.load(kind).limits for kind in KINDS}
TEMPLATES = load_all(Path(__file__).parents[2] / "templates", channels=KINDS)
# What an officer starts from; the others are filled by the program.
NEWS = ("jam-layanan", "libur", "paspor", "acara", "ikm", "siaran-pers")
STATING_A_RULE = [
    ("jam-layanan", False),
    ("libur", True),
    ("paspor", True),
    ("ikm", True),
    ("siaran-pers", False),
]
BRAND = Brand(PONTIANAK.name, PONTIANAK.short_name, "#0B2A4A", "#E0B252")
each_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
each_kind_of_news = pytest.mark.parametrize("key", NEWS)


def made(
    template: Template, values: Mapping[str, str], office: OfficeWords, channel: str
) -> Rendered:
    short = channel in LIMITS and LIMITS[channel].is_short
    return render(template, values, office, channel, short=short)


def test_there_is_a_template_for_each_kind_of_news() -> None:
    assert set(NEWS) <= set(TEMPLATES)
    assert [each.name for each in TEMPLATES.values()] == sorted(t.name for t in TEMPLATES.values())


@each_template
@pytest.mark.parametrize(
    "office", [PONTIANAK, KARIMUN, BARE], ids=["pontianak", "karimun", "merauke"]
)
def test_the_examples_fit_every_network(template: Template, office: OfficeWords) -> None:
    assert too_long(template, office, LIMITS) == []


@each_template
@pytest.mark.parametrize("channel", ["title", *KINDS])
def test_a_filled_template_is_complete_and_has_no_leftovers(
    template: Template, channel: str
) -> None:
    rendered = made(template, template.examples, PONTIANAK, channel)
    assert rendered.complete
    assert not re.search(r"\{\{|\}\}|\[|\]|\.\.|  |\n\n\n", rendered.text)
    assert allowed(rendered.text, Counting.WEIGHTED)


DANGLING = re.compile(
    r"(?:\b(?:telepon|surel|nomor|hubungi|menghubungi|pukul|di|ke|dan|atau|dengan|pada|berdasarkan)"
    r"|[ ,:–])[ .,]*$|\s[.,:]|  |\(\)|“”",
    re.MULTILINE,
)


def gaps(template: Template) -> Iterator[tuple[dict[str, str], OfficeWords]]:
    """Each thing that may be missing missing alone, then all of them together."""
    for slot in template.slots:
        if not slot.required:
            yield template.examples | {slot.name: ""}, PONTIANAK
    for part in ("city", "address", "phone", "email", "website", "press_contact"):
        yield template.examples, replace(PONTIANAK, **{part: ""})
    yield {slot.name: slot.example for slot in template.slots if slot.required}, BARE


@each_template
@pytest.mark.parametrize("channel", ["title", *KINDS])
def test_what_is_left_empty_leaves_nothing_dangling(template: Template, channel: str) -> None:
    for values, office in gaps(template):
        text = made(template, values, office, channel).text
        headings = re.sub(r":\n(?=- |Mulai|Sampai)", "\n", text)
        assert text
        assert not DANGLING.search(headings), text


@each_template
@pytest.mark.parametrize("channel", KINDS)
def test_hashtags_are_few_and_readable_aloud(template: Template, channel: str) -> None:
    text = made(template, template.examples, PONTIANAK, channel).text
    tags = [run.text for run in parts(text) if run.kind == "hashtag"]
    assert len(tags) <= 3
    assert all(re.fullmatch(r"#(?:[A-Z][a-z]+)+", tag) for tag in tags)


@each_kind_of_news
def test_the_newsroom_gets_a_whole_news_item(key: str) -> None:
    template = TEMPLATES[key]
    text = render(template, template.examples, PONTIANAK, "newsroom").text
    assert len(text.split("\n\n")) >= 4
    assert PONTIANAK.name in text
    assert PONTIANAK.press_contact in text
    assert "#" not in text
    assert not text.startswith("Halo")
    if template.legal_basis:
        rule = parse(template.legal_basis, template.legal_basis.example)
        assert rule in text


@pytest.mark.parametrize(("key", "required"), STATING_A_RULE)
def test_a_template_that_states_a_rule_asks_for_it(key: str, required: bool) -> None:
    basis = TEMPLATES[key].legal_basis
    assert basis is not None
    assert basis.required == required


@each_template
def test_the_examples_are_in_order(template: Template) -> None:
    values = {slot.name: parse(slot, slot.example) for slot in template.slots}
    assert not list(out_of_order(template.slots, values))


@each_template
def test_every_slot_has_words_for_the_person_who_fills_it(template: Template) -> None:
    for slot in template.slots:
        assert slot.label[0].isupper()
        assert not slot.help or slot.help.endswith(".")


@each_template
def test_the_card_says_the_main_thing(template: Template) -> None:
    card = card_content(template, template.examples, PONTIANAK)
    assert card.layout == template.card.layout
    assert card.title
    assert card.link.startswith("https://")
    assert all(fact.value for fact in card.facts)


@each_template
@pytest.mark.parametrize("fmt", Format)
def test_the_card_can_be_drawn(template: Template, fmt: Format) -> None:
    card = card_content(template, template.examples, PONTIANAK)
    assert problems(card, BRAND, fmt) == []


def test_the_survey_fills_its_ring() -> None:
    card = card_content(TEMPLATES["ikm"], TEMPLATES["ikm"].examples, PONTIANAK)
    assert card.figure is not None
    assert card.figure.value == "88,42"
    assert card.figure.share == pytest.approx(0.8842)


def test_the_event_shows_its_day_large() -> None:
    card = card_content(TEMPLATES["acara"], TEMPLATES["acara"].examples, PONTIANAK)
    assert card.figure is not None
    assert (card.figure.value, card.figure.unit, card.figure.caption) == ("12", "Des 2026", "Sabtu")
    assert card.figure.share is None


def test_a_day_of_changed_hours_reads_as_an_officer_would_write_it() -> None:
    values = {
        "layanan": "paspor",
        "tanggal": "27/11/2026",
        "jam": "8-12",
        "alasan": "ada pemeliharaan jaringan",
    }
    assert render(TEMPLATES["jam-layanan"], values, BARE, "x").text == (
        "Halo, Sahabat Imigrasi!\n"
        "\n"
        "Mulai Jumat, 27 November 2026, layanan paspor di Imigrasi Merauke buka pukul"
        " 08.00–12.00 WIT.\n"
        "\n"
        "Ada pemeliharaan jaringan.\n"
        "\n"
        "#SahabatImigrasi"
    )
