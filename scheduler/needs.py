"""Everything that needs a person, as one list.

A line is light, so that all of them can be counted, grouped and put in order at once; only what a
page shows is read in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, Subquery

from channels.models import Account, AccountState
from content.models import Revision
from content.scope import Scope
from content.workflow import PUBLISHERS
from scheduler.causes import cause_of
from scheduler.models import READY, Cause, Delivery, DeliveryQuerySet, NoticeLine, State

# More than these are not listed at once; the page says so.
MOST = 5_000
Key = tuple[Cause, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery that needs a person. ``lost``: the account's login is."""

    pk: int
    version: int
    account: int
    office: str
    kind: str
    cause: Cause
    due_at: datetime
    state: str = ""
    reason: str = ""
    lost: bool = False

    @property
    def mark(self) -> str:
        """Names it in a form, in the version that was on the screen."""
        return f"{self.pk}.{self.version}"


@dataclass(frozen=True, slots=True)
class Only:
    """What was asked for; empty: everything. ``account`` with ``cause``: one group, in full."""

    cause: str = ""
    office: str = ""
    kind: str = ""
    account: int = 0

    def takes(self, line: Line, *, without: str = "") -> bool:
        """``without``: as if this were not asked for, to count what else there is."""
        asked = (
            ("cause", self.cause, line.cause),
            ("office", self.office, line.office),
            ("kind", self.kind, line.kind),
            ("account", self.account, line.account),
        )
        return all(not want or want == have or name == without for name, want, have in asked)


@dataclass(frozen=True, slots=True)
class Group:
    """All that shares one cause on one account. ``lines``: the newest first."""

    cause: Cause
    account: int
    lines: tuple[Line, ...]

    @property
    def marks(self) -> str:
        return " ".join(line.mark for line in self.lines)

    @property
    def key(self) -> str:
        return f"{self.cause}-{self.account}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page, with what it takes to decide. ``text``: as it would appear there."""

    line: Line
    delivery: Delivery
    since: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One group of the page with its account, its first rows, and how many wait behind it."""

    group: Group
    account: Account
    rows: tuple[Row, ...]
    coming: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How much there is of what, for the filters."""

    causes: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


def own(scope: Scope) -> DeliveryQuerySet:
    """What this person can do something about."""
    rows = Delivery.objects.filter(scope.reach(PUBLISHERS, prefix="account__office__"))
    return rows.needing_a_person()


def lines(scope: Scope) -> list[Line]:
    """The newest ``MOST`` of what this person sees."""
    rows = Delivery.objects.visible_to(scope).needing_a_person().order_by("-due_at", "-pk")
    read = rows.values_list(
        "pk", "version", "account_id", "account__office__code", "account__kind", "state", "reason",
        "account__state", "due_at",
    )[:MOST]  # fmt: skip
    return [
        Line(
            pk, version, account, office, kind,
            cause_of(state, reason, broken=standing == AccountState.DISCONNECTED), due_at,
            state, reason, standing != AccountState.CONNECTED,
        )
        for pk, version, account, office, kind, state, reason, standing, due_at in read
    ]  # fmt: skip


def broken(scope: Scope, only: Only) -> list[int]:
    """Accounts whose login is lost, also where nothing waits for them yet."""
    if only.cause not in ("", Cause.DISCONNECTED):
        return []
    rows = Account.objects.visible_to(scope).filter(state=AccountState.DISCONNECTED)
    if only.office:
        rows = rows.filter(office__code=only.office)
    if only.kind:
        rows = rows.filter(kind=only.kind)
    if only.account:
        rows = rows.filter(pk=only.account)
    return list(rows.values_list("pk", flat=True))


def tally(found: Iterable[Line], only: Only) -> Tally:
    """Each filter counts what the others leave."""
    numbers = Tally()
    for line in found:
        if only.takes(line, without="cause"):
            numbers.causes[line.cause] += 1
        if only.takes(line, without="office"):
            numbers.offices[line.office] += 1
        if only.takes(line, without="kind"):
            numbers.kinds[line.kind] += 1
    return numbers


def grouped(found: Iterable[Line], accounts_lost: Iterable[int] = ()) -> list[Group]:
    """The most pressing cause first, in it the newest; lost logins that hold nothing last of
    theirs."""
    groups: dict[Key, list[Line]] = {}
    for line in found:
        groups.setdefault((line.cause, line.account), []).append(line)
    for account in accounts_lost:
        groups.setdefault((Cause.DISCONNECTED, account), [])
    ordered = [
        Group(cause, account, tuple(sorted(those, key=_newest)))
        for (cause, account), those in groups.items()
    ]
    return sorted(ordered, key=_pressing)


def _newest(line: Line) -> tuple[float, int]:
    return (-line.due_at.timestamp(), -line.pk)


def _pressing(group: Group) -> tuple[int, float, int]:
    newest = group.lines[0].due_at.timestamp() if group.lines else 0.0
    return (list(Cause).index(group.cause), -newest, group.account)


def show(groups: Sequence[Group], each: int, start: int = 0) -> list[Shown]:
    """These groups in full, ``each`` rows of each."""
    picked = {group.key: group.lines[start : start + each] for group in groups}
    rows = _rows([line for those in picked.values() for line in those])
    accounts = Account.objects.select_related("office").in_bulk([g.account for g in groups])
    coming = _coming([g.account for g in groups if g.cause is Cause.DISCONNECTED])
    return [
        Shown(
            group,
            accounts[group.account],
            tuple(rows[line.pk] for line in picked[group.key] if line.pk in rows),
            coming.get(group.account, 0) if group.cause is Cause.DISCONNECTED else 0,
        )
        for group in groups
    ]


def _rows(shown: Sequence[Line]) -> dict[int, Row]:
    """What has been dealt with meanwhile is left out."""
    told = NoticeLine.objects.filter(delivery=OuterRef("pk")).order_by()
    last = told.values("delivery").annotate(at=Max("at")).values("at")
    known = (
        Delivery.objects.filter(pk__in=[line.pk for line in shown])
        .select_related("post__office", "account__office")
        .annotate(told_at=Subquery(last))
        .in_bulk()
    )
    texts = _texts([one for one in known.values() if one.state == State.UNCONFIRMED])
    return {
        line.pk: Row(line, found, _since(found), texts.get(line.pk, ""))
        for line in shown
        if (found := known.get(line.pk)) is not None
    }


def _since(delivery: Delivery) -> datetime:
    """When it came to need somebody: when that was told, else the best the row knows."""
    told: datetime | None = getattr(delivery, "told_at", None)
    return told or delivery.finished_at or delivery.started_at or delivery.due_at


def _texts(deliveries: Sequence[Delivery]) -> dict[int, str]:
    """What to look for on the network."""
    revisions = Revision.objects.in_bulk([one.revision_id for one in deliveries])
    return {
        one.pk: revisions[one.revision_id].content["texts"].get(one.account.kind, "")
        for one in deliveries
    }


def _coming(accounts: Iterable[int]) -> Mapping[int, int]:
    """What is still planned on accounts whose login is lost."""
    planned = Delivery.objects.filter(account__in=list(accounts)).filter(Q(state__in=READY))
    return dict(planned.values_list("account").annotate(n=Count("pk")).order_by())
