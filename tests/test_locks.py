"""What `make` relies on in the lock files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN, DEV = ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt"
PIN = re.compile(r"^[a-z0-9-]+==[^\s;]+", re.MULTILINE)


def pins(lock: Path) -> set[str]:
    return set(PIN.findall(lock.read_text()))


def test_the_development_list_holds_all_that_running_needs_at_the_same_versions() -> None:
    assert pins(RUN)
    assert pins(RUN) <= pins(DEV)


@pytest.mark.parametrize("lock", [RUN, DEV], ids=lambda lock: lock.name)
def test_every_python_package_is_held_by_a_hash(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(pins(lock))
    assert all("--hash=sha256:" in entry for entry in entries)


def test_every_front_end_package_is_held_by_a_hash_and_by_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: facts for name, facts in packages.items() if name}
    assert all(facts["integrity"].startswith("sha512-") for facts in installed.values())
    assert not [name for name, facts in installed.items() if "resolved" in facts]


def test_front_end_versions_are_named_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
