"""Which figure the charts are drawn by. The tables have all of them."""

from __future__ import annotations

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from web.awareness.tally import Sum, Told


class Measure(Enum):
    """By the word that stands for it in an address."""

    VIEWS = "tayangan"
    REACH = "jangkauan"
    ENGAGED = "keterlibatan"

    @property
    def label(self) -> str:
        return str(LABELS[self])

    def of(self, views: int | None, reach: int | None, engaged: int | None) -> int | None:
        match self:
            case Measure.VIEWS:
                return views
            case Measure.REACH:
                return reach
            case Measure.ENGAGED:
                return engaged

    def told(self, found: Sum) -> Told:
        match self:
            case Measure.VIEWS:
                return found.views
            case Measure.REACH:
                return found.reach
            case Measure.ENGAGED:
                return found.engaged


LABELS: dict[Measure, Promise] = {
    Measure.VIEWS: _("Tayangan"),
    Measure.REACH: _("Jangkauan"),
    Measure.ENGAGED: _("Keterlibatan"),
}
