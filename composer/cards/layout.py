"""From content, brand and format to a scene of placed shapes. Pure: nothing is drawn.

Each layout is a short list of elastic parts; ``compose`` stacks them above (or beside) the sheet.
"""

from __future__ import annotations

from composer.cards import frame, palette, words
from composer.cards.contrast import LARGE, ratio
from composer.cards.errors import LowContrast, Problem
from composer.cards.fonts import Typeface
from composer.cards.frame import Job
from composer.cards.grid import GRIDS, Box, Grid
from composer.cards.messages import MESSAGES
from composer.cards.model import Brand, CardContent, Fact, Format, Layout, Tone
from composer.cards.pieces import Canvas, Setter, stack
from composer.cards.shapes import Picture, Run, Scene, Sheet

ON_PAPER = frozenset({Layout.REQUIREMENTS, Layout.RELEASE})
LARGE_TEXT = 48  # pixels: about 18 points on a phone that shows the card at a third


def compose(content: CardContent, brand: Brand, fmt: Format, face: Typeface) -> Scene:
    """Lay out cleaned content; raises CardRefused."""
    grid = GRIDS[fmt]
    job = Job(content, brand, grid, palette.of(brand, tone(content)), Setter(face))
    canvas = Canvas()
    room = frame.sheet(job, canvas, sheet_facts(content))
    head = frame.header(job, canvas, room.width)
    top = head.bottom + grid.unit * 5
    made = stack(MESSAGES[content.layout](job, room.width), room.bottom - top)
    start = room.bottom - made.height - grid.unit // 2
    for part, offset in zip(made.parts, made.tops, strict=True):
        canvas.put(part, room.x, start + offset)
    if content.photo:
        end = start - grid.unit * 3
        main = job.colours.main
        box = Box(0, 0, grid.size[0], end)
        canvas.shapes.insert(0, Picture(box, content.photo, main.ground, main.ink, head))
    scene = Scene(
        fmt, job.colours.main, _main_width(canvas, grid), tuple(canvas.shapes), tuple(canvas.blocks)
    )
    for run in scene.runs:
        check_contrast(run)
    return scene


def tone(content: CardContent) -> Tone:
    if content.tone is not Tone.AUTO:
        return content.tone
    return Tone.PAPER if content.layout in ON_PAPER else Tone.BRAND


def sheet_facts(content: CardContent) -> tuple[Fact, ...]:
    """Fees belong to the message; every other layout puts its facts on the sheet."""
    return () if content.layout is Layout.REQUIREMENTS else content.facts


def check_contrast(run: Run) -> None:
    """Refuse a text that is too faint for its size."""
    least = LARGE if run.size >= LARGE_TEXT else 4.5
    found = ratio(run.colour, run.on)
    if found < least:
        values = {
            "slot": words.SLOT_NAMES[run.slot],
            "ratio": f"{found:.1f}".replace(".", ","),
            "least": f"{least:.1f}".replace(".", ","),
        }
        raise LowContrast(Problem(run.slot, words.LOW_CONTRAST, values))


def _main_width(canvas: Canvas, grid: Grid) -> int:
    """Up to the sheet, where that stands at the right."""
    beside = (s.box.x for s in canvas.shapes if isinstance(s, Sheet) and s.at_left)
    return next(beside, grid.size[0])
