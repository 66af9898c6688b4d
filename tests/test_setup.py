"""What a person reads when a machine lacks something `make` needs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

TOO_OLD = 'case "$*" in *version_info*) exit 1;; esac'
NO_VENV = 'case "$*" in *ensurepip*) echo "No module named ensurepip" >&2; exit 1;; esac'
# A Python whose pip reaches no index.
OFFLINE = """case "$*" in
  "-m venv .tools") mkdir -p .tools/bin && cp "$0" .tools/bin/python;;
  *"pip install"*) echo "ERROR: no matching distribution" >&2; exit 1;;
esac"""


@pytest.fixture
def fresh_clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "package.json", "package-lock.json", "requirements"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    return tmp_path


def make_setup(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    fake = folder / "python3"
    fake.write_text(f"#!/bin/sh\n{python}\n")
    fake.chmod(0o755)
    return subprocess.run(
        ["make", "setup", f"PYTHON={fake}"], cwd=folder, capture_output=True, text=True, timeout=30
    )


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        (TOO_OLD, "Gema: Python 3.11 or newer was not found. Install python3 and python3-venv"),
        (NO_VENV, "Gema: Python has no venv here. Install it: apt install python3-venv"),
        (OFFLINE, "Gema: uv could not be installed from the Python package index."),
    ],
    ids=["too old", "without venv", "without network"],
)
def test_what_is_missing_is_said_and_nothing_half_done_stays(
    fresh_clone: Path, python: str, sentence: str
) -> None:
    outcome = make_setup(fresh_clone, python)
    assert outcome.returncode != 0
    assert sentence in outcome.stderr
    assert not (fresh_clone / ".tools").exists()


def test_bare_make_lists_the_commands(fresh_clone: Path) -> None:
    listed = subprocess.run(["make"], cwd=fresh_clone, capture_output=True, text=True, check=True)
    for command in ("run", "test", "check", "demo", "screenshots", "lock", "setup", "bench"):
        assert f"  make {command} " in listed.stdout
