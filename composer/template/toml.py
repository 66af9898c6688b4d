"""From ``template.toml`` to a ``Template``. What one file says; how files agree is in ``check``."""

from __future__ import annotations

from collections.abc import Mapping

from composer.slots import KINDS, Slot
from composer.template.model import Card, Template
from composer.template.table import Table

LONGEST_GRACE = 24 * 60
LONGEST = {"paragraph": 4000, "list": 1000, "legal-basis": 240, "link": 300}


def read_template(table: Table, texts: Mapping[str, str], key: str) -> Template:
    """Faults are written into ``table.faults``; with any of them the result is not for use."""
    if table.text("key") != key:
        table.complain("key", f"“key” harus sama dengan nama foldernya, yaitu “{key}”")
    template = Template(
        key=key,
        version=table.number("version", 1, 10_000, 1),
        name=table.text("name"),
        description=table.text("description"),
        icon=table.text("icon"),
        topic=table.text("topic"),
        language=table.text("language", "id"),
        greeting=table.flag("greeting", False),
        grace_minutes=table.number("grace_minutes", 0, LONGEST_GRACE, 15),
        channels=table.texts("channels"),
        slots=tuple(_slot(name, each) for name, each in table.tables("slots").items()),
        card=_card(table.table("card")),
        texts=dict(texts),
    )
    table.finish()
    return template


def _slot(name: str, table: Table) -> Slot:
    kind = table.text("kind")
    if kind and kind not in KINDS:
        table.complain("kind", f"jenis isian “{kind}” tidak dikenal; pilih: {', '.join(KINDS)}")
    slot = Slot(
        name=name,
        kind=kind,
        label=table.text("label"),
        help=table.text("help", ""),
        placeholder=table.text("placeholder", ""),
        example=table.text("example"),
        required=table.flag("required", True),
        max_length=table.number("max_length", 1, 20_000, LONGEST.get(kind, 200)),
        choices=table.texts("choices", ()),
        after=table.texts("after", ()),
    )
    if (kind == "choice") != bool(slot.choices):
        table.complain("choices", "“choices” diisi untuk jenis “choice”, dan hanya untuk itu")
    table.finish()
    return slot


def _card(table: Table) -> Card:
    card = Card(
        layout=table.text("layout"),
        title=table.text("title"),
        kicker=table.text("kicker", ""),
        lead=table.text("lead", ""),
        facts=table.pairs("facts"),
        items=table.text("items", ""),
        figure=table.text("figure", ""),
        figure_unit=table.text("figure_unit", ""),
        figure_caption=table.text("figure_caption", ""),
        figure_of=table.number("figure_of", 0, 1_000_000, 0),
        quote=table.text("quote", ""),
        speaker=table.text("speaker", ""),
        footnote=table.text("footnote", ""),
        link=table.text("link", ""),
        link_label=table.text("link_label", ""),
    )
    table.finish()
    return card
