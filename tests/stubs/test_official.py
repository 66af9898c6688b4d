"""What is held against the networks' own specifications, and that it is."""

from __future__ import annotations

import json
from email.message import Message

import pytest
from jsonschema import Draft202012Validator

from tests.stubs.bluesky import Bluesky
from tests.stubs.mastodon import Mastodon
from tests.stubs.meta import Meta
from tests.stubs.official import SPECS, fault_of, rule_for
from tests.stubs.telegram import Telegram
from tests.stubs.wire import Request
from tests.stubs.x import X

FORM = "application/x-www-form-urlencoded"


def asked(line: str, body: str = "", kind: str = "application/json") -> Request:
    method, _, target = line.partition(" ")
    headers = Message()
    headers["Content-Type"] = kind
    return Request(method, target, headers, body.encode())


@pytest.mark.parametrize("name", sorted(path.stem for path in SPECS.glob("*.json")))
def test_a_specification_names_its_source_and_is_one(name: str) -> None:
    said = json.loads((SPECS / f"{name}.json").read_text(encoding="utf-8"))
    assert "https://" in said["source"]
    for schemas in said["requests"].values():
        for schema in schemas.values():
            Draft202012Validator.check_schema(schema)


def test_every_specification_is_that_of_a_stub() -> None:
    held = {stub.specification for stub in (X, Meta, Mastodon, Bluesky, Telegram)}
    assert held == {path.stem for path in SPECS.glob("*.json")}


@pytest.mark.parametrize(
    ("network", "request_", "said"),
    [
        ("x", asked("POST /2/tweets", '{"text": "Halo"}'), ""),
        ("x", asked("POST /2/tweets", '{"txet": "Halo"}'), "txet"),
        ("x", asked("POST /2/tweets", '{"media": {"media_ids": [1]}}'), "$.media.media_ids[0]"),
        ("x", asked("GET /2/users/7/tweets?max_results=100&tweet.fields=entities"), ""),
        ("x", asked("GET /2/users/7/tweets?max_results=101"), "$.max_results"),
        ("x", asked("GET /2/users/7/tweets?tweet.fields=entitties"), "entitties"),
        ("mastodon", asked("POST /api/v1/statuses", '{"status": "a", "media_ids": []}'), ""),
        ("mastodon", asked("POST /api/v1/statuses", '{"language": "id"}'), "anyOf"),
        ("mastodon", asked("POST /api/v1/statuses", '{"status": 7}'), "$.status"),
        ("mastodon", asked("GET /api/v2/search?q=a&resolve=yes"), "$.resolve"),
        ("telegram", asked("POST /bot7:a/sendMessage", '{"chat_id": 7, "text": "a"}'), ""),
        ("telegram", asked("POST /bot7:a/sendMessage", '{"chat_id": 7}'), "text"),
        ("telegram", asked("POST /bot7:a/sendMessage", '{"chat_id": [], "text": "a"}'), "chat_id"),
        ("meta", asked("POST /v26.0/7/feed", "message=a&published=true", FORM), ""),
        ("meta", asked("POST /v26.0/7/feed", "message=a&published=True", FORM), "$.published"),
        ("meta", asked("POST /v26.0/7/feed", 'attached_media=[{"media_fbid": "1"}]', FORM), ""),
        ("meta", asked("POST /v26.0/7/feed", "attached_media=media_fbid", FORM), "attached_media"),
        ("meta", asked("GET /v26.0/7_8?fields=id,mesage"), "mesage"),
        ("meta", asked("GET /v26.0/7/published_posts?fields=attachments{media_type}"), ""),
        ("bluesky", asked("GET /xrpc/com.atproto.repo.listRecords?repo=kantor"), "required"),
    ],
)
def test_a_request_is_held_against_what_the_network_publishes(
    network: str, request_: Request, said: str
) -> None:
    fault = fault_of(network, request_)
    assert bool(fault) == bool(said)
    assert said in fault or said == "anyOf"


def test_what_is_not_distilled_is_the_stubs_own_matter() -> None:
    assert rule_for("x", "POST /1.1/statuses/update.json") is None
    assert fault_of("x", asked("POST /2/oauth2/token", "code=a", FORM)) == ""
