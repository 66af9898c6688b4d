"""Figures for the demo network, so that its pages have something to show.

Nobody has seen these posts. What the practice board counts itself is true; everything else is made
up here, grows with the age of a post, and is the same each time the demo is loaded.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from channels.base import Remote
from channels.figures import NAMES
from channels.practice.adapter import Practice
from channels.practice.board import PracticeBoard
from scheduler import enrolling
from scheduler.models import Measured, Reading
from scheduler.reading_times import AGES

# Half of all who will ever see a post have seen it after so long.
HALF = timedelta(hours=20)
LOUDEST = 1.6  # beside the quietest office


def load(at: datetime) -> None:
    """For what has been published on the practice board until now."""
    enrolling.enrol_all(at)
    rows = Measured.objects.filter(kind=Practice.kind, ended="")
    for measured in rows.select_related("office", "delivery"):
        _told(measured, at)


def _told(measured: Measured, at: datetime) -> None:
    """All its readings until now, as if they had been made."""
    moments = [measured.sent_at + age for age in AGES if measured.sent_at + age <= at]
    readings = [_reading(measured, moment) for moment in moments]
    if not readings:
        return
    Reading.objects.bulk_create(readings)
    for name in NAMES:
        setattr(measured, name, getattr(readings[-1], name))
    measured.measured_at = readings[-1].read_at
    measured.next_at = min(measured.sent_at + age for age in AGES if measured.sent_at + age > at)
    measured.save()


def _reading(measured: Measured, moment: datetime) -> Reading:
    chance = Random(f"{measured.office.code} {measured.topic} {measured.pk}")  # noqa: S311
    all_views = chance.randint(300, 1500) * chance.uniform(1, LOUDEST)
    age = moment - measured.sent_at
    views = int(all_views * age / (age + HALF))
    shared = PracticeBoard().figures(
        str(measured.account_id), Remote(measured.delivery.remote_id, measured.delivery.url)
    )
    return Reading(
        delivery_id=measured.pk,
        read_at=moment,
        views=views,
        reach=int(views * chance.uniform(0.6, 0.85)),
        likes=int(views * chance.uniform(0.01, 0.07)),
        replies=int(views * chance.uniform(0.001, 0.01)),
        reposts=shared.reposts if shared else None,
        clicks=int(views * chance.uniform(0.005, 0.03)),
    )
