"""Taking a picture into the record: one row for the same picture of the same office."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from content.intake import shelf
from content.intake.develop import MEGA, Developed, Room, develop
from content.intake.unusable import TooHeavy
from content.models import Media, MediaRole, Office, Person

# An unpacked picture takes a hundred times its file: a crowd of uploads waits its turn.
DARKROOM = BoundedSemaphore(2)
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}


class NotStored(Exception):
    """The picture was fine, our disk was not. Nothing was kept; try again once it is mended."""

    def __init__(self, error: OSError) -> None:
        full = error.errno in shelf.NO_ROOM
        super().__init__(
            _("Penyimpanan server penuh, jadi gambar belum tersimpan. Beri tahu administrator.")
            if full
            else _("Gambar belum bisa disimpan di server. Coba lagi, atau beri tahu administrator.")
        )


def room() -> Room:
    limits = settings.GEMA.media
    return Room(limits.max_megabytes, limits.max_megapixels, limits.longest_side)


def store(
    upload: File[bytes],
    office: Office,
    by: Person,
    at: datetime,
    *,
    role: MediaRole = MediaRole.PHOTO,
) -> Media:
    """Take an uploaded picture. Raises ``Unusable`` or NotStored; both have a sentence."""
    limits = room()
    if upload.size > limits.megabytes * MEGA:
        raise TooHeavy(limits.megabytes)
    with DARKROOM:
        picture = develop(upload.read(), limits)
    return keep(picture, office, by=by, at=at, role=role)


def keep(
    picture: Developed,
    office: Office,
    *,
    at: datetime,
    by: Person | None = None,
    role: MediaRole = MediaRole.PHOTO,
    alt: str = "",
    recipe: str = "",
) -> Media:
    """The office's row for this picture, made if it is not there. Raises NotStored."""
    known = Media.objects.filter(office=office, role=role, sha256=picture.sha256).first()
    if known is not None and (Path(settings.MEDIA_ROOT) / known.name).exists():
        return known
    name = shelf.fresh_name(SUFFIXES[picture.mime])
    path = Path(settings.MEDIA_ROOT) / name
    try:
        shelf.put(path, picture.data)
    except OSError as e:
        raise NotStored(e) from e
    if known is not None:  # the row outlived its file: give it the bytes back
        Media.objects.filter(pk=known.pk).update(name=name)
        known.name = name
        return known
    return _row(picture, office, name, path, at=at, by=by, role=role, alt=alt, recipe=recipe)


def _row(
    picture: Developed,
    office: Office,
    name: str,
    path: Path,
    *,
    at: datetime,
    by: Person | None,
    role: MediaRole,
    alt: str,
    recipe: str,
) -> Media:
    written = False
    try:
        with transaction.atomic():
            media = Media.objects.create(
                office=office,
                role=role,
                name=name,
                sha256=picture.sha256,
                mime=picture.mime,
                width=picture.width,
                height=picture.height,
                size=len(picture.data),
                alt=alt,
                recipe=recipe,
                uploaded_by=by,
                uploaded_at=at,
            )
        written = True
    finally:
        if not written:
            path.unlink(missing_ok=True)
    return media
