"""When the clock of an office changes, what was planned by it keeps its hour on the wall.

Whoever planned 08.00 meant what the clock in the office shows. So the instant moves, and the trail
of each post says so. What an earlier hour has put into the past already is for the engine: within
its grace it goes out, else it is missed and a person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Event, Office, Person
from content.moments import say_clock
from content.writing import insert_each
from scheduler import engine
from scheduler.models import Delivery, Mode, Occurrence, Series, State, Turn
from scheduler.recurring import times

STILL = (State.PLANNED, State.HELD)


@transaction.atomic
def keep_wall_clocks(old: Mapping[int, str], *, by: Person | None, at: datetime) -> int:
    """``old``: the zones that these offices had until now. Returns how many deliveries moved."""
    moved = 0
    for office in Office.objects.filter(pk__in=old):
        was = old[office.pk]
        if ZoneInfo(was) != office.zoneinfo:
            series = _series(office, was)
            moved += _deliveries(office, was, by, at)
            _occurrences(series, at)
    if moved:
        engine.wake()
    return moved


def words(moved: int) -> list[str]:
    """What to tell whoever changed it: one sentence, or none."""
    said = ngettext(
        "%(n)d pengantaran yang sudah dijadwalkan tetap pada jamnya menurut zona yang baru.",
        "%(n)d pengantaran yang sudah dijadwalkan tetap pada jamnya menurut zona yang baru.",
        moved,
    )
    return [said % {"n": moved}] if moved else []


def _deliveries(office: Office, was: str, by: Person | None, at: datetime) -> int:
    by_its_clock = Q(mode=Mode.TOGETHER, post__office=office) | Q(
        mode=Mode.LOCAL, account__office=office
    )
    planned = (
        Delivery.objects.select_for_update(no_key=True, of=("self",))
        .filter(by_its_clock, zone=was, state__in=STILL, due_at__gt=at)
        .select_related("post")
    )
    # "As soon as possible" is a moment, not an hour on the wall.
    rows = [row for row in planned if times.due(*_wall(row.wall), was).at == row.due_at]
    for row in rows:
        due = times.due(*_wall(row.wall), office.zone)
        grace = row.deadline_at - row.due_at
        Delivery.objects.filter(pk=row.pk).update(
            due_at=due.at,
            run_at=due.at if row.run_at else None,
            deadline_at=due.at + grace,
            zone=office.zone,
            version=F("version") + 1,
        )
        row.due_at = due.at
    _tell(rows, office.zone, by, at)
    return len(rows)


def _tell(rows: Sequence[Delivery], zone: str, by: Person | None, at: datetime) -> None:
    words = _("Zona waktu kantor berubah. Jamnya tetap: %(clock)s.")
    insert_each(
        Event,
        [
            {
                "kind": "delivery.moved",
                "post_id": row.post_id,
                "office_id": row.post.office_id,
                "by_id": by.pk if by else None,
                "at": at,
                "note": words % {"clock": say_clock(row.due_at, zone)},
                "data": {"delivery": row.pk, "account": row.account_id, "reason": "zone"},
            }
            for row in rows
        ],
    )


def _series(office: Office, was: str) -> list[Series]:
    """Those that go by this office's clock: all its own, and others on its accounts."""
    Series.objects.going().filter(post__office=office, zone=was).update(zone=office.zone)
    theirs = Q(post__office=office) | Q(mode=Mode.LOCAL, accounts__office=office)
    return list(Series.objects.going().filter(theirs).distinct())


def _occurrences(series: Sequence[Series], at: datetime) -> None:
    for one in series:
        zones = list(one.accounts.values_list("office__zone", flat=True))
        for each in Occurrence.objects.filter(series=one, state=Turn.PLANNED, due_at__gt=at):
            due_at = times.first_of(each.day, each.clock, one.zone, one.mode, zones)
            Occurrence.objects.filter(pk=each.pk).update(due_at=due_at)


def _wall(typed: str) -> tuple[date, time]:
    moment = datetime.fromisoformat(typed)
    return moment.date(), moment.time()
