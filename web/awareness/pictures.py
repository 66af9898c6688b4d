"""Each table as a chart, drawn twice: for a desk and for a phone, where other things have room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from web.awareness.gains import Gain, Gained
from web.awareness.hours import Hour, Slot
from web.awareness.measure import Measure
from web.awareness.period import Step, Stretch
from web.awareness.tally import Sum, Told
from web.awareness.words import (
    clock,
    column,
    decimal,
    full,
    percent,
    short,
    stretch_name,
    weekday_name,
    weekday_short,
)
from web.charts.bars import Bar, bars
from web.charts.columns import Column, columns
from web.charts.heat import Cell, Grid, heat
from web.charts.markup import svg
from web.charts.shapes import Drawing

DESK, HALF, PHONE = 900.0, 430.0, 326.0
HIGH = {DESK: 230.0, PHONE: 190.0}
MOST_BARS = 8
OFFICE_HOURS = (7, 17)  # shown even where nothing went out
DAYS = range(7)


@dataclass(frozen=True, slots=True)
class Picture:
    """``desk`` and ``phone``: the same, as SVG."""

    desk: SafeString
    phone: SafeString


def of_time(
    key: str, given: Sequence[Stretch], sums: Sequence[Sum], step: Step, measure: Measure
) -> Picture:
    told = [measure.told(found) for found in sums]
    drawn = [
        Column(
            label=column(stretch, step),
            value=one.total,
            sent=found.sent > 0,
            hint=f"{stretch_name(stretch, step)}: {_told(one, found, measure)}",
            partial=not stretch.whole,
        )
        for stretch, found, one in zip(given, sums, told, strict=True)
    ]
    names = [stretch_name(stretch, step) for stretch in given]
    return _picture(
        key,
        lambda width: columns(drawn, width, HIGH[width], short),
        (DESK, PHONE),
        title=_("%(measure)s menurut tanggal terbit") % {"measure": measure.label},
        described=_course(names, sums, told),
        kind="chart-columns",
    )


def of_groups(
    key: str, ranked: Iterable[tuple[str, Sum]], measure: Measure, title: str, wide: float = HALF
) -> Picture:
    """``ranked``: names with their sums, the most first; only the first few are drawn. ``wide``: on
    a desk."""
    given = list(ranked)
    drawn = [
        Bar(
            name=name,
            parts=(measure.told(found).total,),
            said=_figure(measure.told(found)),
            aside=_("%(told)s dari %(sent)s") % _coverage(measure.told(found), found),
            hint=f"{name}: {_told(measure.told(found), found, measure)}",
        )
        for name, found in given[:MOST_BARS]
    ]
    first = _("Terbanyak: %(name)s, %(figure)s.") % {
        "name": drawn[0].name if drawn else "–",
        "figure": drawn[0].said if drawn else "–",
    }
    return _picture(
        key,
        lambda width: bars(drawn, width),
        (wide, PHONE),
        title=title,
        described=f"{first} {_below()}",
        kind="chart-bars",
    )


def of_gains(key: str, found: Sequence[Gain], total: Gained, measure: Measure) -> Picture:
    drawn = [
        Bar(
            name=gain.title,
            parts=(gain.own.total, gain.added.total),
            said=_gain(gain),
            aside="",
            hint=f"{gain.office_name}: {_figure(gain.own)} + {_figure(gain.added)}",
        )
        for gain in found[:MOST_BARS]
    ]
    return _picture(
        key,
        lambda width: bars(drawn, width),
        (DESK, PHONE),
        title=_("%(measure)s sendiri dan tambahan dari gema") % {"measure": measure.label},
        described=f"{gain_sentence(total, measure)} {_below()}",
        kind="chart-bars chart-gains",
    )


def of_hours(key: str, found: Mapping[Slot, Hour], described: str) -> Picture:
    begin = min([OFFICE_HOURS[0], *(slot.hour for slot in found)])
    end = max([OFFICE_HOURS[1], *(slot.hour for slot in found)])
    every = range(begin, end + 1)
    cells = tuple(
        tuple(_cell(Slot(day, hour), found.get(Slot(day, hour))) for hour in every) for day in DAYS
    )
    lying = Grid(tuple(f"{hour:02}" for hour in every), _weekdays(), cells)
    standing = Grid(tuple(map(clock, every)), _weekdays(), cells).turned()
    return _picture(
        key,
        lambda width: heat(lying if width == DESK else standing, width),
        (DESK, PHONE),
        title=_("Jam terbit dibanding yang biasa bagi akunnya"),
        described=f"{described} {_below()}",
        kind="chart-heat",
    )


def gain_sentence(total: Gained, measure: Measure) -> str:
    """What reposts came to, of those of which both sides are known."""
    if not total.count:
        return _("Belum ada gema yang kedua sisinya diberitahukan jaringannya.")
    words = {"n": total.count, "own": full(total.own), "added": full(total.added)}
    words["measure"] = measure.label
    if total.share is None:
        return _("%(measure)s %(n)d kiriman: %(own)s sendiri, %(added)s dari gemanya.") % words
    return _(
        "%(measure)s %(n)d kiriman: %(own)s sendiri, %(added)s dari gemanya, yaitu tambahan"
        " %(share)s."
    ) % {**words, "share": percent(total.share)}


def _picture(
    key: str,
    draw: Callable[[float], Drawing],
    widths: tuple[float, float],
    *,
    title: str,
    described: str,
    kind: str,
) -> Picture:
    desk, phone = (
        svg(
            draw(width), key=f"{key}-{size}", title=title, described=described,
            kind=f"{kind} on-{size}",
        )
        for width, size in zip(widths, ("desk", "phone"), strict=True)
    )  # fmt: skip
    # Everything that goes into the markup is escaped where it is written.
    return Picture(mark_safe(desk), mark_safe(phone))  # noqa: S308


def _cell(slot: Slot, hour: Hour | None) -> Cell | None:
    if hour is None:
        return None
    name = f"{weekday_name(slot.weekday)} {clock(slot.hour)}"
    words = {"name": name, "n": hour.sent, "told": hour.told}
    hint = _("%(name)s: %(n)d pengantaran, %(told)d memberi angka") % words
    if hour.times is not None:
        hint += _(", %(times)s× biasanya") % {"times": decimal(hour.times)}
    return Cell(hour.level, str(hour.sent), hint)


def _weekdays() -> tuple[str, ...]:
    return tuple(map(weekday_short, DAYS))


def _course(names: Sequence[str], sums: Sequence[Sum], told: Sequence[Told]) -> str:
    """The chart in a sentence or two."""
    known = [
        (one.total, name) for name, one in zip(names, told, strict=True) if one.total is not None
    ]
    silent = sum(
        found.sent > 0 and one.total is None for found, one in zip(sums, told, strict=True)
    )
    if not known:
        return _("Belum ada angka dalam rentang ini.")
    most, when = max(known)
    parts = [_("Tertinggi %(when)s: %(figure)s.") % {"when": when, "figure": full(most)}]
    if silent:
        parts.append(_("%(n)d kolom tanpa angka dari jaringannya.") % {"n": silent})
    return " ".join([*parts, _below()])


def _below() -> str:
    return _("Angka lengkap ada di tabel di bawahnya.")


def _told(one: Told, found: Sum, measure: Measure) -> str:
    return _("%(figure)s %(measure)s, %(told)s dari %(sent)s pengantaran memberi angka") % {
        "figure": _figure(one),
        "measure": measure.label.lower(),
        **_coverage(one, found),
    }


def _coverage(one: Told, found: Sum) -> dict[str, str]:
    return {"told": full(one.count), "sent": full(found.sent)}


def _figure(one: Told) -> str:
    return _("tidak diberitahukan") if one.total is None else full(one.total)


def _gain(gain: Gain) -> str:
    if gain.added.total is None:
        return _("tambahannya tidak diberitahukan")
    added = f"+{full(gain.added.total)}"
    return added if gain.share is None else f"{added} ({percent(gain.share)})"
