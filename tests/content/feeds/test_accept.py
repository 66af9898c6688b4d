from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.feeds.accept import OFFERED_AT_ONCE, OFFERED_FIRST, Add, Update, accept
from content.feeds.parse import ParsedItem

NOON = datetime(2026, 11, 9, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FAMILIAR = {"lama": "d"}  # a feed we have read before


def item(guid: str, age: timedelta | None = HOUR, digest: str = "d") -> ParsedItem:
    published = None if age is None else NOON - age
    return ParsedItem(guid, f"https://a.example/{guid}", guid, "", "", "", published, None, digest)


def offered(intents: list[Add | Update]) -> list[str]:
    return [intent.item.guid for intent in intents if isinstance(intent, Add) and intent.offered]


def take(
    *items: ParsedItem, known: dict[str, str] | None = None, elsewhere: dict[str, str] | None = None
) -> list[Add | Update]:
    known = FAMILIAR if known is None else known
    return accept(items, known=known, elsewhere=elsewhere or {}, now=NOON)


def test_a_new_item_is_offered() -> None:
    assert take(item("baru")) == [Add(item("baru"), True, NOON - HOUR)]


def test_an_unchanged_item_is_left_alone() -> None:
    assert take(item("lama")) == []


def test_a_changed_item_is_an_update() -> None:
    changed = item("lama", digest="e")
    assert take(changed) == [Update(changed, NOON - HOUR)]


def test_of_a_feed_met_for_the_first_time_only_the_newest_are_offered() -> None:
    items = [item(f"n{n}", n * HOUR) for n in range(30, 0, -1)]
    intents = take(*items, known={})
    assert sorted(offered(intents)) == ["n1", "n2", "n3", "n4", "n5"]
    assert len(intents) == 30
    assert OFFERED_FIRST == 5


def test_without_dates_the_order_of_the_feed_says_what_is_new() -> None:
    intents = take(*[item(f"n{n}", None) for n in range(10)], known={})
    assert offered(intents) == ["n0", "n1", "n2", "n3", "n4"]


def test_a_dated_item_is_newer_than_an_undated_one() -> None:
    undated = [item(f"u{n}", None) for n in range(5)]
    assert "bertanggal" in offered(take(*undated, item("bertanggal"), known={}))


@pytest.mark.parametrize(("age", "is_offered"), [(29 * DAY, True), (31 * DAY, False)])
def test_an_old_item_is_stored_as_seen(age: timedelta, is_offered: bool) -> None:
    (intent,) = take(item("arsip", age))
    assert isinstance(intent, Add)
    assert intent.offered is is_offered


def test_a_moved_site_that_renames_everything_does_not_flood_the_queue() -> None:
    intents = take(*[item(f"n{n}") for n in range(200)])
    assert len(offered(intents)) == OFFERED_AT_ONCE
    assert len(intents) == 200


@pytest.mark.parametrize("age", [None, -HOUR, -400 * DAY])
def test_nothing_is_dated_in_the_future(age: timedelta | None) -> None:
    (intent,) = take(item("besok", age))
    assert intent.at == NOON


def test_the_first_of_two_items_with_one_guid_counts() -> None:
    first, second = item("sama", digest="1"), item("sama", digest="2")
    assert take(first, second) == [Add(first, True, NOON - HOUR)]
    assert take(first, second, known={"sama": "1"}) == []


def test_an_article_of_the_offices_other_feed_is_not_offered_twice() -> None:
    (intent,) = take(item("baru"), elsewhere={"baru": "https://a.example/baru"})
    assert isinstance(intent, Add)
    assert not intent.offered


def test_the_same_number_for_another_article_is_another_article() -> None:
    assert offered(take(item("1"), elsewhere={"1": "https://a.example/lain"})) == ["1"]


def test_twins_do_not_use_up_the_places_of_new_items() -> None:
    twins = [item(f"t{n}") for n in range(30)]
    elsewhere = {twin.guid: twin.link for twin in twins}
    assert offered(take(*twins, item("baru", 2 * HOUR), elsewhere=elsewhere)) == ["baru"]


def test_what_was_accepted_is_not_new_again() -> None:
    items = [item(f"n{n}", n * HOUR) for n in range(10)]
    known = {intent.item.guid: intent.item.digest for intent in take(*items, known={})}
    assert take(*items, known=known) == []
    assert len(take(replace(items[0], digest="e"), *items[1:], known=known)) == 1
