"""No request of any call may break in a way that makes a double, a lie, or a silence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from channels import registry
from channels.base import NotFound, Receipt
from tests.channels.places import PLACES
from tests.channels.sending import Notebook
from tests.faults import inside, table
from tests.faults.judge import complaints
from tests.faults.scenes import scenes
from tests.faults.stage import Stage, stages
from tests.faults.strikes import Cell, said, strike_all
from tests.people import Network
from tests.stubs.official import SPECS, rule_for

PAGE = (Path(__file__).parents[2] / "docs" / "faults.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stage_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stage]]:
    with stages(tmp_path_factory.mktemp("faults"), list(PLACES)) as found:
        yield found


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", PLACES)
def test_whatever_request_breaks_however_it_is_done_once_and_nobody_is_told_a_lie(
    kind: str, stage_of: dict[str, Stage]
) -> None:
    cells, adapter = strike_all(stage_of[kind]), registry.load(kind)
    assert complaints(cells, PLACES[kind]) == []
    assert _unspecified(PLACES[kind].stub, cells) == set()
    assert table.section(adapter.label, adapter.capabilities, cells) in PAGE, "run: make faults"
    assert table.line(adapter.label, cells) in PAGE, "run: make faults"


@pytest.mark.parametrize("kind", PLACES)
def test_what_is_there_is_found_and_what_is_not_is_not(
    kind: str, stage_of: dict[str, Stage]
) -> None:
    """When nothing breaks: else a look that never finds anything would pass all of the above."""
    for scene in scenes(stage_of[kind]):
        if scene.looks:
            with stage_of[kind].world(scene.before) as world:
                answer = said(partial(scene.act, stage_of[kind].channel(world), Notebook()))
            assert isinstance(answer, NotFound if scene.absent else Receipt), scene.name


@pytest.mark.parametrize("kind", inside.INSIDE)
def test_a_board_inside_the_house_keeps_the_same_promises(kind: str, network: Network) -> None:
    section = table.inside(registry.load(kind).label, inside.rows(kind, network))
    assert section in PAGE, "run: make faults"


def test_where_a_person_posts_nothing_is_ever_sent() -> None:
    rows = {registry.load(kind).label: inside.by_hand(kind) for kind in inside.BY_HAND}
    assert all(row["publish"] == "again" for row in rows.values())
    assert table.by_hand(rows) in PAGE, "run: make faults"


def test_no_channel_is_left_out() -> None:
    by_mail = {"press"}  # SMTP: tests/press/test_faults.py
    assert {*PLACES, *inside.INSIDE, *by_mail, *inside.BY_HAND} == set(registry.CHANNELS)


def _unspecified(stub: str, cells: list[Cell]) -> set[str]:
    """What is asked of a network without being held against the specification that there is."""
    if not (SPECS / f"{stub}.json").exists():
        return set()
    lines = {cell.request.line for cell in cells}
    return {line for line in lines if rule_for(stub, line) is None}
