"""The message of each layout: which parts, in which order, how large."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from composer.cards.clean import quoted
from composer.cards.frame import BADGE, LABEL, VALUE, Job, ink
from composer.cards.grid import Box
from composer.cards.model import Fact, Figure, Layout, Slot
from composer.cards.pieces import Elastic, Ink, Part, between, column
from composer.cards.shapes import Fill, Ring, Shape, Style, Tick

TITLE = Style(800, -0.022, 1.08)
HEADLINE = Style(700, -0.015, 1.18)
LEAD = Style(500, 0.0, 1.46)
NUMBER = Style(800, -0.03)
STRONG = Style(700, -0.01, 1.2)
ITEM = Style(500, 0.0, 1.34)
SAYING = Style(500, -0.005, 1.4)


def announcement(job: Job, width: int) -> list[Elastic]:
    return [*_kicker(job, width), _title(job, width), *_lead(job, width)]


def requirements(job: Job, width: int) -> list[Elastic]:
    return [
        *_kicker(job, width),
        _title(job, width, sizes=job.grid.headline),
        *_lead(job, width),
        *_fees(job, width),
        *_items(job, width),
    ]


def event(job: Job, width: int) -> list[Elastic]:
    return [*_kicker(job, width), *_date(job, width), _title(job, width), *_lead(job, width)]


def figure(job: Job, width: int) -> list[Elastic]:
    return [
        *_kicker(job, width),
        _title(job, width, sizes=job.grid.headline),
        *_gauge(job, width),
        *_lead(job, width),
    ]


def release(job: Job, width: int) -> list[Elastic]:
    return [
        *_kicker(job, width, plain=True),
        _title(job, width, sizes=job.grid.headline, style=HEADLINE),
        *_lead(job, width),
        *_quote(job, width),
    ]


MESSAGES: dict[Layout, Callable[[Job, int], list[Elastic]]] = {
    Layout.ANNOUNCEMENT: announcement,
    Layout.REQUIREMENTS: requirements,
    Layout.EVENT: event,
    Layout.FIGURE: figure,
    Layout.RELEASE: release,
}


def _kicker(job: Job, width: int, *, plain: bool = False) -> list[Elastic]:
    if not job.content.kicker:
        return []
    size, main = job.grid.kicker, job.colours.main
    text = job.content.kicker.upper()
    if plain:
        colour = ink(main, main.accent)
        part = job.setter.line(Slot.KICKER, text, width, size, BADGE, colour)
        return [Elastic(Slot.KICKER, 0, lambda _: part)]
    part = _badge(job, text, width)
    return [Elastic(Slot.KICKER, 0, lambda _: part)]


def _badge(job: Job, text: str, width: int) -> Part:
    size, side, rise = job.grid.kicker, job.grid.kicker, round(job.grid.kicker * 0.62)
    colour = Ink(job.colours.on_badge, job.colours.badge)
    label = job.setter.line(Slot.KICKER, text, width - 2 * side, size, BADGE, colour)
    height = label.height + 2 * rise
    badge = job.colours.badge

    def put(x: int, y: int) -> list[Shape]:
        ground = Fill(Box(x, y, label.width + 2 * side, height), badge, height // 2)
        return [ground, *label.put(x + side, y + rise)]

    return Part(Slot.KICKER, label.width + 2 * side, height, 0, put)


def _title(
    job: Job, width: int, *, sizes: tuple[int, int] | None = None, style: Style = TITLE
) -> Elastic:
    main = job.colours.main
    ramp = sizes or job.grid.title

    def build(tightness: float) -> Part:
        size = between(ramp, tightness)
        return job.setter.text(
            Slot.TITLE, job.content.title, width, size, style, ink(main, main.ink)
        )

    return Elastic(Slot.TITLE, job.grid.unit * 6, build)


def _lead(job: Job, width: int) -> list[Elastic]:
    if not job.content.lead:
        return []
    main = job.colours.main

    def build(tightness: float) -> Part:
        size = between(job.grid.lead, tightness)
        return job.setter.text(
            Slot.LEAD, job.content.lead, width, size, LEAD, ink(main, main.muted)
        )

    return [Elastic(Slot.LEAD, job.grid.unit * 7, build)]


def _fees(job: Job, width: int) -> list[Elastic]:
    """A price list: what at the left, how much at the right, a hairline over each."""
    if not job.content.facts:
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


def _items(job: Job, width: int) -> list[Elastic]:
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


def _date(job: Job, width: int) -> list[Elastic]:
    """A day so large that it is seen while scrolling, its month and weekday beside it."""
    given = job.content.figure
    if not given:
        return []
    sizes = (job.grid.title[0] * 2, round(job.grid.title[0] * 1.3))
    return [
        Elastic(
            Slot.FIGURE, job.grid.unit * 6, lambda t: _day(job, given, width, between(sizes, t))
        )
    ]


def _day(job: Job, given: Figure, width: int, size: int) -> Part:
    main, setter = job.colours.main, job.setter
    number = setter.line(Slot.FIGURE, given.value, width, size, NUMBER, ink(main, main.accent))
    left = number.width + job.grid.unit * 3
    beside = column(Slot.FIGURE, _beside(job, given, width - left, round(size * 0.25)))

    def put(x: int, y: int) -> list[Shape]:
        low = y + number.height - beside.height
        return [*number.put(x, y), *beside.put(x + left, low)]

    return Part(Slot.FIGURE, left + beside.width, number.height, beside.hang, put)


def _beside(job: Job, given: Figure, width: int, size: int) -> Sequence[tuple[int, Part]]:
    main, setter = job.colours.main, job.setter
    texts = [(given.caption, main.muted, 500), (given.unit, main.ink, 700)]
    return [
        (
            round(size * 0.5),
            setter.text(
                Slot.FIGURE, text, width, size, Style(weight, -0.01, 1.15), ink(main, colour)
            ),
        )
        for text, colour, weight in texts
        if text
    ]


def _gauge(job: Job, width: int) -> list[Elastic]:
    given = job.content.figure
    if not given:
        return []
    across = round(width * (0.5 if job.grid.side == 0 else 0.38))
    sizes = (across, round(across * 0.72))
    return [
        Elastic(
            Slot.FIGURE, job.grid.unit * 7, lambda t: _ring(job, given, width, between(sizes, t))
        )
    ]


def _ring(job: Job, given: Figure, width: int, side: int) -> Part:
    """The number inside its ring, its grade beside it."""
    main, setter = job.colours.main, job.setter
    thickness = round(side * 0.085)
    inside = side - 4 * thickness
    ems = setter.face.width(given.value, NUMBER.weight, NUMBER.tracking)
    size = min(round(side * 0.3), int(inside / ems))
    number = setter.line(Slot.FIGURE, given.value, side, size, NUMBER, ink(main, main.ink))
    unit = setter.text(
        Slot.FIGURE,
        given.unit,
        inside,
        max(job.grid.label, round(side * 0.068)),
        LABEL,
        ink(main, main.muted),
    )
    inner_gap = round(side * 0.06)
    inner = number.height + inner_gap + unit.height
    left = side + job.grid.unit * 6
    grade = setter.text(
        Slot.FIGURE,
        given.caption,
        width - left,
        round(job.grid.headline[0] * 0.8),
        STRONG,
        ink(main, main.accent),
    )

    def put(x: int, y: int) -> list[Shape]:
        top = y + (side - inner) // 2
        share = 1.0 if given.share is None else given.share
        return [
            Ring(Box(x, y, side, side), thickness, share, main.accent, main.line),
            *number.put(x + (side - number.width) // 2, top),
            *unit.put(x + (side - unit.width) // 2, top + number.height + inner_gap),
            *grade.put(x + left, y + (side - grade.height) // 2),
        ]

    return Part(Slot.FIGURE, left + grade.width, side, 0, put)


def _quote(job: Job, width: int) -> list[Elastic]:
    given = job.content.quote
    if not given:
        return []
    main, setter, unit = job.colours.main, job.setter, job.grid.unit
    left = unit * 4
    bar = max(4, unit // 2)

    def build(tightness: float) -> Part:
        saying = setter.text(
            Slot.QUOTE,
            quoted(given.text),
            width - left,
            between((job.grid.lead[0], job.grid.lead[1]), tightness),
            SAYING,
            ink(main, main.ink),
        )
        speaker = setter.text(
            Slot.QUOTE, given.speaker, width - left, job.grid.label, LABEL, ink(main, main.muted)
        )
        inner = column(Slot.QUOTE, [(0, saying), (round(unit * 3), speaker)])

        def put(x: int, y: int) -> list[Shape]:
            stroke = Fill(Box(x, y, bar, inner.height), job.colours.badge, bar // 2)
            return [stroke, *inner.put(x + left, y)]

        return Part(Slot.QUOTE, left + inner.width, inner.height, inner.hang, put)

    return [Elastic(Slot.QUOTE, unit * 6, build)]
