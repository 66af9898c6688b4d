"""The cards of the page: each a chart or two, its table, and what one has to know to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from web.awareness import pictures, sheets
from web.awareness.gains import gained
from web.awareness.gathered import Gathered
from web.awareness.hours import SURE, best
from web.awareness.measure import Measure
from web.awareness.pictures import Picture
from web.awareness.tables import Table, ranked
from web.awareness.tally import ENOUGH, Sum
from web.awareness.words import decimal, hour_name, kind_label, template_label, topic_name

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Card:
    """``pictures``: each with its name, "" where the card has only one. ``empty``: what is said
    instead of them."""

    key: str
    heading: str
    lead: str
    pictures: tuple[tuple[str, Picture], ...]
    table: Table
    notes: tuple[str, ...] = ()
    wide: bool = False
    empty: str = ""


def cards(found: Gathered) -> list[Card]:
    """What went out, from several sides; nothing where nothing did."""
    if not found.reckoned.everything.sent:
        return []
    several = len(found.chosen) > 1
    return [
        _time(found),
        *([_offices(found)] if several else []),
        _kinds(found),
        _topics(found),
        _templates(found),
        _gains(found),
        _hours(found),
    ]


def _time(found: Gathered) -> Card:
    asked, sums = found.asked, found.reckoned.stretches
    measures = [asked.measure, *({Measure.ENGAGED} - {asked.measure})]
    drawn = tuple(
        (
            one.label,
            pictures.of_time(f"waktu-{one.value}", found.stretches, sums, asked.period.step, one),
        )
        for one in measures
    )
    return Card(
        "waktu",
        _("Dari waktu ke waktu"),
        _("Menurut tanggal terbit, pada jam kantornya masing-masing."),
        drawn,
        sheets.of_time(found),
        notes=(
            _("Angka kiriman yang masih baru terus bertambah; kolom pucat rentangnya belum penuh."),
            _("Bulatan kosong: ada yang terbit, tetapi jaringannya tidak memberi angka."),
        ),
        wide=True,
    )


def _offices(found: Gathered) -> Card:
    sums = found.reckoned.offices
    drawn = _drawn(found, "kantor", sums, found.names.__getitem__, _("Per kantor"))
    return Card("kantor", _("Per kantor"), "", drawn, sheets.of_offices(found))


def _kinds(found: Gathered) -> Card:
    drawn = _drawn(found, "kanal", found.reckoned.kinds, kind_label, _("Per kanal"))
    note = _(
        "Tiap jaringan menghitung tayangan dengan caranya sendiri: setiap kali lewat di layar,"
        " sesudah setengah detik, atau setiap kali diputar; sebagian tidak memberitahukannya."
        " Bandingkan kantor di kanal yang sama."
    )
    return Card("kanal", _("Per kanal"), "", drawn, sheets.of_kinds(found), notes=(note,))


def _topics(found: Gathered) -> Card:
    drawn = _drawn(found, "topik", found.reckoned.topics, topic_name, _("Per topik"))
    return Card("topik", _("Per topik"), "", drawn, sheets.of_topics(found))


def _templates(found: Gathered) -> Card:
    """Beside the one by topic, or below it where there is no card by office."""
    alone = len(found.chosen) == 1
    title, sums = _("Per templat"), found.reckoned.templates
    wide = pictures.DESK if alone else pictures.HALF
    drawn = _drawn(found, "templat", sums, template_label, title, wide)
    return Card("templat", title, "", drawn, sheets.of_templates(found), wide=alone)


def _drawn(
    found: Gathered,
    key: str,
    sums: Mapping[Key, Sum],
    name: Callable[[Key], str],
    title: str,
    wide: float = pictures.HALF,
) -> tuple[tuple[str, Picture], ...]:
    measure = found.asked.measure
    named = [(name(one), each) for one, each in ranked(sums, name, measure)]
    words = _("%(measure)s: %(title)s") % {"measure": measure.label, "title": title.lower()}
    return (("", pictures.of_groups(key, named, measure, words, wide)),)


def _gains(found: Gathered) -> Card:
    gains, total = found.gains, gained(found.gains)
    drawn = pictures.of_gains("gema", gains, total, found.asked.measure) if gains else None
    return Card(
        "gema",
        _("Tambahan dari gema"),
        pictures.gain_sentence(total, found.asked.measure) if gains else "",
        (("", drawn),) if drawn else (),
        sheets.of_gains(found),
        notes=(
            _(
                "Gema dengan tombol jaringannya sendiri biasanya dihitung pada kiriman asal,"
                " sehingga tambahannya tidak tampak di sini."
            ),
        ),
        wide=True,
        empty=_("Belum ada gema yang terbit dalam rentang ini."),
    )


def _hours(found: Gathered) -> Card:
    hours = found.reckoned.hours
    lead = _best(found)
    return Card(
        "jam",
        _("Jam terbaik"),
        lead,
        (("", pictures.of_hours("jam", hours, lead)),),
        sheets.of_hours(found),
        notes=(
            _(
                "Angka di kotak: berapa yang terbit pada jam itu, menurut jam kantornya. Warna:"
                " median %(measure)s dibanding yang biasa bagi akun yang sama; baru diwarnai mulai"
                " %(n)d angka. Ini petunjuk, bukan kepastian."
            )
            % {"measure": found.asked.measure.label.lower(), "n": ENOUGH},
        ),
        wide=True,
    )


def _best(found: Gathered) -> str:
    """The few best hours in a sentence, or why there are none."""
    hours = found.reckoned.hours
    if all(hour.told < SURE for hour in hours.values()):
        return _(
            "Belum ada jam dengan paling sedikit %(n)d angka, jadi belum bisa disimpulkan."
        ) % {"n": SURE}
    words = [
        _("%(when)s (%(times)s× biasanya, %(n)d angka)")
        % {"when": hour_name(slot), "times": decimal(hour.times or 0), "n": hour.told}
        for slot, hour in best(hours)
    ]
    if not words:
        return _("Tidak ada jam yang menonjol: semuanya mendekati yang biasa.")
    return _("Paling didengar: %(hours)s.") % {"hours": ", ".join(words)}
