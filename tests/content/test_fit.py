"""Whatever a photo and a network are like: the result fits, or it is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from content.fit import CENTRE, Box, Cut, Focus, Frame, Misfit, Original, Unfit, fit, smaller

JPEG, PNG = "image/jpeg", "image/png"
INSTAGRAM = Frame((JPEG,), 8_000_000, ratio=(0.8, 1.91), least_width=320, most_width=1440)
ANY = Frame((JPEG, PNG), 5_000_000)

sides = st.integers(1, 6000)
originals = st.builds(
    Original, sides, sides, st.sampled_from((JPEG, PNG)), st.integers(1, 20_000_000)
)
focuses = st.builds(Focus, st.integers(0, 100), st.integers(0, 100))
ratios = st.tuples(st.floats(0.02, 1.0), st.floats(1.0, 25.0))
frames = st.builds(
    Frame,
    mimes=st.sampled_from(((JPEG,), (PNG,), (JPEG, PNG))),
    most_bytes=st.integers(100_000, 10_000_000),
    ratio=st.none() | ratios,
    least_width=st.integers(1, 600),
    most_width=st.none() | st.integers(600, 3000),
    most_pixels=st.none() | st.integers(10_000, 20_000_000),
    most_sides=st.none() | st.integers(700, 8000),
)


def photo(width: int, height: int, mime: str = JPEG, size: int = 900_000) -> Original:
    return Original(width, height, mime, size)


def cut(original: Original, focus: Focus = CENTRE, frame: Frame = INSTAGRAM) -> Cut:
    made = fit(original, focus, frame)
    assert isinstance(made, Cut)
    return made


@given(originals, focuses, frames)
@example(Original(1, 6000, JPEG, 1), Focus(0, 0), INSTAGRAM)
@example(Original(6000, 1, JPEG, 1), Focus(100, 100), INSTAGRAM)
def test_the_result_is_within_the_limits_or_refused(
    original: Original, focus: Focus, frame: Frame
) -> None:
    made = fit(original, focus, frame)
    if isinstance(made, Unfit):
        assert made.why is Misfit.TOO_SMALL
    else:
        assert frame.takes(made.width, made.height)
        assert made.mime in frame.mimes


@given(originals, focuses, frames)
def test_the_part_lies_in_the_picture_and_holds_the_point(
    original: Original, focus: Focus, frame: Frame
) -> None:
    made = fit(original, focus, frame)
    assume(isinstance(made, Cut))
    assert isinstance(made, Cut)
    box = made.box
    assert box.is_in(original.width, original.height)
    x = min(original.width - 1, original.width * focus.x // 100)
    y = min(original.height - 1, original.height * focus.y // 100)
    assert box.left <= x < box.right
    assert box.top <= y < box.bottom


@given(originals, focuses, frames)
def test_nothing_is_made_larger_and_only_one_side_is_cut(
    original: Original, focus: Focus, frame: Frame
) -> None:
    made = fit(original, focus, frame)
    assume(isinstance(made, Cut))
    assert isinstance(made, Cut)
    assert made.width <= made.box.width
    assert made.height <= made.box.height
    assert made.box.width == original.width or made.box.height == original.height


@given(originals, focuses, frames, st.floats(0.05, 0.95))
def test_a_picture_made_smaller_still_fits_and_shows_the_same_part(
    original: Original, focus: Focus, frame: Frame, factor: float
) -> None:
    made = fit(original, focus, frame)
    assume(isinstance(made, Cut))
    assert isinstance(made, Cut)
    less = smaller(made, factor, frame)
    if isinstance(less, Unfit):
        assert less.why is Misfit.TOO_HEAVY
    else:
        assert frame.takes(less.width, less.height)
        assert less.box == made.box


@given(originals, focuses)
def test_where_there_are_no_limits_nothing_is_changed(original: Original, focus: Focus) -> None:
    made = cut(original, focus, ANY)
    assert made.changes(original, ANY) is (original.size > ANY.most_bytes)
    assert made.box == Box(0, 0, original.width, original.height)


@pytest.mark.parametrize(
    ("size", "focus", "box"),
    [
        ((1000, 2000), CENTRE, Box(0, 375, 1000, 1625)),
        ((1000, 2000), Focus(50, 0), Box(0, 0, 1000, 1250)),
        ((1000, 2000), Focus(50, 100), Box(0, 750, 1000, 2000)),
        ((1000, 2000), Focus(0, 40), Box(0, 175, 1000, 1425)),
        ((3000, 1000), Focus(0, 50), Box(0, 0, 1910, 1000)),
        ((3000, 1000), Focus(40, 50), Box(245, 0, 2155, 1000)),
        ((1000, 1000), Focus(0, 0), Box(0, 0, 1000, 1000)),
    ],
)
def test_the_part_follows_the_point_as_far_as_the_picture_reaches(
    size: tuple[int, int], focus: Focus, box: Box
) -> None:
    assert cut(photo(*size), focus).box == box


@pytest.mark.parametrize(
    ("size", "into"),
    [((3000, 3000), (1440, 1440)), ((1440, 1800), (1440, 1800)), ((1910, 1000), (1440, 754))],
)
def test_it_is_as_large_as_the_network_takes_it(
    size: tuple[int, int], into: tuple[int, int]
) -> None:
    made = cut(photo(*size))
    assert (made.width, made.height) == into


def test_what_would_be_too_narrow_says_how_much_is_left_and_how_much_is_wanted() -> None:
    assert fit(photo(3000, 100), CENTRE, INSTAGRAM) == Unfit(Misfit.TOO_SMALL, 191, 320)


def test_a_kind_of_file_that_is_not_taken_becomes_one_that_is() -> None:
    drawing = photo(1000, 1000, PNG)
    assert cut(drawing).mime == JPEG
    assert cut(drawing).changes(drawing, INSTAGRAM)
    assert cut(drawing, frame=ANY).mime == PNG
    film = replace(ANY, mimes=("video/mp4",))
    assert fit(drawing, CENTRE, film) == Unfit(Misfit.NO_KIND)


def test_an_original_that_fits_is_sent_as_it_is_unless_it_is_too_heavy() -> None:
    square = photo(1080, 1080)
    assert not cut(square).changes(square, INSTAGRAM)
    heavy = replace(square, size=8_000_001)
    assert cut(heavy).changes(heavy, INSTAGRAM)
