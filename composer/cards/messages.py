"""The message of each layout: which parts, in which order."""

from __future__ import annotations

from collections.abc import Callable

from composer.cards.frame import Job
from composer.cards.headline import HEADLINE, kicker, lead, quote, title
from composer.cards.lists import fees, items
from composer.cards.model import Layout
from composer.cards.numbers import date, gauge
from composer.cards.pieces import Elastic


def announcement(job: Job, width: int) -> list[Elastic]:
    return [*kicker(job, width), title(job, width), *lead(job, width)]


def requirements(job: Job, width: int) -> list[Elastic]:
    return [
        *kicker(job, width),
        title(job, width, sizes=job.grid.headline),
        *lead(job, width),
        *fees(job, width),
        *items(job, width),
    ]


def event(job: Job, width: int) -> list[Elastic]:
    return [*kicker(job, width), *date(job, width), title(job, width), *lead(job, width)]


def figure(job: Job, width: int) -> list[Elastic]:
    return [*kicker(job, width), *gauge(job, width), *lead(job, width)]


def release(job: Job, width: int) -> list[Elastic]:
    return [
        *kicker(job, width, plain=True),
        title(job, width, sizes=job.grid.headline, style=HEADLINE, lines=4),
        *lead(job, width),
        *quote(job, width),
    ]


MESSAGES: dict[Layout, Callable[[Job, int], list[Elastic]]] = {
    Layout.ANNOUNCEMENT: announcement,
    Layout.REQUIREMENTS: requirements,
    Layout.EVENT: event,
    Layout.FIGURE: figure,
    Layout.RELEASE: release,
}
