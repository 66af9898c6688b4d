"""Bluesky's own server, through the adapter that speaks to it in service."""

from __future__ import annotations

from dataclasses import replace

import pytest

from channels.base import NotFound, Reason, Refused, Remote, Verb
from tests.channels.sending import Notebook, jpeg, now, photo, png, trace
from tests.real.on_bluesky import Desk, about, fresh, remote
from tests.real.pds_server import Account, Pds

REPOST = "app.bsky.feed.repost"
FAMILY = "👨‍👩‍👧‍👦"
WORDS = f"Élok 🇮🇩 {FAMILY} #paspor https://imigrasi.go.id/antrean?kota=Pontianak"


@pytest.fixture(scope="module")
def region(bluesky: Pds, office: Account) -> Desk:
    return Desk(bluesky, office)


@pytest.fixture(scope="module")
def hub(bluesky: Pds, centre: Account) -> Desk:
    return Desk(bluesky, centre)


def test_a_post_stands_there_with_its_pictures_links_and_alternative_texts(region: Desk) -> None:
    pictures = (
        photo(alt="Antrean di loket 3"),
        replace(photo(alt="Peta “Pontianak”", data=png()), mime="image/png"),
    )
    receipt = region.published(fresh(*pictures, text=WORDS))
    record = region.pds.record(receipt.remote_id)
    assert record["text"].startswith(WORDS)
    assert record["langs"] == ["id"]
    assert [shown["alt"] for shown in record["embed"]["images"]] == [
        "Antrean di loket 3",
        "Peta “Pontianak”",
    ]
    words = record["text"].encode()
    marked = {
        words[at["byteStart"] : at["byteEnd"]].decode()
        for at in (f["index"] for f in record["facets"])
    }
    assert marked == {"#paspor", "https://imigrasi.go.id/antrean?kota=Pontianak"}
    assert sorted(region.pds.pictures(region.account, receipt.remote_id)) == sorted(
        [("image/jpeg", len(jpeg())), ("image/png", len(png()))]
    )


def test_the_same_key_again_changes_nothing(region: Desk) -> None:
    notebook, sent = Notebook(), fresh(photo())
    before = region.pds.commits(region.account)
    first = region.adapter().publish(sent, notebook)
    assert region.adapter().publish(sent, notebook) == first
    assert region.pds.commits(region.account) == before + 1


def test_other_words_under_the_same_key_never_replace_what_is_there(region: Desk) -> None:
    notebook, sent = Notebook(), fresh()
    first = region.adapter().publish(sent, notebook)
    before = region.pds.commits(region.account)
    again = region.adapter().publish(replace(sent, text="Lain sama sekali."), notebook)
    assert again == first
    assert region.pds.record(first.remote_id)["text"] == sent.text
    assert region.pds.commits(region.account) == before


def test_a_look_finds_what_is_there_also_without_the_journal(region: Desk) -> None:
    notebook, sent, begun = Notebook(), fresh(photo()), now()
    receipt = region.adapter().publish(sent, notebook)
    assert region.adapter().look(trace(sent, begun, notebook.noted)) == receipt
    assert region.adapter().look(trace(sent, begun)) == receipt


def test_a_look_does_not_find_what_was_never_sent(region: Desk) -> None:
    sent = fresh()
    region.published(fresh())
    noted = {"rkey": "3kaaaaaaaaa2z", "created_at": "2026-11-22T01:02:03Z"}
    for known in ({}, noted):
        with pytest.raises(NotFound):
            region.adapter().look(trace(sent, now(), known))


def test_a_correction_is_a_reply_made_once_and_taken_back_by_itself(region: Desk) -> None:
    original, notebook = region.published(fresh()), Notebook()
    said = replace(fresh(text="RALAT\nSemula: 08.00\nYang benar: 09.00"), key="gema-ralat")
    before = region.pds.commits(region.account)
    reply = region.adapter().reply(remote(original), said, notebook)
    assert region.adapter().reply(remote(original), said, notebook) == reply
    assert region.pds.commits(region.account) == before + 1
    kept = region.pds.record(reply.remote_id)
    assert kept["reply"]["parent"]["uri"] == kept["reply"]["root"]["uri"] == original.remote_id
    seen = replace(about(Verb.REPLY, remote(original), notebook), message=said)
    assert region.adapter().look(seen) == reply
    region.adapter().delete(remote(reply), "hapus", Notebook())
    assert original.remote_id in region.pds.records(region.account)
    assert reply.remote_id not in region.pds.records(region.account)


def test_the_centre_carries_a_post_once_and_takes_it_back(region: Desk, hub: Desk) -> None:
    original, notebook = region.published(fresh()), Notebook()
    before = hub.pds.commits(hub.account)
    first = hub.adapter().repost(remote(original), "gema-1", notebook)
    assert hub.adapter().repost(remote(original), "gema-1", notebook) == first
    assert hub.pds.commits(hub.account) == before + 1
    assert hub.pds.record(first.remote_id)["subject"]["uri"] == original.remote_id
    assert hub.adapter().look(about(Verb.REPOST, remote(original), notebook)) == first
    assert hub.adapter().look(about(Verb.REPOST, remote(original))) == first
    hub.adapter().delete(remote(first), "gema-2", Notebook())
    assert first.remote_id not in hub.pds.records(hub.account, REPOST)
    with pytest.raises(NotFound):
        hub.adapter().look(about(Verb.REPOST, remote(original), notebook))


def test_what_is_gone_cannot_be_carried(region: Desk, hub: Desk) -> None:
    original = region.published(fresh())
    region.adapter().delete(remote(original), "hapus", Notebook())
    with pytest.raises(Refused) as refused:
        hub.adapter().repost(remote(original), "gema-3", Notebook())
    assert refused.value.reason is Reason.GONE


def test_a_post_is_deleted_with_its_pictures_and_deleting_again_does_no_harm(region: Desk) -> None:
    receipt = region.published(fresh(photo(data=jpeg(99, 99))))
    with pytest.raises(NotFound):
        region.adapter().look(about(Verb.DELETE, remote(receipt)))
    for _ in range(2):
        region.adapter().delete(remote(receipt), "hapus", Notebook())
    assert receipt.remote_id not in region.pds.records(region.account)
    assert region.pds.pictures(region.account, receipt.remote_id) == []
    assert region.adapter().look(about(Verb.DELETE, remote(receipt))) == receipt


def test_nobody_deletes_what_is_of_another_account(region: Desk, hub: Desk) -> None:
    receipt = region.published(fresh())
    with pytest.raises(Refused):
        hub.adapter().delete(remote(receipt), "hapus", Notebook())
    assert receipt.remote_id in region.pds.records(region.account)


def test_the_longest_text_and_the_longest_alternative_text_are_taken(region: Desk) -> None:
    limits = region.adapter().limits
    assert limits.text_bytes is not None
    many = FAMILY * (limits.text_bytes // len(FAMILY.encode()))
    for text in (FAMILY + "a" * (limits.text - 1), many):
        sent = replace(fresh(photo(alt="a" * limits.alt)), text=text)
        receipt = region.published(sent)
        assert region.pds.record(receipt.remote_id)["text"] == text


@pytest.mark.parametrize("text", ["a" * 301, FAMILY * 121, "a" * 299 + FAMILY + "b"])
def test_a_text_that_is_longer_is_refused_as_too_long(region: Desk, text: str) -> None:
    before = region.pds.commits(region.account)
    with pytest.raises(Refused) as refused:
        region.published(replace(fresh(), text=text))
    assert refused.value.reason is Reason.TOO_LONG
    assert region.pds.commits(region.account) == before


@pytest.mark.parametrize("size", [2_100_000, 6_000_000])
def test_a_picture_that_is_too_heavy_is_refused_as_a_picture(region: Desk, size: int) -> None:
    heavy = photo(data=jpeg() + b"\0" * size)
    with pytest.raises(Refused) as refused:
        region.published(fresh(heavy))
    assert refused.value.reason is Reason.BAD_MEDIA


def test_what_is_no_picture_is_refused_as_a_picture(region: Desk) -> None:
    with pytest.raises(Refused) as refused:
        region.published(fresh(photo(data=b"%PDF-1.7 bukan foto" + b" " * 200)))
    assert refused.value.reason is Reason.BAD_MEDIA


def test_an_account_that_does_not_exist_cannot_be_carried(hub: Desk) -> None:
    nowhere = Remote("at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3kaaaaaaaaa2a")
    with pytest.raises(Refused) as refused:
        hub.adapter().repost(nowhere, "gema-4", Notebook())
    assert refused.value.reason is Reason.NO_SUCH_ACCOUNT
