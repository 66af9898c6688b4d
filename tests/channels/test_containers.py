"""Instagram and Threads: a container first, then its publication, whatever gets lost in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from channels import registry
from channels.base import Channel, NotFound, NotSent, Outgoing, Reason, Unconfirmed
from tests.channels.places import PLACES
from tests.channels.sending import (
    HURRIED,
    PATIENT,
    Notebook,
    channel,
    message,
    now,
    outcome,
    photo,
    token_only,
    trace,
    wire_to,
)
from tests.stubs.faults import EVERY_LOSS, QUICK_LOSS
from tests.stubs.running import Network

PUBLISH = r"POST .*_publish$"
CONTAINER = r"POST .*/(media|threads)$"

Draft = Callable[..., Outgoing]
each = pytest.mark.parametrize("kind", ["instagram", "threads"])


@pytest.fixture
def network(kind: str, stub: Callable[[str], Network]) -> Network:
    return stub(PLACES[kind].stub)


def at(kind: str, network: Network, timeout: timedelta = PATIENT) -> Channel:
    return channel(kind, network, PLACES[kind].stub, timeout)


def counting(kind: str, network: Network, waited: list[float]) -> Channel:
    """An account that waits for nothing, and says how long it would have."""
    wire = wire_to((PLACES[kind].stub, network.url), pause=waited.append)
    return registry.load(kind)(token_only(kind), wire)


@each
@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_whatever_is_lost_there_is_one_post_even_without_having_looked(
    kind: str, network: Network, draft: Draft, loss: str
) -> None:
    sent, notebook, sent_at = draft(), Notebook(), now()
    fault = EVERY_LOSS[loss]
    network.fail(match=PUBLISH, **fault)
    hurried = at(kind, network, HURRIED if fault["do"] == "hang" else PATIENT)
    assert isinstance(outcome(hurried, sent, notebook), Unconfirmed)
    seen = trace(sent, sent_at, notebook.noted)
    if fault.get("accept"):
        assert at(kind, network).look(seen).remote_id == network.accepted("post")[0]["id"]
    else:
        with pytest.raises(NotFound):
            at(kind, network).look(seen)
    at(kind, network).publish(sent, notebook)
    assert len(network.accepted("post")) == 1
    assert len(network.accepted("container")) == 1


@each
@pytest.mark.parametrize("loss", QUICK_LOSS)
@pytest.mark.parametrize("pictures", [1, 2])
def test_a_lost_container_is_safe_to_repeat(
    kind: str, network: Network, draft: Draft, loss: str, pictures: int
) -> None:
    network.fail(match=CONTAINER, **QUICK_LOSS[loss])
    sent, notebook = draft(pictures=pictures), Notebook()
    assert isinstance(outcome(at(kind, network), sent, notebook), NotSent)
    assert notebook.noted == {}
    at(kind, network).publish(sent, notebook)
    assert len(network.accepted("post")) == 1


@each
def test_the_container_is_noted_before_it_is_published(
    kind: str, network: Network, draft: Draft
) -> None:
    notebook = Notebook()
    network.fail("drop", PUBLISH)
    outcome(at(kind, network), draft(), notebook)
    assert notebook.noted["container"] == network.accepted("container")[0]["id"]


@each
def test_a_container_that_was_published_is_never_published_again(
    kind: str, network: Network, draft: Draft
) -> None:
    sent, notebook = draft(), Notebook()
    first = at(kind, network).publish(sent, notebook)
    assert at(kind, network).publish(sent, notebook) == first
    assert len(network.accepted("container")) == 1


@each
def test_no_second_container_while_the_first_ones_fate_is_unknown(
    kind: str, network: Network, draft: Draft
) -> None:
    notebook = Notebook({"container": "17900000000000777"})
    assert isinstance(outcome(at(kind, network), draft(), notebook), Unconfirmed)
    assert network.accepted() == []


@each
@pytest.mark.parametrize("state", ["ERROR", "EXPIRED"])
def test_a_container_that_cannot_go_live_is_replaced(
    kind: str, network: Network, draft: Draft, state: str
) -> None:
    sent, notebook, sent_at = draft(), Notebook(), now()
    network.fail("drop", PUBLISH)
    outcome(at(kind, network), sent, notebook)
    network.set(container_status=state)
    with pytest.raises(NotFound):
        at(kind, network).look(trace(sent, sent_at, notebook.noted))
    network.set(container_status=[state, "FINISHED"])
    at(kind, network).publish(sent, notebook)
    assert len(network.accepted("container")) == 2
    assert len(network.accepted("post")) == 1


@each
def test_a_container_is_asked_patiently_until_it_is_ready(
    kind: str, network: Network, draft: Draft
) -> None:
    network.set(container_status=["IN_PROGRESS", "IN_PROGRESS", "FINISHED"])
    waited: list[float] = []
    counting(kind, network, waited).publish(draft(), Notebook())
    assert waited == [0, 1, 2]
    assert len(network.accepted("post")) == 1


@each
def test_each_item_of_a_carousel_is_ready_before_they_are_joined(
    kind: str, network: Network, draft: Draft
) -> None:
    network.set(container_status=["IN_PROGRESS", "FINISHED"])
    waited: list[float] = []
    counting(kind, network, waited).publish(draft(pictures=2), Notebook())
    assert waited == [0, 1, 0, 0]  # the first item twice, the second, the carousel


@each
def test_a_stuck_container_waits_for_the_next_attempt(
    kind: str, network: Network, draft: Draft
) -> None:
    sent, notebook, sent_at = draft(), Notebook(), now()
    network.set(container_status="IN_PROGRESS")
    error = outcome(at(kind, network), sent, notebook)
    assert isinstance(error, NotSent)
    assert error.reason is Reason.STILL_PROCESSING
    with pytest.raises(Unconfirmed):
        at(kind, network).look(trace(sent, sent_at, notebook.noted))
    network.set(container_status="FINISHED")
    at(kind, network).publish(sent, notebook)
    assert len(network.accepted("container")) == 1
    assert len(network.accepted("post")) == 1


@each
def test_a_picture_without_a_public_address_is_not_sent(kind: str, network: Network) -> None:
    error = outcome(at(kind, network), message("Foto", photo(url="")), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.MEDIA_UNFETCHABLE


@each
def test_a_used_up_quota_is_read_before_anything_is_made(
    kind: str, network: Network, draft: Draft
) -> None:
    network.set(quota_total=1)
    at(kind, network).publish(draft("Satu"), Notebook())
    error = outcome(at(kind, network), draft("Dua"), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.QUOTA_USED_UP
    assert error.whole_account
    assert error.again_at is not None
    assert len(network.accepted("container")) == 1


@each
def test_a_post_whose_link_cannot_be_read_is_still_a_success(
    kind: str, network: Network, draft: Draft
) -> None:
    network.fail("answer", r"GET .*/180\d+$", status=500, body={})
    receipt = at(kind, network).publish(draft(), Notebook())
    assert receipt.remote_id == network.accepted("post")[0]["id"]
    assert receipt.url == ""


@each
def test_a_live_post_that_is_not_listed_yet_stays_unconfirmed(
    kind: str, network: Network, draft: Draft
) -> None:
    sent, notebook, sent_at = draft(), Notebook(), now()
    network.fail("drop", PUBLISH, accept=True)
    network.set(visible_after=600)
    outcome(at(kind, network), sent, notebook)
    seen = trace(sent, sent_at, notebook.noted)
    with pytest.raises(Unconfirmed):
        at(kind, network).look(seen)
    assert isinstance(outcome(at(kind, network), sent, notebook), Unconfirmed)
    network.set(visible_after=0)
    assert at(kind, network).look(seen).remote_id == network.accepted("post")[0]["id"]
    assert len(network.accepted("post")) == 1


@each
def test_without_a_container_nothing_was_published(
    kind: str, network: Network, draft: Draft
) -> None:
    with pytest.raises(NotFound):
        at(kind, network).look(trace(draft(), now()))
