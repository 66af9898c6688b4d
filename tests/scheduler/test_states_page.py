"""docs/states.md names every step, state, reason and act there is, and the pauses as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from content.models import Status
from content.workflow import RULES, Step
from scheduler.acts import Act
from scheduler.models import Hold, State
from scheduler.retry import LOOKS, WAITS

PATH = Path(__file__).parents[2] / "docs"
PAGE = (PATH / "states.md").read_text()
ROWS = {
    row[0]: row[1:]
    for row in re.findall(r"^\| `([\w-]+)` \| (.*?) \| (.*?) \| (.*?) \|", PAGE, re.M)
}


@pytest.mark.parametrize("step", Step)
def test_a_step_stands_there_with_where_it_starts(step: Step) -> None:
    _who, start, _end = ROWS[step.value]
    rule = RULES[step]
    named = {status.value for status in Status if status.value in start}
    assert named == {status.value for status in rule.start} or len(rule.start) > 5


@pytest.mark.parametrize("state", State)
def test_a_state_stands_there_with_its_word(state: State) -> None:
    assert re.search(rf"^\| `{state.value}` \| {state.label} \|", PAGE, re.M)


@pytest.mark.parametrize("name", [*Hold.values, *Act])
def test_reasons_and_acts_stand_there(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_pauses_are_those_of_the_code() -> None:
    assert "| 5 s | 20 s | 1 min | 3 min | 5 min |" in PAGE
    assert [wait.total_seconds() for wait in WAITS] == [5, 20, 60, 180, 300]
    assert "| 30 s | 2 min | 5 min | a person |" in PAGE
    assert [wait.total_seconds() for wait in LOOKS] == [30, 120, 300]


@pytest.mark.parametrize("how", ["handed", "kept", "unwanted"])
def test_the_drawing_shows_the_ways_round_the_engine(how: str) -> None:
    drawn = PAGE.split("## A delivery\n")[1].split("```")[1]
    assert how in drawn


@pytest.mark.parametrize("page", ["scaling", "failures", "recurring", "notices", "measurements"])
def test_the_front_page_leads_to_what_the_engine_is_measured_by(page: str) -> None:
    assert f"(docs/{page}.md)" in (PATH.parent / "README.md").read_text()
