"""docs/failures.md names every scenario, and only tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "failures.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^### R(\d+)\. \S", re.M)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ALL = range(1, 49)
# The reasons for a scenario without a test.
EXCUSES = ("Not yet: ", "Does not apply: ")


def scenarios() -> dict[int, str]:
    """What the page says of each."""
    parts = HEADING.split(PAGE)[1:]
    return {int(number): text for number, text in zip(parts[::2], parts[1::2], strict=True)}


@cache
def functions_of(path: str) -> set[str]:
    """What pytest would collect: functions at the top of the file."""
    file = ROOT / path
    if not file.exists() or not file.name.startswith("test_"):
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_scenario_stands_there_once() -> None:
    assert sorted(map(int, HEADING.findall(PAGE))) == list(ALL)


@pytest.mark.parametrize("number", ALL)
def test_a_scenario_is_proved_or_says_why_not(number: int) -> None:
    said = scenarios()[number]
    assert NAMED.search(said) or any(excuse in said for excuse in EXCUSES)


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(PAGE))))
def test_a_named_test_exists(path: str, name: str) -> None:
    assert name.startswith("test_")
    assert name in functions_of(path)


def test_every_path_on_the_page_names_a_test() -> None:
    """Nothing that looks like a test escapes the others by how it is written."""
    whole = {f"{path}::{name}" for path, name in NAMED.findall(PAGE)}
    assert set(re.findall(r"tests/[^\s`]*::[^\s`]*", PAGE)) == whole
