"""Corrections in the way of each network: planned, sent, repeated, changed, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from channels import registry
from channels.base import Reason, Receipt, Refused, Unconfirmed, Verb
from channels.corrections import Way
from channels.models import Account
from content import workflow
from content.models import Post, Status
from content.workflow import Step
from scheduler import acts, plan, still_up
from scheduler.delivery import Task
from scheduler.message import outgoing
from scheduler.models import Delivery, Hold, Mode, State
from scheduler.refusals import NothingToSend, Unsettled
from tests.people import Network, content
from tests.scheduler.stage import DUE, Stage, again, always, planned, x_credentials

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
SAYS = {"wrong": "16.00 WIB", "right": "15.00 WIB"}


def on_x(network: Network, **extra: Any) -> Account:
    return network.account("x", credentials=x_credentials(), **extra)


def published(network: Network, account: Account, stage: Stage, **changes: Any) -> Delivery:
    """Something that is live there."""
    words = {"texts": {account.kind: "Buka sampai 16.00 WIB."}, **changes}
    [row] = planned(network, account, post=network.approved(**words))
    stage.turn(DUE)
    assert again(row).state == State.SENT
    return again(row)


def corrected(network: Network, post: Post, kind: str = "x", **changes: Any) -> Post:
    """The same post with a RALAT, approved by another pair of eyes."""
    post = Post.objects.select_related("office", "head").get(pk=post.pk)
    post = workflow.take(Step.CORRECT, post, by=network.sari, at=DUE)
    words = content(**{"texts": {kind: "Buka sampai 15.00 WIB."}, "correction": SAYS, **changes})
    post = workflow.submit(post, words, by=network.sari, at=DUE)
    assert post.head is not None
    return workflow.take(Step.APPROVE, post, by=network.rina, at=DUE, sha256=post.head.sha256)


def put_right(
    network: Network, post: Post, *accounts: Account, wish: Way | None = None, seconds: int = 0
) -> list[Delivery]:
    at = DUE + timedelta(seconds=seconds)
    ways = {account.pk: wish for account in accounts} if wish else {}
    post = Post.objects.select_related("office", "approval__revision").get(pk=post.pk)
    return plan.plan(post, accounts, None, Mode.TOGETHER, by=network.tono, at=at, ways=ways)


def numbered(task: Task) -> Receipt:
    return Receipt(f"r{task.delivery.pk}", f"https://contoh.test/{task.delivery.pk}")


def test_where_nothing_can_be_edited_the_correction_is_a_reply(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    [reply] = put_right(network, corrected(network, first.post), account)
    assert (reply.verb, reply.target, reply.state) == (Verb.REPLY, first, State.PLANNED)
    said = outgoing(again(reply))
    assert said.text == "RALAT\nSemula: 16.00 WIB\nYang benar: 15.00 WIB"
    stage.turn(DUE + SECOND)
    assert again(reply).state == State.SENT
    assert again(reply).post.status == Status.CORRECTED
    assert again(reply).remote_id != again(first).remote_id


def test_planning_it_again_makes_no_second_reply(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    post = corrected(network, published(network, account, stage).post)
    [reply] = put_right(network, post, account)
    [same] = put_right(network, post, account, seconds=1)
    assert same.pk == reply.pk
    stage.turn(DUE + MINUTE)
    with pytest.raises(NothingToSend):
        put_right(network, post, account, seconds=90)
    assert Delivery.objects.filter(verb=Verb.REPLY).count() == 1


def test_a_correction_of_a_correction_answers_the_first_post_again(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    [reply] = put_right(network, corrected(network, first.post), account)
    stage.turn(DUE + SECOND)
    post = corrected(network, first.post, correction={"wrong": "15.00", "right": "15.30"})
    [second] = put_right(network, post, account, seconds=5)
    assert second.target == first
    assert second.again != reply.again
    stage.turn(DUE + MINUTE)
    assert again(second).state == State.SENT
    assert "15.30" in outgoing(again(second)).text


def test_a_withdrawal_takes_the_reply_down_as_well(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    [reply] = put_right(network, corrected(network, first.post), account)
    stage.turn(DUE + SECOND)
    removals = acts.withdraw(again(first).post, "Keliru.", by=network.tono, at=DUE + MINUTE)
    assert {row.target_id for row in removals} == {first.pk, reply.pk}
    stage.turn(DUE + MINUTE)
    stage.turn(DUE + MINUTE)
    assert {again(row).state for row in removals} == {State.SENT}


def test_a_reply_that_was_lost_is_looked_for_and_nothing_else_is_begun(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    post = corrected(network, first.post)
    [reply] = put_right(network, post, account)
    stage.turn(DUE + SECOND, always(Unconfirmed(Reason.LOST_ANSWER)))
    with pytest.raises(Unsettled):
        put_right(network, post, account, wish=Way.ANEW, seconds=5)
    stage.turn(DUE + MINUTE, always(Receipt("77")))
    assert stage.sent == [first.pk, reply.pk]
    assert stage.looked == [reply.pk]
    assert again(reply).remote_id == "77"


def test_only_if_a_person_says_so_the_post_is_deleted_and_published_anew(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    made = put_right(network, corrected(network, first.post), account, wish=Way.ANEW)
    removal, fresh = made
    assert [(row.verb, row.target) for row in made] == [
        (Verb.DELETE, first),
        (Verb.PUBLISH, removal),
    ]
    assert outgoing(again(fresh)).text == "Buka sampai 15.00 WIB."
    stage.turn(DUE + SECOND)
    assert (again(removal).state, again(fresh).state) == (State.SENT, State.PLANNED)
    stage.turn(DUE + SECOND)
    assert again(fresh).state == State.SENT
    assert stage.sent == [first.pk, removal.pk, fresh.pk]
    assert again(fresh).post.status == Status.CORRECTED


def test_nothing_is_published_anew_while_the_old_one_is_up(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    post = corrected(network, first.post)
    removal, fresh = put_right(network, post, account, wish=Way.ANEW)
    stage.turn(DUE + SECOND, always(Refused(Reason.NOT_ALLOWED)))
    stage.turn(DUE + SECOND)
    assert again(removal).state == State.FAILED
    assert (again(fresh).state, again(fresh).reason) == (State.HELD, Hold.STILL_UP)
    same = put_right(network, post, account, wish=Way.ANEW, seconds=5)
    assert [row.pk for row in same] == [removal.pk, fresh.pk]
    stage.turn(DUE + MINUTE)
    stage.turn(DUE + MINUTE)
    assert (again(removal).state, again(fresh).state) == (State.SENT, State.SENT)


def test_what_is_down_already_goes_on_with_what_was_to_take_its_place(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    post = corrected(network, first.post)
    _removal, fresh = put_right(network, post, account, wish=Way.ANEW)
    stage.turn(DUE + SECOND)
    stage.turn(DUE + SECOND, always(Refused(Reason.TOO_LONG)))
    assert again(fresh).state == State.FAILED
    [same] = put_right(network, post, account, seconds=5)
    assert same.pk == fresh.pk
    stage.turn(DUE + MINUTE)
    assert again(fresh).state == State.SENT
    assert Delivery.objects.filter(account=account, verb=Verb.PUBLISH).count() == 2


def test_another_way_takes_the_place_of_the_one_chosen_before(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    post = corrected(network, first.post)
    old = put_right(network, post, account, wish=Way.ANEW)
    [reply] = put_right(network, post, account, seconds=1)
    assert {again(row).state for row in old} == {State.CANCELLED}
    removal, fresh = put_right(network, post, account, wish=Way.ANEW, seconds=2)
    assert [removal.pk, fresh.pk] == [row.pk for row in old]
    assert again(reply).state == State.CANCELLED
    stage.turn(DUE + MINUTE)
    stage.turn(DUE + MINUTE)
    assert again(fresh).state == State.SENT
    assert again(first).post.status == Status.CORRECTED


def test_an_approval_that_ends_keeps_the_old_one_up(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    post = corrected(network, first.post)
    removal, fresh = put_right(network, post, account, wish=Way.ANEW)
    Post.objects.filter(pk=post.pk).update(approval=None)
    stage.turn(DUE + SECOND)
    stage.turn(DUE + SECOND)
    assert stage.sent == [first.pk]
    assert (again(removal).state, again(removal).reason) == (State.HELD, Hold.APPROVAL_VOID)
    assert again(fresh).state == State.HELD


def test_each_account_is_put_right_in_its_own_way(network: Network) -> None:
    stage, short = Stage(), on_x(network)
    board = network.account()
    texts = {"x": "Buka.", "practice": "Buka."}
    rows = planned(network, short, board, post=network.approved(texts=texts))
    stage.turn(DUE)
    post = corrected(network, rows[0].post, texts={"x": "Tutup.", "practice": "Tutup."})
    made = put_right(network, post, short, board)
    assert {row.account.kind: row.verb for row in made} == {
        "x": Verb.REPLY,
        "practice": Verb.EDIT,
    }
    refused = {row.pk for row in made if row.account.kind == "x"}

    def told(task: Task) -> Any:
        return Refused(Reason.NOT_ALLOWED) if task.delivery.pk in refused else numbered(task)

    stage.turn(DUE + SECOND, told)
    states = {row.account.kind: again(row).state for row in made}
    assert states == {"x": State.FAILED, "practice": State.SENT}
    assert again(made[0]).post.status == Status.CORRECTED


def test_a_new_post_that_corrects_names_the_first_and_says_everything(network: Network) -> None:
    needs = registry.load("instagram").needs
    account = network.account("instagram", credentials=needs("1784", "token", ""))
    stage = Stage()
    first = published(network, account, stage)
    [row] = put_right(network, corrected(network, first.post, "instagram"), account)
    assert row.verb == Verb.REPLY
    text = outgoing(again(row)).text
    assert text.startswith("RALAT\nSemula: 16.00 WIB")
    assert "Buka sampai 15.00 WIB." in text
    assert text.endswith("Kiriman semula: https://contoh.test/1")


def test_where_the_number_of_pictures_stays_another_number_is_for_a_person(
    network: Network,
) -> None:
    needs = registry.load("telegram").needs
    account = network.account("telegram", credentials=needs("1:a", "@kanal_contoh"))
    stage = Stage()
    first = published(network, account, stage)
    post = corrected(network, first.post, "telegram", images={"telegram": ["a" * 64]})
    [row] = put_right(network, post, account)
    assert (row.verb, row.state, row.reason) == (Verb.EDIT, State.HELD, Hold.BY_HAND)


@pytest.mark.parametrize("end", [State.CANCELLED, State.FAILED])
def test_what_was_withdrawn_and_stayed_up_can_be_taken_down_again(
    network: Network, end: State
) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    [removal] = acts.withdraw(first.post, "Keliru.", by=network.tono, at=DUE)
    if end is State.CANCELLED:
        acts.cancel(again(removal), by=network.tono, at=DUE)
    else:
        stage.turn(DUE, always(Refused(Reason.NOT_ALLOWED)))
    assert again(removal).state == end
    [same] = still_up.take_down(again(first).post, by=network.tono, at=DUE + MINUTE)
    assert (same.pk, same.state, same.note) == (removal.pk, State.PLANNED, "Keliru.")
    assert still_up.take_down(again(first).post, by=network.tono, at=DUE + MINUTE) == []
    stage.turn(DUE + MINUTE)
    assert again(removal).state == State.SENT
    assert still_up.take_down(again(first).post, by=network.tono, at=DUE + MINUTE) == []


def test_a_withdrawal_goes_before_what_waits_in_its_lane(network: Network) -> None:
    stage, account = Stage(), on_x(network)
    first = published(network, account, stage)
    [other] = planned(
        network,
        account,
        at=DUE,
        due=DUE + MINUTE,
        post=network.approved(texts={"x": "Kabar lain."}),
    )
    late = DUE + MINUTE + SECOND
    [removal] = acts.withdraw(first.post, "Keliru.", by=network.tono, at=late)
    stage.turn(late)
    stage.turn(late)
    assert stage.sent == [first.pk, removal.pk, other.pk]
