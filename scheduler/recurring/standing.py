"""What the record holds of series, read at once for all of them: what decisions are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import F, Q

from channels import registry
from channels.base import Verb
from channels.models import Account
from content.models import Post, Revision, Status, Verdict
from scheduler.models import OPEN, Delivery, Occurrence, Part, Series, State, Turn
from scheduler.recurring import times
from scheduler.when import Due

# Where a post may stand while its series goes on.
PLANNABLE = frozenset({Status.APPROVED, Status.SCHEDULED, Status.PUBLISHED, Status.CORRECTED})
GONE = frozenset({Status.WITHDRAWN, Status.DISCARDED})
FINISHED = frozenset({State.SENT, State.FAILED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class Words:
    """What would go out now: an approved revision and the channels it has texts for."""

    post: Post
    revision: Revision
    kinds: frozenset[str]
    grace: timedelta
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence with its deliveries by account; those that were replaced are left out."""

    occurrence: Occurrence
    deliveries: Mapping[int, Delivery]

    @property
    def at(self) -> datetime:
        """When it goes out: a person may have moved its deliveries one by one."""
        return min((d.due_at for d in self.deliveries.values()), default=self.occurrence.due_at)

    @property
    def is_over(self) -> bool:
        """Everything that was to happen has happened."""
        states = {d.state for d in self.deliveries.values()}
        return bool(states) and states <= FINISHED

    @property
    def is_open(self) -> bool:
        """Something of it, or all, has not started."""
        return not self.deliveries or any(d.state in OPEN for d in self.deliveries.values())

    @property
    def has_begun(self) -> bool:
        return any(d.state not in OPEN for d in self.deliveries.values())

    @property
    def was_moved(self) -> bool:
        """A person has given one of its deliveries another time."""
        wall = f"{self.occurrence.day}T{self.occurrence.clock:%H:%M}"
        return any(d.wall != wall for d in self.deliveries.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """One series as it stands. ``shown``: accounts that take a post once and have this one."""

    series: Series
    accounts: tuple[Account, ...]
    rows: tuple[Row, ...]
    usual: Words | None
    own: Mapping[int, Words]
    shown: frozenset[int]

    def words_for(self, occurrence: Occurrence) -> Words | None:
        """None: nothing may go out as things stand."""
        own = occurrence.own
        if own is None or own.status == Status.DISCARDED:
            return self.usual
        return self.own.get(own.pk) or (self.usual if occurrence.meanwhile else None)

    def due(self, occurrence: Occurrence, account: Account) -> Due:
        return times.due_for(
            occurrence.day,
            occurrence.clock,
            self.series.zone,
            self.series.mode,
            account.office.zone,
        )

    def first_of(self, day: date, clock: time) -> datetime:
        zones = [account.office.zone for account in self.accounts]
        return times.first_of(day, clock, self.series.zone, self.series.mode, zones)


def load(now: datetime, only: int | None = None) -> list[Standing]:
    """Every series that goes on, or this one, in a handful of queries."""
    rows = Series.objects.going()
    if only is not None:
        rows = rows.filter(pk=only)
    found = list(rows.select_related("post__office", "post__approval__revision").order_by("pk"))
    accounts, occurrences = _accounts(found), _occurrences(found, now)
    shown = _shown(found)
    return [
        Standing(
            one,
            tuple(accounts[one.pk]),
            tuple(occurrences[one.pk]),
            _words(one.post, own=False),
            _own_words(occurrences[one.pk]),
            frozenset(shown[one.post_id]),
        )
        for one in found
    ]


def _accounts(series: list[Series]) -> Mapping[int, list[Account]]:
    chosen = Series.accounts.through.objects.filter(series__in=series)
    pairs = list(chosen.values_list("series_id", "account_id"))
    usable = {
        account.pk: account
        for account in Account.objects.usable()
        .filter(pk__in={pk for _, pk in pairs})
        .select_related("office")
    }
    found: dict[int, list[Account]] = defaultdict(list)
    for series_id, pk in sorted(pairs):
        if pk in usable:
            found[series_id].append(usable[pk])
    return found


def _occurrences(series: list[Series], now: datetime) -> Mapping[int, list[Row]]:
    """Those that are not over, and what a person has said of days further on."""
    kept = Q(state=Turn.PLANNED) | Q(date__gt=F("series__decided_to"))
    kept |= Q(state__in=(Turn.HOLIDAY, Turn.MERGED), due_at__gt=now)
    rows = Occurrence.objects.filter(kept, series__in=series)
    occurrences = list(
        rows.select_related("own__approval__revision", "own__office").order_by("due_at", "date")
    )
    parts: dict[int, dict[int, Delivery]] = defaultdict(dict)
    live = Part.objects.filter(occurrence__in=occurrences, replaced=False)
    for part in live.select_related("delivery__post"):
        parts[part.occurrence_id][part.account_id] = part.delivery
    found: dict[int, list[Row]] = defaultdict(list)
    for one in occurrences:
        found[one.series_id].append(Row(one, parts[one.pk]))
    return found


def _shown(series: list[Series]) -> Mapping[int, set[int]]:
    """By post: accounts of networks that hold a post once, where this one is or is to be."""
    once = [kind for kind in registry.CHANNELS if registry.load(kind).capabilities.one_per_post]
    rows = Delivery.objects.filter(
        post__in=[one.post_id for one in series], account__kind__in=once, verb=Verb.PUBLISH
    ).exclude(state__in=(State.CANCELLED, State.FAILED))
    found: dict[int, set[int]] = defaultdict(set)
    for post, account in rows.values_list("post_id", "account_id"):
        found[post].add(account)
    return found


def _own_words(rows: Iterable[Row]) -> Mapping[int, Words]:
    posts = [row.occurrence.own for row in rows if row.occurrence.own is not None]
    found = {post.pk: _words(post, own=True) for post in posts}
    return {pk: words for pk, words in found.items() if words is not None}


def _words(post: Post, *, own: bool) -> Words | None:
    approval = post.approval
    if post.status not in PLANNABLE or approval is None or approval.verdict != Verdict.APPROVE:
        return None
    content = approval.revision.content
    grace = timedelta(minutes=content.get("grace_minutes") or settings.GEMA.desk.grace_minutes)
    return Words(post, approval.revision, frozenset(content["texts"]), grace, own)
