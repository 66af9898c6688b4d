"""LinkedIn: connecting a page, and what is published there with its pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from channels.base import (
    Disconnected,
    NotSent,
    Reason,
    Receipt,
    Refused,
)
from channels.linkedin.adapter import LinkedIn
from channels.linkedin.login import Credentials
from tests.channels.on_linkedin import NEW_IMAGE, POST, TEXT, UPLOAD, album, page_at
from tests.channels.sending import (
    Notebook,
    message,
    now,
    outcome,
    photo,
    png,
    trace,
    wire_to,
)
from tests.stubs.faults import QUICK_LOSS
from tests.stubs.running import Network


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
