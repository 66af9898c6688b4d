"""Issues of press lists that are out in part: live for whoever has them. Nobody cancels these:
their rest is stopped, and what was sent is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from channels.base import Receipt, Verb
from channels.models import Issue
from channels.press import halves
from channels.press.book import page_of
from channels.press.halves import Half
from content.going_live import go_live
from content.models import Person
from content.numbers import number
from scheduler.models import OPEN, Delivery, Hold, State
from scheduler.trail import note_all

# What a call may have left in part.
LEFT = (*OPEN, State.UNCONFIRMED, State.FAILED)
STOPPED = "rest-stopped"


def of(rows: Iterable[Delivery]) -> dict[int, Half]:
    """Those of which somebody has a copy, with how many. Their accounts are loaded."""
    keys = {row.pk: row.key for row in rows if halves.is_list(row.account.kind)}
    found = halves.of_keys(keys.values())
    return {pk: found[key] for pk, key in keys.items() if key in found}


def of_one(row: Delivery) -> Half | None:
    return of([row]).get(row.pk)


def may_be_stopped(row: Delivery) -> bool:
    """While a call is under way: it goes from one reader to the next."""
    return not row.unwanted and of_one(row) is not None


def under_way(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Of these, what may be out in part and is not over."""
    lists = rows.filter(account__kind__in=halves.lists(), attempts__gt=0)
    found = lists.filter(state__in=(*LEFT, State.SENDING))
    return found.select_related("account__office", "post", "target", "revision")


def live(rows: QuerySet[Delivery]) -> list[Delivery]:
    """Those that some readers have, each with the address by which it is put right."""
    found = list(under_way(rows).order_by("pk"))
    got = of(found)
    for row in found:
        row.remote_id, row.url = _where(row)
    return [row for row in found if row.pk in got]


def stop_all(rows: QuerySet[Delivery], by: Person | None, at: datetime) -> None:
    """Whatever of these is out in part stays with those who have it. A call that is under way ends
    as soon as it asks for the next reader."""
    locked = under_way(rows).select_for_update(no_key=True, of=("self",))
    found = list(locked.order_by("pk"))
    # Also the first call, that nobody has anything of yet.
    busy = [row.pk for row in found if row.state == State.SENDING]
    Delivery.objects.filter(pk__in=busy).update(unwanted=True)
    got = of(found)
    mine = [row for row in found if row.pk in got and stop(row, got[row.pk], at)]
    note_all(mine, STOPPED, at, by=by)


def stop(row: Delivery, half: Half, at: datetime) -> bool:
    """False: it was over. Not the version: the outcome of a call that is under way counts."""
    if _end(row, at):
        halves.end(half.issue, at)
        if row.verb != Verb.DELETE:
            go_live([row.revision], at=at)
        return True
    calls = Delivery.objects.filter(pk=row.pk, lease_until__isnull=False)
    if not calls.update(unwanted=True):
        return False
    halves.stop_rest(half.issue, at)
    return True


def _end(row: Delivery, at: datetime) -> bool:
    left = Delivery.objects.filter(pk=row.pk, state__in=LEFT, lease_until=None)
    tidy: dict[str, Any] = {"detail": "", "seen_by": None, "version": F("version") + 1}
    return bool(left.update(**ended(row, at), **tidy))


def ended(row: Delivery, at: datetime) -> dict[str, Any]:
    """As columns: sent, to some."""
    remote_id, url = _where(row)
    return {
        "state": State.SENT,
        "run_at": None,
        "reason": Hold.IN_PART,
        "remote_id": remote_id,
        "url": url,
        "finished_at": at,
    }


def receipt(row: Delivery) -> Receipt:
    """As the call would have given it, had it come to the end of the list."""
    return Receipt(*_where(row))


def close(ended: Iterable[Half], at: datetime) -> None:
    """Their last call is over, and nobody wants the rest."""
    for half in ended:
        halves.end(half.issue, at)


def _where(row: Delivery) -> tuple[str, str]:
    first = row.target.remote_id if row.target is not None and row.verb != Verb.PUBLISH else row.key
    return first, page_of(str(row.post.public_id)) if row.verb != Verb.DELETE else ""


def number_of(key: str) -> int:
    """The delivery's, by the key that it gave its issue."""
    return number(key.removeprefix("gema-").partition("-")[0])


def being_served(rows: QuerySet[Delivery]) -> set[int]:
    """Those of these deliveries that are over, and one of whose readers may be written to at this
    moment (``scheduler.stragglers``)."""
    keys = set(Issue.objects.filter(served_since__isnull=False).values_list("key", flat=True))
    if not keys:
        return set()
    over = rows.filter(pk__in=[number_of(key) for key in keys], state=State.SENT)
    return {row.pk for row in over if row.key in keys}
