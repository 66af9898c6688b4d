"""Webhooks over real HTTP, against a receiver that checks each signature and forgets no id."""

from __future__ import annotations

import json
import logging
import re
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from channels.base import (
    DeliveryError,
    Disconnected,
    NotSent,
    Outgoing,
    Reason,
    Refused,
    Remote,
    Unconfirmed,
)
from channels.http import Wire
from channels.webhook.adapter import Credentials, Webhook
from channels.webhook.event import Kind, event, post, withdrawn
from channels.webhook.signing import headers, key_of, signature
from tests.channels.sending import (
    HURRIED,
    PATIENT,
    Notebook,
    credentials,
    now,
    outcome,
    photo,
    wire_to,
)
from tests.stubs.faults import EVERY_LOSS, HTML
from tests.stubs.running import Network
from tests.stubs.webhook import SECRET

GUIDE = (Path(__file__).parents[2] / "docs" / "webhook.md").read_text()
OURS: Credentials = credentials("webhook")
POST = r"POST /gema$"
EXTRA = {
    "post": "0f6c6c1e", "office": "KANIM-PTK", "topic": "layanan", "legal_basis": "SE 12/2026",
    "credit": None, "correction": {"wrong": "pukul 8", "right": "pukul 9"}, "verb": "publish",
}  # fmt: skip
NEWS = Outgoing("gema-812-0", "Loket buka “pukul 9” 🇮🇩", "Jam layanan", extra=EXTRA)
# A 2xx is the receipt, whatever stands in it.
NO_RECEIPT = [name for name, fault in EVERY_LOSS.items() if fault.get("status", 0) >= 300] + [
    name for name, fault in EVERY_LOSS.items() if fault["do"] != "answer"
]


def at(network: Network, given: Credentials = OURS, timeout: timedelta = PATIENT) -> Webhook:
    return Webhook(given, wire_to(("webhook", network.url), timeout=timeout))


def with_picture() -> Outgoing:
    return replace(NEWS, images=(photo("https://gema.example/pinjam/a.jpg", alt="Loket"),))


# -- what arrives ----------------------------------------------------------------------------


def test_a_post_arrives_signed_and_whole(webhook: Network) -> None:
    receipt = at(webhook).publish(with_picture(), Notebook())
    (accepted,) = webhook.accepted("post")
    said = accepted["said"]
    assert (accepted["webhook_id"], receipt.remote_id) == ("gema-812-0", "gema-812-0")
    assert said["type"] == "post.published"
    assert said["data"]["text"] == NEWS.text
    assert said["data"]["title"] == "Jam layanan"
    assert said["data"]["office"] == "KANIM-PTK"
    (picture,) = said["data"]["images"]
    assert (picture["url"], picture["alt"]) == ("https://gema.example/pinjam/a.jpg", "Loket")
    assert picture["bytes"] == len(photo().data)


def test_correction_and_withdrawal_speak_of_the_same_post(webhook: Network) -> None:
    target = Remote(at(webhook).publish(NEWS, Notebook()).remote_id)
    edited = at(webhook).edit(target, replace(NEWS, key="gema-813-0"), Notebook())
    gone = at(webhook).delete(target, "gema-814-0", Notebook(), "Jadwalnya dibatalkan.")
    (edit,), (delete,) = webhook.accepted("edit"), webhook.accepted("delete")
    assert {edit["id"], delete["id"], edited.remote_id, gone.remote_id} == {"gema-812-0"}
    assert (edit["webhook_id"], delete["webhook_id"]) == ("gema-813-0", "gema-814-0")
    assert edit["said"]["data"]["correction"] == EXTRA["correction"]
    assert delete["said"]["data"]["note"] == "Jadwalnya dibatalkan."


def test_a_picture_without_an_address_is_not_silently_left_out(webhook: Network) -> None:
    error = outcome(at(webhook), replace(NEWS, images=(photo(),)), Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.MEDIA_UNFETCHABLE
    assert webhook.accepted() == []


# -- an answer that was lost -----------------------------------------------------------------


@pytest.mark.parametrize("loss", NO_RECEIPT)
def test_a_lost_answer_is_settled_by_the_same_id(webhook: Network, loss: str) -> None:
    fault, notebook = EVERY_LOSS[loss], Notebook()
    webhook.fail(match=POST, **fault)
    hurried = at(webhook, timeout=HURRIED if fault["do"] == "hang" else PATIENT)
    assert isinstance(outcome(hurried, NEWS, notebook), Unconfirmed)
    assert outcome(at(webhook), NEWS, notebook) is None
    (accepted,) = webhook.accepted("post")
    repeats = webhook.accepted("repeat")
    assert len(repeats) == bool(fault.get("accept"))
    assert all(one["said"] == accepted["said"] for one in repeats)
    assert Webhook.capabilities.can_settle
    assert not Webhook.capabilities.can_look


@pytest.mark.parametrize("body", ["", HTML, "{", '{"ok": false}', "[1]"])
def test_a_2xx_is_the_receipt_whatever_it_says(webhook: Network, body: str) -> None:
    webhook.fail("answer", POST, status=202, body=body, accept=True)
    assert outcome(at(webhook), NEWS, Notebook()) is None


def test_a_repeat_is_signed_anew(webhook: Network) -> None:
    """The receiver takes nothing older than five minutes; a repeat may come later."""
    wire = wire_to(("webhook", webhook.url))
    late = replace(wire, now=lambda: now() - timedelta(minutes=10))
    notebook = Notebook()
    assert isinstance(outcome(Webhook(OURS, late), NEWS, notebook), Refused)
    assert outcome(Webhook(OURS, wire), NEWS, notebook) is None


# -- what the receiver says ------------------------------------------------------------------

Row = tuple[dict[str, Any], type[DeliveryError], Reason]
ANSWERS: list[Row] = [
    ({"status": 301}, Disconnected, Reason.NO_SUCH_ACCOUNT),
    ({"status": 302}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 304}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 307}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 308}, Disconnected, Reason.NO_SUCH_ACCOUNT),
    ({"status": 400}, Refused, Reason.REFUSED),
    ({"status": 401}, Disconnected, Reason.LOGIN_ENDED),
    ({"status": 403}, Refused, Reason.NOT_ALLOWED),
    ({"status": 404}, NotSent, Reason.NO_SUCH_ACCOUNT),
    ({"status": 408}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 409}, Refused, Reason.REFUSED),
    ({"status": 410}, Disconnected, Reason.NO_SUCH_ACCOUNT),
    ({"status": 413}, Refused, Reason.TOO_LONG),
    ({"status": 422}, Refused, Reason.REFUSED),
    ({"status": 425}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 429}, NotSent, Reason.RATE_LIMITED),
    ({"status": 500}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 503}, Unconfirmed, Reason.UNREADABLE_ANSWER),
    ({"status": 503, "headers": {"Retry-After": "60"}}, NotSent, Reason.NETWORK_TROUBLE),
    ({"status": 504}, Unconfirmed, Reason.UNREADABLE_ANSWER),
]


@pytest.mark.parametrize(
    ("answer", "error", "reason"), ANSWERS, ids=[f"{a['status']} {r}" for a, _, r in ANSWERS]
)
@pytest.mark.parametrize("verb", ["publish", "edit", "delete"])
def test_each_answer_says_what_to_do_next(
    webhook: Network, answer: dict[str, Any], error: type[DeliveryError], reason: Reason, verb: str
) -> None:
    webhook.fail("answer", POST, **answer)
    target, channel = Remote("gema-812-0"), at(webhook)
    calls: dict[str, Callable[[], object]] = {
        "publish": lambda: channel.publish(NEWS, Notebook()),
        "edit": lambda: channel.edit(target, NEWS, Notebook()),
        "delete": lambda: channel.delete(target, "k", Notebook()),
    }
    with pytest.raises(error) as caught:
        calls[verb]()
    assert type(caught.value) is error
    assert caught.value.reason is reason
    assert webhook.accepted() == []


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ({"status": 429, "headers": {"Retry-After": "240"}}, 240),
        ({"status": 429}, 60),
        ({"status": 429, "headers": {"Retry-After": "besok"}}, 60),
        ({"status": 503, "headers": {"Retry-After": "120"}}, 120),
    ],
)
def test_a_receiver_that_is_too_busy_is_left_alone_as_long_as_it_asks(
    webhook: Network, answer: dict[str, Any], seconds: int
) -> None:
    webhook.fail("answer", POST, **answer)
    error = outcome(at(webhook), NEWS, Notebook())
    assert isinstance(error, NotSent)
    assert error.whole_account
    assert error.again_at is not None
    assert abs(error.again_at - now() - timedelta(seconds=seconds)) < timedelta(seconds=20)


def test_a_redirect_is_not_followed(webhook: Network) -> None:
    webhook.fail("answer", POST, status=307, headers={"Location": f"{webhook.url}/gema"})
    assert isinstance(outcome(at(webhook), NEWS, Notebook()), Unconfirmed)
    assert webhook.accepted() == []


# -- connecting ------------------------------------------------------------------------------


def test_connecting_sends_a_ping_and_nothing_else(webhook: Network) -> None:
    profile = at(webhook).check()
    at(webhook).check()
    assert (profile.handle, profile.name) == ("redaksi-contoh", "Redaksi Contoh")
    assert [one["kind"] for one in webhook.accepted()] == ["ping", "ping"]


def test_another_secret_is_noticed_while_connecting(webhook: Network) -> None:
    webhook.set(secret=SECRET[:-4] + "AAA=")
    with pytest.raises(Disconnected) as caught:
        at(webhook).check()
    assert caught.value.reason is Reason.LOGIN_ENDED


def test_a_name_without_letters_is_replaced_by_the_host(webhook: Network) -> None:
    assert at(webhook, replace(OURS, name="…")).check().handle == "redaksi.example"


@pytest.mark.parametrize(
    "url",
    [
        "http://redaksi.example/gema",
        "redaksi.example",
        "https://",
        "https://ani:rahasia@redaksi.example/",
        "https://[half",
        "https://redaksi.example:port/",
        "https://redaksi.example/a b",
        "https://redaksi.example/\u200b",
        "",
    ],
)
def test_an_address_that_cannot_be_right_is_explained(url: str) -> None:
    with pytest.raises(ValueError, match="harus dimulai dengan https://"):
        replace(OURS, url=url)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_c2hvcnQ=", f"{SECRET}!", SECRET.removeprefix("whsec_")]
)
def test_a_secret_that_cannot_be_right_is_explained_and_not_repeated(secret: str) -> None:
    with pytest.raises(ValueError, match="dimulai dengan whsec_") as caught:
        replace(OURS, secret=secret)
    assert len(secret) < 7 or secret not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1:9/gema", "https://169.254.169.254/", "https://[::1]/", "https://10.1/"],
)
def test_nothing_is_sent_into_our_own_network(url: str) -> None:
    error = outcome(Webhook(replace(OURS, url=url), Wire(now=now)), NEWS, Notebook())
    assert isinstance(error, NotSent)
    assert error.reason is Reason.ADDRESS_REFUSED


def test_neither_the_secret_nor_the_path_is_in_an_error_or_a_log(
    webhook: Network, caplog: pytest.LogCaptureFixture
) -> None:
    hidden = replace(OURS, url="https://redaksi.example/T0KEN-in-the-path")
    assert SECRET not in repr(OURS)
    webhook.fail("answer", "", status=500, body=f"{SECRET} T0KEN")
    webhook.fail("drop", "")
    with caplog.at_level(logging.DEBUG):
        errors = [outcome(at(webhook, hidden), NEWS, Notebook()) for _ in range(3)]
    for error in errors:
        assert error is not None
        seen = f"{error} {error!r} {error.__cause__} {error.__context__} {caplog.text}"
        assert SECRET not in seen
        assert "T0KEN" not in seen


# -- the guide for receivers -----------------------------------------------------------------


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def is_genuine(*given: Any) -> bool:
    """As a reader of the guide has it."""
    (source,) = blocks("python")
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102  our own document
    answer: bool = names["is_genuine"](*given)
    return answer


def signed(body: bytes, second: int | None = None) -> Mapping[str, str]:
    moment = int(time.time()) if second is None else second
    return headers(key_of(SECRET) or b"", "gema-1-0", moment, body)


def test_the_guide_believes_what_gema_signs() -> None:
    body = event(Kind.PUBLISHED, "2026-11-27T01:00:00Z", post("gema-1-0", with_picture()))
    assert is_genuine(signed(body), body, SECRET)
    two = {**signed(body), "webhook-signature": f"v1,AAAA {signed(body)['webhook-signature']}"}
    assert is_genuine(two, body, SECRET), "while a secret is changed there may be two"


@pytest.mark.parametrize(
    ("changed", "body", "secret"),
    [
        ({"webhook-id": "gema-2-0"}, b"{}", SECRET),
        ({"webhook-timestamp": str(int(time.time()) + 1)}, b"{}", SECRET),
        ({"webhook-signature": ""}, b"{}", SECRET),
        ({"webhook-signature": "v1,é"}, b"{}", SECRET),
        ({}, b"{ }", SECRET),
        ({}, b"{}", "whsec_" + "A" * 32),
        (signed(b"{}", 1_731_705_121), b"{}", SECRET),
    ],
    ids=["id", "time", "no signature", "odd signature", "body", "secret", "old"],
)
def test_the_guide_believes_nothing_else(
    changed: Mapping[str, str], body: bytes, secret: str
) -> None:
    assert not is_genuine({**signed(b"{}"), **changed}, body, secret)


def test_the_guide_shows_the_fields_that_gema_sends() -> None:
    (shown,) = map(json.loads, blocks("json"))
    sent = json.loads(event(Kind.PUBLISHED, "", post("gema-1-0", with_picture())))
    assert list(shown) == list(sent)
    assert list(shown["data"]) == list(sent["data"])
    assert list(shown["data"]["images"][0]) == list(sent["data"]["images"][0])
    assert set(withdrawn("gema-1-0", "")) == {"id", "note"}
    assert all(f"`{kind}`" in GUIDE for kind in Kind)


def test_the_signature_is_the_one_that_was_published_as_an_example() -> None:
    """https://docs.svix.com/receiving/verifying-payloads/how-manual"""
    body = b'{"event_type":"ping","data":{"success":true}}'
    key = b64decode("plJ3nmyCDGBKInavdOK15jsl")
    proof = signature(key, "msg_loFOjxBNrRLzqYUf", 1_731_705_121, body)
    assert proof == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
