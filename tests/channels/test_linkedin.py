"""LinkedIn over real HTTP: its versioned REST API against a stub as strict as its documentation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    Image,
    NotFound,
    NotSent,
    Outgoing,
    Reason,
    Receipt,
    Refused,
    Remote,
    Trace,
    Unconfirmed,
    Verb,
)
from channels.linkedin.adapter import LinkedIn
from channels.linkedin.client import Credentials
from channels.linkedin.meaning import midnight
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
    wire_to,
)
from tests.stubs.faults import EVERY_LOSS, HTML, QUICK_LOSS
from tests.stubs.linkedin import duplicate_of
from tests.stubs.running import Network

POST = r"POST /rest/posts$"
NEW_IMAGE = r"POST /rest/images$"
UPLOAD = r"PUT /dms-uploads/"
TEXT = "Buka (Sabtu) 08.00–12.00 WIB: https://kanim.go.id/a_b\n\n#imigrasi #layanan_publik @kanim"


def page_at(network: Network, timeout: timedelta = PATIENT, page: str = "5001") -> LinkedIn:
    wire = wire_to(("linkedin", network.url), timeout=timeout)
    return LinkedIn(Credentials(page, "token-of-the-page"), wire)


def album(pictures: int) -> list[Image]:
    return [photo(alt=f"Foto {n + 1}") for n in range(pictures)]


@pytest.mark.parametrize("pictures", [0, 1, 2, 20])
def test_a_post_arrives_whole_and_is_found_again(linkedin: Network, pictures: int) -> None:
    sent, sent_at = message(TEXT, *album(pictures)), now()
    receipt = page_at(linkedin).publish(sent, Notebook())
    (post,) = linkedin.accepted("post")
    url = f"https://www.linkedin.com/feed/update/{post['id']}/"
    assert receipt == Receipt(post["id"], url)
    assert (post["author"], post["text"]) == ("urn:li:organization:5001", TEXT)
    assert post["alts"] == [image.alt for image in sent.images]
    assert page_at(linkedin).look(trace(sent, sent_at)) == receipt


def test_a_picture_without_a_description_and_a_png_are_taken(linkedin: Network) -> None:
    plain = replace(photo(alt="", data=png()), mime="image/png")
    page_at(linkedin).publish(message("Kartu", plain), Notebook())
    assert linkedin.accepted("post")[0]["alts"] == [""]


def test_a_link_gets_a_card_where_no_picture_is(linkedin: Network) -> None:
    titled = replace(message("Lihat https://kanim.go.id/a."), title="Jam layanan")
    page_at(linkedin).publish(titled, Notebook())
    page_at(linkedin).publish(
        replace(titled, text=titled.text + "!", images=(photo(),)), Notebook()
    )
    card, picture = (post["content"] for post in linkedin.accepted("post"))
    assert card == {"article": {"source": "https://kanim.go.id/a", "title": "Jam layanan"}}
    assert set(picture) == {"media"}


def test_checking_says_whose_page_it_is_and_publishes_nothing(linkedin: Network) -> None:
    profile = page_at(linkedin).check()
    assert (profile.remote_id, profile.handle, profile.name) == ("5001", "kantor-5001", "Kantor")
    assert profile.url == "https://www.linkedin.com/company/kantor-5001/"
    assert [event["kind"] for event in linkedin.accepted()] == ["image"]


@pytest.mark.parametrize("missing", ["r_organization_social", "w_organization_social"])
def test_checking_names_the_permission_that_is_missing(linkedin: Network, missing: str) -> None:
    scopes = {"r_organization_social", "w_organization_social", "rw_organization_admin"}
    linkedin.set(scopes=sorted(scopes - {missing}))
    with pytest.raises(Disconnected) as caught:
        page_at(linkedin).check()
    assert caught.value.reason is Reason.PERMISSION_MISSING
    assert f"needs {missing}" in caught.value.detail


def test_a_page_whose_name_may_not_be_read_goes_by_its_number(linkedin: Network) -> None:
    linkedin.set(scopes=["r_organization_social", "w_organization_social"])
    profile = page_at(linkedin).check()
    assert (profile.handle, profile.name) == ("5001", "")


@pytest.mark.parametrize("wrong", ["kanim-pontianak", "urn:li:organization:5001", "٥٠٠١", ""])
def test_a_page_id_that_is_no_number_is_explained_in_the_form(wrong: str) -> None:
    with pytest.raises(ValueError, match="hanya berisi angka"):
        Credentials(wrong, "token")


@pytest.mark.parametrize("loss", EVERY_LOSS)
def test_whatever_is_lost_there_is_one_post_in_the_end(linkedin: Network, loss: str) -> None:
    sent, notebook, sent_at = message("Satu kali saja", photo()), Notebook(), now()
    fault = EVERY_LOSS[loss]
    linkedin.fail(match=POST, **fault)
    hurried = page_at(linkedin, HURRIED if fault["do"] == "hang" else PATIENT)
    assert isinstance(outcome(hurried, sent, notebook), Unconfirmed)
    if fault.get("accept"):
        found = page_at(linkedin).look(trace(sent, sent_at))
        assert found.remote_id == linkedin.accepted("post")[0]["id"]
    else:
        with pytest.raises(NotFound):
            page_at(linkedin).look(trace(sent, sent_at))
    page_at(linkedin).publish(sent, notebook)  # even without having looked
    assert len(linkedin.accepted("post")) == 1
    assert len(linkedin.accepted("upload")) == 1


@pytest.mark.parametrize("step", [NEW_IMAGE, UPLOAD, "GET /rest/images/"])
@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_a_lost_upload_is_safe_to_repeat(linkedin: Network, loss: str, step: str) -> None:
    linkedin.fail(match=step, **QUICK_LOSS[loss])
    sent, notebook = message("Foto", *album(2)), Notebook()
    for _ in range(2):  # an upload that only seemed to end well is found out, and made again
        if outcome(page_at(linkedin), sent, notebook) is None:
            break
    assert outcome(page_at(linkedin), message("Lain"), Notebook()) is None
    assert [post["text"] for post in linkedin.accepted("post")] == ["Foto", "Lain"]


def test_the_time_is_noted_before_it_is_published(linkedin: Network) -> None:
    notebook, before = Notebook(), now()
    linkedin.fail("drop", POST)
    outcome(page_at(linkedin), message(), notebook)
    assert before <= datetime.fromisoformat(notebook.noted["first_sent_at"]) <= now()


def test_a_picture_is_waited_for_until_it_is_ready(linkedin: Network) -> None:
    linkedin.set(image_status=["PROCESSING", "PROCESSING", "AVAILABLE"])
    waited: list[float] = []
    wire = wire_to(("linkedin", linkedin.url), pause=waited.append)
    LinkedIn(Credentials("5001", "token"), wire).publish(message("Foto", photo()), Notebook())
    assert waited == [0, 1, 2]


def test_a_picture_that_takes_long_is_not_uploaded_again(linkedin: Network) -> None:
    sent, notebook = message("Foto", photo()), Notebook()
    linkedin.set(image_status="PROCESSING")
    error = outcome(page_at(linkedin), sent, notebook)
    assert isinstance(error, NotSent)
    assert error.reason is Reason.STILL_PROCESSING
    linkedin.set(image_status="AVAILABLE")
    page_at(linkedin).publish(sent, notebook)
    assert len(linkedin.accepted("upload")) == 1


def test_a_picture_that_got_lost_is_uploaded_again(linkedin: Network) -> None:
    sent, notebook = message("Foto", photo()), Notebook({"images": ["urn:li:image:GONE"]})
    error = outcome(page_at(linkedin), sent, notebook)
    assert isinstance(error, NotSent)
    assert error.reason is Reason.NETWORK_TROUBLE
    page_at(linkedin).publish(sent, notebook)
    assert len(linkedin.accepted("post")) == 1


def test_a_picture_that_cannot_be_processed_is_never_published(linkedin: Network) -> None:
    linkedin.set(image_status="PROCESSING_FAILED")
    error = outcome(page_at(linkedin), message("Foto", photo()), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA
    assert linkedin.accepted("post") == []


@pytest.mark.parametrize(
    "url", ["https://evil.example/x", "http://www.linkedin.com/x", "https://["]
)
def test_our_token_goes_only_to_linkedin(linkedin: Network, url: str) -> None:
    value = {"value": {"uploadUrl": url, "image": "urn:li:image:1"}}
    linkedin.fail("answer", NEW_IMAGE, body=value)
    error = outcome(page_at(linkedin), message("Foto", photo()), Notebook())
    assert isinstance(error, NotSent)
    assert error.detail == "the upload leads elsewhere"
    assert linkedin.accepted() == []


def test_more_pictures_than_a_post_holds_are_refused_before_anything_is_uploaded(
    linkedin: Network,
) -> None:
    error = outcome(page_at(linkedin), message("Foto", *album(21)), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA
    assert linkedin.accepted() == []


@pytest.mark.parametrize(("length", "reason"), [(3000, None), (3001, Reason.TOO_LONG)])
def test_how_long_a_text_may_be(linkedin: Network, length: int, reason: Reason | None) -> None:
    error = outcome(page_at(linkedin), message("(" * length), Notebook())
    assert (error.reason if error else None) is reason


def said(status: int, code: str = "", text: str = "Said so.", **more: Any) -> dict[str, Any]:
    return {"status": status, "body": {"status": status, "code": code, "message": text}} | more


Row = tuple[dict[str, Any], type[DeliveryError], Reason]
PAGE = {"body": HTML, "type": "text/html"}
ANSWERS: list[Row] = [
    (said(401, "EXPIRED_ACCESS_TOKEN"), Disconnected, Reason.LOGIN_ENDED),
    (said(401, "REVOKED_ACCESS_TOKEN"), Disconnected, Reason.LOGIN_ENDED),
    ({"status": 401, **PAGE}, Disconnected, Reason.LOGIN_ENDED),
    (said(403, "ACCESS_DENIED"), Disconnected, Reason.PERMISSION_MISSING),
    ({"status": 403, **PAGE}, NotSent, Reason.NETWORK_TROUBLE),
    (said(400, "NONEXISTENT_VERSION"), NotSent, Reason.OUTDATED),
    (said(426, "NONEXISTENT_VERSION"), NotSent, Reason.OUTDATED),
    (said(400, "VERSION_MISSING"), NotSent, Reason.OUTDATED),
    (said(400, "FIELD_LENGTH_TOO_LONG"), Refused, Reason.TOO_LONG),
    (said(400, "MEDIA_ASSET_PROCESSING_FAILED"), Refused, Reason.BAD_MEDIA),
    (said(400, "MEDIA_ASSET_WAITING_UPLOAD"), NotSent, Reason.STILL_PROCESSING),
    (said(400, text="Media not available for processing"), NotSent, Reason.STILL_PROCESSING),
    (said(400, "INVALID_VALUE_FOR_FIELD"), Refused, Reason.REFUSED),
    (said(409, "CONFLICT"), NotSent, Reason.NETWORK_TROUBLE),
    (said(413), Refused, Reason.BAD_MEDIA),
    (said(422, "UNPROCESSABLE_ENTITY"), Refused, Reason.REFUSED),
    (said(429), NotSent, Reason.QUOTA_USED_UP),
    ({"status": 429, **PAGE}, NotSent, Reason.RATE_LIMITED),
    (said(500), Unconfirmed, Reason.UNREADABLE_ANSWER),
]


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    ANSWERS,
    ids=[f"{row[0]['status']} {row[2]} {n}" for n, row in enumerate(ANSWERS)],
)
def test_each_answer_says_what_to_do_next(
    linkedin: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason
) -> None:
    linkedin.fail("answer", POST, **answer)
    caught = outcome(page_at(linkedin), message(), Notebook())
    assert type(caught) is error
    assert caught.reason is reason
    assert linkedin.accepted("post") == []


@pytest.mark.parametrize(
    ("text", "headers", "whole_app"),
    [
        ("Resource level throttle APPLICATION DAY limit is reached.", {}, True),
        ("Resource level throttle APPLICATION_AND_MEMBER DAY limit is reached.", {}, False),
        ("Resource level throttle limit for calls to this resource is reached.", {}, False),
    ],
)
def test_a_day_of_calls_ends_at_midnight_utc(
    linkedin: Network, text: str, headers: dict[str, str], whole_app: bool
) -> None:
    linkedin.fail("answer", POST, **said(429, "TOO_MANY_REQUESTS", text, headers=headers))
    error = outcome(page_at(linkedin), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.again_at in {midnight(now()), midnight(now() - timedelta(seconds=30))}
    assert error.whole_account
    assert error.whole_app is whole_app


def test_midnight_is_the_next_one() -> None:
    late = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert midnight(late) == datetime(2027, 1, 1, tzinfo=UTC)
    assert midnight(datetime(2027, 1, 1, tzinfo=UTC)) == datetime(2027, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [({"status": 429, **PAGE}, 15), (said(429, headers={"Retry-After": "120"}), 2)],
)
def test_another_limit_passes_sooner(
    linkedin: Network, answer: dict[str, Any], minutes: int
) -> None:
    linkedin.fail("answer", POST, **answer)
    error = outcome(page_at(linkedin), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(minutes=minutes)) < timedelta(seconds=30)


def test_a_version_that_is_served_no_more_stops_the_whole_app(linkedin: Network) -> None:
    linkedin.fail("answer", POST, **said(426, "NONEXISTENT_VERSION"))
    error = outcome(page_at(linkedin), message(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_app
    assert error.again_at


def test_a_post_that_is_not_in_the_feed_yet_is_found_as_the_duplicate_that_is_named(
    linkedin: Network,
) -> None:
    """Looked too early, sent again: LinkedIn names the first, and that is the proof."""
    sent, notebook, sent_at = message("Pengumuman"), Notebook(), now()
    linkedin.fail("drop", POST, accept=True)
    linkedin.set(visible_after=600)
    assert isinstance(outcome(page_at(linkedin), sent, notebook), Unconfirmed)
    with pytest.raises(NotFound):
        page_at(linkedin).look(trace(sent, sent_at))
    again = outcome(page_at(linkedin), sent, notebook)
    assert isinstance(again, Unconfirmed)
    assert again.reason is Reason.DUPLICATE
    linkedin.set(visible_after=0)
    found = page_at(linkedin).publish(sent, notebook)
    assert found.remote_id == linkedin.accepted("post")[0]["id"]
    assert len(linkedin.accepted("post")) == 1


def test_a_duplicate_of_something_else_is_refused(linkedin: Network) -> None:
    page_at(linkedin).publish(message("Sama"), Notebook())
    error = outcome(page_at(linkedin), message("Sama"), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


def test_a_duplicate_that_is_older_than_our_first_attempt_is_not_ours(linkedin: Network) -> None:
    page_at(linkedin).publish(message("Sama"), Notebook())
    later = Notebook({"first_sent_at": (now() + timedelta(minutes=5)).isoformat()})
    error = outcome(page_at(linkedin), message("Sama"), later)
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


def test_a_duplicate_that_says_something_else_is_not_ours(linkedin: Network) -> None:
    notebook = Notebook({"first_sent_at": now().isoformat()})
    other = page_at(linkedin).publish(message("Lain"), Notebook())
    linkedin.fail("answer", POST, status=422, body=duplicate_of(other.remote_id))
    error = outcome(page_at(linkedin), message("Sama"), notebook)
    assert isinstance(error, Refused)
    assert error.reason is Reason.DUPLICATE


@pytest.mark.parametrize("named", ["urn:li:share:7295588489876647936", "nothing"])
def test_a_duplicate_that_cannot_be_read_is_left_to_a_person(linkedin: Network, named: str) -> None:
    """LinkedIn also names posts that were deleted: github.com/ComposioHQ/composio/issues/2710."""
    notebook = Notebook({"first_sent_at": now().isoformat()})
    linkedin.fail("answer", POST, status=422, body=duplicate_of(named))
    error = outcome(page_at(linkedin), message(), notebook)
    assert isinstance(error, Unconfirmed)
    assert error.reason is Reason.DUPLICATE


@pytest.mark.parametrize(
    "other",
    [message("Pengumuman"), message("Pengumuman lain", photo()), message("Pengumuman", *album(2))],
    ids=["no picture", "another text", "more pictures"],
)
def test_a_similar_post_is_not_taken_for_ours(linkedin: Network, other: Outgoing) -> None:
    page_at(linkedin).publish(other, Notebook())
    with pytest.raises(NotFound):
        page_at(linkedin).look(trace(message("Pengumuman", photo()), now()))


def test_another_pages_post_is_not_taken_for_ours(linkedin: Network) -> None:
    page_at(linkedin, page="5002").publish(message("Selamat pagi"), Notebook())
    with pytest.raises(NotFound):
        page_at(linkedin).look(trace(message("Selamat pagi"), now()))


def test_an_older_post_is_not_taken_for_ours(linkedin: Network) -> None:
    page_at(linkedin).publish(message("Selamat pagi"), Notebook())
    with pytest.raises(NotFound):
        page_at(linkedin).look(trace(message("Selamat pagi"), now() + timedelta(minutes=3)))


def test_a_busy_page_is_read_page_by_page(linkedin: Network) -> None:
    posting, sent_at = page_at(linkedin), now()
    first = posting.publish(message("Nomor 0"), Notebook())
    for number in range(1, 102):
        posting.publish(message(f"Nomor {number}"), Notebook())
    assert posting.look(trace(message("Nomor 0"), sent_at)).remote_id == first.remote_id


@pytest.mark.parametrize(
    ("state", "error"), [("PUBLISH_REQUESTED", Unconfirmed), ("PUBLISH_FAILED", NotFound)]
)
def test_a_post_is_live_only_when_linkedin_says_so(
    linkedin: Network, state: str, error: type[DeliveryError]
) -> None:
    linkedin.set(state=state)
    page_at(linkedin).publish(message(), Notebook())
    with pytest.raises(error):
        page_at(linkedin).look(trace(message(), now()))


@pytest.mark.parametrize("loss", QUICK_LOSS)
def test_whatever_is_lost_of_a_share_there_is_one_in_the_end(linkedin: Network, loss: str) -> None:
    original = page_at(linkedin).publish(message("Asli"), Notebook())
    target, sent_at, notebook = Remote(original.remote_id), now(), Notebook()
    centre = page_at(linkedin, page="5002")
    linkedin.fail(match=POST, **QUICK_LOSS[loss])
    with pytest.raises(Unconfirmed):
        centre.repost(target, "k", notebook)
    looked = Trace("k", Verb.REPOST, sent_at, None, target)
    if linkedin.accepted("repost"):
        assert centre.look(looked).remote_id == linkedin.accepted("repost")[0]["id"]
    else:
        with pytest.raises(NotFound):
            centre.look(looked)
    receipt = centre.repost(target, "k", notebook)
    assert [share["id"] for share in linkedin.accepted("repost")] == [receipt.remote_id]


def test_a_share_of_something_else_is_not_taken_for_ours(linkedin: Network) -> None:
    posting, sent_at = page_at(linkedin), now()
    one, other = (posting.publish(message(text), Notebook()) for text in ("Satu", "Dua"))
    posting.repost(Remote(one.remote_id), "k", Notebook())
    with pytest.raises(NotFound):
        posting.look(Trace("k", Verb.REPOST, sent_at, None, Remote(other.remote_id)))


def test_a_share_can_be_taken_back(linkedin: Network) -> None:
    original = page_at(linkedin).publish(message("Asli"), Notebook())
    centre = page_at(linkedin, page="5002")
    share = centre.repost(Remote(original.remote_id), "k", Notebook())
    centre.delete(Remote(share.remote_id), "k", Notebook())
    assert [gone["id"] for gone in linkedin.accepted("delete")] == [share.remote_id]


def test_a_lost_edit_is_looked_up(linkedin: Network) -> None:
    target = Remote(page_at(linkedin).publish(message("Pukul 8"), Notebook()).remote_id)
    right = message("Pukul 9 (bukan 8) #ralat")
    changed = Trace("k", Verb.EDIT, now(), right, target)
    with pytest.raises(NotFound):
        page_at(linkedin).look(changed)
    linkedin.fail("drop", r"POST /rest/posts/", accept=True)
    with pytest.raises(Unconfirmed):
        page_at(linkedin).edit(target, right, Notebook())
    assert page_at(linkedin).look(changed).remote_id == target.remote_id
    assert page_at(linkedin).edit(target, right, Notebook()).remote_id == target.remote_id
    assert {edit["text"] for edit in linkedin.accepted("edit")} == {right.text}


def test_an_edit_of_what_is_gone_is_refused(linkedin: Network) -> None:
    with pytest.raises(Refused) as caught:
        page_at(linkedin).edit(Remote("urn:li:share:1"), message(), Notebook())
    assert caught.value.reason is Reason.GONE


def test_a_lost_delete_is_looked_up_and_may_be_repeated(linkedin: Network) -> None:
    receipt = page_at(linkedin).publish(message("Salah"), Notebook())
    target = Remote(receipt.remote_id)
    gone = Trace("k", Verb.DELETE, now(), None, target)
    with pytest.raises(NotFound):
        page_at(linkedin).look(gone)
    linkedin.fail("drop", "DELETE", accept=True)
    with pytest.raises(Unconfirmed):
        page_at(linkedin).delete(target, "k", Notebook())
    assert page_at(linkedin).look(gone) == receipt
    assert page_at(linkedin).delete(target, "k", Notebook()) == receipt
    linkedin.fail("answer", "DELETE", **said(404, "NOT_FOUND"))
    assert page_at(linkedin).delete(target, "k", Notebook()) == receipt
    assert len(linkedin.accepted("delete")) == 1


CHANGES: list[Callable[[LinkedIn, Remote], object]] = [
    lambda page, target: page.edit(target, message("Baru"), Notebook()),
    lambda page, target: page.delete(target, "k", Notebook()),
]


@pytest.mark.parametrize("change", CHANGES, ids=["edit", "delete"])
def test_a_success_that_is_not_linkedins_is_not_believed(
    linkedin: Network, change: Callable[[LinkedIn, Remote], object]
) -> None:
    """A captive portal answers 200 to everything."""
    target = Remote(page_at(linkedin).publish(message(), Notebook()).remote_id)
    linkedin.fail("answer", r"(POST|DELETE) /rest/posts/", **PAGE)
    with pytest.raises(Unconfirmed):
        change(page_at(linkedin), target)


@pytest.mark.parametrize(
    "answer",
    [
        said(429),
        said(400),
        {"status": 200, "body": "{"},
        {"status": 200, "body": {}},
        {"status": 200, "body": {"elements": [{"id": "urn:li:share:1", "commentary": "a"}]}},
    ],
    ids=["429", "400", "half", "empty", "no time"],
)
def test_a_look_that_cannot_see_says_so(linkedin: Network, answer: dict[str, Any]) -> None:
    linkedin.fail("answer", "GET", **answer)
    with pytest.raises(Unconfirmed):
        page_at(linkedin).look(trace(message(), now()))
