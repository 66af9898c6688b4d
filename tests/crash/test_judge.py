"""The campaign's judge finds what it is there to find."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.crash.judge import Verdict, judge
from tests.crash.told import Accepted, Row

PONTIANAK, JAYAPURA = "readable/1", "readable/2"


def row(key: str, state: str = "sent", account: str = PONTIANAK, *, listed: bool = False) -> Row:
    """A delivery; its place in its lane is the number at the end of its key."""
    return Row(account, key, state, "", place=int(key[1:]), listed=listed)


def took(*keys: str, account: str = PONTIANAK) -> list[Accepted]:
    return [Accepted(account, key) for key in keys]


def judged(accepted: list[Accepted], *rows: Row, overlaps: tuple[str, ...] = ()) -> Verdict:
    return judge(accepted, rows, overlaps)


def test_once_each_and_in_order_is_clean() -> None:
    verdict = judged(took("d1", "d2"), row("d1"), row("d2"))
    assert verdict.is_clean
    assert (verdict.deliveries, verdict.accepted) == (2, 2)


def test_two_posts_of_one_delivery_are_doubled() -> None:
    verdict = judged(took("d1", "d2", "d1"), row("d1"), row("d2"))
    assert verdict.doubled == ("d1",)
    assert verdict.order == ()
    assert not verdict.is_clean


def test_said_to_be_sent_and_not_there_is_lost() -> None:
    verdict = judged(took("d2"), row("d1"), row("d2"))
    assert verdict.lost == ("d1",)
    assert not verdict.is_clean


def test_neither_sent_nor_on_a_list_is_lost() -> None:
    assert judged([], row("d1", "planned")).lost == ("d1",)
    assert judged([], row("d1", "held")).lost == ("d1",)


def test_what_a_person_is_asked_about_is_not_lost() -> None:
    verdict = judged([], row("d1", "held", listed=True), row("d2", "missed", listed=True))
    assert verdict.is_clean
    assert sum(verdict.others.values()) == 2


def test_out_there_while_the_record_is_sure_it_is_not_is_untrue() -> None:
    verdict = judged(took("d1"), row("d1", "missed", listed=True))
    assert verdict.untrue == ("d1",)
    assert not verdict.is_clean


@pytest.mark.parametrize("state", ["planned", "held", "missed", "failed", "cancelled"])
def test_whatever_the_record_takes_for_not_sent_must_not_be_out(state: str) -> None:
    live = row("d1", state, "dedupe/1", listed=True)
    verdict = judged(took("d1", account="dedupe/1"), live)
    assert verdict.untrue == ("d1",)
    assert not verdict.is_clean


def test_unconfirmed_is_counted_when_a_person_is_asked() -> None:
    rows = row("d1", "unconfirmed", listed=True), row("d2", "unconfirmed", listed=True)
    verdict = judged(took("d2"), *rows)
    assert verdict.is_clean
    assert verdict.asked == ("d1", "d2")
    assert verdict.asked_live == 1


def test_unconfirmed_that_nobody_is_shown_fails() -> None:
    verdict = judged([], row("d1", "unconfirmed"))
    assert verdict.unshown == ("d1",)
    assert verdict.lost == ()
    assert not verdict.is_clean


def test_later_before_earlier_breaks_the_order_of_one_account() -> None:
    verdict = judged(took("d1", "d3", "d2"), row("d1"), row("d2"), row("d3"))
    assert verdict.order == ("d2",)
    assert not verdict.is_clean


def test_accounts_need_not_wait_for_each_other() -> None:
    accepted = [*took("d2", account=JAYAPURA), *took("d1")]
    assert judged(accepted, row("d1"), row("d2", account=JAYAPURA)).is_clean


def test_a_repeat_does_not_break_the_order_a_second_time() -> None:
    verdict = judged(took("d1", "d2", "d1"), row("d1"), row("d2"))
    assert verdict.order == ()


def test_one_left_open_for_a_person_does_not_hold_up_its_lane() -> None:
    accepted = took("d2", "d1")
    assert judged(accepted, row("d1", "unconfirmed", listed=True), row("d2")).is_clean


def test_two_calls_at_once_on_an_account_are_reported() -> None:
    verdict = judged(took("d1"), row("d1"), overlaps=(PONTIANAK,))
    assert verdict.overlaps == (PONTIANAK,)
    assert not verdict.is_clean


def test_what_no_delivery_asked_for_is_unknown() -> None:
    verdict = judged(took("d9"))
    assert verdict.unknown == ("d9",)
    assert not verdict.is_clean


def chain(*links: Row) -> list[Row]:
    return [replace(link, chain="first post") for link in links]


PUBLISHED = replace(row("d1"), text="lama")
CORRECTED = replace(row("d2"), verb="edit", aim="1", text="baru")
TAKEN_DOWN = replace(row("d3"), verb="delete", aim="1", withdrawn=True)
CAME_OUT = Accepted(PONTIANAK, "d1", copy="1", text="lama")
CHANGED = Accepted(PONTIANAK, "d2", verb="edit", copy="1", aim="1", text="baru")
REMOVED = Accepted(PONTIANAK, "d3", verb="delete", copy="1", aim="1")


def test_corrected_and_taken_down_is_clean() -> None:
    rows = chain(PUBLISHED, CORRECTED, TAKEN_DOWN)
    assert judged([CAME_OUT, CHANGED, REMOVED], *rows).is_clean


def test_a_correction_that_the_public_does_not_see_is_misshown() -> None:
    older = replace(CHANGED, key="d4", text="lebih lama")
    late = replace(CORRECTED, key="d4", place=0)
    verdict = judged([CAME_OUT, CHANGED, older], *chain(PUBLISHED, late, CORRECTED))
    assert verdict.misshown == ("d2",)
    assert verdict.order == ("d4",)
    assert not verdict.is_clean


def test_a_correction_that_is_said_to_be_sent_and_never_came_is_lost() -> None:
    assert judged([CAME_OUT], *chain(PUBLISHED, CORRECTED)).lost == ("d2",)


def test_what_was_done_to_another_copy_went_astray() -> None:
    verdict = judged([CAME_OUT, replace(REMOVED, copy="9", aim="9")], PUBLISHED, TAKEN_DOWN)
    assert verdict.astray == ("d3",)
    assert not verdict.is_clean


def test_still_out_though_it_was_withdrawn_is_misshown_unless_a_person_is_asked() -> None:
    out = replace(PUBLISHED, withdrawn=True)
    asked = replace(TAKEN_DOWN, state="held", listed=True)
    assert judged([CAME_OUT], out).misshown == ("d1",)
    assert judged([CAME_OUT], *chain(out, asked)).is_clean


def test_a_repost_that_is_there_twice_is_doubled() -> None:
    repost = replace(row("d5"), verb="repost", aim="1")
    twice = [Accepted(PONTIANAK, "d5", verb="repost", copy=copy, aim="1") for copy in "78"]
    assert judged(twice, repost).doubled == ("d5",)


def test_what_a_person_cancelled_before_it_went_out_is_not_lost() -> None:
    assert judged([], row("d1", "cancelled")).is_clean
    assert judged(took("d1"), row("d1", "cancelled")).untrue == ("d1",)
