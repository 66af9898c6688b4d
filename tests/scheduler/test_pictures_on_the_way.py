"""A picture that is not the approved one any more, or that one network does not take."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from channels.base import Reason
from content.intake.develop import Developed
from content.intake.store import keep
from content.models import Media, Status
from scheduler.models import Delivery, State
from tests.channels.sending import jpeg
from tests.people import Network as Offices
from tests.scheduler.over_http import call, on_x
from tests.scheduler.stage import Stage, again, planned
from tests.stubs.running import Network


def pictured(offices: Offices, *kinds: str) -> dict[str, Any]:
    """Words and one picture for these networks."""
    data = jpeg()
    made = Developed(data, "image/jpeg", 1080, 1080)
    kept = keep(made, offices.pontianak, at=timezone.now(), alt="Loket")
    said = {"sha256": kept.sha256, "mime": kept.mime, "width": 1080, "height": 1080}
    words = {"alt": "Loket", "caption": "", "credit": "", "role": "photo", "format": ""}
    return {
        "texts": dict.fromkeys(kinds, "Layanan paspor buka."),
        "media": [said | words],
        "images": {kind: [kept.sha256] for kind in kinds},
    }


def file_of(media: Media) -> Path:
    return Path(settings.MEDIA_ROOT) / media.name


@pytest.mark.parametrize("harm", ["deleted", "changed", "forgotten"])
def test_a_picture_that_is_not_the_approved_one_keeps_the_post_in(
    network: Offices, x: Network, harm: str
) -> None:
    """Never the words alone instead."""
    at = datetime.now(UTC)
    post = network.approved(at, **pictured(network, "x"))
    [row] = planned(network, on_x(network), at=at, due=at, post=post)
    media = Media.objects.get()
    if harm == "deleted":
        file_of(media).unlink()
    elif harm == "changed":
        file_of(media).write_bytes(jpeg(600, 600))
    else:
        media.delete()
    Stage().turn(at, call)
    assert x.accepted() == []
    assert (again(row).state, again(row).reason) == (State.FAILED, Reason.MEDIA_MISSING)
    assert again(row) in Delivery.objects.needing_a_person()


def test_a_network_that_does_not_take_the_picture_keeps_no_other_from_it(
    network: Offices, x: Network
) -> None:
    at = datetime.now(UTC)
    post = network.approved(at, **pictured(network, "x", "practice"))
    refused, taken = planned(network, on_x(network), network.account(), at=at, due=at, post=post)
    x.fail("answer", "POST .*/media", status=413, body={}, times=9)

    Stage().turn(at, call)
    assert (again(refused).state, again(refused).reason) == (State.FAILED, Reason.BAD_MEDIA)
    assert again(taken).state == State.SENT
    assert again(taken).post.status == Status.PUBLISHED
    assert x.accepted("post") == []
