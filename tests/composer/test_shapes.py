from __future__ import annotations

import pytest

from channels import registry
from composer.compose import Picture
from composer.problems import of_channel

LIMITS = registry.load("instagram").limits


def said(width: int, height: int) -> list[str]:
    picture = Picture(alt="Antrean paspor di loket", width=width, height=height)
    found = of_channel("instagram", "Instagram", LIMITS, "Halo", 4, [picture])
    return [problem.sentence for problem in found]


@pytest.mark.parametrize("size", [(1080, 1350), (1080, 1080), (1910, 1000), (320, 400)])
def test_a_shape_that_instagram_takes_is_no_problem(size: tuple[int, int]) -> None:
    assert said(*size) == []


@pytest.mark.parametrize(
    ("size", "words"),
    [((1200, 100), "Bentuk gambar"), ((400, 1200), "Bentuk gambar"), ((10, 10), "terlalu kecil")],
)
def test_a_shape_that_it_refuses_is_said_before_the_hour_and_names_the_picture(
    size: tuple[int, int], words: str
) -> None:
    [sentence] = said(*size)
    assert words in sentence
    assert "Antrean paspor di loket" in sentence


@pytest.mark.parametrize(("links", "problems"), [(5, 0), (6, 1)])
def test_more_different_links_than_a_network_takes_are_said_before_the_hour(
    links: int, problems: int
) -> None:
    limits = registry.load("threads").limits
    text = " ".join(["https://a.id/1", *(f"https://a.id/{n}" for n in range(links))])
    found = list(of_channel("threads", "Threads", limits, text, len(text), []))
    assert len(found) == problems
    assert all("paling banyak 5 tautan" in problem.sentence for problem in found)
