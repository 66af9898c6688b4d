"""The words of a message: label, title, opening sentence, quotation."""

from __future__ import annotations

from composer.cards.clean import quoted
from composer.cards.frame import BADGE, LABEL, Job, ink
from composer.cards.grid import Box
from composer.cards.model import Slot
from composer.cards.pieces import Elastic, Ink, Part, between, column, too_long
from composer.cards.shapes import Fill, Shape, Style

TITLE = Style(800, -0.022, 1.08)
HEADLINE = Style(700, -0.015, 1.18)
LEAD = Style(500, 0.0, 1.46)
PATIENCE = 0.75  # until here a title is rather set smaller than in more lines
SAYING = Style(500, -0.005, 1.4)


def kicker(job: Job, width: int, *, plain: bool = False) -> list[Elastic]:
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


def title(
    job: Job,
    width: int,
    *,
    sizes: tuple[int, int] | None = None,
    style: Style = TITLE,
    lines: int = 3,
) -> Elastic:
    """Largest first; in more than ``lines`` only when it would become too small otherwise."""
    main = job.colours.main
    ramp = sizes or job.grid.title

    def build(tightness: float) -> Part:
        size = between(ramp, tightness)
        part = job.setter.text(
            Slot.TITLE, job.content.title, width, size, style, ink(main, main.ink)
        )
        if tightness < PATIENCE and part.height > size * style.leading * lines:
            raise too_long(Slot.TITLE)
        return part

    return Elastic(Slot.TITLE, job.grid.unit * 6, build)


def lead(job: Job, width: int) -> list[Elastic]:
    if not job.content.lead:
        return []
    main = job.colours.main

    def build(tightness: float) -> Part:
        size = between(job.grid.lead, tightness)
        return job.setter.text(
            Slot.LEAD, job.content.lead, width, size, LEAD, ink(main, main.muted)
        )

    return [Elastic(Slot.LEAD, job.grid.unit * 7, build)]


def quote(job: Job, width: int) -> list[Elastic]:
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
        inner = column(Slot.QUOTE, [(0, saying), (round(unit * 3.6), speaker)])

        def put(x: int, y: int) -> list[Shape]:
            stroke = Fill(Box(x, y, bar, inner.height), job.colours.badge, bar // 2)
            return [stroke, *inner.put(x + left, y)]

        return Part(Slot.QUOTE, left + inner.width, inner.height, inner.hang, put)

    return [Elastic(Slot.QUOTE, unit * 7, build)]
