"""Sari's desk: posts to look at, and a client for whoever looks."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from composer.library import library
from composer.working import Working
from content import drafts
from content.models import Person, Post
from tests.people import MORNING, Network

EXAMPLES = library()["jam-layanan"].examples
# Without pictures, so that nothing has to be drawn.
PLAIN = ("newsroom", "x", "facebook")


def client(person: Person) -> Client:
    made = Client()
    made.force_login(person)
    return made


def written(network: Network, **changes: Any) -> Post:
    """Sari's draft from a template, filled with its own examples."""
    working = Working(slots=EXAMPLES, channels=PLAIN, card=False)
    content = {**working.as_json(), **changes}
    post = drafts.create(
        network.pontianak, "jam-layanan", by=network.sari, at=MORNING, content=content
    )
    drafts.save(post, content, by=network.sari, at=MORNING, seen=1, title="Jam layanan")
    return Post.objects.select_related("draft", "office").get(pk=post.pk)


def form(post: Post, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a filled form; a change of None leaves the field out."""
    sent: dict[str, Any] = {f"slot-{name}": value for name, value in EXAMPLES.items()}
    sent |= {"channel": list(PLAIN), "seen": str(post.draft.version), "tab": "tab-sari"}
    sent |= {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in sent.items() if value is not None}


def address(name: str, post: Post, *more: object) -> str:
    return reverse(f"composer:{name}", args=[post.public_id, *more])


def photo(name: str = "foto.jpg") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (640, 480), "#16407f").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")
