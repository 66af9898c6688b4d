"""From content, brand and format to a scene of placed shapes. Pure: nothing is drawn.

Each layout is a short list of elastic parts; ``compose`` stacks them above (or beside) the sheet.
"""

from __future__ import annotations

from composer.cards import palette, words
from composer.cards.contrast import BODY, LARGE, LARGE_TEXT, ratio
from composer.cards.errors import DoesNotFit, LowContrast, Problem
from composer.cards.fonts import Typeface
from composer.cards.frame import Job, header, sheet_facts
from composer.cards.grid import GRIDS, Box, Grid
from composer.cards.messages import MESSAGES
from composer.cards.model import Brand, CardContent, Format, Layout, Photo, Slot, Tone
from composer.cards.pieces import Canvas, Setter, Stack, stack
from composer.cards.shapes import Picture, Run, Scene, Sheet
from composer.cards.sheet import sheet

TITLE_LEADS = frozenset({Layout.ANNOUNCEMENT, Layout.EVENT})
ON_PAPER = frozenset({Layout.REQUIREMENTS, Layout.RELEASE})
PHOTO_SHARES = (5, 9)  # what part of the height a photo gets at least: better, just enough


def compose(content: CardContent, brand: Brand, fmt: Format, face: Typeface) -> Scene:
    """Lay out cleaned content; raises CardRefused."""
    grid = GRIDS[fmt]
    job = Job(content, brand, grid, palette.of(brand, tone(content)), Setter(face))
    canvas = Canvas()
    room = sheet(job, canvas, sheet_facts(job))
    head = header(job, canvas, room.width)
    top = head.bottom + grid.unit * 6
    made = _message(job, room, top)
    start = room.bottom - made.height - made.parts[-1].hang
    for part, offset in zip(made.parts, made.tops, strict=True):
        canvas.put(part, room.x, start + offset)
    if content.photo:
        canvas.shapes.insert(0, _picture(job, content.photo, canvas, head, start))
    scene = Scene(
        fmt, job.colours.main, _main_width(canvas, grid), tuple(canvas.shapes), tuple(canvas.blocks)
    )
    for run in scene.runs:
        check_contrast(run)
    return scene


def _message(job: Job, room: Box, top: int) -> Stack:
    """Beside a photo the message gives way a little, so that there is something to see."""
    parts = MESSAGES[job.content.layout](job, room.width)
    leads = job.content.layout in TITLE_LEADS
    if not job.content.photo:
        return stack(parts, room.bottom - top, title_leads=leads)
    for share in PHOTO_SHARES:
        try:
            height = room.bottom - top - job.grid.size[1] // share
            return stack(parts, height, title_leads=leads)
        except DoesNotFit:
            continue
    raise DoesNotFit(Problem(Slot.PHOTO, words.NO_ROOM_FOR_PHOTO))


def _picture(job: Job, photo: Photo, canvas: Canvas, head: Box, start: int) -> Picture:
    grid, pad = job.grid, job.grid.unit * 4
    box = Box(0, 0, _main_width(canvas, grid), start - grid.unit * 6)
    up = head.y - pad if job.grid.fmt is Format.STORY else -pad
    tab = Box(0, up, head.right + pad, head.bottom + pad - up)
    return Picture(box, photo, job.colours.main.ground, tab)


def tone(content: CardContent) -> Tone:
    if content.tone is not Tone.AUTO:
        return content.tone
    return Tone.PAPER if content.layout in ON_PAPER else Tone.BRAND


def check_contrast(run: Run) -> None:
    """Refuse a text that is too faint for its size."""
    least = LARGE if run.size >= LARGE_TEXT else BODY
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
