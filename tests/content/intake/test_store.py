from __future__ import annotations

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from pytest_django.fixtures import Settings

from content import pictures
from content.intake import Developed, NotStored, TooHeavy, Unusable, develop, keep, shelf, store
from content.models import Media, MediaRole
from tests.content.intake.samples import ROOM, drawing, photo, saved
from tests.people import MORNING, Network


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def upload(network: Network, data: bytes | None = None) -> Media:
    file = ContentFile(saved(photo()) if data is None else data, name="../../etc/passwd.php")
    return store(file, network.pontianak, network.sari, MORNING)


def test_an_upload_is_kept_under_a_name_that_says_nothing(network: Network, folder: Path) -> None:
    media = upload(network)
    path = folder / media.name
    assert path.suffix == ".jpg"
    assert path.parent.parent.parent == folder
    assert "passwd" not in media.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (media.office, media.uploaded_by) == (network.pontianak, network.sari)
    assert len(pictures.read(media)) == media.size


def test_the_same_picture_twice_is_one_row_and_one_file(network: Network, folder: Path) -> None:
    data = saved(photo())
    assert upload(network, data) == upload(network, data)
    assert Media.objects.count() == 1
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_another_office_gets_its_own_row(network: Network) -> None:
    data = saved(photo())
    upload(network, data)
    store(ContentFile(data), network.jayapura, network.yosua, MORNING)
    assert Media.objects.count() == 2


def test_a_logo_is_not_a_photo(network: Network) -> None:
    picture = develop(saved(photo()), ROOM)
    rows = {
        keep(picture, network.pontianak, at=MORNING, role=role).pk
        for role in (MediaRole.PHOTO, MediaRole.LOGO)
    }
    assert len(rows) == 2


def test_a_lost_file_comes_back_with_the_same_upload(network: Network, folder: Path) -> None:
    data = saved(photo())
    media = upload(network, data)
    (folder / media.name).unlink()
    again = upload(network, data)
    assert again.pk == media.pk
    assert pictures.read(again)


def test_what_is_refused_leaves_nothing_behind(network: Network, folder: Path) -> None:
    with pytest.raises(Unusable):
        upload(network, b"not a picture")
    assert not Media.objects.exists()
    assert not folder.exists()


def test_too_large_an_upload_is_refused_before_it_is_read(network: Network) -> None:
    file = ContentFile(bytes(12_000_001))
    with pytest.raises(TooHeavy, match="12 MB"):
        store(file, network.pontianak, network.sari, MORNING)
    assert file.tell() == 0


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    network: Network, folder: Path
) -> None:
    picture = Developed(bytes(50_000), "image/jpeg", 10, 10)
    folder.mkdir()
    with _room_for(20_000), pytest.raises(OSError, match="File too large") as full:
        shelf.put(folder / "a.jpg", picture.data)
    assert list(folder.iterdir()) == []
    assert "penuh" in str(NotStored(full.value))


def test_a_disk_that_cannot_be_written_is_told(
    network: Network, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "a-file"
    settings.MEDIA_ROOT.write_bytes(b"")
    with pytest.raises(NotStored, match="belum bisa disimpan"):
        upload(network)
    assert not Media.objects.exists()


def test_a_row_that_cannot_be_written_takes_its_file_along(network: Network, folder: Path) -> None:
    picture = Developed(b"bytes", "image/jpeg", -1, 10)  # the database refuses a negative width
    with pytest.raises(IntegrityError):
        keep(picture, network.pontianak, at=MORNING)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@contextmanager
def _room_for(size: int) -> Iterator[None]:
    """For a moment no file of this process may grow beyond ``size``."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_drawing_stays_sharp_until_a_network_wants_it_otherwise(network: Network) -> None:
    assert upload(network, saved(drawing(), "PNG")).mime == "image/png"
