"""The file of a picture that fits a frame: made once, then kept like any other picture."""

from __future__ import annotations

import hashlib
from datetime import datetime

from content import pictures
from content.fit import Cut, Frame, Original
from content.intake.cutting import cut
from content.intake.store import DARKROOM, keep
from content.models import Media, MediaRole, Office, Person

MAKING = 1  # one more whenever the same cut would give other bytes


def original(media: Media) -> Original:
    return Original(media.width, media.height, media.mime, media.size)


def fitted(
    media: Media, plan: Cut, frame: Frame, office: Office, *, by: Person, at: datetime
) -> Media:
    """The picture itself where it fits as it is. Raises CannotFit, MissingPicture or NotStored."""
    if not plan.changes(original(media), frame):
        return media
    recipe = _recipe(media, plan, frame)
    known = Media.objects.filter(office=office, role=MediaRole.FITTED, recipe=recipe).first()
    if known is not None and pictures.path_of(known).exists():
        return known
    data = pictures.read(media)
    with DARKROOM:
        made = cut(data, plan, frame)
    return keep(made, office, by=by, at=at, role=MediaRole.FITTED, recipe=recipe)


def _recipe(media: Media, plan: Cut, frame: Frame) -> str:
    return hashlib.sha256(repr((MAKING, media.sha256, plan, frame)).encode()).hexdigest()
