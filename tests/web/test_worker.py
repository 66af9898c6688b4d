"""The worker's command: what it refuses, and what it tells a supervisor."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import msgspec
import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.core.management import call_command

from channels import vault
from content.models import Media
from scheduler import engine
from tests.people import MORNING, Network
from web import config, health, sharing, upgrade
from web.config import WrongSetting


def test_workers_need_a_database_that_many_can_share(tmp_path: Path) -> None:
    text = (config.ROOT / "settings.toml").read_text(encoding="utf-8")
    path = tmp_path / "settings.toml"
    path.write_text(text.replace('kind = "embedded"', 'kind = "distributed"'), encoding="utf-8")
    with pytest.raises(WrongSetting, match=r"engine\.kind") as refused:
        config.load(path)
    assert 'database.engine = "postgresql"' in str(refused.value)
    path.write_text(
        path.read_text(encoding="utf-8").replace('engine = "sqlite"', 'engine = "postgresql"'),
        encoding="utf-8",
    )
    assert config.load(path).engine.kind == "distributed"


def test_beside_an_embedded_engine_there_is_no_worker(settings: LazySettings) -> None:
    kind = msgspec.structs.replace(settings.GEMA.engine, kind="embedded")
    settings.GEMA = msgspec.structs.replace(settings.GEMA, engine=kind)
    with pytest.raises(WrongSetting, match=r"engine\.kind"):
        call_command("worker")


@pytest.mark.django_db
def test_a_worker_with_other_secrets_is_refused(network: Network, settings: LazySettings) -> None:
    network.account()
    sharing.check()
    other = msgspec.structs.replace(settings.SECRETS, vault_keys=(Fernet.generate_key().decode(),))
    settings.SECRETS = other
    settings.READ_SECRETS = lambda: other
    with pytest.raises(sharing.NotShared, match=r"secrets\.json"):
        sharing.check()


@pytest.mark.django_db
def test_one_account_that_cannot_be_opened_is_no_reason(network: Network) -> None:
    network.account()
    lost = network.account(handle="hilang")
    lost.credentials = Fernet(Fernet.generate_key()).encrypt(b"{}")
    lost.save()
    with pytest.raises(vault.Locked):
        vault.unseal(lost, object)
    sharing.check()


@pytest.mark.django_db
def test_a_worker_without_the_pictures_is_refused(
    network: Network, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = Media.objects.create(
        office=network.pontianak,
        name="ab/abc.jpg",
        sha256="ab" * 32,
        mime="image/jpeg",
        width=10,
        height=10,
        size=3,
        uploaded_at=MORNING,
    )
    with pytest.raises(sharing.NotShared, match="none of the newest pictures"):
        sharing.check()
    (tmp_path / "ab").mkdir()
    (tmp_path / picture.name).write_bytes(b"abc")
    sharing.check()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Idle:
    """An engine that does nothing but say how it is."""

    is_alive: bool = True
    is_ready: bool = False
    in_doubt: bool = False


def ask(address: str) -> tuple[int, bytes]:
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310  loopback
            return answer.status, answer.read()
    except HTTPError as refused:
        with refused:
            return refused.status or 0, refused.read()


def test_a_supervisor_can_ask_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    place = f"127.0.0.1:{free_port()}"
    health.serve(place)
    running = Idle()
    monkeypatch.setattr(engine, "_running", running)
    assert ask(f"http://{place}/readyz") == (503, b'{"ready": false}')
    assert ask(f"http://{place}/livez") == (200, b'{"live": true}')
    running.is_ready = True
    assert ask(f"http://{place}/readyz") == (200, b'{"ready": true}')
    running.in_doubt = True
    assert ask(f"http://{place}/readyz") == (200, b'{"ready": true, "clock": "in doubt"}')
    assert ask(f"http://{place}/")[0] == 404


@pytest.mark.parametrize("place", ["8081", "host:", "host:http", "127.0.0.1:99999"])
def test_a_place_that_is_none_is_a_sentence(place: str) -> None:
    with pytest.raises(WrongSetting, match="--health"):
        health.serve(place)


@pytest.mark.django_db
def test_a_worker_waits_for_its_tables() -> None:
    stop = threading.Event()
    told: list[str] = []
    lacking = [["scheduler.0009_next"], ["scheduler.0009_next"], []]
    assert upgrade.wait(stop, told.append, missing=lambda: lacking.pop(0), ask_seconds=0)
    assert told == ["Waiting for `manage.py migrate`: scheduler.0009_next…"]
    stop.set()
    assert not upgrade.wait(stop, told.append)


@pytest.mark.django_db
def test_nothing_is_missing_where_all_migrations_ran() -> None:
    assert upgrade.missing() == []
