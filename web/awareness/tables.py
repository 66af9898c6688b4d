"""Every figure of the page as a table: what stands below a chart, and what its CSV holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from content.moments import short_date
from web.awareness.gains import Gain
from web.awareness.hours import Hour, Slot
from web.awareness.measure import Measure
from web.awareness.period import Step, Stretch
from web.awareness.quiet import Silence
from web.awareness.tally import Sum
from web.awareness.words import decimal, full, hour_name, percent, stretch_name

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: 0.032 is 3,2 %."""

    value: float


# None is a figure that is missing.
Cell = str | int | float | Share | None


@dataclass(frozen=True, slots=True)
class Line:
    """``url``: where its name leads."""

    name: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``head``: of the name and of each cell."""

    key: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def shown(self) -> Iterator[tuple[Line, list[tuple[str, str, bool]]]]:
        """Each line with its cells as heading, words ("" where missing) and whether a number."""
        for line in self.lines:
            cells = zip(self.head[1:], line.cells, strict=True)
            yield line, [(head, said(cell), not isinstance(cell, str)) for head, cell in cells]

    @property
    def plain(self) -> Iterator[Sequence[object]]:
        """As a spreadsheet counts with it: an empty cell is what nobody told."""
        yield self.head
        for line in self.lines:
            yield [line.name, *map(counted, line.cells)]


def said(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Share():
            return percent(cell.value)
        case float():
            return decimal(cell)
        case int():
            return full(cell)
        case str():
            return cell


def counted(cell: Cell) -> str:
    """Without the points between thousands, which a spreadsheet would take for decimals."""
    match cell:
        case None:
            return ""
        case int():
            return str(cell)
        case _other:
            return said(cell)


def of_time(given: Sequence[Stretch], sums: Sequence[Sum], step: Step, measure: Measure) -> Table:
    heads = {Step.DAY: _("Hari"), Step.WEEK: _("Pekan"), Step.MONTH: _("Bulan")}
    lines = (
        Line(_named(stretch, step), _cells(found, measure))
        for stretch, found in zip(given, sums, strict=True)
    )
    return Table("waktu", _head(heads[step], measure), tuple(lines))


def of_groups(
    key: str,
    head: str,
    sums: Mapping[Key, Sum],
    name: Callable[[Key], str],
    url: Callable[[Key], str],
    measure: Measure,
) -> Table:
    lines = (
        Line(name(one), _cells(found, measure), url(one))
        for one, found in ranked(sums, name, measure)
    )
    return Table(key, _head(head, measure), tuple(lines))


def ranked(
    sums: Mapping[Key, Sum], name: Callable[[Key], str], measure: Measure
) -> list[tuple[Key, Sum]]:
    """The most first; those of which nothing is told last, by name."""

    def order(item: tuple[Key, Sum]) -> tuple[bool, int, str]:
        total = measure.told(item[1]).total
        return total is None, -(total or 0), name(item[0])

    return sorted(sums.items(), key=order)


def of_gains(found: Iterable[Gain], url: Callable[[Gain], str], measure: Measure) -> Table:
    label = measure.label
    head = (
        _("Kiriman asal"),
        _("Kantor"),
        _("%(measure)s sendiri") % {"measure": label},
        _("Tambahan dari gema"),
        _("Dibanding sendiri"),
        _("Pengantaran gema"),
    )
    lines = (
        Line(
            gain.title,
            (
                gain.office_name,
                gain.own.total,
                gain.added.total,
                None if gain.share is None else Share(gain.share),
                gain.reposts,
            ),
            url(gain),
        )
        for gain in found
    )
    return Table("gema", head, tuple(lines))


def of_hours(found: Mapping[Slot, Hour]) -> Table:
    head = (_("Jam"), _("Pengantaran"), _("Memberi angka"), _("Kali biasanya"))
    lines = (
        Line(hour_name(slot), (hour.sent, hour.told, hour.times))
        for slot, hour in sorted(found.items())
    )
    return Table("jam", head, tuple(lines))


def of_silences(found: Iterable[Silence], url: Callable[[Silence], str]) -> Table:
    head = (
        _("Kantor"),
        _("Terakhir terbit"),
        _("Hari tanpa kabar"),
        _("Menunggu keputusan"),
        _("Disetujui, belum terjadwal"),
        _("Terjadwal"),
    )
    lines = (
        Line(
            one.office.short_name,
            (
                short_date(one.last.astimezone(one.office.zoneinfo))
                if one.last
                else _("belum pernah"),
                one.days,
                one.waiting,
                one.approved,
                one.planned,
            ),
            url(one),
        )
        for one in found
    )
    return Table("sunyi", head, tuple(lines))


def _head(first: str, measure: Measure) -> tuple[str, ...]:
    return (
        first,
        _("Kiriman"),
        _("Pengantaran"),
        _("Memberi angka"),
        _("Tayangan"),
        _("Jangkauan"),
        _("Keterlibatan"),
        _("Median %(measure)s") % {"measure": measure.label.lower()},
        _("Tingkat keterlibatan"),
    )


def _cells(found: Sum, measure: Measure) -> tuple[Cell, ...]:
    middle = measure.told(found).middle
    return (
        found.posts,
        found.sent,
        found.told,
        found.views.total,
        found.reach.total,
        found.engaged.total,
        None if middle is None else round(middle),
        None if found.rate is None else Share(found.rate),
    )


def _named(stretch: Stretch, step: Step) -> str:
    name = stretch_name(stretch, step)
    return name if stretch.whole else _("%(days)s (belum penuh)") % {"days": name}
