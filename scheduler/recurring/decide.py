"""What a series asks for next, from how it stands. Pure: what is decided here, ``maker.py`` does.

One kind of move at a time, in this order: days of the grid get their occurrence, what is over or
overtaken is closed, what is to go out gets its deliveries. Deciding again after doing finds
nothing, so that it does not matter how often, or how late, the maker comes by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from channels import registry
from channels.models import Account
from scheduler.models import OPEN, Delivery, Ending, Hold, Occurrence, State, Turn
from scheduler.plan import TYPING
from scheduler.recurring import place, rule, times
from scheduler.recurring.place import Off, Placed
from scheduler.recurring.standing import GONE, Row, Standing, Words
from scheduler.when import Due

# How far ahead deliveries stand in the calendar; the next occurrence always does.
AHEAD = timedelta(days=30)
# How long nothing but an approval is waited for, where no template says otherwise.
GRACE = timedelta(minutes=15)
MOVING = frozenset({Turn.PLANNED, Turn.HOLIDAY, Turn.MERGED})


@dataclass(frozen=True, slots=True)
class Put:
    """This day of the grid stands on ``day``, or nowhere. ``known``: it stood elsewhere before."""

    grid: date
    day: date
    due_at: datetime
    state: Turn
    holiday: str
    known: Row | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """Nothing more happens by itself; what of it has not started is cancelled."""

    row: Row
    turn: Turn


@dataclass(frozen=True, slots=True)
class Supply:
    """A delivery for this account, in place of one with other words if there is one."""

    occurrence: Occurrence
    account: Account
    words: Words
    due: Due
    instead_of: Delivery | None = None


@dataclass(frozen=True, slots=True)
class End:
    why: Ending


Move = Put | Close | Supply | End


def decide(standing: Standing, off: Off, now: datetime) -> Sequence[Move]:
    if standing.series.post.status in GONE:
        return [End(Ending.GONE)]
    return (
        [*_new(standing, off, now), *_moved(standing, off, now)]
        or list(_closed(standing, now))
        or list(_supplies(standing, now))
        or _end(standing)
    )


def _new(standing: Standing, off: Off, now: datetime) -> Iterator[Put]:
    """Days of the grid up to the horizon that have no occurrence yet, at least the next one."""
    series = standing.series
    start = _undecided_from(standing)
    horizon = times.day_in(series.zone, now + AHEAD)
    ahead = _window(standing, off, start, horizon)
    today = times.day_in(series.zone, now)
    known = {row.occurrence.date for row in standing.rows}
    if not any(day > today for day in (*known, *(each.grid for each in ahead))):
        after = rule.following(series.rule, series.first, max(start, today), 1)
        ahead = ahead or [each for day in after for each in _window(standing, off, day, day)]
    for placed in ahead:
        put = _put(standing, placed)
        if placed.grid not in known and put.due_at >= series.since:
            yield put


def _undecided_from(standing: Standing) -> date:
    series = standing.series
    if series.decided_to is not None:
        return series.decided_to + timedelta(days=1)
    return max(series.first, times.day_in(series.zone, series.since))


def _window(standing: Standing, off: Off, start: date, end: date) -> list[Placed]:
    series = standing.series
    return place.window(series.rule, series.first, series.policy, off, start=start, end=end)


def _put(standing: Standing, placed: Placed, known: Row | None = None) -> Put:
    day = placed.day or placed.grid
    state = Turn.PLANNED
    if placed.day is None:
        state = Turn.MERGED if placed.merged else Turn.HOLIDAY
    holiday = placed.off.name if placed.off else ""
    due_at = standing.first_of(day, standing.series.clock)
    return Put(placed.grid, day, due_at, state, holiday[:120], known)


def _moved(standing: Standing, off: Off, now: datetime) -> Iterator[Put]:
    """Occurrences still to come, where the holidays have changed since they were decided."""
    rows = [row for row in standing.rows if _may_move(row, now)]
    if not rows:
        return
    days = [row.occurrence.date for row in rows]
    placed = {each.grid: each for each in _window(standing, off, min(days), max(days))}
    for row in rows:
        one = row.occurrence
        if one.date not in placed:
            continue  # handed over by a series with another rule
        put = _put(standing, placed[one.date], row)
        if (put.day, put.state, put.holiday) != (one.day, one.state, one.holiday):
            yield put


def _may_move(row: Row, now: datetime) -> bool:
    one = row.occurrence
    if one.touched or one.state not in MOVING or one.due_at <= now:
        return False
    return not row.has_begun and not row.was_moved


def _closed(standing: Standing, now: datetime) -> Iterator[Close]:
    planned = [row for row in standing.rows if row.occurrence.state == Turn.PLANNED]
    past = sorted((row for row in planned if row.at <= now), key=lambda row: row.at)
    for row in past:
        turn = _turn(standing, row, newest=row is past[-1], now=now)
        if turn is not None:
            yield Close(row, turn)


def _turn(standing: Standing, row: Row, *, newest: bool, now: datetime) -> Turn | None:
    """What a planned occurrence whose time has come is now; None: planned still."""
    states = {delivery.state for delivery in row.deliveries.values()}
    if row.is_over and not _is_awaited(standing, row, now):
        return Turn.CANCELLED if states == {State.CANCELLED} else Turn.DONE
    if not row.is_open:
        return None
    if standing.series.paused_at is not None and not row.has_begun:
        return Turn.SKIPPED
    if not newest:
        return Turn.DONE if State.SENT in states else Turn.COALESCED
    return Turn.LAPSED if _has_lapsed(standing, row, now) else None


def _is_awaited(standing: Standing, row: Row, now: datetime) -> bool:
    """By an account whose own hour is still to come, or has come while a person was typing."""
    words = standing.words_for(row.occurrence)
    if words is None:
        return False
    lacking = (a for a in _targets(standing, row, words) if a.pk not in row.deliveries)
    return any(standing.due(row.occurrence, account).at > now - TYPING for account in lacking)


def _has_lapsed(standing: Standing, row: Row, now: datetime) -> bool:
    """Its time is over and nothing could go out: no words were approved, or no account is left."""
    words = standing.words_for(row.occurrence)
    if words is not None:
        idle = not row.deliveries and not any(_targets(standing, row, words))
        return idle and row.at + words.grace < now
    waits = all(d.reason == Hold.APPROVAL_VOID for d in row.deliveries.values())
    return waits and row.at + GRACE < now


def _supplies(standing: Standing, now: datetime) -> Iterator[Supply]:
    if standing.series.paused_at is not None:
        return
    planned = [row for row in standing.rows if row.occurrence.state == Turn.PLANNED]
    coming = min((row.at for row in planned if row.at > now), default=now)
    taken = set(standing.shown)
    for row in sorted(planned, key=lambda row: row.at):
        words = standing.words_for(row.occurrence)
        if words is None or row.at > max(now + AHEAD, coming):
            continue
        for account in _targets(standing, row, words):
            if account.pk in taken and account.pk not in row.deliveries:
                continue
            if _takes_once(account) and not words.own:
                taken.add(account.pk)
            yield _supply(standing, row, account, words)


def _targets(standing: Standing, row: Row, words: Words) -> Iterator[Account]:
    """The accounts that have no delivery of these words for this occurrence and need one."""
    for account in standing.accounts:
        have = row.deliveries.get(account.pk)
        if account.kind not in words.kinds:
            continue
        if have is None:
            was_asked = standing.due(row.occurrence, account).at >= standing.series.since
            if was_asked and (words.own or account.pk not in standing.shown):
                yield account
        elif have.revision_id != words.revision.pk and have.state in OPEN:
            yield account


def _supply(standing: Standing, row: Row, account: Account, words: Words) -> Supply:
    have = row.deliveries.get(account.pk)
    if have is None:
        due = standing.due(row.occurrence, account)
    else:
        due = Due(have.due_at, have.wall, have.zone)
    return Supply(row.occurrence, account, words, due, have)


def _takes_once(account: Account) -> bool:
    return registry.load(account.kind).capabilities.one_per_post


def _end(standing: Standing) -> list[Move]:
    """With the last day of the rule behind it, a series is done."""
    series = standing.series
    if any(row.occurrence.state == Turn.PLANNED for row in standing.rows):
        return []
    more = rule.following(series.rule, series.first, _undecided_from(standing), 1)
    return [] if more else [End(Ending.DONE)]
