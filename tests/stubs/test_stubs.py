"""The stubs keep what they accepted, and are as strict as they claim."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from channels.base import NotSent
from tests.channels.sending import Notebook, channel, message, outcome
from tests.stubs.running import Network, running

AS_2001 = {"Authorization": "Bearer 2001-token"}


@pytest.fixture(scope="module")
def x(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with running("x", tmp_path_factory.mktemp("x")) as network:
        yield network


def test_what_was_accepted_survives_a_kill(tmp_path: Path) -> None:
    with running("x", tmp_path) as network:
        channel("x", network, "x").publish(message("Sebelum"), Notebook())
    with (tmp_path / "accepted.jsonl").open("a") as file:
        file.write('{"n": 2, "kind": "po')  # it was killed while writing
    with running("x", tmp_path) as network:
        channel("x", network, "x").publish(message("Sesudah"), Notebook())
        assert [post["text"] for post in network.accepted("post")] == ["Sebelum", "Sesudah"]
    with running("x", tmp_path) as network:
        assert [post["text"] for post in network.accepted("post")] == ["Sebelum", "Sesudah"]


def test_a_stub_can_stop_listening_and_come_back(tmp_path: Path) -> None:
    with running("x", tmp_path) as network:
        posting = channel("x", network, "x")
        network.fail("refuse", seconds=0.4)
        while outcome(posting, message("Halo"), Notebook()) is not None:
            pass
        assert len(network.accepted("post")) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": "Halo", "txet": "?"}, 400),
        ({"text": ""}, 400),
        ({}, 400),
        ({"text": "Halo", "media": {"media_ids": []}}, 400),
        ({"text": "Halo", "media": {"media_ids": [1]}}, 400),
        ({"text": "Halo", "media": {"media_ids": ["1"]}}, 400),
        ({"text": "日" * 141}, 400),
        ({"text": "https://imigrasi.go.id/" + "a" * 400}, 201),
    ],
)
def test_x_takes_only_what_is_documented(x: Network, body: dict[str, Any], status: int) -> None:
    x.reset()
    answer = requests.post(f"{x.url}/2/tweets", json=body, headers=AS_2001, timeout=10)
    assert answer.status_code == status
    assert len(x.accepted("post")) == (status == 201)


def test_x_wants_json_and_a_login(x: Network) -> None:
    form = requests.post(f"{x.url}/2/tweets", data={"text": "a"}, headers=AS_2001, timeout=10)
    nobody = requests.post(f"{x.url}/2/tweets", json={"text": "a"}, timeout=10)
    assert (form.status_code, nobody.status_code) == (415, 401)


def test_alternative_text_has_a_longest_length(x: Network) -> None:
    described = {"id": "1", "metadata": {"alt_text": {"text": "a" * 1001}}}
    address = f"{x.url}/2/media/metadata"
    assert requests.post(address, json=described, headers=AS_2001, timeout=10).status_code == 400


def test_a_fault_is_used_up(x: Network) -> None:
    x.reset()
    x.fail("answer", "GET /2/users/me", status=500)
    address = f"{x.url}/2/users/me"
    codes = [requests.get(address, headers=AS_2001, timeout=10).status_code for _ in range(2)]
    assert codes == [500, 200]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/v2.8/4001/feed", {"message": "a"}),
        ("/v26.0/4001/feed", {"message": "a", "published": "False"}),
        ("/v26.0/4001/feed", {"message": "a", "unknown": "b"}),
        ("/v26.0/4001/feed", {"message": "a", "attached_media": ["media_fbid", "media_fbid"]}),
        ("/v26.0/4001/feed", {"message": "a", "attached_media": '[{"media_fbid": "5"}]'}),
        ("/v26.0/4001/feed?access_token=t", {"message": "a"}),
        ("/v26.0/4001/feed", {}),
    ],
)
def test_meta_takes_only_what_is_documented(
    tmp_path_factory: pytest.TempPathFactory, path: str, form: dict[str, Any]
) -> None:
    with running("meta", tmp_path_factory.mktemp("meta")) as meta:
        sent = form | {"access_token": "t"}
        answer = requests.post(meta.url + path, data=sent, timeout=10)
        assert answer.status_code == 400
        assert "error" in json.loads(answer.text)
        assert meta.accepted() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"status": "Halo", "visibility": "public"}, 200),
        ({"status": "Halo", "visibility": "semua"}, 422),
        ({"status": "Halo", "visibility": "public", "unknown": 1}, 422),
        ({"status": "", "visibility": "public"}, 422),
        ({"status": "a" * 501, "visibility": "public"}, 422),
        ({"status": "Halo", "visibility": "public", "language": "Indonesia"}, 422),
        ({"status": "Halo", "visibility": "public", "media_ids": ["5"]}, 422),
        ({"status": "Halo", "visibility": "public", "media_ids": "5"}, 422),
    ],
)
def test_mastodon_takes_only_what_is_documented(
    tmp_path: Path, body: dict[str, Any], status: int
) -> None:
    with running("mastodon", tmp_path) as network:
        address = f"{network.url}/api/v1/statuses"
        answer = requests.post(address, json=body, headers=AS_2001, timeout=10)
        assert answer.status_code == status
        assert len(network.accepted("post")) == (status == 200)


def test_nobody_listening_is_not_sent(tmp_path: Path) -> None:
    with running("x", tmp_path) as network:
        posting = channel("x", network, "x")
    assert isinstance(outcome(posting, message(), Notebook()), NotSent)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/bot2001:t/sendMessage", {"chat_id": -1001001, "text": "Halo"}, 200),
        ("/bot2001:t/sendMessage", {"chat_id": "@imigrasi_contoh", "text": "Halo", "html": 1}, 400),
        ("/bot2001:t/sendMessage", {"chat_id": "@imigrasi_contoh"}, 400),
        ("/bot2001:t/sendMessage", {"chat_id": "@lain", "text": "Halo"}, 400),
        ("/bot2001:t/sendMessage", {"chat_id": -1001001, "text": "a" * 4097}, 400),
        ("/bot2001:t/sendMediaGroup", {"chat_id": -1001001, "media": "[]"}, 400),
        ("/bot2001:t/sendNothing", {}, 404),
        ("/bot2001/sendMessage", {"chat_id": -1001001, "text": "Halo"}, 404),
    ],
)
def test_telegram_takes_only_what_is_documented(
    tmp_path_factory: pytest.TempPathFactory, path: str, body: dict[str, Any], status: int
) -> None:
    with running("telegram", tmp_path_factory.mktemp("telegram")) as telegram:
        answer = requests.post(telegram.url + path, json=body, timeout=10)
        assert answer.status_code == status
        assert answer.json()["ok"] == (status == 200)
        assert len(telegram.accepted("post")) == (status == 200)
