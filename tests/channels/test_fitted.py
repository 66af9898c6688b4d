"""What is made of an awkward photo for a network is what that network takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from channels import registry
from channels.base import Image
from channels.frames import frame_of
from content.fit import CENTRE, Cut, Original, fit
from content.intake.cutting import cut
from tests.channels.places import PLACES
from tests.channels.sending import Notebook, channel, message, outcome
from tests.content.intake.samples import drawing, photo, saved
from tests.stubs.pictures import Pictures
from tests.stubs.running import Network

PANORAMA = saved(drawing(3000, 500), quality=90)
STRIP = saved(drawing(700, 2900), "PNG")
HEAVY = saved(photo(2400, 1800), quality=97)  # more bytes than most networks take


def made_for(kind: str, gallery: Pictures) -> list[Image]:
    """As the composer makes them, one after the other."""
    limits, shown = registry.load(kind).limits, []
    first: tuple[int, int] | None = None
    given = (
        (PANORAMA, Original(3000, 500, "image/jpeg", len(PANORAMA))),
        (STRIP, Original(700, 2900, "image/png", len(STRIP))),
        (HEAVY, Original(2400, 1800, "image/jpeg", len(HEAVY))),
    )
    for number, (data, original) in enumerate(given):
        frame = frame_of(limits, first)
        plan = fit(original, CENTRE, frame)
        assert isinstance(plan, Cut)
        file = cut(data, plan, frame)
        first = first or (file.width, file.height)
        url = gallery.show(f"foto-{number}.jpg", file.data)
        sha256 = hashlib.sha256(file.data).hexdigest()
        shown.append(Image(file.data, file.mime, "Loket", file.width, file.height, sha256, url))
    return shown


@pytest.mark.parametrize("kind", sorted(PLACES))
def test_it_takes_what_was_cut_and_pressed_for_it(
    kind: str, stub: Callable[[str], Network], gallery: Pictures
) -> None:
    name = PLACES[kind].stub
    pictures = made_for(kind, gallery)
    assert outcome(channel(kind, stub(name), name), message("Halo", *pictures), Notebook()) is None


@pytest.mark.parametrize("kind", ["instagram", "bluesky"])
def test_it_would_not_have_taken_them_as_they_came(
    kind: str, stub: Callable[[str], Network], gallery: Pictures
) -> None:
    name = PLACES[kind].stub
    whole = PANORAMA if kind == "instagram" else HEAVY
    url = gallery.show("utuh.jpg", whole)
    picture = Image(whole, "image/jpeg", "Loket", 3000, 500, "0" * 64, url)
    refused = outcome(channel(kind, stub(name), name), message("Halo", picture), Notebook())
    assert refused is not None
