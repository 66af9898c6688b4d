from __future__ import annotations

from channels.base import Counting, Limits
from channels.counting import count
from composer.problems import of_channel

LIMITS = Limits(text=300, text_bytes=3000, counting=Counting.GRAPHEMES)
FAMILY = "👨‍👩‍👧"


def said(text: str) -> list[str]:
    used = count(text, LIMITS.counting)
    found = of_channel("langit", "Langit", LIMITS, text, used, [])
    return [problem.sentence for problem in found]


def test_few_letters_of_many_bytes_are_a_problem_before_the_hour() -> None:
    assert said(FAMILY * 166) == []
    [sentence] = said(FAMILY * 167)
    assert "terlalu banyak emoji" in sentence


def test_a_text_too_long_in_both_ways_is_said_once() -> None:
    [sentence] = said(FAMILY * 301)
    assert "lebih 1 huruf" in sentence
