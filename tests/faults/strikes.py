"""Striking every request of every scene with every blow, each in a world of its own.

Three things are not done twice. A call whose requests are all in a larger one (a post with one
picture, where that is a post with two but for one upload) is not struck again; of a second try only
what the first did not ask, and what shows the world something. And where a request makes the
network keep nothing, "accepted" is the same blow as without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from channels.base import DeliveryError, Profile, Receipt
from tests.channels.sending import PATIENT, Notebook, now
from tests.faults.blows import BLOWS, Blow, Family
from tests.faults.going_on import Answer, End, go_on
from tests.faults.scenes import Request, Scene, Told, requests_of, scenes
from tests.faults.stage import HURRIED, Stage
from tests.stubs.running import Network

T = TypeVar("T", bound="Receipt | Profile | Told")
AT_ONCE = 6  # calls that keep a processor busy
WAITING = 60  # calls that wait for what does not come


@dataclass(frozen=True, slots=True)
class Cell:
    """One request struck in one way.

    ``answer``: what the adapter said, or what came out of it besides. ``end``: where the engine had
    gone on to; ``done``: how often the network had done it then. ``until``: when a busy network
    said that it would have time. ``left_out``: why it was not struck at all.
    """

    scene: Scene
    request: Request
    blow: Blow
    at: datetime
    answer: Receipt | Profile | Told | Exception | None = None
    end: End | None = None
    done: int = 0
    until: datetime | None = None
    left_out: str = ""


def strike_all(stage: Stage) -> list[Cell]:
    """Every cell of one channel, in the order of the table."""
    plan = [
        (scene, request, blow)
        for scene, requests in _calls(stage)
        for request in requests
        for blow in _blows(scene, request)
    ]
    with ThreadPoolExecutor(AT_ONCE) as busy, ThreadPoolExecutor(WAITING) as idle:
        running = [
            (idle if blow.takes_time else busy).submit(_strike, stage, scene, request, blow)
            for scene, request, blow in plan
        ]
        return [cell for one in running for cell in _with_twin(one.result())]


def _calls(stage: Stage) -> Iterator[tuple[Scene, list[Request]]]:
    """Each scene with those of its requests that no scene before it has had."""
    known: set[tuple[str, bool]] = set()
    for scene in scenes(stage):
        requests = requests_of(stage, scene)
        if scene.again:
            requests = [one for one in requests if one.shows or one.what not in known]
        elif scene.column == "publish" and {one.what for one in requests} <= known:
            continue
        known |= {one.what for one in requests}
        yield scene, requests


def _blows(scene: Scene, request: Request) -> Iterator[Blow]:
    """Looking in vain, only what calls itself a success can make a lie of it; and only what is
    published can be there already."""
    for blow in BLOWS:
        is_same = not request.keeps and any(other.twin == blow.name for other in BLOWS)
        is_wrong = blow.family is Family.DUPLICATE and not (request.shows and scene.publishes)
        if not is_same and not is_wrong and (blow.is_success or not scene.absent):
            yield blow


def _with_twin(cell: Cell) -> list[Cell]:
    twin = next((blow for blow in BLOWS if blow.name == cell.blow.twin), None)
    return [cell] if twin is None or cell.request.keeps else [replace(cell, blow=twin), cell]


def _strike(stage: Stage, scene: Scene, request: Request, blow: Blow) -> Cell:
    at = now()
    told = blow.told(stage.place, at) if blow.told else {}
    if isinstance(told, str):
        return Cell(scene, request, blow, at, left_out=told)
    with stage.world(scene.before, {"skip": request.turn} | told if told else None) as world:
        notes, leads = Notebook(dict(scene.noted)), blow.leads
        timeout = HURRIED if blow.takes_time else PATIENT
        answer = said(lambda: scene.act(stage.channel(world, request.turn, leads, timeout), notes))
        end = _end(stage, scene, world, notes, answer)
        done = scene.count(world.accepted()) if scene.kept else 0
        return Cell(scene, request, blow, at, answer, end, done, blow.until(stage.place, at))


def _end(stage: Stage, scene: Scene, world: Network, notes: Notebook, answer: object) -> End | None:
    """How it ends when the engine goes on; None for what the engine does not do."""
    if not scene.kept or not isinstance(answer, Receipt | DeliveryError):
        return None
    trace = scene.trace
    assert trace is not None

    def send() -> Answer:
        return _expected(said(lambda: scene.act(stage.channel(world), notes)))

    def look() -> Answer:
        seen = replace(trace, noted=notes.noted)
        return _expected(said(lambda: stage.channel(world).look(seen)))

    return go_on(answer, stage.adapter.capabilities, send, look)


def said(call: Callable[[], T]) -> T | Exception:
    """What a call answers; also what no adapter may let out."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001  the judge says what is wrong with it
        return error


def _expected(answer: object) -> Answer:
    assert isinstance(answer, Receipt | DeliveryError), answer
    return answer
