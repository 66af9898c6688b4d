"""The labelled points are where they are said to be, cost nothing, and are all visited."""

from __future__ import annotations

import re
import signal
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random

from scheduler import points
from tests.crash import channel, pace
from tests.crash.fate import POINTS, fates
from tests.crash.weather import forecast, is_heavy

SCHEDULER = Path(points.__file__).parent


def test_every_point_of_the_engine_is_passed_in_its_code() -> None:
    source = "".join(path.read_text() for path in SCHEDULER.glob("*.py"))
    placed = set(re.findall(r"points\.reached\(points\.([A-Z_]+)\)", source))
    assert {getattr(points, name) for name in placed} == set(points.ENGINE)


def test_in_service_no_hook_hangs() -> None:
    assert points.hook is None


def test_each_point_is_visited_equally_often() -> None:
    coming = list(islice(fates(Random(1), kills=400, stops=20), 400))
    killed = Counter(
        fate.trap.point for fate in coming if fate.trap and fate.trap.signal == signal.SIGKILL
    )
    assert set(killed) == set(POINTS)
    assert max(killed.values()) - min(killed.values()) <= 4


def test_stops_are_as_many_as_asked_for_and_of_both_sorts() -> None:
    coming = list(islice(fates(Random(1), kills=400, stops=20), 400))
    at_points = [f for f in coming if f.trap and f.trap.signal == signal.SIGSTOP]
    at_random = [f for f in coming if f.stops]
    assert len(at_points) + len(at_random) == 20
    assert at_points
    assert at_random


def test_without_stops_there_are_none() -> None:
    for fate in islice(fates(Random(1), kills=100, stops=0), 100):
        assert not fate.stops
        assert fate.trap is None or fate.trap.signal == signal.SIGKILL


def test_the_same_seed_brings_the_same_weather() -> None:
    def week(seed: int) -> list[object]:
        return [forecast(seed, f"post {n}", 1, publishing=True) for n in range(50)]

    assert week(1) == week(1)
    assert week(1) != week(2)


def test_heavy_posts_take_longer_than_the_network_needs_to_catch_up() -> None:
    heavy = [forecast(1, f"picture {n}", 1, publishing=False, heavy=True) for n in range(20)]
    assert channel.PICTURES * min(weather.seconds for weather in heavy) > 2 * pace.SETTLING.seconds
    assert 0 < sum(is_heavy(1, f"gema-{n}-0") for n in range(100)) < 30
