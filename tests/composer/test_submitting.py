from __future__ import annotations

from datetime import timedelta

import pytest

from composer import echo, submitting
from composer.library import library
from composer.working import Working
from content import drafts
from content.models import Media, MediaRole, Post, Status
from content.refusals import Incomplete
from tests.people import MORNING, Network

LATER = MORNING + timedelta(minutes=5)


def written(network: Network, **changes: object) -> Post:
    """Sari's draft from a template, filled with its own examples."""
    template = library()["jam-layanan"]
    working = Working(slots=template.examples, channels=template.channels)
    content = {**working.as_json(), **changes}
    return drafts.create(
        network.pontianak, "jam-layanan", by=network.sari, at=MORNING, content=content
    )


def test_what_is_submitted_is_what_the_previews_showed(network: Network) -> None:
    post = written(network)
    shown = {c.kind: c.text for c in submitting.composition_of(post, post.draft).channels}

    submitted = submitting.submit(post, post.draft, by=network.sari, at=LATER)

    assert submitted.status == Status.SUBMITTED
    assert submitted.head is not None
    content = submitted.head.content
    assert content["texts"] == shown
    assert content["slots"]["tanggal"] == "2026-11-27"
    assert content["title"] == submitted.title
    assert set(content["images"]) == set(shown)


def test_cards_are_drawn_kept_and_chosen_by_channel(network: Network) -> None:
    post = written(network)
    submitted = submitting.submit(post, post.draft, by=network.sari, at=LATER)
    assert submitted.head is not None
    content = submitted.head.content

    cards = {m["format"]: m for m in content["media"]}
    assert set(cards) == {"feed", "story", "wide"}
    assert content["images"]["instagram"] == [cards["feed"]["sha256"]]
    assert content["images"]["x"] == [cards["wide"]["sha256"]]
    assert Media.objects.filter(role=MediaRole.CARD).count() == 3
    assert all(card["alt"] for card in cards.values())


def test_the_same_words_make_the_same_hash(network: Network) -> None:
    first, second = written(network), written(network)
    hashes = set()
    for post in (first, second):
        submitted = submitting.submit(post, post.draft, by=network.sari, at=LATER)
        assert submitted.head is not None
        hashes.add(submitted.head.sha256)
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"slots": {}}, "slot-tanggal"),
        ({"channels": []}, "channels"),
        ({"overrides": {"x": "a" * 281}}, "text-x"),
        ({"card": False}, "media-instagram"),
        ({"media": [{"id": 99, "alt": "", "caption": "", "credit": ""}]}, "media"),
    ],
)
def test_an_unfinished_draft_is_told_where_and_stays_a_draft(
    network: Network, changes: dict[str, object], place: str
) -> None:
    post = written(network, **changes)
    with pytest.raises(Incomplete) as told:
        submitting.submit(post, post.draft, by=network.sari, at=LATER)
    assert place in [fault.place for fault in told.value.faults]
    assert Post.objects.get(pk=post.pk).status == Status.DRAFT


def test_a_repost_carries_credit_and_lineage(network: Network) -> None:
    origin = network.approved(texts={"newsroom": "Layanan buka sampai sore."})
    repost = echo.of_post(origin, network.centre, by=network.citra, at=LATER)

    assert repost.repost_of == origin
    working = Working.read(repost.draft.content)
    assert working.credit is not None
    assert working.credit.office == network.pontianak.name
    assert working.slots["akun"] == "@contoh_ptk"
    submitted = submitting.submit(repost, repost.draft, by=network.citra, at=LATER)
    assert submitted.head is not None
    assert "Gema dari Kanim Pontianak @contoh_ptk" in submitted.head.content["texts"]["x"]
    assert submitted.head.content["credit"]["office"] == network.pontianak.name


def test_an_echo_names_its_source_in_every_text(network: Network) -> None:
    origin = network.approved(texts={"newsroom": "Layanan buka sampai sore."})
    repost = echo.of_post(origin, network.centre, by=network.citra, at=LATER)
    draft, own = repost.draft, {"x": "Layanan buka sampai sore.", "newsroom": "Sampai sore."}
    draft.content |= {"overrides": own}
    with pytest.raises(Incomplete) as told:
        submitting.submit(repost, draft, by=network.citra, at=LATER)
    assert [fault.place for fault in told.value.faults] == ["text-x"]

    draft.content |= {"overrides": {"x": "Layanan buka sampai sore, kata @contoh_ptk."}}
    submitting.submit(repost, draft, by=network.citra, at=LATER)


def test_only_what_was_approved_can_be_reposted(network: Network) -> None:
    with pytest.raises(echo.NotRepostable):
        echo.of_post(network.submitted(), network.centre, by=network.citra, at=LATER)
