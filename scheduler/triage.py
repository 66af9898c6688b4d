"""One choice for many deliveries at once, as after days without power.

Nothing here is allowed that would not be allowed for a single one: each goes through
``scheduler.acts``, and the report says what became of every one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from content.holding import hold
from content.models import Person
from content.refusals import Refusal
from content.scope import Scope
from scheduler import acts, plan, stops
from scheduler.acts import Act
from scheduler.models import Delivery, State
from scheduler.refusals import InThePast
from scheduler.when import Wall, due

# At once on one account would be a flood for whoever follows it.
APART = timedelta(minutes=1)
# In one transaction; between two of them the engine and everybody else can write.
AT_ONCE = 25
MOST = 2_000
DIGITS = 18  # what is longer is no number of a row
BULK = (Act.SEND_NOW, Act.MOVE, Act.CANCEL, Act.SEEN)


class Ending(StrEnum):
    DONE = "done"
    BEHIND_STOP = "behind-stop"  # done, but a stop keeps it from going out
    HANDLED = "handled"  # by somebody else, or by the same form sent twice
    SENDING = "sending"
    SENT = "sent"
    IN_PART = "in-part"  # a press list: some have it, the rest is stopped
    NOT_OPEN = "not-open"  # this act does not help here, or is not this person's


class NothingChosen(Refusal):
    """Tick at least one."""

    def __init__(self) -> None:
        super().__init__(_("Pilih dahulu kiriman yang dimaksud."))


class NotForMany(Refusal):
    """Choose one of the acts that are offered for many."""

    def __init__(self) -> None:
        super().__init__(_("Pilih apa yang dilakukan dengan kiriman yang dipilih."))


@dataclass(frozen=True, slots=True)
class Pick:
    """One delivery, in the version that was on the screen."""

    pk: int
    version: int


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every one that was chosen. ``last``: when the last of them goes out."""

    act: Act
    endings: Counter[Ending]
    last: datetime | None = None

    @property
    def done(self) -> int:
        return self.endings[Ending.DONE]

    @property
    def changed(self) -> int:
        return self.done + self.endings[Ending.BEHIND_STOP]


@dataclass(frozen=True, slots=True)
class Errand:
    """One delivery and when it is to go out; None where the act has no time."""

    pick: Pick
    at: datetime | None


def picks(texts: Iterable[str]) -> list[Pick]:
    """``"12.3 15.1"`` of a form; each delivery once, nonsense left out."""
    found: dict[int, Pick] = {}
    for mark in (mark for text in texts for mark in text.split()):
        pk, _dot, version = mark.partition(".")
        if pk.isdecimal() and version.isdecimal() and max(len(pk), len(version)) < DIGITS:
            found.setdefault(int(pk), Pick(int(pk), int(version)))
    return list(islice(found.values(), MOST))


def take(
    act: Act, chosen: Sequence[Pick], *, by: Person, at: datetime, first: Wall | None = None
) -> Report:
    """``first``: when the earliest of them goes out, for a move. Raises a Refusal; then nothing
    has changed.

    Sent twice it does nothing more: whoever has moved on since the page was drawn is left alone.
    """
    if act not in BULK:
        raise NotForMany
    if not chosen:
        raise NothingChosen
    scope = Scope.of(by, at)
    errands = _errands(act, chosen, scope, at, first)
    endings: Counter[Ending] = Counter()
    for some in _some(errands, AT_ONCE):
        endings += _take_some(act, some, scope, at)
    last = max((e.at for e in errands if e.at is not None), default=None)
    return Report(act, endings, last if endings[Ending.DONE] else None)


def _errands(
    act: Act, chosen: Sequence[Pick], scope: Scope, at: datetime, first: Wall | None
) -> list[Errand]:
    known = Delivery.objects.visible_to(scope).filter(pk__in=[pick.pk for pick in chosen])
    rows = list(known.order_by("due_at", "pk").values_list("pk", "account_id", "due_at", "version"))
    versions = {pick.pk: pick for pick in chosen}
    fresh = [row for row in rows if row[3] == versions[row[0]].version]
    times = {Act.SEND_NOW: _paced, Act.MOVE: _shifted}.get(act, _timeless)
    start = _start(first, at) if act is Act.MOVE else at
    when = times([(pk, account, due_at) for pk, account, due_at, _version in fresh], start)
    return [Errand(versions[pk], when.get(pk)) for pk, *_rest in rows]


Waiting = Sequence[tuple[int, int, datetime]]
Times = dict[int, datetime]


def _paced(rows: Waiting, start: datetime) -> Times:
    """The oldest first; on each account one a minute, the accounts side by side."""
    before: defaultdict[int, int] = defaultdict(int)
    times = {}
    for pk, account, _due in rows:
        times[pk] = start + before[account] * APART
        before[account] += 1
    return times


def _shifted(rows: Waiting, start: datetime) -> Times:
    """The earliest at ``start``, the others as far behind it as they were."""
    earliest = min((due_at for _pk, _account, due_at in rows), default=start)
    return {pk: start + (due_at - earliest) for pk, _account, due_at in rows}


def _timeless(rows: Waiting, start: datetime) -> Times:
    return {}


def _start(first: Wall | None, at: datetime) -> datetime:
    if first is None or due(first).at < at - plan.TYPING:
        raise InThePast
    return due(first).at


def _some(errands: Sequence[Errand], size: int) -> Iterator[list[Errand]]:
    for start in range(0, len(errands), size):
        yield list(errands[start : start + size])


@transaction.atomic
def _take_some(act: Act, errands: Sequence[Errand], scope: Scope, at: datetime) -> Counter[Ending]:
    """Locked, so that nobody else takes one between the look and the act.

    A row that the engine holds just now is not waited for: what it is doing is told.
    """
    ids = [errand.pick.pk for errand in errands]
    hold(set(Delivery.objects.filter(pk__in=ids).values_list("post_id", flat=True)))
    related = ("account__office", "post__approval", "post__office")
    rows = Delivery.objects.filter(pk__in=ids).select_related(*related)
    free = rows.select_for_update(no_key=True, of=("self",), skip_locked=True).order_by("pk")
    mine = {row.pk: row for row in free}
    others = rows.in_bulk([pk for pk in ids if pk not in mine])
    kept = stops.keeps_back(ids) if act is Act.SEND_NOW else set()
    endings: Counter[Ending] = Counter()
    for errand in errands:
        pk = errand.pick.pk
        ending = _take_one(act, errand, mine[pk], scope, at) if pk in mine else _passed(others[pk])
        behind = ending is Ending.DONE and pk in kept
        endings[Ending.BEHIND_STOP if behind else ending] += 1
    return endings


def _take_one(act: Act, errand: Errand, row: Delivery, scope: Scope, at: datetime) -> Ending:
    if row.version != errand.pick.version:
        return _passed(row)
    if act not in acts.open_acts(row, scope):
        return Ending.HANDLED if row.seen_by_id else Ending.NOT_OPEN
    try:
        done = DO[act](row, errand.at, scope.person, at)
    except Refusal:
        return _passed(Delivery.objects.get(pk=row.pk))
    return Ending.IN_PART if act is Act.CANCEL and done is State.SENT else Ending.DONE


def _passed(row: Delivery) -> Ending:
    """What has become of one that was quicker than this person."""
    match row.state:
        case State.SENDING:
            return Ending.SENDING
        case State.SENT:
            return Ending.SENT
        case _other:
            return Ending.HANDLED


def _send(row: Delivery, when: datetime | None, by: Person, at: datetime) -> None:
    acts.send_now(row, by=by, at=at, wait=(when or at) - at)


def _move(row: Delivery, when: datetime | None, by: Person, at: datetime) -> None:
    zone = row.account.office.zone
    local = (when or at).astimezone(row.account.office.zoneinfo)
    acts.move(row, Wall(local.date(), local.time(), zone), by=by, at=at)


def _cancel(row: Delivery, when: datetime | None, by: Person, at: datetime) -> State:
    return acts.cancel(row, by=by, at=at)


def _seen(row: Delivery, when: datetime | None, by: Person, at: datetime) -> None:
    acts.seen(row, by=by, at=at)


DO: dict[Act, Callable[[Delivery, datetime | None, Person, datetime], State | None]] = {
    Act.SEND_NOW: _send,
    Act.MOVE: _move,
    Act.CANCEL: _cancel,
    Act.SEEN: _seen,
}
