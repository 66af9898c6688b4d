"""A network may take less text beside a picture than alone; the author is told while writing."""

from __future__ import annotations

from channels.base import Limits
from composer.compose import Picture
from composer.problems import of_channel

LIMITS = Limits(text=20, caption=5)
PHOTO = Picture(alt="Antrean di loket", width=1080, height=1080)


def said(limits: Limits, text: str, *pictures: Picture) -> list[str]:
    found = of_channel("x", "X", limits, text, len(text), pictures)
    return [problem.sentence for problem in found]


def test_a_text_that_fits_alone_may_be_too_long_beside_a_picture() -> None:
    assert said(LIMITS, "Layanan") == []
    assert said(LIMITS, "Layanan", PHOTO) == ["Teks X lebih 2 huruf. Pendekkan."]
    assert said(LIMITS, "Buka.", PHOTO, PHOTO) == []


def test_where_captions_have_no_limit_of_their_own_a_picture_changes_nothing() -> None:
    assert said(Limits(text=20), "Layanan", PHOTO) == []
