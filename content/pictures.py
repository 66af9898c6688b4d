"""Stored bytes by hash, and the short-lived public address under which a network may fetch them."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing

from content.models import Media, MediaRole, Office, Person

SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
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


def lend(sha256: str) -> str:
    """A public address for one picture, good for `media.public_minutes`."""
    return f"{settings.GEMA.site.address}/pinjam/{SIGNER.sign(sha256)}.jpg"


def lent(token: str) -> str | None:
    """The hash a public address stands for, or None if it is wrong or has run out."""
    life = timedelta(minutes=settings.GEMA.media.public_minutes)
    try:
        return SIGNER.unsign(token, max_age=life)
    except signing.BadSignature:
        return None


def keep(
    data: bytes,
    *,
    office: Office,
    role: MediaRole,
    size: tuple[int, int],
    by: Person | None,
    at: datetime,
    mime: str = "image/jpeg",
) -> Media:
    """Store finished bytes under a random name; the same bytes of one office are one row."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = Media.objects.filter(office=office, sha256=sha256, role=role).first()
    if known is not None:
        return known
    name = _place(data, SUFFIX[mime])
    return Media.objects.create(
        office=office,
        role=role,
        name=name,
        sha256=sha256,
        mime=mime,
        width=size[0],
        height=size[1],
        size=len(data),
        uploaded_by=by,
        uploaded_at=at,
    )


def _place(data: bytes, suffix: str) -> str:
    """Write to disk in one step; after a crash there is the whole file or none."""
    token = secrets.token_hex(16)
    name = f"{token[:2]}/{token}{suffix}"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o640)
    Path(file.name).replace(path)
    return name
