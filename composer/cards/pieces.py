"""Measured parts of a card: each knows its height and what it puts down where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

from composer.cards import words
from composer.cards.contrast import RGB
from composer.cards.errors import DoesNotFit, Problem
from composer.cards.fonts import Typeface
from composer.cards.grid import Box
from composer.cards.model import Slot
from composer.cards.shapes import Block, Run, Shape, Style
from composer.cards.text import Lines, TooWide, break_lines

CAP = 0.745  # height of a capital, in em
HANG = 0.21  # how far g and p go below the line
STEPS = 16
GIVING_WAY = 4  # how many steps smaller than the title the rest may be, where the title leads
TIGHTEST = 0.7  # share of the gaps that stays when text is at its smallest


@dataclass(frozen=True, slots=True)
class Part:
    """``height`` is what the eye sees, ``hang`` what descenders add below it."""

    slot: Slot
    width: int
    height: int
    hang: int
    put: Callable[[int, int], list[Shape]]

    def block(self, x: int, y: int) -> Block:
        return Block(self.slot, Box(x, y, self.width, self.height + self.hang))


@dataclass(frozen=True, slots=True)
class Ink:
    """A text colour and the hardest ground under it."""

    colour: RGB
    on: RGB


@dataclass(slots=True)
class Canvas:
    """Collects what is placed."""

    shapes: list[Shape] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def put(self, part: Part, x: int, y: int) -> None:
        self.shapes += part.put(x, y)
        self.blocks.append(part.block(x, y))


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets text in one typeface."""

    face: Typeface

    def lines(self, text: str, width: int, size: int, style: Style) -> Lines:
        def measure(line: str) -> float:
            return self.face.width(line, style.weight, style.tracking)

        return break_lines(text, width / size, measure, balance=style.balance)

    def text(self, slot: Slot, text: str, width: int, size: int, style: Style, ink: Ink) -> Part:
        """A paragraph; raises DoesNotFit when one word is wider than ``width``."""
        try:
            lines = self.lines(text, width, size, style)
        except TooWide as e:
            raise too_long(slot) from e
        step, cap = round(size * style.leading), round(size * CAP)

        def put(x: int, y: int) -> list[Shape]:
            return [
                self._run(slot, line, x, y + cap + step * index, size, style, ink)
                for index, line in enumerate(lines.texts)
            ]

        height = cap + step * (len(lines.texts) - 1) if lines.texts else 0
        widest = max((self._ink_width(line, size, style) for line in lines.texts), default=0)
        return Part(slot, widest, height, round(size * HANG), put)

    def line(self, slot: Slot, text: str, width: int, size: int, style: Style, ink: Ink) -> Part:
        """One line, or DoesNotFit."""
        part = self.text(slot, text, width, size, style, ink)
        if part.height > size:
            raise too_long(slot)
        return part

    def _run(
        self, slot: Slot, text: str, x: int, baseline: int, size: int, style: Style, ink: Ink
    ) -> Run:
        # Big letters begin with white space of their own; take it back, or the edge looks ragged.
        left = x - self.face.bearings(text[0], style.weight)[0] * size
        wide = self._ink_width(text, size, style)
        top = baseline - round(size * CAP)
        box = Box(x, top, wide, round(size * CAP) + round(size * HANG))
        return Run(slot, text, left, baseline, size, style, ink.colour, ink.on, box)

    def _ink_width(self, text: str, size: int, style: Style) -> int:
        first = self.face.bearings(text[0], style.weight)[0]
        last = self.face.bearings(text[-1], style.weight)[1]
        whole = self.face.width(text, style.weight, style.tracking)
        return ceil((whole - first - last) * size)


def column(slot: Slot, parts: Sequence[tuple[int, Part]]) -> Part:
    """Parts under each other, each with the gap above it (the first gap is not used)."""
    offsets: list[int] = []
    y = 0
    for index, (gap, part) in enumerate(parts):
        y += gap if index else 0
        offsets.append(y)
        y += part.height

    def put(x: int, top: int) -> list[Shape]:
        return [
            shape
            for offset, (_, part) in zip(offsets, parts, strict=True)
            for shape in part.put(x, top + offset)
        ]

    widest = max((part.width for _, part in parts), default=0)
    return Part(slot, widest, y, parts[-1][1].hang if parts else 0, put)


@dataclass(frozen=True, slots=True)
class Elastic:
    """A part in a stack: ``build`` takes 0 (as large as planned) to 1 (smallest readable)."""

    slot: Slot
    gap: int
    build: Callable[[float], Part]


@dataclass(frozen=True, slots=True)
class Stack:
    parts: tuple[Part, ...]
    tops: tuple[int, ...]
    height: int


def stack(elastics: Sequence[Elastic], room: int, *, title_leads: bool = False) -> Stack:
    """The largest setting that fits ``room``; where the title leads, the rest gives way to it.

    DoesNotFit names the slot that asks too much.
    """
    for step in range(STEPS + 1):
        for further in (0, GIVING_WAY) if title_leads else (0,):
            rest = min(1.0, (step + further) / STEPS)
            try:
                made = _stack(elastics, step / STEPS, rest)
            except DoesNotFit:
                continue
            if made.height + made.parts[-1].hang <= room:
                return made
    raise too_long(_greediest(elastics))


def _stack(elastics: Sequence[Elastic], title: float, rest: float) -> Stack:
    parts = tuple(e.build(title if e.slot is Slot.TITLE else rest) for e in elastics)
    keep = 1 - (1 - TIGHTEST) * rest
    tops, y = [], 0
    for index, (elastic, part) in enumerate(zip(elastics, parts, strict=True)):
        y += round(elastic.gap * keep) if index else 0
        tops.append(y)
        y += part.height
    return Stack(parts, tuple(tops), y)


def _greediest(elastics: Sequence[Elastic]) -> Slot:
    """The slot with a word that never fits, else the tallest one at its smallest."""
    heights: list[tuple[int, Slot]] = []
    for elastic in elastics:
        try:
            heights.append((elastic.build(1.0).height, elastic.slot))
        except DoesNotFit as e:
            return e.problem.slot
    return max(heights)[1]


def between(sizes: tuple[int, int], tightness: float) -> int:
    """A size from (largest, smallest), even, so that few glyph sizes are ever drawn."""
    largest, smallest = sizes
    return max(smallest, round((largest + (smallest - largest) * tightness) / 2) * 2)


def too_long(slot: Slot) -> DoesNotFit:
    return DoesNotFit(Problem(slot, words.TOO_LONG, {"slot": words.SLOT_NAMES[slot]}))
