"""What accounts have used of their quotas, and what is planned on them: read from the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from channels import registry
from channels.base import Verb
from channels.models import QuotaReading
from channels.terms import Quota
from scheduler.forecast import Reading, Share
from scheduler.models import READY, Delivery, State

# What has gone out, or may have: the network counts it in either case.
BEGUN = (State.SENT, State.SENDING, State.UNCONFIRMED)
# Nothing goes out so long after its time; so it is found by its time, which has an index.
LATEST = timedelta(days=7)
Moments = Mapping[Verb, list[datetime]]


def quotas_of(kind: str) -> tuple[Quota, ...]:
    return registry.load(kind).capabilities.quotas


def shares(kinds: Mapping[int, str], now: datetime) -> Mapping[int, list[Share]]:
    """Every quota of these accounts, which are given with their kinds; two questions in all."""
    some = {pk: kind for pk, kind in kinds.items() if quotas_of(kind)}
    if not some:
        return {}
    sent, readings = _sent(some, now), _readings(some)
    return {
        pk: [
            Share.of(quota, [at for verb in quota.verbs for at in sent[pk][verb]], readings.get(pk))
            for quota in quotas_of(kind)
        ]
        for pk, kind in some.items()
    }


def due(accounts: Collection[int]) -> Mapping[int, Moments]:
    """When what is planned on them is due."""
    if not accounts:
        return {}
    rows = Delivery.objects.filter(state__in=READY, account__in=list(accounts)).order_by()
    return _by_account(rows.values_list("account", "verb", "due_at"))


def _sent(kinds: Mapping[int, str], now: datetime) -> Mapping[int, Moments]:
    longest = max(quota.per for kind in set(kinds.values()) for quota in quotas_of(kind))
    # Twice as long: a reading of the network is compared with what went out before it.
    since = now - 2 * longest
    begun = Delivery.objects.filter(
        state__in=BEGUN, due_at__gt=since - LATEST, account__in=list(kinds)
    )
    out = begun.order_by().annotate(out_at=Coalesce("finished_at", "started_at"))
    return _by_account(out.filter(out_at__gt=since).values_list("account", "verb", "out_at"))


def _by_account(rows: QuerySet[Any, Any]) -> Mapping[int, Moments]:
    found: dict[int, dict[Verb, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for account, verb, at in rows:
        found[account][Verb(verb)].append(at)
    return found


def _readings(accounts: Collection[int]) -> Mapping[int, Reading]:
    rows = QuotaReading.objects.filter(account__in=list(accounts)).exclude(read_at=None)
    return {
        row.account_id: Reading(row.used, row.most, timedelta(seconds=row.seconds), row.read_at)
        for row in rows
        if row.read_at is not None
    }
