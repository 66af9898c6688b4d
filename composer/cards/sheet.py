"""The second surface: at the foot of a tall card, at the right of a wide one."""

from __future__ import annotations

from composer.cards.details import code, facts, footnote, link_text
from composer.cards.frame import Job
from composer.cards.grid import Box, Grid
from composer.cards.model import Fact, Format, Slot
from composer.cards.pieces import Canvas, Part, column
from composer.cards.shapes import Fill, Shape, Sheet

Placed = tuple[Part, int, int]  # with its place in the row


def sheet(job: Job, canvas: Canvas, given: tuple[Fact, ...]) -> Box:
    """Draw the sheet and return the room left for the message, header not counted."""
    content, safe = job.content, job.grid.safe
    if not (given or content.link or content.footnote):
        return safe
    if job.grid.fmt is Format.WIDE:
        return _side_sheet(job, canvas, given)
    return _bottom_sheet(job, canvas, given)


def _bottom_sheet(job: Job, canvas: Canvas, given: tuple[Fact, ...]) -> Box:
    grid, safe, surface = job.grid, job.grid.safe, job.colours.sheet
    rows = _rows(job, given, safe.width)
    gap = grid.unit * 5
    hang = rows[-1][0].hang
    height = sum(row.height for row, _ in rows) + gap * (len(rows) - 1) + hang
    top = safe.bottom - height - grid.unit * 7
    box = Box(0, top, grid.size[0], grid.size[1] - top)
    canvas.shapes.append(Sheet(box, surface, job.colours.edge, False, _below(grid)))
    y = safe.bottom - height
    for row, pieces in rows:
        for part, x, down in pieces:
            canvas.put(part, safe.x + x, y + down)
        y += row.height + gap
    return Box(safe.x, safe.y, safe.width, top - grid.unit * 8 - safe.y)


def _below(grid: Grid) -> Box | None:
    """The foot of a story, which the network's own controls cover."""
    if grid.fmt is not Format.STORY:
        return None
    top = grid.safe.bottom + grid.unit * 3
    return Box(0, top, grid.size[0], grid.size[1] - top)


def _rows(job: Job, given: tuple[Fact, ...], width: int) -> list[tuple[Part, list[Placed]]]:
    """Facts with the code beside them, then address and source under both."""
    grid, surface = job.grid, job.colours.sheet
    square = code(job, surface, room=grid.qr) if job.content.link else None
    beside = width - (square.width + grid.unit * 6 if square else 0)
    rows: list[tuple[Part, list[Placed]]] = []
    if given:
        left = facts(job, given, beside, surface, job.grid.safe.height * 2 // 5)
        tail = [link_text(job, width, surface), footnote(job, width, surface)]
    else:
        texts = [link_text(job, beside, surface), footnote(job, beside, surface)]
        left = column(Slot.LINK_LABEL, [(grid.unit * 3, part) for part in texts if part])
        tail = []
    pieces = [(left, 0, 0)]
    tallest = left
    if square:
        down = 0 if given else max(0, (square.height - left.height) // 2)
        pieces = [(left, 0, down), (square, width - square.width, 0)]
        tallest = max(left, square, key=lambda part: part.height)
    rows.append((tallest, pieces))
    foot = [part for part in tail if part]
    if foot:
        under = _ruled(
            column(Slot.LINK_LABEL, [(round(grid.unit * 3.6), part) for part in foot]), width, job
        )
        rows.append((under, [(under, 0, 0)]))
    return rows


def _ruled(part: Part, width: int, job: Job) -> Part:
    """With a hairline above."""
    drop, colour = job.grid.unit * 4, job.colours.sheet.line

    def put(x: int, y: int) -> list[Shape]:
        return [Fill(Box(x, y, width, 2), colour), *part.put(x, y + drop)]

    return Part(part.slot, part.width, drop + part.height, part.hang, put)


def _side_sheet(job: Job, canvas: Canvas, given: tuple[Fact, ...]) -> Box:
    grid, safe, surface = job.grid, job.grid.safe, job.colours.sheet
    left = grid.size[0] - grid.side
    x, width = left + grid.unit * 8, grid.side - grid.unit * 8 - grid.margin
    below = [link_text(job, width, surface), footnote(job, width, surface)]
    tail = [part for part in below if part]
    if job.content.link:
        tail.insert(0, code(job, surface, room=grid.qr))
    low = column(Slot.LINK, [(grid.unit * 4, part) for part in tail])
    y = safe.bottom - low.height - low.hang
    room = y - safe.y
    field = None if given else Box(left, 0, grid.side, y - grid.unit * 4)
    box = Box(left, 0, grid.side, grid.size[1])
    canvas.shapes.append(Sheet(box, surface, job.colours.edge, True, field))
    if given:
        high = facts(job, given, width, surface, room - grid.unit * 6)
        canvas.put(high, x, safe.y + grid.unit)
    for part in tail:
        canvas.put(part, x, y)
        y += part.height + grid.unit * 4
    return Box(safe.x, safe.y, left - safe.x - grid.unit * 9, safe.height)
