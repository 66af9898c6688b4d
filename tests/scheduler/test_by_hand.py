"""Where a person posts by hand: from his turn to his word, and everything that may come between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from channels import registry
from channels.base import Verb
from channels.models import Account
from content import workflow
from content.models import Event, Post, Status
from content.scope import Scope
from content.workflow import Step
from scheduler import acts, by_hand, needs, notices, plan, safe_mode, stops
from scheduler.acts import Act
from scheduler.by_hand import Turn, WrongLink
from scheduler.models import (
    Attempt,
    Cause,
    Delivery,
    Hold,
    Mode,
    Notice,
    Reach,
    State,
    Why,
)
from scheduler.refusals import NotThisOne, TooLate, Unsettled
from scheduler.when import Wall
from tests.people import MORNING, Network, content
from tests.scheduler.stage import DUE, Stage, again, planned

pytestmark = pytest.mark.django_db

SOON = DUE + timedelta(minutes=2)
LATE = DUE + timedelta(hours=3)
CODE = "0029VaAbCdEfGhIjKlMnOp"
LINK = f"https://whatsapp.com/channel/{CODE}/17"
SAID = {"whatsapp": "Layanan paspor buka sampai pukul 16.00 WIB."}


def channel_of(network: Network, **extra: Any) -> Account:
    needs = registry.load("whatsapp").needs
    given = needs(title="Kanim Contoh", invite=f"https://whatsapp.com/channel/{CODE}")
    return network.account("whatsapp", credentials=given, remote_id=CODE, **extra)


def asked(network: Network, **changes: Any) -> Delivery:
    """Planned, and handed over at its time."""
    post = network.approved(texts=SAID, **changes)
    [row] = planned(network, channel_of(network), post=post)
    Stage().turn(DUE)
    return again(row)


def done(network: Network, row: Delivery, link: str = LINK) -> Delivery:
    acts.found(again(row), link, by=network.tono, at=SOON)
    return again(row)


def post_of(row: Delivery) -> Post:
    return Post.objects.select_related("office", "head").get(pk=row.post_id)


def reworded(network: Network, row: Delivery, step: Step = Step.REOPEN) -> Post:
    post = workflow.take(step, post_of(row), by=network.sari, at=SOON)
    plan.hold_unapproved(post, SOON)
    correction = {"wrong": "16.00", "right": "15.00"} if step is Step.CORRECT else None
    words = content(texts={"whatsapp": "Kata baru."}, correction=correction)
    post = workflow.submit(post, words, by=network.sari, at=SOON)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=SOON, sha256=post.head.sha256)


def plan_again(network: Network, post: Post, account: Account) -> list[Delivery]:
    return plan.plan(post, [account], None, Mode.TOGETHER, by=network.tono, at=SOON)


def test_at_its_time_it_is_handed_to_a_person_and_nothing_is_sent(network: Network) -> None:
    post = network.approved(texts=SAID)
    [row] = planned(network, channel_of(network), post=post)
    stage = Stage()
    stage.turn(DUE - timedelta(seconds=1))
    assert again(row).state == State.PLANNED
    assert stage.turn(DUE) == []
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.HANDED)
    assert not Attempt.objects.exists()
    assert Event.objects.filter(kind="delivery.handed", post=post).count() == 1


def test_it_is_told_at_once_as_something_to_do(network: Network) -> None:
    row = asked(network)
    notices.tell(DUE)
    assert Notice.objects.standing().get().cause == Cause.BY_HAND
    assert [line.pk for line in needs.lines(Scope.of(network.tono, DUE))] == [row.pk]
    done(network, row)
    notices.tell(SOON)
    assert not Notice.objects.standing().exists()


def test_the_order_of_the_lane_is_kept_and_one_does_not_wait_for_the_other(
    network: Network,
) -> None:
    account = channel_of(network)
    rows = [
        planned(network, account, post=network.approved(texts=SAID), due=DUE + after)[0]
        for after in (timedelta(minutes=1), timedelta(0))
    ]
    Stage().turn(DUE)
    assert [again(row).state for row in rows] == [State.PLANNED, State.HELD]
    Stage().turn(DUE + timedelta(minutes=1))
    assert [again(row).reason for row in rows] == [Hold.HANDED, Hold.HANDED]
    told = Event.objects.filter(kind="delivery.handed").order_by("pk")
    assert [event.data["delivery"] for event in told] == [rows[1].pk, rows[0].pk]


def test_the_word_of_a_person_makes_it_sent_with_its_link_and_its_post_public(
    network: Network,
) -> None:
    row = done(network, asked(network))
    assert (row.state, row.url, row.reason, row.finished_at) == (State.SENT, LINK, "", SOON)
    assert row.post.status == Status.PUBLISHED


def test_of_two_who_say_it_at_once_one_counts(network: Network) -> None:
    row = asked(network)
    other = again(row)
    done(network, row)
    with pytest.raises(TooLate):
        acts.found(other, "", by=network.rina, at=SOON)
    assert again(row).url == LINK
    assert Event.objects.filter(kind="delivery.settled").count() == 1


def test_a_word_about_what_has_been_planned_anew_meanwhile_does_not_count(
    network: Network,
) -> None:
    row = asked(network)
    acts.send_now(again(row), by=network.tono, at=SOON)
    stops.stop(Reach.ALL, "Tunggu.", by=network.rina, at=SOON)
    Stage().turn(SOON)
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.STOPPED)
    with pytest.raises(NotThisOne):
        acts.found(row, LINK, by=network.rina, at=SOON)


def test_without_a_word_it_is_missed_after_its_grace_and_told_once_more(network: Network) -> None:
    row = asked(network)
    by_hand.miss_late(row.deadline_at)
    assert again(row).state == State.HELD
    by_hand.miss_late(LATE)
    by_hand.miss_late(LATE)
    assert (again(row).state, again(row).reason) == (State.MISSED, Hold.HANDED)
    assert Event.objects.filter(kind="delivery.missed").count() == 1
    notices.tell(LATE)
    assert Notice.objects.standing().get().cause == Cause.MISSED


def test_what_was_posted_in_time_and_said_late_is_sent(network: Network) -> None:
    row = asked(network)
    by_hand.miss_late(LATE)
    assert done(network, row).state == State.SENT


def test_what_the_engine_was_too_late_for_is_missed_as_ever(network: Network) -> None:
    [row] = planned(network, channel_of(network), post=network.approved(texts=SAID))
    Stage().turn(LATE)
    assert (again(row).state, again(row).reason) == (State.MISSED, Hold.OVERDUE)
    acts.send_now(again(row), by=network.tono, at=LATE)
    Stage().turn(LATE)
    assert again(row).reason == Hold.HANDED


def test_a_stop_holds_it_before_its_time_like_any_other(network: Network) -> None:
    [row] = planned(network, channel_of(network), post=network.approved(texts=SAID))
    stop = stops.stop(Reach.CHANNEL, "Salah.", by=network.rina, at=MORNING, kind="whatsapp")
    Stage().turn(DUE)
    assert again(row).reason == Hold.STOPPED
    stops.lift(stop, by=network.rina, at=DUE)
    Stage().turn(DUE)
    assert again(row).reason == Hold.HANDED


def test_a_stop_after_it_was_handed_over_says_not_to_do_it_yet(network: Network) -> None:
    row = asked(network)
    stop = stops.stop(Reach.ALL, "Salah.", by=network.rina, at=SOON)
    assert by_hand.turn_of(again(row), SOON) is Turn.STOPPED
    stops.lift(stop, by=network.rina, at=SOON)
    assert by_hand.turn_of(again(row), SOON) is Turn.NOW


def test_whoever_knows_may_cancel_or_move_it(network: Network) -> None:
    row = asked(network)
    assert acts.open_acts(row, Scope.of(network.tono, SOON)) == [Act.FOUND, Act.MOVE, Act.CANCEL]
    acts.cancel(row, by=network.tono, at=SOON)
    assert again(row).state == State.CANCELLED
    with pytest.raises(NotThisOne):
        acts.found(again(row), LINK, by=network.tono, at=SOON)


@pytest.mark.parametrize("late", [False, True])
def test_a_step_on_its_post_leaves_what_may_be_live_and_new_words_wait(
    network: Network, *, late: bool
) -> None:
    row = asked(network)
    if late:
        by_hand.miss_late(LATE)
    post = reworded(network, row)
    assert again(row).reason == Hold.HANDED
    assert by_hand.turn_of(again(row), SOON) is Turn.CALLED_OFF
    with pytest.raises(Unsettled):
        plan_again(network, post, row.account)
    acts.cancel(again(row), by=network.tono, at=SOON)
    [fresh] = plan_again(network, post, row.account)
    assert fresh.verb == Verb.PUBLISH


def test_taken_off_the_calendar_and_posted_all_the_same_it_is_public(network: Network) -> None:
    row = asked(network)
    plan.unschedule(post_of(row), by=network.tono, at=SOON)
    assert again(row).reason == Hold.HANDED
    assert by_hand.turn_of(again(row), SOON) is Turn.CALLED_OFF
    assert done(network, row).post.status == Status.PUBLISHED


def test_a_correction_is_handed_over_with_the_link_of_the_original(network: Network) -> None:
    row = done(network, asked(network))
    post = reworded(network, row, Step.CORRECT)
    [edit] = plan_again(network, post, row.account)
    assert (edit.verb, edit.state, edit.target_id) == (Verb.EDIT, State.PLANNED, row.pk)
    Stage().turn(SOON)
    assert again(edit).reason == Hold.HANDED
    acts.found(again(edit), "", by=network.tono, at=SOON)
    assert (again(edit).state, again(edit).url) == (State.SENT, LINK)
    assert post_of(row).status == Status.CORRECTED


def test_what_had_to_be_posted_anew_to_correct_it_has_a_new_link(network: Network) -> None:
    row = done(network, asked(network))
    [edit] = plan_again(network, reworded(network, row, Step.CORRECT), row.account)
    Stage().turn(SOON)
    new = f"https://whatsapp.com/channel/{CODE}/18"
    acts.found(again(edit), new, by=network.tono, at=SOON)
    assert again(edit).url == new
    acts.withdraw(post_of(row), "Keliru.", by=network.tono, at=SOON)
    removal = Delivery.objects.get(verb=Verb.DELETE)
    assert removal.target is not None
    assert removal.target.url == new


def test_a_withdrawal_is_handed_over_and_ends_with_a_word(network: Network) -> None:
    row = done(network, asked(network), link="")
    acts.withdraw(post_of(row), "Keliru.", by=network.tono, at=SOON)
    removal = Delivery.objects.get(verb=Verb.DELETE)
    assert removal.state == State.PLANNED
    stops.stop(Reach.ALL, "Salah.", by=network.rina, at=SOON)  # taking down goes on
    Stage().turn(SOON)
    assert again(removal).reason == Hold.HANDED
    assert by_hand.turn_of(again(removal), SOON) is Turn.NOW
    acts.found(again(removal), "", by=network.tono, at=SOON)
    assert again(removal).state == State.SENT


def test_withdrawn_while_somebody_posts_it_it_is_taken_down_once_he_says_so(
    network: Network,
) -> None:
    row = asked(network)
    Post.objects.filter(pk=row.post_id).update(status=Status.PUBLISHED, published_at=MORNING)
    acts.withdraw(post_of(row), "Keliru.", by=network.tono, at=SOON)
    assert by_hand.turn_of(again(row), SOON) is Turn.CALLED_OFF
    assert not Delivery.objects.filter(verb=Verb.DELETE).exists()
    done(network, row)
    Stage().turn(SOON)
    removal = Delivery.objects.get(verb=Verb.DELETE)
    assert (removal.reason, removal.target_id) == (Hold.HANDED, row.pk)


def test_planned_once_more_it_is_not_asked_for_twice(network: Network) -> None:
    row = asked(network)
    plan.unschedule(post_of(row), by=network.tono, at=SOON)
    with pytest.raises(Unsettled):
        plan_again(network, post_of(row), row.account)
    assert again(row).reason == Hold.HANDED


def test_a_second_copy_is_asked_for_once_however_often_somebody_presses(network: Network) -> None:
    row = done(network, asked(network))
    copy = acts.post_again(again(row), by=network.tono, at=SOON)
    Stage().turn(SOON)
    assert again(copy).reason == Hold.HANDED
    assert acts.post_again(again(row), by=network.tono, at=SOON) == copy
    acts.found(again(copy), "", by=network.tono, at=SOON)
    assert Delivery.objects.filter(state=State.SENT).count() == 2


def test_after_a_restore_a_person_looks_first(network: Network) -> None:
    row = asked(network)
    safe_mode.enter(Why.RESTORED, SOON, recorded_until=MORNING)
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.RESTORED)
    assert done(network, row).state == State.SENT


@pytest.mark.parametrize("typed", [LINK, f"  {LINK}?x=1 ", ""])
def test_a_link_is_kept_in_one_form(network: Network, typed: str) -> None:
    row = asked(network)
    kit = by_hand.kit_of(row)
    assert kit is not None
    assert by_hand.link_of(row, kit, typed) == (LINK if typed else "")


@pytest.mark.parametrize(
    "typed", ["https://x.com/a/status/1", "https://whatsapp.com/channel/0029VaLain/17", "sudah"]
)
def test_a_link_of_elsewhere_is_answered_with_an_example(network: Network, typed: str) -> None:
    row = asked(network)
    kit = by_hand.kit_of(row)
    assert kit is not None
    with pytest.raises(WrongLink, match=r"Contohnya: https://whatsapp\.com/channel/"):
        by_hand.link_of(row, kit, typed)


def test_a_link_that_comes_later_is_added_once(network: Network) -> None:
    row = done(network, asked(network), link="")
    acts.add_link(row, LINK, by=network.tono, at=SOON)
    assert again(row).url == LINK
    with pytest.raises(NotThisOne):
        acts.add_link(row, "https://contoh.test/", by=network.tono, at=SOON)
    assert again(row).url == LINK


def test_another_copy_waits_while_one_is_in_the_hands_of_a_person(network: Network) -> None:
    """As the next time of a series, when nobody has said what became of the last one."""
    row = asked(network)
    other = again(row)
    other.pk, other.again, other.state, other.run_at = None, 1, State.PLANNED, SOON
    other.reason = ""
    other.save(force_insert=True)
    Stage().turn(SOON)
    assert (again(other).state, again(other).reason) == (State.HELD, Hold.UNSETTLED)


def before_and_after(network: Network) -> tuple[Delivery, Delivery]:
    """As a page showed it that was opened before its time, and as it is."""
    [row] = planned(network, channel_of(network), post=network.approved(texts=SAID))
    seen = again(row)
    Stage().turn(DUE)
    return seen, again(row)


def a_time(network: Network) -> Wall:
    local = LATE.astimezone(network.pontianak.zoneinfo)
    return Wall(local.date(), local.time(), network.pontianak.zone)


def moved(row: Delivery, by: Network) -> None:
    acts.move(row, a_time(by), by=by.tono, at=SOON)


def sent_now(row: Delivery, by: Network) -> None:
    acts.send_now(row, by=by.tono, at=SOON)


def cancelled(row: Delivery, by: Network) -> None:
    acts.cancel(row, by=by.tono, at=SOON)


@pytest.mark.parametrize("act", [moved, sent_now, cancelled])
def test_whoever_saw_it_before_its_time_knows_nothing_of_what_was_posted_since(
    network: Network, act: Callable[[Delivery, Network], None]
) -> None:
    seen, row = before_and_after(network)
    with pytest.raises(NotThisOne):
        act(seen, network)
    assert (again(row).state, again(row).reason) == (State.HELD, Hold.HANDED)
    act(row, network)
    assert again(row).state in (State.PLANNED, State.CANCELLED)


def test_the_calendar_moves_nothing_that_may_be_live(network: Network) -> None:
    _seen, row = before_and_after(network)
    assert not acts.may_move_along(row, Scope.of(network.tono, SOON))
    with pytest.raises(NotThisOne):
        acts.move_all([row], a_time(network), by=network.tono, at=SOON)
    assert again(row).reason == Hold.HANDED
