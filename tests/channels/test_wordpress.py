"""A WordPress site over real HTTP: what arrives there, and what connecting says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.base import Disconnected, NotSent, Reason, Receipt, Remote
from channels.http import Wire
from channels.wordpress.adapter import WordPress
from channels.wordpress.page import slug_of
from tests.channels.sending import Notebook, now, trace
from tests.channels.wordpress_site import LOGIN, OURS, album, no, raised, site_at, titled
from tests.stubs.faults import HTML
from tests.stubs.running import Network


@pytest.mark.parametrize("pictures", [0, 1, 3])
def test_a_post_arrives_whole_and_is_found_again(wordpress: Network, pictures: int) -> None:
    sent, sent_at, notebook = titled("Satu.\n\nDua.", *album(pictures)), now(), Notebook()
    receipt = site_at(wordpress).publish(sent, notebook)
    (post,) = wordpress.accepted("post")
    row, library = post["row"], [event["row"] for event in wordpress.accepted("media")]
    assert receipt == Receipt(post["id"], f"https://situs.example/{slug_of(sent)}/")
    assert (row["title"], row["slug"]) == ("Layanan paspor buka", slug_of(sent))
    assert "<p>Dua.</p>" in row["content"]
    assert [media["alt_text"] for media in library] == [image.alt for image in sent.images]
    assert {media["post"] for media in library} == ({row["id"]} if pictures else set())
    assert row["featured_media"] == (library[0]["id"] if pictures else 0)
    assert all(media["source"] in row["content"] for media in library[1:])
    assert site_at(wordpress).look(trace(sent, sent_at, notebook.noted)) == receipt
    assert site_at(wordpress).look(trace(sent, sent_at)) == receipt


def test_nobody_sees_anything_before_the_last_call(wordpress: Network) -> None:
    site_at(wordpress).publish(titled("Halo", *album(2)), Notebook())
    assert [event["kind"] for event in wordpress.accepted()] == ["draft", "media", "media", "post"]


@pytest.mark.parametrize("plain", ["missing", "home", "moved"])
def test_plain_permalinks_are_found_out(wordpress: Network, plain: str) -> None:
    wordpress.set(plain=plain)
    site = site_at(wordpress)
    assert site.check().name == "Kanim Contoh"
    receipt = site_at(wordpress).publish(titled("Halo", *album(1)), Notebook())
    assert wordpress.accepted("post")[0]["id"] == receipt.remote_id
    site_at(wordpress).edit(Remote(receipt.remote_id), titled("Hai"), Notebook())
    site_at(wordpress).delete(Remote(receipt.remote_id), "k", Notebook())
    assert len(wordpress.accepted("edit", "trash")) == 2


def test_hashtags_become_tags_that_may_be_there_already(wordpress: Network) -> None:
    for key in ("kunci-1", "kunci-2"):
        site_at(wordpress).publish(replace(titled("Halo #Paspor"), key=key), Notebook())
    (tag,) = wordpress.accepted("tag")
    assert [post["row"]["tags"] for post in wordpress.accepted("post")] == [[tag["row"]["id"]]] * 2


def test_where_we_may_make_no_tags_the_post_goes_without(wordpress: Network) -> None:
    wordpress.fail("answer", r"POST .*/tags$", **no("rest_cannot_create", 403))
    site_at(wordpress).publish(titled("Halo #Paspor"), Notebook())
    assert wordpress.accepted("post")[0]["row"]["tags"] == []


def test_an_account_is_a_site(wordpress: Network) -> None:
    profile = site_at(wordpress).check()
    assert (profile.remote_id, profile.handle) == ("situs.example", "situs.example")
    assert (profile.name, profile.url) == ("Kanim Contoh", "https://situs.example/")


@pytest.mark.parametrize(
    ("lacks", "reason"),
    [
        ({"publish_posts"}, Reason.MAY_NOT_PUBLISH),
        ({"publish_posts", "upload_files"}, Reason.MAY_NOT_PUBLISH),
        ({"upload_files"}, Reason.MAY_NOT_UPLOAD),
        (OURS, Reason.MAY_NOT_PUBLISH),
    ],
)
def test_connecting_names_what_the_user_may_not_do(
    wordpress: Network, lacks: set[str], reason: Reason
) -> None:
    wordpress.set(may=sorted(OURS - lacks))
    error = raised(site_at(wordpress).check)
    assert isinstance(error, Disconnected)
    assert error.reason is reason


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"revoked": True}, Reason.LOGIN_ENDED),
        ({"strips_login": True}, Reason.LOGIN_ENDED),
        ({"logins_off": True}, Reason.APP_PASSWORDS_OFF),
    ],
)
def test_connecting_says_why_nobody_is_let_in(
    wordpress: Network, setting: dict[str, Any], reason: Reason
) -> None:
    wordpress.set(**setting)
    error = raised(site_at(wordpress).check)
    assert isinstance(error, Disconnected)
    assert error.reason is reason


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"status": 301, "headers": {"Location": "https://www.situs.example/x"}}, Reason.MOVED),
        ({"status": 302}, Reason.MOVED),
        ({"status": 403, "body": HTML, "type": "text/html"}, Reason.CLOSED_DOOR),
        ({"status": 404, "body": HTML, "type": "text/html"}, Reason.CLOSED_DOOR),
        ({"status": 406, "body": "Not Acceptable", "type": "text/plain"}, Reason.CLOSED_DOOR),
        (no("rest_no_route", 404), Reason.CLOSED_DOOR),
        (no("rest_disabled", 403), Reason.CLOSED_DOOR),
        (no("rest_cannot_access", 401), Reason.CLOSED_DOOR),
        ({"status": 200, "body": HTML, "type": "text/html"}, Reason.WRONG_SERVER),
        ({"status": 200, "body": {"name": "another service"}}, Reason.WRONG_SERVER),
        ({"status": 200, "body": ""}, Reason.WRONG_SERVER),
    ],
)
def test_what_stands_before_the_site_is_named(
    wordpress: Network, answer: dict[str, Any], reason: Reason
) -> None:
    wordpress.fail("answer", times=5, **answer)
    error = raised(site_at(wordpress).check)
    assert isinstance(error, NotSent)
    assert error.reason is reason
    assert "http" not in error.detail


def test_where_a_site_has_moved_is_said_by_its_host_only(wordpress: Network) -> None:
    moved = {"Location": "https://www.situs.example/wp-json/?secret=1"}
    wordpress.fail("answer", times=2, status=301, headers=moved)
    assert raised(site_at(wordpress).check).detail == "sends us on to www.situs.example"


def test_an_address_inside_the_house_is_not_called() -> None:
    inside = WordPress(replace(LOGIN, site="https://192.168.1.10"), Wire(now=now))
    error = raised(inside.check)
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED
