"""The one number seen first: the day of an event, or an index in its ring."""

from __future__ import annotations

from collections.abc import Sequence

from composer.cards.frame import LABEL, Job, ink
from composer.cards.grid import Box
from composer.cards.headline import TITLE
from composer.cards.model import Figure, Slot
from composer.cards.pieces import Elastic, Part, between, column, too_long
from composer.cards.shapes import Ring, Shape, Style

NUMBER = Style(800, -0.03)
STRONG = Style(700, -0.01, 1.2)


def date(job: Job, width: int) -> list[Elastic]:
    """A day so large that it is seen while scrolling, its month and weekday beside it."""
    given = job.content.figure
    if not given:
        return []
    sizes = (round(job.grid.title[0] * 1.8), round(job.grid.title[0] * 0.9))
    return [
        Elastic(
            Slot.FIGURE, job.grid.unit * 6, lambda t: _day(job, given, width, between(sizes, t))
        )
    ]


def _day(job: Job, given: Figure, width: int, size: int) -> Part:
    main, setter = job.colours.main, job.setter
    number = setter.line(Slot.FIGURE, given.value, width, size, NUMBER, ink(main, main.vivid(size)))
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


def gauge(job: Job, width: int) -> list[Elastic]:
    """The ring with its number; the title and the grade beside it."""
    given, unit = job.content.figure, job.grid.unit
    if not given:
        return []
    across = round(width * 0.47)
    sizes = (across, round(across * 0.72))

    def build(tightness: float) -> Part:
        side = between(sizes, tightness)
        ring = _ring(job, given, side)
        left = side + unit * 6
        words = _verdict(job, given, width - left, tightness)

        def put(x: int, y: int) -> list[Shape]:
            return [*ring.put(x, y), *words.put(x + left, y + (side - words.height) // 2)]

        if words.height > side:
            raise too_long(Slot.TITLE)
        return Part(Slot.TITLE, left + words.width, side, 0, put)

    return [Elastic(Slot.TITLE, unit * 6, build)]


def _ring(job: Job, given: Figure, side: int) -> Part:
    main, setter = job.colours.main, job.setter
    thickness, gap = round(side * 0.085), round(side * 0.085)
    inside = side - 4 * thickness
    ems = setter.face.width(given.value, NUMBER.weight, NUMBER.tracking)
    size = min(round(side * 0.3), int(inside / ems))
    number = setter.line(Slot.FIGURE, given.value, side, size, NUMBER, ink(main, main.ink))
    small = max(job.grid.label, round(side * 0.07))
    unit = setter.line(Slot.FIGURE, given.unit, inside, small, LABEL, ink(main, main.muted))
    whole = Box(0, 0, side, number.height + gap + unit.height)
    share = 1.0 if given.share is None else given.share

    def put(x: int, y: int) -> list[Shape]:
        top = y + (side - whole.height) // 2
        return [
            Ring(Box(x, y, side, side), thickness, share, main.bold, main.line),
            *number.put(x + (side - number.width) // 2, top),
            *unit.put(x + (side - unit.width) // 2, top + number.height + gap),
        ]

    return Part(Slot.FIGURE, side, side, 0, put)


def _verdict(job: Job, given: Figure, width: int, tightness: float) -> Part:
    main, setter, grid = job.colours.main, job.setter, job.grid
    largest, smallest = grid.headline
    size = between((round(largest * 0.8), round(smallest * 0.8)), tightness)
    title = setter.text(Slot.TITLE, job.content.title, width, size, TITLE, ink(main, main.ink))
    grade = setter.text(
        Slot.FIGURE, given.caption, width, size, STRONG, ink(main, main.vivid(size))
    )
    return column(Slot.TITLE, [(0, title), (grid.unit * 5, grade)])
