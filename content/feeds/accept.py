"""What is new in a feed, and what of it the centre should see. Pure: facts in, intents out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.feeds.parse import ParsedItem

OFFERED_FIRST = 5  # of a feed we meet for the first time
OFFERED_AT_ONCE = 20  # a site that was moved may give old articles new names
STALE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Add:
    """Store it: as a candidate for repost if ``offered``, else as seen.

    ``at`` is when it was published: as the feed says, but never in the future; now if unsaid.
    """

    item: ParsedItem
    offered: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Update:
    """The office changed an item we have. ``at`` as in ``Add``."""

    item: ParsedItem
    at: datetime


def accept(
    items: Sequence[ParsedItem],
    *,
    known: Mapping[str, str],
    elsewhere: Mapping[str, str],
    now: datetime,
) -> list[Add | Update]:
    """``known``: guid → digest of all we have from this feed; empty the first time.

    ``elsewhere``: guid → link of what the same office's other feeds brought, often the same
    article again. Other offices do not count: a feed may claim any guid, and must not be able to
    hide or change what is theirs.
    """
    once = list(_first_of_each_guid(items))
    fresh = [item for item in once if item.guid not in known and not _is_twin(item, elsewhere)]
    recent = [item for item in fresh if now - _at(item, now) <= STALE]
    most = OFFERED_AT_ONCE if known else OFFERED_FIRST
    offered = {item.guid for item in _newest_first(recent, now)[:most]}
    return [
        _intent(item, item.guid in offered, known, now) for item in once if _differs(item, known)
    ]


def _differs(item: ParsedItem, known: Mapping[str, str]) -> bool:
    return known.get(item.guid) != item.digest


def _intent(
    item: ParsedItem, offered: bool, known: Mapping[str, str], now: datetime
) -> Add | Update:
    at = _at(item, now)
    return Update(item, at) if item.guid in known else Add(item, offered, at)


def _first_of_each_guid(items: Sequence[ParsedItem]) -> Iterator[ParsedItem]:
    seen: set[str] = set()
    for item in items:
        if item.guid not in seen:
            seen.add(item.guid)
            yield item


def _is_twin(item: ParsedItem, elsewhere: Mapping[str, str]) -> bool:
    """Some sites number their items 1, 2, 3 in every feed, so the link has to agree."""
    return item.guid in elsewhere and elsewhere[item.guid] == item.link


def _newest_first(items: Sequence[ParsedItem], now: datetime) -> list[ParsedItem]:
    """Undated ones last, in the order of the feed."""
    dated = [item for item in items if item.published]
    undated = [item for item in items if not item.published]
    return sorted(dated, key=lambda item: _at(item, now), reverse=True) + undated


def _at(item: ParsedItem, now: datetime) -> datetime:
    return min(item.published or now, now)
