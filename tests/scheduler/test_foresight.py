"""What is told before a correction or a withdrawal is confirmed, and what the form then does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from channels import registry
from channels.base import Reason, Refused, Verb
from content import workflow
from content.models import Post, Status
from content.workflow import Step
from scheduler import acts, foresight
from scheduler.models import Delivery, State
from tests.people import Network, content
from tests.scheduler.stage import DUE, Stage, again, always, echoed, lost_if, planned, x_credentials

MINUTE = timedelta(minutes=1)
TEXTS = {"x": "Buka.", "practice": "Buka.", "facebook": "Buka.", "whatsapp": "Buka."}
PHOTO = {
    "sha256": "a" * 64, "mime": "image/jpeg", "width": 10, "height": 10, "alt": "Loket",
    "caption": "", "credit": "", "role": "photo", "format": "",
}  # fmt: skip


@pytest.fixture
def rows(network: Network) -> list[Delivery]:
    """One post on four networks."""
    accounts = [
        network.account("x", credentials=x_credentials()),
        network.account(),
        network.account("facebook", credentials=registry.load("facebook").needs("1", "t", "")),
    ]
    found = planned(network, *accounts, post=network.approved(texts=TEXTS))
    Stage().turn(DUE)
    return [again(row) for row in found]


def submitted(network: Network, post: Post) -> Post:
    post = workflow.take(Step.CORRECT, post, by=network.sari, at=DUE)
    texts = {"x": "Tutup.", "practice": "Tutup.", "facebook": "Tutup."}
    said = {"wrong": "buka", "right": "tutup"}
    pictures = {"media": [PHOTO], "images": {"facebook": ["a" * 64]}}
    words = content(texts=texts, correction=said, **pictures)
    return workflow.submit(post, words, by=network.sari, at=DUE)


def test_each_account_has_its_own_sentence(network: Network, rows: list[Delivery]) -> None:
    post = submitted(network, rows[0].post)
    assert post.head is not None
    told = foresight.of_correction(post, post.head, [row.account for row in rows])
    said = {one.account.kind: one for one in told}
    assert "Balasan “RALAT”" in str(said["x"].sentence)
    assert said["x"].words == "RALAT\nSemula: buka\nYang benar: tutup"
    assert said["x"].anew == "Tutup."
    assert "diubah" in str(said["practice"].sentence)
    assert "Gambarnya tetap" in str(said["facebook"].caution)


def test_a_channel_that_is_left_out_of_a_correction_is_told(
    network: Network, rows: list[Delivery]
) -> None:
    post = submitted(network, rows[0].post)
    assert post.head is not None
    [left] = foresight.of_correction(post, post.head, [row.account for row in rows[1:]])[2:]
    assert left.account.kind == "x"
    assert not left.may
    assert "tidak ikut diralat" in str(left.sentence)


def test_what_is_not_settled_is_asked_for_first(network: Network) -> None:
    account, other = network.account(), network.account(handle="lain")
    row, lost = planned(network, account, other)
    Stage().turn(DUE, lambda task: lost_if(task.delivery.pk == lost.pk))
    found = {again(one).state: again(one) for one in (row, lost)}
    post = found[State.SENT].post
    post = workflow.take(Step.CORRECT, post, by=network.sari, at=DUE)
    said = {"wrong": "a", "right": "b"}
    post = workflow.submit(post, content(correction=said), by=network.sari, at=DUE)
    assert post.head is not None
    told = foresight.of_correction(post, post.head, [account, other])
    doubtful = next(one for one in told if one.doubt is not None)
    assert doubtful.doubt == found[State.UNCONFIRMED]
    assert not doubtful.may


def test_approving_a_correction_puts_every_account_right_in_one_press(
    client: Client, network: Network, rows: list[Delivery]
) -> None:
    post = submitted(network, rows[0].post)
    client.force_login(network.rina)
    address = reverse("scheduler:review", args=[post.public_id])
    page = client.get(address).content.decode()
    assert "Balasan “RALAT” di bawah kiriman" in page
    assert page.count('name="account"') == page.count(" checked aria-describedby") == 3
    assert post.head is not None
    form = {
        "version": post.version,
        "sha256": post.head.sha256,
        "verdict": "setujui",
        "plan": "1",
        "when": "now",
        "account": [row.account_id for row in rows],
        f"way-{rows[0].account_id}": "anew",
    }
    answer = client.post(reverse("scheduler:decide", args=[post.public_id]), form)
    assert answer.status_code == 302
    made = Delivery.objects.filter(post=post).exclude(pk__in=[row.pk for row in rows])
    assert sorted((row.account.kind, row.verb) for row in made) == [
        ("facebook", Verb.EDIT),
        ("practice", Verb.EDIT),
        ("x", Verb.DELETE),
        ("x", Verb.PUBLISH),
    ]


def test_a_withdrawal_says_what_it_will_do_and_what_a_person_has_to(
    client: Client, network: Network, rows: list[Delivery]
) -> None:
    post = Post.objects.get(pk=rows[0].post_id)
    client.force_login(network.tono)
    page = client.get(reverse("composer:post", args=[post.public_id])).content.decode()
    assert page.count("Dihapus.") == 3


def test_what_stays_up_is_told_and_taken_down_by_one_press(
    client: Client, network: Network, rows: list[Delivery]
) -> None:
    post = Post.objects.get(pk=rows[0].post_id)
    acts.withdraw(post, "Keliru.", by=network.tono, at=DUE)
    Stage().turn(DUE, always(Refused(Reason.NOT_ALLOWED)))
    client.force_login(network.tono)
    address = reverse("composer:post", args=[post.public_id])
    assert "masih tampil di 3 akun" in client.get(address).content.decode()
    answer = client.post(reverse("composer:take_down", args=[post.public_id]), follow=True)
    assert "Ditarik lagi dari 3 akun." in answer.content.decode()
    assert "masih tampil" not in client.get(address).content.decode()
    again_ = client.post(reverse("composer:take_down", args=[post.public_id]), follow=True)
    assert "Sudah ditarik semua." in again_.content.decode()


def test_nobody_without_a_right_to_it_takes_down_what_is_left(
    client: Client, network: Network, rows: list[Delivery]
) -> None:
    post = Post.objects.get(pk=rows[0].post_id)
    acts.withdraw(post, "Keliru.", by=network.tono, at=DUE)
    Stage().turn(DUE, always(Refused(Reason.NOT_ALLOWED)))
    for person, status in ((network.yosua, 404), (network.sari, 302)):
        client.force_login(person)
        address = reverse("composer:take_down", args=[post.public_id])
        assert client.post(address).status_code == status
    assert not Delivery.objects.filter(verb=Verb.DELETE, state=State.PLANNED).exists()


def test_an_echo_is_named_before_it_is_withdrawn_along(
    network: Network, rows: list[Delivery]
) -> None:
    origin = Post.objects.get(pk=rows[0].post_id)
    echo = echoed(network, origin)
    assert echo.status == Status.APPROVED
    told = foresight.of_withdrawal([origin, echo])
    assert len(told) == 3
