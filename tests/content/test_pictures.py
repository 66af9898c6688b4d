"""Picture files over HTTP: the right people, the right bytes, the right head."""

from __future__ import annotations

import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core import signing
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from content import pictures
from content.drafts import EMPTY, create, save
from content.intake import store
from content.media_access import visible
from content.models import CarriedPicture, Media, Person
from content.scope import Scope
from tests.content.intake.samples import drawing, opened, photo, saved
from tests.people import MORNING, Network


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def hall(network: Network) -> Media:
    """A photo of Pontianak's service hall, uploaded by Sari."""
    return store(ContentFile(saved(photo(900, 600))), network.pontianak, network.sari, MORNING)


def status(person: Person, url: str) -> int:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client.get(url).status_code


def urls(media: Media) -> list[str]:
    return [
        reverse("content:media", args=[media.pk]),
        reverse("content:thumb", args=[media.pk, 320]),
    ]


def test_an_office_and_those_above_it_see_its_pictures(network: Network, hall: Media) -> None:
    for person in (network.sari, network.edi, network.maya, network.rina, network.wati):
        assert [status(person, url) for url in urls(hall)] == [200, 200]


def test_strangers_find_nothing(network: Network, hall: Media) -> None:
    for person in (network.yosua, network.citra):
        assert [status(person, url) for url in urls(hall)] == [404, 404]
    assert [Client().get(url).status_code for url in urls(hall)] == [302, 302]


def test_a_repost_lets_its_writer_see_the_pictures_it_carries(
    network: Network, hall: Media
) -> None:
    origin = network.approved()
    echo = create(network.centre, "jam-layanan", by=network.citra, at=MORNING, repost_of=origin)
    content = {**EMPTY, "media": [{"id": hall.pk, "alt": "", "caption": "", "credit": ""}]}
    save(echo, content, by=network.citra, at=MORNING, seen=1)
    assert status(network.citra, urls(hall)[0]) == 200
    assert status(network.yosua, urls(hall)[0]) == 404


def carrying(media: Media) -> dict[str, Any]:
    """The ``media`` of a submitted content."""
    said = {"alt": "Loket", "caption": "", "credit": "", "role": "photo", "format": ""}
    return {"media": [{"sha256": media.sha256, **said}]}


def test_what_a_post_carries_is_seen_with_the_post(network: Network, hall: Media) -> None:
    """Citra sees Pontianak's posts once they are approved, so that she can repost them."""
    network.submitted(**carrying(hall))
    assert status(network.citra, urls(hall)[0]) == 404
    network.approved(**carrying(hall))
    assert status(network.citra, urls(hall)[0]) == 200
    assert status(network.yosua, urls(hall)[0]) == 404


def test_looking_for_a_picture_reads_no_revision(network: Network, hall: Media) -> None:
    network.approved(**carrying(hall))
    scope = Scope.of(network.citra, MORNING)
    with CaptureQueriesContext(connection) as asked:
        assert visible(hall.pk, scope) == hall
    assert not [query for query in asked.captured_queries if '"body"' in query["sql"]]


def test_revisions_written_before_are_found_as_well(network: Network, hall: Media) -> None:
    network.approved(**carrying(hall))
    CarriedPicture.objects.all().delete()
    import_module("content.migrations.0005_carried_picture").fill(apps, connection.schema_editor())
    assert status(network.citra, urls(hall)[0]) == 200


def test_a_picture_is_sent_as_a_picture_and_nothing_else(
    network: Network, hall: Media, client: Client
) -> None:
    client.force_login(network.sari, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(urls(hall)[0])
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    again = client.get(urls(hall)[0], headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_thumb_is_small_and_kept(
    network: Network, hall: Media, client: Client, settings: Settings
) -> None:
    client.force_login(network.sari, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(urls(hall)[1])
    assert opened(answer.content).size == (320, 213)
    assert (Path(settings.MEDIA_ROOT) / "thumbs" / "320" / hall.name).exists()
    assert client.get(urls(hall)[1]).content == answer.content


@pytest.mark.parametrize("width", [1, 321, 100_000])
def test_a_width_that_nobody_needs_is_not_made(network: Network, hall: Media, width: int) -> None:
    assert status(network.sari, reverse("content:thumb", args=[hall.pk, width])) == 404


def part_of(media: Media, *edges: int, width: int = 640) -> str:
    return reverse("content:cut", args=[media.pk, width, *edges])


def test_a_part_of_it_is_shown_to_those_who_see_the_whole_and_kept_nowhere(
    network: Network, hall: Media, client: Client, settings: Settings
) -> None:
    client.force_login(network.sari, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(part_of(hall, 450, 0, 900, 600))
    image = opened(answer.content).convert("RGB")
    assert image.size == (450, 600)
    pixel = image.resize((1, 1)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert pixel[2] > pixel[0]  # the right half
    other = client.get(part_of(hall, 0, 0, 450, 600))
    assert other["ETag"] != answer["ETag"]
    files = {path.name for path in Path(settings.MEDIA_ROOT).rglob("*.jpg")}
    assert files == {Path(hall.name).name}
    assert status(network.yosua, part_of(hall, 0, 0, 450, 600)) == 404


@pytest.mark.parametrize(
    "edges", [(0, 0, 901, 600), (0, 0, 900, 601), (5, 0, 5, 600), (9, 0, 5, 600)]
)
def test_a_part_that_is_not_in_it_is_not_shown(
    network: Network, hall: Media, edges: tuple[int, int, int, int]
) -> None:
    assert status(network.sari, part_of(hall, *edges)) == 404
    assert status(network.sari, part_of(hall, 0, 0, 9, 9, width=641)) == 404


def test_a_changed_file_is_never_shown(network: Network, hall: Media) -> None:
    pictures.path_of(hall).write_bytes(b"another picture")
    assert [status(network.sari, url) for url in urls(hall)] == [404, 404]


def lent(media: Media) -> str:
    return urlsplit(pictures.lend(media.sha256)).path


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_network_may_fetch_what_was_lent_to_it(hall: Media, method: str) -> None:
    answer = getattr(Client(), method)(lent(hall))
    assert answer.status_code == 200
    assert int(answer["Content-Length"]) == hall.size
    assert answer["Content-Type"] == "image/jpeg"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_a_loan_is_named_after_what_it_is(network: Network) -> None:
    flyer = ContentFile(saved(drawing(), "PNG"))
    media = store(flyer, network.pontianak, network.sari, MORNING)
    lent_out = urlsplit(pictures.lend(media.sha256, media.mime))
    assert lent_out.path.endswith(".png")
    assert Client().get(lent_out.path)["Content-Type"] == "image/png"


def test_a_loan_runs_out(hall: Media, settings: Settings) -> None:
    old = _signed_before(hall, timedelta(minutes=settings.GEMA.media.public_minutes, seconds=2))
    assert Client().get(reverse("content:loan", args=[old])).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 64, "a" * 64 + ":1tabcd:wrong"])
def test_a_made_up_loan_leads_nowhere(hall: Media, token: str) -> None:
    assert Client().get(reverse("content:loan", args=[token])).status_code == 404
    assert Client().get(reverse("content:loan", args=[hall.sha256])).status_code == 404
    assert Client().post(lent(hall)).status_code == 405


def _signed_before(media: Media, age: timedelta) -> str:
    """The token that would have been made then."""
    then = signing.b62_encode(int(time.time() - age.total_seconds()))
    value = f"{media.sha256}:{then}"
    return f"{value}:{pictures.SIGNER.signature(value)}"
