"""Files for networks: the part that was chosen, in few enough bytes, and nothing else in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from content.fit import CENTRE, Box, Cut, Focus, Frame, Misfit, Original, fit
from content.intake.cutting import CannotFit, cut
from tests.content.intake.samples import BLUE, RED, drawing, opened, photo, saved, with_a_place

JPEG, PNG = "image/jpeg", "image/png"
FRAME = Frame((JPEG,), 1_000_000, ratio=(0.8, 1.91))
# A noisy picture weighs more than any photo of its size.
NOISE = saved(photo(900, 900), quality=98)


def plan(data: bytes, frame: Frame, focus: Focus = CENTRE) -> Cut:
    width, height = opened(data).size
    mime = f"image/{str(opened(data).format).lower()}"
    made = fit(Original(width, height, mime, len(data)), focus, frame)
    assert isinstance(made, Cut)
    return made


def made(data: bytes, frame: Frame = FRAME, focus: Focus = CENTRE) -> Image.Image:
    return opened(cut(data, plan(data, frame, focus), frame).data)


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(("x", "colour"), [(0, RED), (100, BLUE)])
def test_the_part_around_the_point_is_what_is_shown(x: int, colour: tuple[int, int, int]) -> None:
    wide = saved(drawing(4000, 900), quality=95)
    image = made(wide, focus=Focus(x, 50))
    assert image.size == (1719, 900)
    for corner in ((5, 5), (1713, 5), (5, 894), (1713, 894)):
        assert is_near(image.getpixel(corner), colour)


@pytest.mark.parametrize("most", [400_000, 150_000, 40_000])
def test_it_is_pressed_until_its_bytes_fit_and_then_made_smaller(most: int) -> None:
    frame = replace(FRAME, most_bytes=most)
    done = cut(NOISE, plan(NOISE, frame), frame)
    assert len(done.data) <= most
    assert (done.width, done.height) == opened(done.data).size
    assert most > 100_000 or done.width < 900


def test_a_photo_is_not_pressed_more_than_it_needs() -> None:
    frame = replace(FRAME, most_bytes=400_000)
    size = len(cut(NOISE, plan(NOISE, frame), frame).data)
    assert size > frame.most_bytes * 0.5


def test_what_cannot_be_light_enough_is_refused_and_never_sent_too_heavy() -> None:
    frame = replace(FRAME, most_bytes=5_000, least_width=800)
    with pytest.raises(CannotFit) as told:
        cut(NOISE, plan(NOISE, frame), frame)
    assert told.value.unfit.why is Misfit.TOO_HEAVY


@settings(max_examples=25)
@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.integers(0, 100),
    st.sampled_from(("JPEG", "PNG")),
    st.integers(1_500, 60_000),
)
def test_any_picture_comes_out_within_the_limits_or_not_at_all(
    width: int, height: int, x: int, format: str, most: int
) -> None:
    frame = Frame((JPEG,), most, ratio=(0.8, 1.91), least_width=20, most_width=300)
    data = saved(photo(width, height), format)
    wanted = fit(Original(width, height, f"image/{format.lower()}", len(data)), Focus(x, x), frame)
    if not isinstance(wanted, Cut):
        return
    try:
        done = cut(data, wanted, frame)
    except CannotFit:
        return
    assert len(done.data) <= most
    assert opened(done.data).size == (done.width, done.height)
    assert frame.takes(done.width, done.height)


def test_the_same_cut_gives_the_same_bytes() -> None:
    wanted = plan(NOISE, FRAME)
    assert cut(NOISE, wanted, FRAME) == cut(NOISE, wanted, FRAME)


def test_what_was_clear_becomes_white_where_the_network_takes_only_jpeg() -> None:
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    image = made(saved(clear, "PNG"))
    assert image.format == "JPEG"
    assert is_near(image.getpixel((200, 200)), (255, 255, 255))


def test_a_drawing_stays_a_png_where_it_may_and_is_light_enough() -> None:
    sharp = saved(drawing(3000, 900), "PNG")
    frame = replace(FRAME, mimes=(JPEG, PNG))
    assert made(sharp, frame).format == "PNG"
    noise = saved(photo(600, 600), "PNG")
    assert made(noise, replace(frame, most_bytes=300_000)).format == "JPEG"


def test_it_is_upright_and_holds_nothing_but_pixels() -> None:
    turned = saved(drawing(600, 400), exif=with_a_place(orientation=6))
    upright = Cut(Box(0, 0, 400, 600), 400, 600, JPEG)
    image = opened(cut(turned, upright, FRAME).data)
    assert image.size == (400, 600)
    assert not image.getexif()
    assert not image.info.keys() & {"exif", "icc_profile", "comment"}


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(CannotFit):
        cut(b"not a picture", plan(NOISE, FRAME), FRAME)
