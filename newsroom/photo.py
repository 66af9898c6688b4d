"""A picture of an item: what is stored of it, and the addresses under which it can be had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from django.conf import settings
from django.urls import reverse

from channels.base import Image
from content.models.media import MediaRole
from newsroom.text import clean, one_line

# The only widths we make; asking for others would let a stranger fill the disk.
WIDTHS = (400, 800, 1200, 1600)
FULL = "penuh"
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


Size = Annotated[int, msgspec.Meta(ge=1)]


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """``slug``: of the item it belongs to. ``number``: its place there, from 1."""

    slug: str
    number: int
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    mime: Literal["image/jpeg", "image/png", "image/webp"]
    width: Size
    height: Size
    size: Size
    alt: str = ""
    caption: str = ""
    credit: str = ""
    role: str = MediaRole.PHOTO.value

    @property
    def short(self) -> str:
        return self.sha256[:16]

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.mime]

    @property
    def is_card(self) -> bool:
        return self.role == MediaRole.CARD

    @property
    def file_name(self) -> str:
        return f"{self.slug}-foto-{self.number}.{self.extension}"

    @property
    def widths(self) -> list[int]:
        """The widths worth making: never larger than the picture is."""
        return [width for width in WIDTHS if width < self.width]

    @property
    def full(self) -> str:
        return self._address(FULL)

    @property
    def small(self) -> str:
        return self._address(self.widths[0] if self.widths else FULL)

    @property
    def medium(self) -> str:
        fitting = [width for width in self.widths if width <= 800]
        return self._address(fitting[-1] if fitting else FULL)

    @property
    def large(self) -> str:
        """For cards that other sites draw: 1200 pixels wide where we have them."""
        return self._address(1200 if 1200 in self.widths else FULL)

    @property
    def srcset(self) -> str:
        made = [f"{self._address(width)} {width}w" for width in self.widths]
        return ", ".join([*made, f"{self.full} {self.width}w"])

    @property
    def download(self) -> str:
        return reverse("newsroom:photo_download", args=[self.slug, self.short])

    @property
    def absolute_full(self) -> str:
        return f"{settings.GEMA.site.address}{self.full}"

    @property
    def absolute_large(self) -> str:
        return f"{settings.GEMA.site.address}{self.large}"

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.size / 1000))

    def _address(self, size: int | str) -> str:
        return reverse("newsroom:photo", args=[self.slug, self.short, size, self.extension])


def stored(image: Image, role: str) -> dict[str, Any]:
    """What an item keeps of a delivered picture. The bytes are in the record already."""
    return {
        "sha256": image.sha256,
        "mime": image.mime,
        "width": image.width,
        "height": image.height,
        "size": len(image.data),
        "alt": one_line(image.alt, 1000),
        "caption": one_line(image.caption, 500),
        "credit": one_line(image.credit, 120),
        "role": role,
    }


def read(slug: str, images: Iterable[object]) -> list[Photo]:
    """The pictures of an item. What cannot be read is left out: a page is more than a picture."""
    found = (_read(slug, number, raw) for number, raw in enumerate(images, start=1))
    return [photo for photo in found if photo is not None]


def _read(slug: str, number: int, raw: object) -> Photo | None:
    if not isinstance(raw, dict):
        return None
    said = {name: clean(value) if isinstance(value, str) else value for name, value in raw.items()}
    try:
        return msgspec.convert(said | {"slug": slug, "number": number}, Photo)
    except msgspec.ValidationError:
        return None
