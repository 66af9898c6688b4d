"""A picture for the demo's posts: drawn, and plainly so."""

from __future__ import annotations

import io
from datetime import datetime

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from content.intake import store
from content.models import Media, Office, Person

SIZE = (2400, 1200)
WALL, FLOOR, DESK, EDGE = "#dfe7ef", "#b9c6d3", "#16407f", "#0e2b57"
COATS = ("#8c3b3b", "#3b6b8c", "#4d7a4d", "#8c6d3b", "#6b4d7a")


def hall(office: Office, by: Person, at: datetime) -> Media:
    """A service hall with a queue on its left and a counter on its right."""
    file = io.BytesIO()
    _drawn().save(file, "JPEG", quality=92)
    return store(ContentFile(file.getvalue(), name="aula-contoh.jpg"), office, by, at)


def _drawn() -> Image.Image:
    image = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 820, *SIZE), fill=FLOOR)
    for number, coat in enumerate(COATS):
        _person(draw, 220 + number * 210, 640 + (number % 2) * 30, coat)
    draw.rectangle((1560, 640, 2280, 980), fill=DESK)
    draw.rectangle((1520, 600, 2320, 650), fill=EDGE)
    _person(draw, 1920, 420, "#f2f5f8", reach=180)
    draw.text((1640, 760), "GAMBAR CONTOH", fill="white", font_size=72)
    return image


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, coat: str, *, reach: int = 360) -> None:
    draw.ellipse((x - 58, y - 150, x + 58, y - 20), fill="#8a6248")
    draw.rounded_rectangle((x - 90, y, x + 90, y + reach), 70, fill=coat)
