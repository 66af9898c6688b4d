"""What the plan of the coming days will cost where a network charges for calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from channels import links, registry
from channels.base import Verb
from channels.models import AccountQuerySet
from channels.terms import Price
from content.models import Revision
from scheduler.forecast import Cost, Planned, cost
from scheduler.models import READY, Delivery

AHEAD = timedelta(days=30)
# The words of a post have to be read to know whether there is a link: no more than these of a page.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Bill:
    """``is_part``: more is planned than was counted, the soonest first."""

    kind: str
    cost: Cost
    is_part: bool = False


def priced() -> dict[str, Price]:
    prices = ((kind, registry.load(kind).capabilities.price) for kind in registry.usable())
    return {kind: price for kind, price in prices if price is not None}


def bills(accounts: AccountQuerySet, now: datetime) -> list[Bill]:
    """For each network that charges, if anything is planned there; two questions in all."""
    prices = priced()
    theirs = accounts.filter(kind__in=prices).order_by().values("pk")
    coming = Delivery.objects.filter(
        state__in=READY, account__in=theirs, due_at__lte=now + AHEAD
    ).order_by("due_at", "pk")
    rows = list(coming.values_list("account__kind", "verb", "revision")[: MOST + 1])
    words = _words({revision for _kind, _verb, revision in rows[:MOST]})
    planned: dict[str, list[Planned]] = defaultdict(list)
    for kind, verb, revision in rows[:MOST]:
        planned[kind].append(_planned(words[revision], kind, Verb(verb)))
    part = len(rows) > MOST
    return [Bill(kind, cost(some, prices[kind]), is_part=part) for kind, some in planned.items()]


def _words(revisions: set[int]) -> Mapping[int, Mapping[str, Any]]:
    read = Revision.objects.filter(pk__in=revisions).order_by().only("body")
    return {revision.pk: revision.content for revision in read}


def _planned(content: Mapping[str, Any], kind: str, verb: Verb) -> Planned:
    text = content.get("texts", {}).get(kind, "")
    shown = set(content.get("images", {}).get(kind, ()))
    described = sum(
        1 for one in content.get("media", ()) if one["sha256"] in shown and one.get("alt")
    )
    return Planned(verb, linked=next(links.spans(text), None) is not None, described=described)
