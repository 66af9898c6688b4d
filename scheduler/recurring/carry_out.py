"""Doing what was decided, in the transaction that holds the series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import singledispatch
from itertools import count

from django.db.models import Max, Q

from channels.base import Verb
from content import workflow
from content.models import Person
from content.moments import say_date
from scheduler import copies, emptied, plan, safe_mode
from scheduler.models import Delivery, Ending, Occurrence, Part, Series, State, Turn
from scheduler.recurring import ending
from scheduler.recurring.decide import Close, End, Move, Put, Supply
from scheduler.recurring.standing import Standing
from scheduler.recurring.trail import note

# What people are told of when it happens without them.
TOLD = {Turn.COALESCED: "coalesced", Turn.LAPSED: "lapsed"}


@singledispatch
def carry_out(move: Move, standing: Standing, now: datetime) -> None:
    raise TypeError(f"not a move: {move!r}")


@carry_out.register
def _(move: Put, standing: Standing, now: datetime) -> None:
    series = standing.series
    where = {
        "day": move.day,
        "clock": series.clock,
        "due_at": move.due_at,
        "state": move.state,
        "holiday": move.holiday,
    }
    if move.known is None:
        Occurrence.objects.get_or_create(series=series, date=move.grid, defaults=where)
        _decided_to(series, move)
        return
    known = move.known.occurrence
    if (known.day, known.state) != (move.day, move.state):
        replace(known, now, by=None)
    Occurrence.objects.filter(pk=known.pk).update(**where)


def _decided_to(series: Series, move: Put) -> None:
    later = Q(decided_to=None) | Q(decided_to__lt=move.grid)
    Series.objects.filter(later, pk=series.pk).update(decided_to=move.grid)


@carry_out.register
def _(move: Close, standing: Standing, now: datetime) -> None:
    one = move.row.occurrence
    mine = [delivery.pk for delivery in move.row.deliveries.values()]
    plan.cancel_all(Delivery.objects.filter(pk__in=mine), None, now)
    Occurrence.objects.filter(pk=one.pk, state=Turn.PLANNED).update(state=move.turn)
    if move.turn in TOLD:
        note(standing.series, TOLD[move.turn], now, occurrence=one, words=say_date(one.day))


@carry_out.register
def _(move: End, standing: Standing, now: datetime) -> None:
    end(standing.series, move.why, by=None, at=now)


def supply(moves: Sequence[Supply], series: Series, now: datetime) -> None:
    """All deliveries of one round at once: a centre speaks on hundreds of accounts.

    What may be live is not replaced before a person has looked.
    """
    moves = [move for move in moves if not copies.waits_unseen(move.instead_of)]
    if not moves:
        return
    replaced = [move.instead_of.pk for move in moves if move.instead_of is not None]
    plan.cancel_all(Delivery.objects.filter(pk__in=replaced), None, now)
    Part.objects.filter(delivery__in=replaced).update(replaced=True)
    chains = _chains(moves)
    found = {number: _planned_by_hand(move) for number, move in enumerate(moves)}
    made = [_delivery(move, series, chains) for n, move in enumerate(moves) if found[n] is None]
    made = Delivery.objects.bulk_create(made)
    safe_mode.look_first(safe_mode.forgotten(made))
    fresh = iter(made)
    Part.objects.bulk_create(
        Part(
            occurrence=move.occurrence,
            account=move.account,
            delivery=found[number] or next(fresh),
        )
        for number, move in enumerate(moves)
    )
    for post in {move.words.post.pk for move in moves}:
        workflow.planned(post, now)


def _planned_by_hand(move: Supply) -> Delivery | None:
    """Words for one time only may have been planned where they were approved."""
    if not move.words.own:
        return None
    rows = Delivery.objects.filter(
        post=move.words.post,
        revision=move.words.revision,
        account=move.account,
        verb=Verb.PUBLISH,
        part=None,
    ).exclude(state__in=(State.CANCELLED, State.FAILED))
    return rows.order_by("pk").first()


def _chains(moves: Sequence[Supply]) -> dict[tuple[int, int], Iterator[int]]:
    """Numbers for new copies, by post and account.

    Chain 0 of the usual words is left to whoever plans the post by hand; of words for one time
    only it is taken, so that planning those by hand moves this delivery and adds none.
    """
    first = {(m.words.post.pk, m.account.pk): 0 if m.words.own else 1 for m in moves}
    rows = Delivery.objects.filter(
        post__in={post for post, _ in first}, account__in={account for _, account in first}
    )
    last = {
        (post, account): again
        for post, account, again in rows.values_list("post_id", "account_id").annotate(Max("again"))
    }
    return {pair: count(max(least, last.get(pair, -1) + 1)) for pair, least in first.items()}


def _delivery(
    move: Supply, series: Series, chains: Mapping[tuple[int, int], Iterator[int]]
) -> Delivery:
    words = move.words
    return Delivery(
        post=words.post,
        revision=words.revision,
        account=move.account,
        verb=Verb.PUBLISH,
        again=next(chains[words.post.pk, move.account.pk]),
        due_at=move.due.at,
        run_at=move.due.at,
        deadline_at=move.due.at + words.grace,
        wall=move.due.wall,
        zone=move.due.zone,
        mode=series.mode,
        planned_by_id=series.made_by_id,
    )


def replace(one: Occurrence, at: datetime, *, by: Person | None) -> None:
    """What of an occurrence has not started gives room to others."""
    live = Part.objects.filter(occurrence=one, replaced=False)
    gone = plan.cancel_all(Delivery.objects.filter(part__in=live), by, at)
    Part.objects.filter(delivery__in=gone).update(replaced=True)


def end(series: Series, why: Ending, *, by: Person | None, at: datetime) -> bool:
    """Nothing of it goes out any more. False: somebody has ended it already."""
    if not ending.mark(series, why, by=by, at=at):
        return False
    plan.cancel_all(Delivery.objects.filter(part__occurrence__series=series), by, at)
    if why is not Ending.CHANGED:
        emptied.off_the_calendar([series.post_id], at)
    return True
