"""The few large figures at the top, each with how much of it is known."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from web.awareness.gathered import Gathered
from web.awareness.measure import Measure
from web.awareness.tally import Sum, Told
from web.awareness.words import full, percent, short


@dataclass(frozen=True, slots=True)
class Tile:
    """``value``: "" where nothing is told. ``asides``: how sure it is, and what is usual."""

    label: str
    value: str
    asides: tuple[str, ...]


def tiles(found: Gathered) -> list[Tile]:
    total, nation = found.reckoned.everything, found.nation
    usual = (nation.views, nation.reach, nation.engaged) if nation else (None, None, None)
    figures = [
        _tile(one, one.told(total), total, mean) for one, mean in zip(Measure, usual, strict=True)
    ]
    return [*figures, _rate(total)]


def tally_line(found: Sum) -> str:
    """6 kiriman · 18 pengantaran · 12 memberi angka"""
    return " · ".join(
        (
            ngettext("%(n)s kiriman", "%(n)s kiriman", found.posts) % {"n": full(found.posts)},
            ngettext("%(n)s pengantaran", "%(n)s pengantaran", found.sent)
            % {"n": full(found.sent)},
            _("%(n)s memberi angka") % {"n": full(found.told)},
        )
    )


def _tile(measure: Measure, told: Told, total: Sum, usual: float | None) -> Tile:
    known = _("%(told)s dari %(sent)s pengantaran memberi angka") % {
        "told": full(told.count),
        "sent": full(total.sent),
    }
    if told.mean is None:
        return Tile(measure.label, "", (known,))
    mean = _("rata-rata %(mean)s") % {"mean": full(told.mean)}
    if usual is not None:
        mean += _(" · nasional %(mean)s") % {"mean": full(usual)}
    return Tile(measure.label, short(told.total or 0), (known, mean))


def _rate(total: Sum) -> Tile:
    return Tile(
        _("Tingkat keterlibatan"),
        "" if total.rate is None else percent(total.rate),
        (_("keterlibatan per orang terjangkau, atau per tayangan bila hanya itu yang ada"),),
    )
