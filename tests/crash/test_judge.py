"""The campaign's judge finds what it is there to find."""

from __future__ import annotations

from dataclasses import replace

from tests.crash.judge import Accepted, Row, Verdict, judge

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


def test_where_repeats_are_dropped_not_sent_may_be_out() -> None:
    held = replace(row("d1", "held", listed=True), repeatable=True)
    assert judged(took("d1"), held).is_clean


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
