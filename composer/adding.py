"""Pictures of a draft: adding what a person chose, and letting go of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.core.files.base import File

from composer.form import hundredths
from composer.working import Photo, Working
from content.intake.store import NotStored, store
from content.intake.unusable import Unusable
from content.models import Media, Office, Person


def add_pictures(
    working: Working, files: Iterable[File[bytes]], office: Office, by: Person, at: datetime
) -> tuple[Working, list[str]]:
    """The working copy with the pictures that could be used, and a sentence for each other one."""
    photos, refused = list(working.media), []
    for file in files:
        try:
            media = store(file, office, by, at)
        except (Unusable, NotStored) as e:
            refused.append(f"{file.name}: {e}")
            continue
        if media.pk not in [photo.id for photo in photos]:
            photos.append(Photo(media.pk, media.alt, media.caption, media.credit))
    return replace(working, media=tuple(photos)), refused


def without_picture(working: Working, number: int) -> Working:
    return replace(working, media=tuple(p for p in working.media if p.id != number))


def with_point(working: Working, said: str) -> Working:
    """The working copy with the point to keep in sight of one picture: ``<id>:<x>:<y>``."""
    number, _, point = said.partition(":")
    x, _, y = point.partition(":")
    media = tuple(
        replace(p, focus_x=hundredths(x, p.focus_x), focus_y=hundredths(y, p.focus_y))
        if str(p.id) == number
        else p
        for p in working.media
    )
    return replace(working, media=media)


def with_own_pictures(working: Working, before: Working, office: Office) -> Working:
    """Only pictures that were in this draft already, or that this office put in."""
    ids = [photo.id for photo in working.media]
    own = set(Media.objects.filter(pk__in=ids, office=office).values_list("pk", flat=True))
    own |= {photo.id for photo in before.media}
    return replace(working, media=tuple(photo for photo in working.media if photo.id in own))
