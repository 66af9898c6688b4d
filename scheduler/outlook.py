"""How all the accounts somebody sees are doing, and what is coming to them; light, for a long list.

A line holds what it takes to put it in order and to say it. The accounts themselves are read only
for what a page shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from django.db.models import Count, F, Q

from channels import registry
from channels.base import Verb
from channels.models import AccountQuerySet, AccountState
from scheduler import consumed
from scheduler.forecast import Login, Overrun, Share
from scheduler.models import READY, Delivery

RETIRED, DISCONNECTED = AccountState.RETIRED, AccountState.DISCONNECTED
FIELDS = (
    "pk", "kind", "state", "rest_until",
    "kept_session__lasts_until", "kept_session__renew_at", "kept_session__sealed",
)  # fmt: skip


class Rank(IntEnum):
    """What needs a person comes first."""

    LOST = 0
    ENDING = 1
    FULL = 2
    RESTING = 3
    WELL = 4
    RETIRED = 5


NEEDS_A_PERSON = frozenset({Rank.LOST, Rank.ENDING, Rank.FULL})


@dataclass(frozen=True, slots=True)
class Line:
    """``planned``: deliveries to come; ``after``: those of them that come after the login ends.

    ``share``: its quota for posts, the one that counts the longest, None where there is none.
    """

    pk: int
    kind: str
    rank: Rank
    login: Login
    planned: int = 0
    after: int = 0
    share: Share | None = None
    over: Overrun | None = None

    @property
    def needs_a_person(self) -> bool:
        return self.rank in NEEDS_A_PERSON

    @property
    def wants_a_login(self) -> bool:
        return self.rank in (Rank.LOST, Rank.ENDING)


def lines(accounts: AccountQuerySet, now: datetime) -> list[Line]:
    """What needs a person first, in it what is soonest, then by office."""
    rows = list(accounts.values_list(*FIELDS))
    plans = _plans(accounts)
    used = {row[0]: row[1] for row in rows if row[2] != RETIRED}
    shares = consumed.shares(used, now)
    over = _overruns(shares, plans, now)
    made = [
        _line(row, plans.get(row[0], (0, 0)), shares.get(row[0], ()), over.get(row[0]), now)
        for row in rows
    ]
    return sorted(made, key=_pressing)


def _line(
    row: Sequence[Any],
    plan: tuple[int, int],
    shares: Sequence[Share],
    over: Overrun | None,
    now: datetime,
) -> Line:
    pk, kind, state, rest_until, until, renew_at, sealed = row
    login = login_of(kind, until, renew_at, copied=not sealed)
    planned, after = plan
    after = after if login.ends(now) else 0
    state = state if registry.is_usable(kind) or state == RETIRED else DISCONNECTED
    rank = _rank(state, login, after, over, now)
    if rank is Rank.WELL and rest_until is not None and rest_until > now:
        rank = Rank.RESTING
    return Line(pk, kind, rank, login, planned, after, _main(shares), over)


def login_of(
    kind: str, until: datetime | None, renew_at: datetime | None, *, copied: bool = False
) -> Login:
    """``copied``: there is only the day on which it must have ended."""
    oauth = registry.load(kind).capabilities.oauth
    extends = oauth is not None and oauth.renewal_extends
    comes = until is not None and renew_at is not None and renew_at < until
    return Login(until, renews=extends and comes, at_the_latest=until is not None and copied)


def _rank(state: str, login: Login, after: int, over: Overrun | None, now: datetime) -> Rank:
    if state == RETIRED:
        return Rank.RETIRED
    if state == DISCONNECTED:
        return Rank.LOST
    if login.is_near(now) or after:
        return Rank.ENDING
    return Rank.FULL if over is not None else Rank.WELL


def _pressing(line: Line) -> tuple[int, float]:
    """Where these are the same, the order of the rows is kept: by office."""
    soonest: datetime | None = None
    if line.rank is Rank.ENDING:
        soonest = line.login.until
    elif line.rank is Rank.FULL and line.over is not None:
        soonest = line.over.until
    return (line.rank, soonest.timestamp() if soonest else 0.0)


def _main(shares: Sequence[Share]) -> Share | None:
    of_posts = [share for share in shares if Verb.PUBLISH in share.quota.verbs]
    return max(of_posts, key=lambda share: share.quota.per, default=None)


def _plans(accounts: AccountQuerySet) -> Mapping[int, tuple[int, int]]:
    """How much is to come for each, and how much of it after its login ends."""
    after = Q(due_at__gt=F("account__kept_session__lasts_until"))
    coming = Delivery.objects.filter(state__in=READY, account__in=accounts.order_by().values("pk"))
    counted = (
        coming.order_by()
        .values_list("account")
        .annotate(planned=Count("pk"), late=Count("pk", filter=after))
    )
    return {pk: (planned, late) for pk, planned, late in counted}


def _overruns(
    shares: Mapping[int, Sequence[Share]], plans: Mapping[int, tuple[int, int]], now: datetime
) -> Mapping[int, Overrun]:
    """Most plans are so small that they fit whenever they are due; only the others are read."""
    large = [pk for pk, some in shares.items() if pk in plans and _may_be_over(some, plans[pk][0])]
    full = {}
    for pk, due in consumed.due(large).items():
        found = [share.overrun(_those(due, share), now) for share in shares[pk]]
        worst = max((one for one in found if one), key=_left_out, default=None)
        if worst is not None:
            full[pk] = worst
    return full


def _may_be_over(shares: Sequence[Share], planned: int) -> bool:
    return any(len(share.spent) + planned > share.quota.most for share in shares)


def _those(due: consumed.Moments, share: Share) -> list[datetime]:
    return [at for verb in share.quota.verbs for at in due.get(verb, ())]


def _left_out(one: Overrun) -> int:
    return one.left_out
