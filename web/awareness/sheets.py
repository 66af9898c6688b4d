"""The figures of the page as tables, by the name that each has in an address."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from web.awareness import tables
from web.awareness.asked import OWN, Asked
from web.awareness.gains import Gain
from web.awareness.gathered import Gathered
from web.awareness.quiet import Silence
from web.awareness.tables import Table
from web.awareness.words import kind_label, template_label, topic_name


def of_time(found: Gathered) -> Table:
    asked = found.asked
    sums = found.reckoned.stretches
    return tables.of_time(found.stretches, sums, asked.period.step, asked.measure)


def of_offices(found: Gathered) -> Table:
    return tables.of_groups(
        "kantor",
        _("Kantor"),
        found.reckoned.offices,
        found.names.__getitem__,
        lambda key: here(found.asked, kantor=found.codes[key]),
        found.asked.measure,
    )


def of_kinds(found: Gathered) -> Table:
    return tables.of_groups(
        "kanal",
        _("Kanal"),
        found.reckoned.kinds,
        kind_label,
        lambda key: here(found.asked, kanal=key),
        found.asked.measure,
    )


def of_topics(found: Gathered) -> Table:
    return tables.of_groups(
        "topik",
        _("Topik"),
        found.reckoned.topics,
        topic_name,
        lambda key: here(found.asked, topik=key) if key else "",
        found.asked.measure,
    )


def of_templates(found: Gathered) -> Table:
    return tables.of_groups(
        "templat",
        _("Templat"),
        found.reckoned.templates,
        template_label,
        lambda key: here(found.asked, templat=key) if key else "",
        found.asked.measure,
    )


def of_gains(found: Gathered) -> Table:
    def url(gain: Gain) -> str:
        """An office that only reposted it does not see the desk of the office it is from."""
        seen = gain.office in found.names
        return reverse("composer:post", args=[gain.public_id]) if seen else ""

    return tables.of_gains(found.gains, url, found.asked.measure)


def of_hours(found: Gathered) -> Table:
    return tables.of_hours(found.reckoned.hours)


def of_silences(found: Gathered) -> Table:
    def url(one: Silence) -> str:
        return reverse("office", args=[one.office.code])

    return tables.of_silences(found.silences, url)


SHEETS: dict[str, Callable[[Gathered], Table]] = {
    "waktu": of_time,
    "kantor": of_offices,
    "kanal": of_kinds,
    "topik": of_topics,
    "templat": of_templates,
    "gema": of_gains,
    "jam": of_hours,
    "sunyi": of_silences,
}


def query(asked: Asked, **changes: str) -> str:
    """What is asked for, as an address says it, with some of it changed; "" drops it."""
    first, last = asked.typed if asked.span == OWN else ("", "")
    words = {
        "masa": "" if asked.span == OWN else asked.span,
        "dari": first,
        "sampai": last,
        "kantor": asked.only.office,
        "kanal": asked.only.kind,
        "topik": asked.only.topic,
        "templat": asked.only.template,
        "ukuran": asked.measure.value,
        **changes,
    }
    return urlencode({name: word for name, word in words.items() if word})


def here(asked: Asked, **changes: str) -> str:
    return f"?{query(asked, **changes)}"
