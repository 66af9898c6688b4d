"""Lists in a message: a price list and a checklist."""

from __future__ import annotations

from composer.cards.frame import VALUE, Job, ink, sheet_facts
from composer.cards.grid import Box
from composer.cards.model import Fact, Slot
from composer.cards.pieces import Elastic, Part, between, column
from composer.cards.shapes import Fill, Shape, Style, Tick

ITEM = Style(500, 0.0, 1.34)


def fees(job: Job, width: int) -> list[Elastic]:
    """A price list: what at the left, how much at the right, a hairline over each."""
    if not job.content.facts or sheet_facts(job):
        return []

    def build(tightness: float) -> Part:
        rows = [_fee(job, fact, width, tightness) for fact in job.content.facts]
        return column(Slot.FACTS, [(round(job.grid.unit * 3), row) for row in rows])

    return [Elastic(Slot.FACTS, job.grid.unit * 6, build)]


def _fee(job: Job, fact: Fact, width: int, tightness: float) -> Part:
    main, setter, unit = job.colours.main, job.setter, job.grid.unit
    size = between((job.grid.value[0] + unit, job.grid.value[1]), tightness)
    value = setter.text(Slot.FACTS, fact.value, width // 2, size, VALUE, ink(main, main.ink))
    rest = width - value.width - unit * 4
    label = setter.text(
        Slot.FACTS, fact.label, rest, between(job.grid.item, tightness), ITEM, ink(main, main.ink)
    )
    height = max(value.height, label.height)
    rise = round(unit * 3)

    def put(x: int, y: int) -> list[Shape]:
        rule = Fill(Box(x, y, width, 2), main.line)
        low = y + rise
        return [
            rule,
            *label.put(x, low + (height - label.height) // 2),
            *value.put(x + width - value.width, low + (height - value.height) // 2),
        ]

    return Part(Slot.FACTS, width, rise + height, max(label.hang, value.hang), put)


def items(job: Job, width: int) -> list[Elastic]:
    if not job.content.items:
        return []

    def build(tightness: float) -> Part:
        size = between(job.grid.item, tightness)
        rows = [_item(job, text, width, size) for text in job.content.items]
        gap = round(job.grid.unit * (3.4 - tightness))
        return column(Slot.ITEMS, [(gap, row) for row in rows])

    return [Elastic(Slot.ITEMS, job.grid.unit * 7, build)]


def _item(job: Job, text: str, width: int, size: int) -> Part:
    main = job.colours.main
    mark = round(size * 1.06)
    left = mark + job.grid.unit * 2
    label = job.setter.text(Slot.ITEMS, text, width - left, size, ITEM, ink(main, main.ink))
    up = (mark - round(size * 0.745)) // 2

    def put(x: int, y: int) -> list[Shape]:
        tick = Tick(Box(x, y - up, mark, mark), job.colours.badge, job.colours.on_badge)
        return [tick, *label.put(x + left, y)]

    return Part(Slot.ITEMS, left + label.width, label.height, label.hang, put)
