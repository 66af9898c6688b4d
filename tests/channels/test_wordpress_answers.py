"""Every no of a WordPress site, and every way to lose its yes."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotFound,
    NotSent,
    Reason,
    Receipt,
    Refused,
    Unconfirmed,
)
from channels.wordpress.adapter import WordPress
from channels.wordpress.page import slug_of
from tests.channels.sending import HURRIED, Notebook, jpeg, now, outcome, photo, trace
from tests.channels.wordpress_site import (
    DRAFT,
    LIST,
    LOGIN,
    OURS,
    PUBLIC,
    UPLOAD,
    album,
    look_at,
    no,
    site_at,
    titled,
)
from tests.stubs.faults import EVERY_LOSS, HTML, QUICK_LOSS
from tests.stubs.running import Network

NO_LOGINS = "application_passwords_disabled"


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (no("rest_cannot_create", 401), Disconnected, Reason.LOGIN_ENDED),
        (no("rest_cannot_edit", 401), Disconnected, Reason.LOGIN_ENDED),
        (no("incorrect_password", 401), Disconnected, Reason.LOGIN_ENDED),
        (no("invalid_username", 401), Disconnected, Reason.LOGIN_ENDED),
        ({"status": 401, "body": HTML, "type": "text/html"}, Disconnected, Reason.LOGIN_ENDED),
        (no(NO_LOGINS, 401), Disconnected, Reason.APP_PASSWORDS_OFF),
        (no(f"{NO_LOGINS}_for_user", 401), Disconnected, Reason.APP_PASSWORDS_OFF),
        (no("rest_cannot_publish", 403), Disconnected, Reason.MAY_NOT_PUBLISH),
        (no("rest_cannot_create", 403), Disconnected, Reason.MAY_NOT_PUBLISH),
        (no("rest_forbidden", 403), Disconnected, Reason.MAY_NOT_PUBLISH),
        (no("rest_cannot_edit", 403), Refused, Reason.NOT_ALLOWED),
        (no("rest_invalid_param", 400, params={"title": "?"}), Refused, Reason.REFUSED),
        (no("empty_content", 400), Refused, Reason.REFUSED),
        (no("a_plugin_says_no", 403), Refused, Reason.REFUSED),
        (no("rest_invalid_featured_media", 400), Refused, Reason.BAD_MEDIA),
        (no("rest_post_invalid_id", 404), Refused, Reason.GONE),
        ({"status": 413, "body": HTML, "type": "text/html"}, Refused, Reason.BAD_MEDIA),
        ({"status": 403, "body": HTML, "type": "text/html"}, NotSent, Reason.CLOSED_DOOR),
        ({"status": 405, "body": HTML, "type": "text/html"}, NotSent, Reason.CLOSED_DOOR),
        ({"status": 403, "body": {"error": 1}}, NotSent, Reason.CLOSED_DOOR),
        (no("rest_no_route", 404), NotSent, Reason.CLOSED_DOOR),
        (no("db_update_error", 500), NotSent, Reason.NETWORK_TROUBLE),
        ({"status": 429, "body": HTML, "type": "text/html"}, NotSent, Reason.RATE_LIMITED),
        (no("internal_server_error", 500), Unconfirmed, Reason.UNREADABLE_ANSWER),
        (no("wp_die", 500), Unconfirmed, Reason.UNREADABLE_ANSWER),
        ({"status": 503, "body": HTML, "type": "text/html"}, Unconfirmed, Reason.UNREADABLE_ANSWER),
        ({"status": 524, "body": HTML, "type": "text/html"}, Unconfirmed, Reason.UNREADABLE_ANSWER),
        ({"status": 200, "body": {"id": "12"}}, Unconfirmed, Reason.UNREADABLE_ANSWER),
        ({"status": 200, "body": {"id": True}}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ],
)  # fmt: skip
def test_every_documented_no_is_understood(
    wordpress: Network, answer: dict[str, Any], kind: type[DeliveryError], reason: Reason
) -> None:
    wordpress.fail("answer", PUBLIC, **answer)
    error = outcome(site_at(wordpress), titled(), Notebook())
    assert type(error) is kind
    assert error.reason is reason
    assert wordpress.accepted("post") == []


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (no("rest_cannot_create", 400), Disconnected, Reason.MAY_NOT_UPLOAD),
        (no("rest_upload_sideload_error", 500), Refused, Reason.BAD_MEDIA),
        (no("rest_upload_no_data", 400), Refused, Reason.BAD_MEDIA),
        (no("rest_upload_file_too_big", 400), Refused, Reason.BAD_MEDIA),
        (no("rest_upload_limited_space", 400), NotSent, Reason.QUOTA_USED_UP),
        (no("rest_upload_hash_mismatch", 412), NotSent, Reason.NETWORK_TROUBLE),
        ({"status": 413, "body": HTML, "type": "text/html"}, Refused, Reason.BAD_MEDIA),
        ({"status": 500, "body": HTML, "type": "text/html"}, NotSent, Reason.NETWORK_TROUBLE),
        ({"status": 201, "body": {"id": 5}}, NotSent, Reason.NETWORK_TROUBLE),
    ],
)
def test_a_picture_that_is_not_taken_says_why_and_nothing_is_public(
    wordpress: Network, answer: dict[str, Any], kind: type[DeliveryError], reason: Reason
) -> None:
    wordpress.fail("answer", UPLOAD, **answer)
    error = outcome(site_at(wordpress), titled("Halo", *album(1)), Notebook())
    assert type(error) is kind
    assert error.reason is reason
    assert wordpress.accepted("post") == []


def test_a_file_that_is_no_picture_is_refused_although_the_answer_is_a_500(
    wordpress: Network,
) -> None:
    error = outcome(site_at(wordpress), titled("Halo", photo(data=b"GIF8")), Notebook())
    assert isinstance(error, Refused)
    assert error.reason is Reason.BAD_MEDIA


def test_the_largest_picture_fits_where_php_is_as_it_comes(wordpress: Network) -> None:
    most = WordPress.limits.image_bytes
    whole = jpeg() + b"\0" * (most - len(jpeg()))
    assert outcome(site_at(wordpress), titled("Halo", photo(data=whole)), Notebook()) is None


@pytest.mark.parametrize(
    ("setting", "kind", "reason"),
    [
        ({"revoked": True}, Disconnected, Reason.LOGIN_ENDED),
        ({"strips_login": True}, Disconnected, Reason.LOGIN_ENDED),
        ({"may": ["read"]}, Disconnected, Reason.MAY_NOT_PUBLISH),
        ({"may": sorted(OURS - {"publish_posts"})}, Disconnected, Reason.MAY_NOT_PUBLISH),
        ({"may": sorted(OURS - {"upload_files"})}, Disconnected, Reason.MAY_NOT_UPLOAD),
        ({"moderated": True}, Refused, Reason.NOT_ALLOWED),
    ],
)
def test_what_the_site_has_changed_since_is_named(
    wordpress: Network, setting: dict[str, Any], kind: type[DeliveryError], reason: Reason
) -> None:
    wordpress.set(**setting)
    error = outcome(site_at(wordpress), titled("Halo", *album(1)), Notebook())
    assert type(error) is kind
    assert error.reason is reason
    assert wordpress.accepted("post") == []


def test_a_site_that_updates_itself_is_left_alone_as_long_as_it_asks(wordpress: Network) -> None:
    wordpress.set(maintained=True)
    began = now()
    error = outcome(site_at(wordpress), titled(), Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at
    assert timedelta(seconds=590) < error.again_at - began < timedelta(seconds=630)


def test_maintenance_that_begins_before_the_last_call_has_sent_nothing(wordpress: Network) -> None:
    fault = no("wp_die", 503) | {"headers": {"Retry-After": "600"}}
    wordpress.fail("answer", PUBLIC, **fault)
    assert isinstance(outcome(site_at(wordpress), titled(), Notebook()), NotSent)


@pytest.mark.parametrize(("asked", "seconds"), [({"Retry-After": "90"}, 90), ({}, 300)])
def test_a_busy_site_is_left_alone(wordpress: Network, asked: dict[str, str], seconds: int) -> None:
    wordpress.fail("answer", PUBLIC, status=429, headers=asked)
    began = now()
    error = outcome(site_at(wordpress), titled(), Notebook())
    assert isinstance(error, NotSent)
    assert error.again_at
    assert abs((error.again_at - began).total_seconds() - seconds) < 30


def test_no_form_of_the_password_is_ever_repeated(wordpress: Network) -> None:
    basic = base64.b64encode(b"humas:abcdEFGH1234ijklMNOP5678").decode()
    said = f"You sent {LOGIN.password} or abcdEFGH1234ijklMNOP5678 as {basic}"
    wordpress.fail("answer", PUBLIC, status=400, body={"code": "x", "message": said})
    error = outcome(site_at(wordpress), titled(), Notebook())
    assert error is not None
    assert error.detail == "HTTP 400 x You sent … or … as …"


@pytest.mark.parametrize("fault", EVERY_LOSS.values(), ids=EVERY_LOSS)
def test_a_lost_answer_is_looked_for_and_never_sent_twice(
    wordpress: Network, fault: dict[str, Any]
) -> None:
    wordpress.fail(match=PUBLIC, **fault)
    sent, sent_at, notebook = titled("Halo", *album(1)), now(), Notebook()
    error = outcome(site_at(wordpress, HURRIED), sent, notebook)
    assert isinstance(error, Unconfirmed)
    there = wordpress.accepted("post")
    found = look_at(wordpress, trace(sent, sent_at, notebook.noted))
    assert isinstance(found, Receipt if there else NotFound)
    receipt = site_at(wordpress).publish(sent, notebook)
    assert [post["id"] for post in wordpress.accepted("post")] == [receipt.remote_id]
    assert len(wordpress.accepted("draft")) == len(wordpress.accepted("media")) == 1


@pytest.mark.parametrize("step", [DRAFT, UPLOAD])
@pytest.mark.parametrize("fault", QUICK_LOSS.values(), ids=QUICK_LOSS)
def test_what_is_lost_before_is_done_again_without_leaving_a_double(
    wordpress: Network, fault: dict[str, Any], step: str
) -> None:
    wordpress.fail(match=step, **fault)
    sent, notebook = titled("Halo", *album(1)), Notebook()
    assert isinstance(outcome(site_at(wordpress), sent, notebook), NotSent)
    assert outcome(site_at(wordpress), sent, notebook) is None
    assert [len(wordpress.accepted(kind)) for kind in ("draft", "media", "post")] == [1, 1, 1]


def test_the_same_key_again_is_the_same_post(wordpress: Network) -> None:
    first = site_at(wordpress).publish(titled(), Notebook())
    assert site_at(wordpress).publish(titled(), Notebook()) == first
    assert site_at(wordpress).publish(titled(), Notebook({"post": int(first.remote_id)})) == first
    assert len(wordpress.accepted()) == 2


def test_another_key_is_another_post(wordpress: Network) -> None:
    first = site_at(wordpress).publish(titled(), Notebook())
    second = site_at(wordpress).publish(replace(titled(), key="kunci-2"), Notebook())
    assert first.remote_id != second.remote_id
    assert first.url != second.url


def test_a_draft_that_shows_late_is_used_and_the_second_one_removed(wordpress: Network) -> None:
    wordpress.fail("drop", DRAFT, accept=True)
    sent, notebook = titled(), Notebook()
    assert isinstance(outcome(site_at(wordpress), sent, notebook), NotSent)
    wordpress.fail("answer", LIST, status=200, body="[]", headers={"X-WP-Total": "0"})
    receipt = site_at(wordpress).publish(sent, notebook)
    first, second = wordpress.accepted("draft")
    assert receipt.remote_id == first["id"]
    assert [event["id"] for event in wordpress.accepted("drop")] == [second["id"]]
    assert receipt.url == f"https://situs.example/{slug_of(sent)}/"


def test_a_second_draft_that_cannot_be_removed_harms_nobody(wordpress: Network) -> None:
    wordpress.fail("drop", DRAFT, accept=True)
    outcome(site_at(wordpress), titled(), Notebook())
    wordpress.fail("answer", LIST, status=200, body="[]", headers={"X-WP-Total": "0"})
    wordpress.fail("reset", "DELETE")
    assert outcome(site_at(wordpress), titled(), Notebook()) is None
    assert len(wordpress.accepted("post")) == 1
