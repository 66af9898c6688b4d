"""Publish, back up, publish more, lose the machine, restore, go on: nothing goes out twice."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.story.house import ROOT
from tests.stubs.running import Network, running

THEN = "then"  # one step after the other in one process: a start costs more than most of them

# A dozen processes, one after the other.
pytestmark = pytest.mark.timeout(400)


@dataclass
class Machine:
    """One data folder; ``network`` is X for it."""

    folder: Path
    network: Network

    def __post_init__(self) -> None:
        self.folder.mkdir()
        text = (ROOT / "settings.toml").read_text(encoding="utf-8")
        base = f'[outbound.bases]\n"https://api.x.com" = "{self.network.url}"\n'
        text = re.sub(r"^demo = true$", "demo = false", text, flags=re.M)
        (self.folder / "settings.toml").write_text(text.replace("[outbound.bases]\n", base))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def do(self, step: str, *words: object) -> Any:
        return json.loads(self._run("-m", "tests.web.drill", step, *map(str, words)).stdout)

    def manage(self, *words: object) -> str:
        return self._run("manage.py", *map(str, words)).stdout

    def refused(self, *words: object) -> str:
        ended = self._run("manage.py", *map(str, words), check=False)
        assert ended.returncode
        assert "Traceback" not in ended.stderr
        return ended.stderr

    def _run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "web.settings",
                "GEMA_DATA": str(self.data),
                "GEMA_STATE": str(self.folder.parent / "state"),
                "GEMA_SETTINGS": str(self.folder / "settings.toml"),
            },
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert not check or not ended.returncode, ended.stderr
        return ended


@pytest.fixture
def x(tmp_path: Path) -> Iterator[Network]:
    with running("x", tmp_path / "x") as network:
        yield network


def published(network: Network) -> list[str]:
    return sorted(event["text"] for event in network.accepted("post"))


NAMES = ("sebelum", "sempat", "sempat-lewat", "belum", "belum-lewat", "hilang")


def lived(folder: Path, x: Network) -> tuple[Machine, Path]:
    """A desk that went on after its backup, and the backup.

    When it is taken, "sebelum" is out and both "sempat" are planned. They go out before the machine
    is lost, and so does "hilang", which the backup does not know.
    """
    old, backup = Machine(folder / "old", x), folder / "backup"
    old.do(
        "found",
        *NAMES,
        THEN,
        "publish",
        0,
        3600,
        "sebelum",
        THEN,
        "run",
        THEN,
        "publish",
        0,
        3600,
        "sempat",
        "sempat-lewat",
    )
    old.manage("backup", backup)
    old.do("run", THEN, "publish", 0, 3600, "hilang", THEN, "run")
    return old, backup


def test_a_restore_adopts_what_went_out_and_sends_nothing_twice(tmp_path: Path, x: Network) -> None:
    old, backup = lived(tmp_path, x)
    before = published(x)
    assert before == ["Kabar hilang.", "Kabar sebelum.", "Kabar sempat-lewat.", "Kabar sempat."]

    new = Machine(tmp_path / "new", x)
    new.data.mkdir()
    shutil.copy(old.data / "secrets.json", new.data)
    said = new.manage("restore", backup)
    assert "Safe mode: 2 deliveries are looked for" in said
    assert new.do("tell")["safe_mode"] == "restored"
    taken_at = json.loads((backup / "manifest.json").read_text())["taken_at"]

    new.do("age", "sempat-lewat", THEN, "run")
    told = new.do("tell")
    assert told["states"] == {"sebelum": "sent", "sempat": "sent", "sempat-lewat": "sent"}
    assert told["attempts"]["sempat"] == 0
    assert told["safe_mode"] == ""
    # The start knew what this is, and began no other.
    assert told["safe_modes"] == [["restored", datetime.fromisoformat(taken_at).timestamp()]]
    assert published(x) == before


def test_what_had_not_gone_out_is_sent_once_if_it_is_not_too_late(
    tmp_path: Path, x: Network
) -> None:
    old = Machine(tmp_path / "old", x)
    old.do("found", *NAMES, THEN, "publish", 0, 3600, "belum", THEN, "publish", 0, 0, "belum-lewat")
    backup = tmp_path / "backup"
    old.manage("backup", backup)

    new = Machine(tmp_path / "new", x)
    new.data.mkdir()
    shutil.copy(old.data / "secrets.json", new.data)
    new.manage("restore", backup)
    new.do("run")
    assert new.do("tell")["states"] == {"belum": "sent", "belum-lewat": "missed"}
    assert published(x) == ["Kabar belum."]


def test_a_database_put_back_by_hand_is_noticed(tmp_path: Path, x: Network) -> None:
    """Whoever copies an old file over the new one is looked after, too: by the witness."""
    desk = Machine(tmp_path / "desk", x)
    desk.do(
        "found",
        *NAMES,
        THEN,
        "publish",
        0,
        3600,
        "sebelum",
        THEN,
        "run",
        THEN,
        "publish",
        0,
        3600,
        "sempat",
    )
    kept = tmp_path / "kept.sqlite3"
    desk.manage("backup", tmp_path / "backup")
    shutil.copy(tmp_path / "backup" / "record.sqlite3", kept)
    desk.do("run")
    before = published(x)

    for leftover in desk.data.glob("gema.sqlite3*"):
        leftover.unlink()
    shutil.copy(kept, desk.data / "gema.sqlite3")
    desk.do("run")
    told = desk.do("tell")
    assert told["states"] == {"sebelum": "sent", "sempat": "sent"}
    assert published(x) == before == ["Kabar sebelum.", "Kabar sempat."]


def test_a_copy_of_the_data_folder_that_is_put_back_is_noticed(tmp_path: Path, x: Network) -> None:
    """Its witness came along; the machine remembers on its own."""
    desk = Machine(tmp_path / "desk", x)
    desk.do("found", *NAMES, THEN, "publish", 0, 3600, "sebelum", THEN, "run")
    desk.do("publish", 0, 3600, "sempat")
    shutil.copytree(desk.data, tmp_path / "copy")
    desk.do("run")
    before = published(x)
    shutil.rmtree(desk.data)
    shutil.copytree(tmp_path / "copy", desk.data)
    desk.do("run")
    assert desk.do("tell")["states"] == {"sebelum": "sent", "sempat": "sent"}
    assert published(x) == before == ["Kabar sebelum.", "Kabar sempat."]


def test_a_restore_over_something_is_refused(tmp_path: Path, x: Network) -> None:
    desk = Machine(tmp_path / "desk", x)
    desk.do("found", "sebelum")
    desk.manage("backup", tmp_path / "backup")
    assert "is not empty" in desk.refused("restore", tmp_path / "backup")
    assert "Name a new folder" in desk.refused("backup", tmp_path / "backup")
    assert "lies in the data folder" in desk.refused("backup", desk.data / "backup")
