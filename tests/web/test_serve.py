"""The one process: it starts, says who may sign in, keeps its data, and refuses what is wrong."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.story.house import ROOT, House, free_port


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, {}, ())
    yield house
    if house.process is not None:
        house.process.kill()
        house.process.wait()


def test_it_starts_stops_and_keeps_its_data(house: House) -> None:
    house.start()
    assert f"http://127.0.0.1:{house.port}/" in house.log
    assert "penyusun.pontianak@contoh.test" in house.log
    assert "Warning" not in house.log, "the first thing anybody reads"
    offices = house.rows("SELECT count(*) AS n FROM content_office")[0]["n"]
    assert offices == 17
    key = (house.folder / "data" / "secrets.json").read_bytes()
    assert house.stop() == 0

    house.start()
    assert house.rows("SELECT count(*) AS n FROM content_office")[0]["n"] == offices
    assert (house.folder / "data" / "secrets.json").read_bytes() == key
    assert house.rows("PRAGMA journal_mode")[0][0] == "wal"
    assert house.stop() == 0


def test_it_stops_on_sigint_even_where_its_shell_had_that_ignored(house: House) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        house.start()
    finally:
        signal.signal(signal.SIGINT, before)
    assert house.stop() == 0


def test_a_second_one_over_the_same_data_is_refused(house: House) -> None:
    house.start()
    said = run(house, port=free_port())
    assert "already running" in said
    assert house.process is not None
    assert house.process.poll() is None


def test_a_port_that_is_taken_is_a_sentence(house: House, tmp_path: Path) -> None:
    house.start()
    other = House(tmp_path / "other", {}, ())
    other.folder.mkdir()
    said = run(other, port=house.port)
    assert f"127.0.0.1:{house.port}: cannot listen there" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("port = 8000", 'port = "x"', "server.port: expected `int`"),
        (
            'engine = "sqlite"',
            'engine = "db2"',
            'database.engine: expected "sqlite" or "postgresql"',
        ),
        ('from_address = "gema@localhost"', 'from_address = "zz"', "mail.from_address: expected"),
        ("threads = 8", "", "server: object missing required field `threads`"),
        ("[desk]", "[desk]\nzona = 1", "desk: object contains unknown field `zona`"),
        ('zone = "Asia/Jakarta"', 'zone = "Asia/Jakrta"', "desk.zone: expected an IANA time zone"),
        ("allow_private = []", 'allow_private = ["intranet"]', "outbound.allow_private"),
    ],
)
def test_a_wrong_setting_names_its_key_and_nothing_starts(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (ROOT / "settings.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "settings.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    said = run(House(tmp_path, {}, ()), port=free_port(), settings=tmp_path / "settings.toml")
    assert words in said
    assert "Traceback" not in said
    assert not (tmp_path / "data" / "gema.sqlite3").exists()


def test_lost_secrets_are_not_quietly_replaced(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "gema.sqlite3").touch()
    said = run(House(tmp_path, {}, ()), port=free_port())
    assert "secrets.json is missing, but there are data" in said
    assert not (data / "secrets.json").exists()


def test_secrets_that_others_may_read_stop_the_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "secrets.json").write_text('{"secret_key": "x", "vault_keys": []}', encoding="utf-8")
    (data / "secrets.json").chmod(0o644)
    said = run(House(tmp_path, {}, ()), port=free_port())
    assert "chmod 600" in said


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    assert "PORT: expected a number" in run(House(tmp_path, {}, ()), port="http")


def test_ctrl_c_during_the_start_leaves_no_process(house: House) -> None:
    house.folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(house, free_port()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    process.wait(30)


def test_the_health_pages_say_yes_and_nothing_else(house: House) -> None:
    house.start()
    for page, words in (("livez", '{"live": true}'), ("readyz", '{"ready": true}')):
        with urlopen(f"{house.address}/{page}", timeout=10) as answer:  # noqa: S310  loopback
            assert answer.read().decode() == words
            assert not re.search("set-cookie", str(answer.headers), re.I)


def test_an_answer_to_head_has_no_body_and_the_next_one_is_whole(house: House) -> None:
    house.start()
    with socket.create_connection(("127.0.0.1", house.port), timeout=10) as line:
        ask = "{} /ruang-berita/umpan.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n"
        line.sendall(ask.format("HEAD", "").encode())
        line.sendall(ask.format("GET", "Connection: close\r\n").encode())
        said = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, rest = said.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"Content-Length" in head
    assert rest.startswith(b"HTTP/1.1 200")


def test_behind_a_proxy_that_ends_tls_it_is_reached_by_https(house: House) -> None:
    house.https = True
    house.start()
    ask = Request(f"{house.address}/akun/login/", headers={"X-Forwarded-Proto": "https"})  # noqa: S310
    with urlopen(ask, timeout=10) as answer:  # noqa: S310  loopback
        assert answer.url == f"{house.address}/akun/login/"
        assert "Strict-Transport-Security" in answer.headers
    with urlopen(f"{house.address}/livez", timeout=10) as answer:  # noqa: S310  loopback
        assert answer.status == 200


def test_nobody_else_on_the_machine_may_read_the_data(house: House) -> None:
    house.start()
    files = list((house.folder / "data").glob("gema.sqlite3*"))
    assert files
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)


def environment(house: House, port: int | str, settings: Path | None = None) -> dict[str, str]:
    return {
        **os.environ,
        "GEMA_DATA": str(house.folder / "data"),
        "GEMA_SETTINGS": str(settings or ROOT / "settings.toml"),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "web.settings",
    }


def run(house: House, port: int | str, settings: Path | None = None) -> str:
    """A start that must fail; what it said."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(house, port, settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    return ended.stdout + ended.stderr
