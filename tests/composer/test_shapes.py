"""What a network would refuse at the hour is said while it is being written."""

from __future__ import annotations

import pytest

from channels import registry
from channels.base import Limits
from composer import cuts
from composer.compose import Picture
from composer.problems import of_channel
from content.models import Media

LIMITS = registry.load("instagram").limits


def photo(width: int, height: int, mime: str = "image/jpeg") -> Picture:
    media = Media(pk=1, width=width, height=height, mime=mime, size=900_000)
    return Picture("Antrean paspor di loket", media=media, width=width, height=height)


def said(*pictures: Picture, limits: Limits = LIMITS) -> list[str]:
    shown = cuts.fitted(limits, pictures)
    found = list(of_channel("instagram", "Instagram", limits, "Halo", 4, shown))
    assert {problem.place for problem in found} <= {"media-instagram"}
    return [problem.sentence for problem in found]


@pytest.mark.parametrize(
    "size", [(1080, 1350), (1910, 1000), (320, 400), (1200, 200), (400, 1200), (3000, 3000)]
)
def test_a_shape_that_can_be_cut_is_no_problem(size: tuple[int, int]) -> None:
    assert said(photo(*size)) == []


@pytest.mark.parametrize(("size", "left"), [((1200, 100), 191), ((10, 10), 10)])
def test_a_photo_too_small_to_be_cut_is_named_with_what_would_be_left(
    size: tuple[int, int], left: int
) -> None:
    [sentence] = said(photo(*size))
    assert "terlalu kecil untuk Instagram" in sentence
    assert "Antrean paspor di loket" in sentence
    assert f"tinggal {left} piksel" in sentence
    assert "paling sedikit 320" in sentence


def test_too_many_pictures_and_too_many_letters_of_description_are_said() -> None:
    limits = Limits(text=100, images=(0, 1), alt=10)
    found = said(photo(800, 800), photo(800, 800), limits=limits)
    assert found[0].startswith("Instagram menerima paling banyak 1 gambar, termasuk kartu.")
    assert "Teks alternatif untuk Instagram paling banyak 10 huruf." in found


def test_a_kind_of_file_that_nobody_can_make_is_said() -> None:
    [sentence] = said(photo(800, 800), limits=Limits(text=100, mime_types=("video/mp4",)))
    assert "tidak menerima jenis gambar" in sentence


def test_what_is_swiped_through_has_the_shape_of_the_first() -> None:
    """Instagram would cut them so; we do it first, so that the author sees and shifts it."""
    first, second = cuts.fitted(LIMITS, [photo(1000, 1000), photo(1500, 1000)])
    assert cuts.cut_of(first) is None
    box = cuts.cut_of(second)
    assert box is not None
    assert box.height == 1000
    assert box.width == pytest.approx(1000, rel=0.005)
    alone = registry.load("facebook").limits
    assert cuts.cut_of(cuts.fitted(alone, [photo(1000, 1000), photo(1500, 1000)])[1]) is None


def test_where_the_first_cannot_be_the_others_are_not_complained_of() -> None:
    assert len(said(photo(10, 10), photo(1000, 1500))) == 1


@pytest.mark.parametrize(("links", "problems"), [(5, 0), (6, 1)])
def test_more_different_links_than_a_network_takes_are_said_before_the_hour(
    links: int, problems: int
) -> None:
    limits = registry.load("threads").limits
    text = " ".join(["https://a.id/1", *(f"https://a.id/{n}" for n in range(links))])
    found = list(of_channel("threads", "Threads", limits, text, len(text), []))
    assert len(found) == problems
    assert all("paling banyak 5 tautan" in problem.sentence for problem in found)
