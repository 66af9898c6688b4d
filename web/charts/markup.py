"""A drawing as SVG: one image to a screen reader, with a title and a description."""

from __future__ import annotations

from html import escape

from web.charts.shapes import Box, Corners, Drawing, Label, Line


def svg(drawing: Drawing, *, key: str, title: str, described: str, kind: str) -> str:
    """``key``: unlike any other on the page; ``kind``: a class beside ``chart``."""
    size = f"0 0 {_n(drawing.width)} {_n(drawing.height)}"
    shapes = [
        *map(_line, drawing.lines),
        *map(_box, drawing.boxes),
        *map(_label, drawing.labels),
    ]
    return (
        f'<svg class="chart {escape(kind)}" viewBox="{size}" role="img"'
        f' aria-labelledby="{escape(key)}-t" aria-describedby="{escape(key)}-d">'
        f'<title id="{escape(key)}-t">{escape(title)}</title>'
        f'<desc id="{escape(key)}-d">{escape(described)}</desc>'
        f"{''.join(shapes)}</svg>"
    )


def _line(line: Line) -> str:
    ends = f'x1="{_n(line.x1)}" y1="{_n(line.y1)}" x2="{_n(line.x2)}" y2="{_n(line.y2)}"'
    return f'<line class="{escape(line.kind)}" {ends}/>'


def _label(label: Label) -> str:
    where = f'x="{_n(label.x)}" y="{_n(label.y)}" font-size="{_n(label.size)}"'
    anchor = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
    return f'<text class="{escape(label.kind)}" {where}{anchor}>{escape(label.text)}</text>'


def _box(box: Box) -> str:
    """A hint is the title of its shape: browsers show it to a pointer."""
    hint = f"<title>{escape(box.hint)}</title>" if box.hint else ""
    if box.corners is Corners.ALL:
        place = f'x="{_n(box.x)}" y="{_n(box.y)}" rx="{_n(box.radius)}"'
        size = f'width="{_n(box.width)}" height="{_n(box.height)}"'
        return f'<rect class="{escape(box.kind)}" {place} {size}>{hint}</rect>'
    outline = _risen(box) if box.corners is Corners.TOP else _stretched(box)
    return f'<path class="{escape(box.kind)}" d="{outline}">{hint}</path>'


def _risen(box: Box) -> str:
    r = _n(box.radius)
    return (
        f"M{_n(box.x)} {_n(box.y + box.height)}V{_n(box.y + box.radius)}q0-{r} {r}-{r}"
        f"H{_n(box.x + box.width - box.radius)}q{r} 0 {r} {r}V{_n(box.y + box.height)}z"
    )


def _stretched(box: Box) -> str:
    r = _n(box.radius)
    return (
        f"M{_n(box.x)} {_n(box.y)}H{_n(box.x + box.width - box.radius)}q{r} 0 {r} {r}"
        f"V{_n(box.y + box.height - box.radius)}q0 {r}-{r} {r}H{_n(box.x)}z"
    )


def _n(number: float) -> str:
    """As short as it can be, with a point in any language."""
    return f"{number:.1f}".removesuffix(".0")
