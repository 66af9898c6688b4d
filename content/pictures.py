"""Stored bytes by hash, and the short-lived public address under which a network may fetch them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing

from content.models import Media

SIGNER = signing.TimestampSigner(salt="content.pictures")


class MissingPicture(Exception):
    """The bytes are gone, or are not the ones that were approved."""


def by_hash(hashes: Iterable[str]) -> dict[str, Media]:
    return {m.sha256: m for m in Media.objects.filter(sha256__in=list(hashes))}


def path_of(media: Media) -> Path:
    return Path(settings.MEDIA_ROOT) / media.name


def read(media: Media) -> bytes:
    """The picture's bytes, checked against its hash. Raises MissingPicture."""
    try:
        data = path_of(media).read_bytes()
    except OSError as e:
        raise MissingPicture(f"media {media.pk}: {e.strerror}") from e
    if hashlib.sha256(data).hexdigest() != media.sha256:
        raise MissingPicture(f"media {media.pk}: the bytes have changed")
    return data


def lend(sha256: str, mime: str = "image/jpeg") -> str:
    """A public address for one picture, good for `media.public_minutes`."""
    ending = "png" if mime == "image/png" else "jpg"
    return f"{settings.GEMA.site.address}/pinjam/{SIGNER.sign(sha256)}.{ending}"


def lent(token: str) -> str | None:
    """The hash a public address stands for, or None if it is wrong or has run out."""
    life = timedelta(minutes=settings.GEMA.media.public_minutes)
    try:
        return SIGNER.unsign(token, max_age=life)
    except signing.BadSignature:
        return None
