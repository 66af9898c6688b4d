"""Bluesky over real HTTP: what is published, once whatever happens, looked for and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from channels.base import (
    NotFound,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.bluesky.adapter import Bluesky
from channels.bluesky.records import POST, facets, tid
from channels.keeping import ForNow
from tests.channels.on_bluesky import CENTRE, CENTRE_DID, MY_DID, PUT, at, said
from tests.channels.sending import (
    HURRIED,
    PATIENT,
    Notebook,
    message,
    now,
    outcome,
    photo,
    png,
    trace,
)
from tests.stubs.bluesky_records import TID
from tests.stubs.faults import EVERY_LOSS, QUICK_LOSS
from tests.stubs.running import Network

# ── what is published ────────────────────────────────────────────────────────────────────────────


def test_a_post_with_pictures_arrives_whole(bluesky: Network) -> None:
    pictures = photo(alt="Loket 3"), photo(data=png(), alt="")
    sent = replace(message("Halo", *pictures), language="en")
    receipt = at(bluesky).publish(sent, Notebook())
    (post,) = bluesky.accepted("post")
    rkey = post["id"].rpartition("/")[2]
    assert receipt == Receipt(post["id"], f"https://bsky.app/profile/{MY_DID}/post/{rkey}")
    assert receipt.remote_id.startswith(f"at://{MY_DID}/{POST}/")
    record = post["record"]
    assert (record["text"], record["langs"]) == ("Halo", ["en"])
    first, second = record["embed"]["images"]
    assert (first["alt"], second["alt"]) == ("Loket 3", "")
    assert first["aspectRatio"] == {"width": 1080, "height": 1080}
    assert (first["image"]["mimeType"], second["image"]["mimeType"]) == ("image/jpeg", "image/png")


def test_a_post_of_words_alone_has_no_pictures_and_no_marks(bluesky: Network) -> None:
    at(bluesky).publish(message("Selamat pagi"), Notebook())
    (post,) = bluesky.accepted("post")
    assert set(post["record"]) == {"$type", "text", "createdAt", "langs"}


def marked(text: str) -> list[tuple[str, str]]:
    """The bytes that each facet covers, read back, with what it leads to."""
    found = []
    for facet in facets(text):
        index, (feature,) = facet["index"], facet["features"]
        words = text.encode()[index["byteStart"] : index["byteEnd"]].decode()
        found.append((words, feature.get("uri") or feature["tag"]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Paspor 🇮🇩 – lihat https://imigrasi.go.id/a?b=1. #SahabatImigrasi",
            [
                ("https://imigrasi.go.id/a?b=1", "https://imigrasi.go.id/a?b=1"),
                ("#SahabatImigrasi", "SahabatImigrasi"),
            ],
        ),
        ("Situs: imigrasi.go.id", [("imigrasi.go.id", "https://imigrasi.go.id")]),
        ("“#Ramadan” dan #Idulfitri!", [("#Ramadan", "Ramadan"), ("#Idulfitri", "Idulfitri")]),
        ("Tulis ke @pusat tentang no. #1", []),
        ("https://imigrasi.go.id/#paspor", [("https://imigrasi.go.id/#paspor",) * 2]),
        (f"#{'a' * 64} #{'a' * 65}", [(f"#{'a' * 64}", "a" * 64)]),
        ("", []),
    ],
)
def test_links_and_hashtags_are_marked_where_their_bytes_are(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert marked(text) == expected


def test_a_text_full_of_marks_is_taken(bluesky: Network) -> None:
    text = "Antrean “M-Paspor” 🇮🇩👨‍👩‍👧: imigrasi.go.id/antré?x=1, #Paspor #Imigrasi\nhttps://a.id"
    at(bluesky).publish(message(text), Notebook())
    (post,) = bluesky.accepted("post")
    assert post["record"]["text"] == text
    assert len(post["record"]["facets"]) == 4


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 300, True),
        ("a" * 301, False),
        ("é" * 300, True),
        ("👨‍👩‍👧" * 166, True),
        ("👨‍👩‍👧" * 167, False),
    ],
    ids=["300 letters", "301 letters", "300 accents", "2988 bytes", "3006 bytes"],
)
def test_a_text_is_taken_up_to_the_limit_and_refused_beyond(
    bluesky: Network, text: str, fits: bool
) -> None:
    error = outcome(at(bluesky), message(text), Notebook())
    assert len(bluesky.accepted("post")) == fits
    if not fits:
        assert isinstance(error, Refused)
        assert error.reason is Reason.TOO_LONG


def test_a_picture_that_is_none_or_too_large_is_refused(bluesky: Network) -> None:
    large = photo().data + b"\0" * 1_000_000
    for data in (b"not a picture", large, large * 6):
        picture = replace(photo(data=data), mime="text/plain" if data.startswith(b"not") else "")
        picture = replace(picture, mime=picture.mime or "image/jpeg")
        error = outcome(at(bluesky), message("Foto", picture), Notebook())
        assert isinstance(error, Refused)
        assert error.reason is Reason.BAD_MEDIA
    assert bluesky.accepted("post") == []


# ── one post, whatever happens ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_whatever_is_lost_there_is_one_post_in_the_end(bluesky: Network, loss: str) -> None:
    """Unconfirmed, then looked for, then sent again only when it is certainly not there."""
    sent, notebook, sent_at = message("Satu kali saja", photo()), Notebook(), now()
    fault = EVERY_LOSS[loss]
    bluesky.fail(match=PUT, **fault)
    hurried = at(bluesky, timeout=HURRIED if fault["do"] == "hang" else PATIENT)
    error = outcome(hurried, sent, notebook)
    assert isinstance(error, Unconfirmed)
    assert error.reason in {Reason.LOST_ANSWER, Reason.UNREADABLE_ANSWER}
    patient, seen = at(bluesky), trace(sent, sent_at, notebook.noted)
    if fault.get("accept"):
        assert patient.look(seen).remote_id == bluesky.accepted("post")[0]["id"]
    else:
        with pytest.raises(NotFound):
            patient.look(seen)
    receipt = patient.publish(sent, notebook)
    assert [post["id"] for post in bluesky.accepted("post")] == [receipt.remote_id]


def test_key_and_time_are_noted_before_the_call_and_stay_the_same(bluesky: Network) -> None:
    sent, notebook, begun = message("Pengumuman"), Notebook(), now()
    bluesky.fail("drop", PUT)
    outcome(at(bluesky), sent, notebook)
    noted = dict(notebook.noted)
    assert TID.fullmatch(noted["rkey"])
    assert abs(datetime.fromisoformat(noted["created_at"]) - begun) < timedelta(seconds=60)
    receipt = at(bluesky).publish(sent, notebook)
    assert notebook.noted == noted
    (post,) = bluesky.accepted("post")
    assert receipt.remote_id.endswith(noted["rkey"])
    assert post["record"]["createdAt"] == noted["created_at"]


def test_a_repeat_of_the_same_key_changes_nothing(bluesky: Network) -> None:
    sent, notebook = message("Pengumuman", photo()), Notebook()
    receipts = {at(bluesky).publish(sent, notebook) for _ in range(3)}
    assert len(receipts) == 1
    assert len(bluesky.accepted("post")) == 1


def test_a_repeat_that_would_write_something_else_leaves_what_is_there(bluesky: Network) -> None:
    """As after an upgrade that marks links in another way: the post is out, and stays as it is."""
    notebook = Notebook()
    first = at(bluesky).publish(message("Seperti disetujui"), notebook)
    assert at(bluesky).publish(message("Lain"), notebook) == first
    (post,) = bluesky.accepted("post")
    assert post["record"]["text"] == "Seperti disetujui"


def test_two_deliveries_of_one_moment_have_two_keys() -> None:
    moment = datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC)
    assert tid(moment, "gema-1-0") != tid(moment, "gema-2-0")
    assert tid(moment, "gema-1-0") == tid(moment, "gema-1-0")
    assert tid(moment, "gema-1-0") < tid(moment + timedelta(milliseconds=1), "gema-1-0")


def test_a_record_key_is_the_time_in_letters_that_sort() -> None:
    """Worked out by hand: 1 microsecond is 1 << 10, so the third letter from the right is one."""
    moment = datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    assert tid(moment, "")[:11] == "22222222223"


@pytest.mark.parametrize("loss", QUICK_LOSS)
@pytest.mark.parametrize("call", ["uploadBlob", "createSession"])
def test_what_is_lost_before_the_post_is_safe_to_repeat(
    bluesky: Network, call: str, loss: str
) -> None:
    bluesky.fail(match=call, **QUICK_LOSS[loss])
    notebook = Notebook()
    assert isinstance(outcome(at(bluesky), message("Foto", photo()), notebook), NotSent)
    at(bluesky).publish(message("Foto", photo()), notebook)
    assert len(bluesky.accepted("post")) == 1


# ── looking ──────────────────────────────────────────────────────────────────────────────────────


def test_where_the_note_was_lost_with_a_backup_the_words_are_looked_for(bluesky: Network) -> None:
    sent_at = now()
    for number in range(105):
        at_once = message(f"Nomor {number}", *([photo()] if number == 3 else []))
        receipt = busy(bluesky).publish(at_once, Notebook())
        if number == 3:
            third = receipt
    look = busy(bluesky).look
    assert look(trace(message("Nomor 3", photo()), sent_at)) == third
    for other in (message("Nomor 3"), message("Nomor 200")):
        with pytest.raises(NotFound):
            look(trace(other, sent_at))


def busy(network: Network) -> Bluesky:
    return at(network, keeper=SHARED)


SHARED = ForNow()


def test_an_older_post_of_the_same_words_is_not_taken_for_ours(bluesky: Network) -> None:
    sent = message("Selamat pagi")
    at(bluesky).publish(sent, Notebook())
    with pytest.raises(NotFound):
        at(bluesky).look(trace(sent, now() + timedelta(minutes=3)))


def test_a_look_knows_the_older_words_for_not_there(bluesky: Network) -> None:
    body = {"error": "InvalidRequest", "message": "Could not locate record: at://…"}
    bluesky.fail("answer", "getRecord", status=400, body=body)
    with pytest.raises(NotFound):
        at(bluesky).look(trace(message(), now(), {"rkey": "3mabcdefghijk"}))


def test_what_an_account_that_is_shut_does_not_show_is_not_taken_for_gone(
    bluesky: Network,
) -> None:
    sent, notebook, begun = message("Selamat pagi"), Notebook(), now()
    adapter = at(bluesky)
    target = Remote(adapter.publish(sent, notebook).remote_id)
    bluesky.set(status="deactivated")
    for seen in (
        trace(sent, begun, notebook.noted),
        trace(sent, begun),
        Trace("k", Verb.DELETE, now(), None, target),
    ):
        with pytest.raises(Unconfirmed):
            adapter.look(seen)


# ── repost and delete ────────────────────────────────────────────────────────────────────────────


def test_a_repost_is_made_once_seen_and_taken_back(bluesky: Network) -> None:
    theirs = at(bluesky, CENTRE).publish(message("Dari pusat"), Notebook())
    target, notebook, sent_at = Remote(theirs.remote_id, theirs.url), Notebook(), now()
    bluesky.fail("drop", PUT, accept=True)
    with pytest.raises(Unconfirmed):
        at(bluesky).repost(target, "k", notebook)
    (repost,) = bluesky.accepted("repost")
    expected = Receipt(repost["id"], theirs.url)
    assert repost["record"]["subject"]["uri"] == theirs.remote_id
    for noted in (notebook.noted, {}):
        seen = Trace("k", Verb.REPOST, sent_at, None, target, noted)
        assert at(bluesky).look(seen) == expected
    assert at(bluesky).repost(target, "k", notebook) == expected
    assert len(bluesky.accepted("repost")) == 1
    at(bluesky).delete(Remote(expected.remote_id), "k2", Notebook())
    assert [gone["id"] for gone in bluesky.accepted("delete")] == [repost["id"]]


def test_a_repost_that_did_not_arrive_is_not_found(bluesky: Network) -> None:
    theirs = at(bluesky, CENTRE).publish(message("Dari pusat"), Notebook())
    target, notebook = Remote(theirs.remote_id), Notebook()
    bluesky.fail("drop", PUT)
    with pytest.raises(Unconfirmed):
        at(bluesky).repost(target, "k", notebook)
    for noted in (notebook.noted, {}):
        with pytest.raises(NotFound):
            at(bluesky).look(Trace("k", Verb.REPOST, now(), None, target, noted))


@pytest.mark.parametrize("target", [f"at://{CENTRE_DID}/{POST}/3mabcdefghijk", "1", ""])
def test_reposting_what_is_gone_is_refused(bluesky: Network, target: str) -> None:
    at(bluesky, CENTRE).check()
    with pytest.raises(Refused) as caught:
        at(bluesky).repost(Remote(target), "k", Notebook())
    assert caught.value.reason is Reason.GONE
    assert bluesky.accepted("repost") == []


@pytest.mark.parametrize("name", ["RepoNotFound", "RepoTakendown", "RepoDeactivated"])
def test_reposting_from_an_account_that_is_shut_does_not_disconnect_ours(
    bluesky: Network, name: str
) -> None:
    bluesky.fail("answer", "getRecord", **said(400, name))
    with pytest.raises(Refused) as caught:
        at(bluesky).repost(Remote(f"at://{CENTRE_DID}/{POST}/3mabcdefghijk"), "k", Notebook())
    assert caught.value.reason is Reason.NO_SUCH_ACCOUNT


def test_a_lost_delete_is_looked_up_and_a_second_one_does_no_harm(bluesky: Network) -> None:
    posted = at(bluesky).publish(message("Salah"), Notebook())
    target = Remote(posted.remote_id, posted.url)
    gone = Trace("k", Verb.DELETE, now(), None, target)
    with pytest.raises(NotFound):
        at(bluesky).look(gone)
    bluesky.fail("drop", "deleteRecord", accept=True)
    with pytest.raises(Unconfirmed):
        at(bluesky).delete(target, "k", Notebook())
    assert at(bluesky).look(gone) == posted
    assert at(bluesky).delete(target, "k", Notebook()) == posted
    assert len(bluesky.accepted("delete")) == 1


def test_what_another_account_wrote_is_not_ours_to_delete(bluesky: Network) -> None:
    theirs = at(bluesky, CENTRE).publish(message("Dari pusat"), Notebook())
    with pytest.raises(Refused):
        at(bluesky).delete(Remote(theirs.remote_id), "k", Notebook())
    assert bluesky.accepted("delete") == []
