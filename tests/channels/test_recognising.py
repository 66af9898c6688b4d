"""Where a network knows no key of ours, a post is found again by its words: that one, no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from channels import registry
from channels.base import Channel, NotFound, Outgoing
from tests.channels.places import PLACES
from tests.channels.sending import Notebook, message, now, photo, token_only, trace, wire_to
from tests.stubs.running import Network

# Where the account's own posts are read, and what names another account there.
OTHERS = {
    "x": {"user_token": "3001-token"},
    "facebook": {"page_id": "4002"},
    "linkedin": {"organization_id": "5002"},
    "mastodon": {"access_token": "3001-token"},
}
SENT = "Jadwal hari ini: https://imigrasi.go.id/senin"
each = pytest.mark.parametrize("kind", OTHERS)


@pytest.fixture
def network(kind: str, stub: Callable[[str], Network]) -> Network:
    return stub(PLACES[kind].stub)


def at(kind: str, network: Network, **changes: str) -> Channel:
    login = replace(token_only(kind), **changes)
    return registry.load(kind)(login, wire_to((PLACES[kind].stub, network.url)))


@each
@pytest.mark.parametrize(
    ("other", "sent"),
    [
        (message("Jadwal hari ini: https://imigrasi.go.id/selasa"), message(SENT)),
        (message(f"{SENT}!"), message(SENT)),
        (message(SENT, photo()), message(SENT)),
        (message(SENT), message(SENT, photo())),
        (message(SENT, photo(), photo(alt="Loket")), message(SENT, photo())),
    ],
    ids=["another link", "another sign", "a picture", "no picture", "more pictures"],
)
def test_a_similar_post_is_not_taken_for_ours(
    kind: str, network: Network, other: Outgoing, sent: Outgoing
) -> None:
    at(kind, network).publish(other, Notebook())
    with pytest.raises(NotFound):
        at(kind, network).look(trace(sent, now()))


@each
def test_an_older_post_is_not_taken_for_ours(kind: str, network: Network) -> None:
    at(kind, network).publish(message(SENT), Notebook())
    with pytest.raises(NotFound):
        at(kind, network).look(trace(message(SENT), now() + timedelta(minutes=3)))


@each
def test_another_accounts_post_is_not_taken_for_ours(kind: str, network: Network) -> None:
    sent_at = now()
    at(kind, network, **OTHERS[kind]).publish(message(SENT), Notebook())
    with pytest.raises(NotFound):
        at(kind, network).look(trace(message(SENT), sent_at))
