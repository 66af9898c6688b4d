"""What becomes of what a stop has held, when it is lifted. Part of the lifting's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from channels import registry
from channels.base import Verb
from content.holding import hold
from content.models import Person
from content.refusals import Refusal
from content.scope import Scope
from content.workflow import PUBLISHERS
from content.writing import update_each
from scheduler import emptied, halves, kept, plan
from scheduler.delivery import put_aside, stopped
from scheduler.models import READY, Delivery, DeliveryQuerySet, Hold, State, Stop
from scheduler.refusals import InThePast
from scheduler.trail import Line, write_down
from scheduler.when import Wall, due

COLUMNS = (
    "post", "account", "state", "due_at", "deadline_at", "attempts", "unwanted", "kept", "version",
)  # fmt: skip
HELD = Q(state=State.HELD, reason=Hold.STOPPED)
# What may be live, and was not asked about because asking means sending it once more.
UNASKED = Q(state=State.UNCONFIRMED, reason=Hold.STOPPED, run_at=None)


class Choice(StrEnum):
    GO = "kirim"
    MOVE = "pindah"
    DECIDE = "putuskan"
    CANCEL = "batalkan"


# Not to be done to what the person has not seen.
SEEN_ONLY = frozenset({Choice.MOVE, Choice.CANCEL})


class MoreHasWaited(Refusal):
    """Look at the list again: nothing was done yet."""

    def __init__(self) -> None:
        super().__init__(
            _("Daftarnya berubah sejak Anda membukanya, jadi belum ada yang diubah. Periksa lagi.")
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants done. ``first``: of a move. ``seen``: what was on the page."""

    choice: Choice = Choice.GO
    first: Wall | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many went which way."""

    going: int = 0
    moved: int = 0
    cancelled: int = 0
    asking: int = 0
    deciding: int = 0


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one delivery: the event's word, and the new values of its row."""

    what: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waits:
    """What a stop holds, in figures. ``others``: on accounts that are not this person's to send to.
    ``kept``: what another stop goes on holding. ``strays``: see there; of those that this person
    sees. ``begun``, ``unasked``: see there. ``seen``: which deliveries these are, in which
    versions.
    """

    in_time: int
    late: int
    others: int
    kept: int
    strays: int
    begun: int
    unasked: int
    first: datetime | None
    last: datetime | None
    soonest: datetime | None  # the next that leaves its grace
    seen: str

    @property
    def total(self) -> int:
        return self.in_time + self.late


def held_by(standing: Stop) -> DeliveryQuerySet:
    """All that it holds, also what another one holds too."""
    return Delivery.objects.filter(HELD, stopped([standing]) or Q())


def waiting(standing: Stop, now: datetime) -> QuerySet[Delivery]:
    """What lifting this stop now would set free: also what has come due since the engine's last
    turn. Without what another stop still reaches.
    """
    return _waiting(standing, stopped(_others(standing)), now)


def _waiting(standing: Stop, still: Q | None, now: datetime) -> QuerySet[Delivery]:
    """``still``: what other stops reach."""
    come_due = Q(state__in=READY, wake_at__lte=now) & ~Q(verb=Verb.DELETE)
    mine = Delivery.objects.filter(HELD | come_due, stopped([standing]) or Q())
    return mine if still is None else mine.exclude(still)


def _others(standing: Stop) -> QuerySet[Stop]:
    return Stop.objects.standing().exclude(pk=standing.pk).select_related("office")


def survey(standing: Stop, scope: Scope, now: datetime) -> Waits:
    """The page before lifting. ``scope``: of whoever would lift."""
    still = stopped(_others(standing))
    rows = _waiting(standing, still, now)
    own = scope.reach(PUBLISHERS, prefix="account__office__")
    in_time = Q(deadline_at__gte=now)
    told = rows.aggregate(
        in_time=Count("pk", filter=in_time),
        late=Count("pk", filter=~in_time),
        others=Count("pk", filter=~own),
        first=Min("due_at"),
        last=Max("due_at"),
        soonest=Min("deadline_at", filter=in_time),
    )
    seen = _seen(rows.order_by().values_list("pk", "version"))
    strayed = _strays(standing, still).visible_to(scope).count()
    kept = held_by(standing).filter(still).count() if still is not None else 0
    return Waits(
        kept=kept,
        strays=strayed,
        begun=_begun(standing, still, now).count(),
        unasked=_unasked(standing, still).count(),
        seen=seen,
        **told,
    )


def strays(standing: Stop) -> DeliveryQuerySet:
    """Held, but reached by no stop any more, neither by this one: the post has another topic now,
    or its office another place. Nobody has chosen what becomes of them, so lifting a stop puts them
    into the list of things to decide.
    """
    return _strays(standing, stopped(_others(standing)))


def _strays(standing: Stop, still: Q | None) -> DeliveryQuerySet:
    reached = (stopped([standing]) or Q()) | (still or Q())
    return Delivery.objects.filter(HELD | UNASKED).exclude(reached)


def _begun(standing: Stop, still: Q | None, at: datetime) -> DeliveryQuerySet:
    """Begun and not over: a call that had begun before the stop, what is looked for, what is to be
    tried again later. What is not out would go by itself once nothing stops it.
    """
    unknown = Q(state=State.SENDING) | Q(state=State.UNCONFIRMED, run_at__isnull=False)
    tried = Q(state=State.DUE, wake_at__gt=at)
    mine = Delivery.objects.filter(unknown | tried, stopped([standing]) or Q(), kept="")
    mine = mine.exclude(verb=Verb.DELETE)
    return mine if still is None else mine.exclude(still)


def unasked(standing: Stop) -> DeliveryQuerySet:
    """What lifting this stop lets Gema ask about again: a call for it was not answered, and the
    stop has kept it from being sent once more to find out."""
    return _unasked(standing, stopped(_others(standing)))


def _unasked(standing: Stop, still: Q | None) -> DeliveryQuerySet:
    mine = Delivery.objects.filter(UNASKED, stopped([standing]) or Q())
    return mine if still is None else mine.exclude(still)


def _keep_begun(standing: Stop, at: datetime) -> int:
    """Whoever chose anything but sending chose it for these, too: what is not out waits for a
    person. Returns for how many one is asked right now.
    """
    begun = _begun(standing, stopped(_others(standing)), at).select_related("account", "post")
    rows = list(begun.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    tried = [row for row in rows if row.state == State.DUE]
    put_aside(tried, State.HELD, Hold.LIFTED, at)
    unknown = [row for row in rows if row.state != State.DUE]
    kept.keep([row.pk for row in unknown], kept.Kept(State.HELD, Hold.LIFTED))
    # The only way to find out would be to send it again.
    asked = [row for row in unknown if row.lease_until is None and not _can_look(row)]
    put_aside(asked, State.UNCONFIRMED, Hold.LIFTED, at)
    return len(tried) + len(asked)


def _can_look(row: Delivery) -> bool:
    return registry.load(row.account.kind).capabilities.can_look


def _seen(pairs: Iterable[tuple[int, int]]) -> str:
    """Which deliveries these are, in which versions; short enough for a form."""
    marks = " ".join(f"{pk}.{version}" for pk, version in sorted(pairs))
    return sha256(marks.encode()).hexdigest()[:32]


def free(standing: Stop, wish: Wish, *, by: Person, at: datetime) -> Resumed:
    """Carry out the wish, the stop being lifted. Raises a Refusal; then nothing has changed."""
    if wish.choice is Choice.CANCEL:  # a post with nothing left goes off the calendar
        hold(set(waiting(standing, at).values_list("post_id", flat=True)))
    # Before what waits is read: whatever ends meanwhile is in one of the two.
    asked = _keep_begun(standing, at) if wish.choice is not Choice.GO else 0
    doubtful = _locked(unasked(standing))
    rows = _locked(waiting(standing, at))
    if wish.choice in SEEN_ONLY and wish.seen != _seen((row.pk, row.version) for row in rows):
        raise MoreHasWaited
    strayed = _locked(strays(standing))
    scope = Scope.of(by, at)
    own = [row for row in rows if scope.may(PUBLISHERS, row.account.office)]
    others = [row for row in rows if not scope.may(PUBLISHERS, row.account.office)]
    rest = Choice.DECIDE if wish.choice in SEEN_ONLY else wish.choice
    fates = _fates(own, wish, at) | _fates(others, Wish(rest), at)
    fates |= _fates(strayed, Wish(Choice.DECIDE), at) | _fates(doubtful, wish, at)
    _write([*rows, *strayed, *doubtful], fates, by, at)
    return _count(fates, asked)


def go_on(held: QuerySet[Delivery], at: datetime) -> None:
    """What was held goes on within its grace, and asks a person after it; by nobody's choice."""
    rows = _locked(held.filter(state=State.HELD))
    _write(rows, _fates(rows, Wish(), at), None, at)


def _locked(rows: QuerySet[Delivery]) -> list[Delivery]:
    """Nobody cancels or moves one of them meanwhile. Of each only what is asked below."""
    return list(
        rows.select_related("post", "account__office")
        .only(*COLUMNS, "post__office", "account__office__path", "account__office__zone")
        .select_for_update(no_key=True, of=("self",))
        .order_by("due_at", "pk")
    )


def _fates(rows: Sequence[Delivery], wish: Wish, at: datetime) -> dict[int, Fate]:
    """What may be live is neither moved nor cancelled, whatever was chosen."""
    unsure = [row for row in rows if row.state == State.UNCONFIRMED]
    sure = [row for row in rows if row.state != State.UNCONFIRMED]
    return {row.pk: _of_unsure(row, wish.choice, at) for row in unsure} | _chosen(sure, wish, at)


def _chosen(rows: Sequence[Delivery], wish: Wish, at: datetime) -> dict[int, Fate]:
    match wish.choice:
        case Choice.MOVE:
            return _moved(rows, wish.first, at)
        case Choice.CANCEL:
            gone = {"state": State.CANCELLED, "run_at": None, "reason": "", "finished_at": at}
            # Of a list that is half out only the rest can be cancelled.
            got = halves.of(row for row in rows if row.attempts)
            begun = [row for row in rows if row.pk in got]
            fates = {row.pk: Fate("cancelled", gone) for row in rows}
            return fates | {row.pk: Fate(halves.STOPPED, halves.ended(row, at)) for row in begun}
        case Choice.DECIDE:
            return {row.pk: _to_decide(row, at) for row in rows}
        case Choice.GO:
            return {row.pk: _on_its_way(row, at) for row in rows}


def _moved(rows: Sequence[Delivery], first: Wall | None, at: datetime) -> dict[int, Fate]:
    """The first one at the new time, the others as far behind it as they were."""
    if not rows:
        return {}
    if first is None or due(first).at < at - plan.TYPING:
        raise InThePast
    later = due(first).at - min(row.due_at for row in rows)
    return {row.pk: Fate("moved", _at(row, row.due_at + later)) for row in rows}


def _at(row: Delivery, moment: datetime) -> dict[str, Any]:
    local = moment.astimezone(row.account.office.zoneinfo)
    return {
        "state": State.PLANNED,
        "due_at": moment,
        "run_at": moment,
        "deadline_at": moment + (row.deadline_at - row.due_at),
        "wall": f"{local:%Y-%m-%dT%H:%M}",
        "zone": row.account.office.zone,
        "reason": "",
    }


def _to_decide(row: Delivery, at: datetime) -> Fate:
    if row.deadline_at < at:
        return Fate("missed", {"state": State.MISSED, "run_at": None, "reason": Hold.OVERDUE})
    return Fate("held", {"state": State.HELD, "run_at": None, "reason": Hold.LIFTED})


def _on_its_way(row: Delivery, at: datetime) -> Fate:
    if row.deadline_at < at:
        return _to_decide(row, at)
    state = State.DUE if row.attempts else State.PLANNED
    return Fate("resumed", {"state": state, "run_at": max(row.due_at, at), "reason": ""})


def _of_unsure(row: Delivery, choice: Choice, at: datetime) -> Fate:
    why = _why_not_ask(row, choice, at)
    if why is not None:
        return Fate("unconfirmed", {"state": State.UNCONFIRMED, "run_at": None, "reason": why})
    asked = {"state": State.UNCONFIRMED, "run_at": at, "looks": 0, "reason": ""}
    return Fate("again", asked)


def _why_not_ask(row: Delivery, choice: Choice, at: datetime) -> Hold | None:
    if row.unwanted:
        return Hold.UNWANTED
    if choice is not Choice.GO or row.kept:
        return Hold.LIFTED
    return Hold.OVERDUE if row.deadline_at < at else None


def _write(
    rows: Sequence[Delivery], fates: dict[int, Fate], by: Person | None, at: datetime
) -> None:
    for what in dict.fromkeys(fate.what for fate in fates.values()):
        same = [row for row in rows if fates[row.pk].what == what]
        update_each(Delivery, ["id"], [_row(r, fates[r.pk]) for r in same])
        write_down([Line(r, what, fates[r.pk].row["reason"]) for r in same], at=at, by=by)
        if what == halves.STOPPED:
            halves.close(halves.of(same).values(), at)
        if what == "cancelled":
            emptied.off_the_calendar({row.post_id for row in same}, at)


def _row(row: Delivery, fate: Fate) -> dict[str, Any]:
    tidy = {"detail": "", "seen_by_id": None}
    return {"id": row.pk, "version": row.version + 1, **tidy, **fate.row}


def _count(fates: dict[int, Fate], asked: int) -> Resumed:
    whats = [fate.what for fate in fates.values()]
    return Resumed(
        going=whats.count("resumed"),
        moved=whats.count("moved"),
        cancelled=whats.count("cancelled") + whats.count(halves.STOPPED),
        asking=whats.count("again"),
        deciding=sum(map(whats.count, ("missed", "held", "unconfirmed"))) + asked,
    )
