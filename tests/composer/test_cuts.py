"""A photo on its way from the writing screen to each network: chosen, cut, frozen, sent."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django.fixtures import Settings

from channels import registry
from composer import reviving, submitting
from composer.working import Working
from content import freeze, pictures
from content.intake import store
from content.models import Media, MediaRole, Post
from content.refusals import Incomplete
from content.revision_diff import diff_content
from tests.composer.desk import address, client, form, written
from tests.content.intake.samples import BLUE, RED, drawing, opened, saved
from tests.people import MORNING, Network

KINDS = ("newsroom", "x", "instagram")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def uploaded(network: Network, width: int = 3000, height: int = 1000) -> Media:
    """A red and a blue half, beside each other."""
    data = saved(drawing(width, height), quality=95)
    return store(ContentFile(data, name="aula.jpg"), network.pontianak, network.sari, MORNING)


def draft(network: Network, *photos: dict[str, Any], **changes: Any) -> Post:
    said = [{"alt": "Aula layanan", "caption": "", "credit": "", **one} for one in photos]
    return written(network, channels=list(KINDS), media=said, **changes)


def submitted(network: Network, *photos: dict[str, Any], **changes: Any) -> Post:
    post = draft(network, *photos, **changes)
    return submitting.submit(post, post.draft, by=network.sari, at=MORNING)


def content_of(post: Post) -> dict[str, Any]:
    assert post.head is not None
    return post.head.content


def file_for(post: Post, kind: str, number: int = 0) -> Media:
    sha256 = content_of(post)["images"][kind][number]
    return pictures.by_hash([sha256])[sha256]


def colour(media: Media) -> tuple[int, int, int]:
    pixel = opened(pictures.read(media)).convert("RGB").getpixel((media.width // 2, 10))
    assert isinstance(pixel, tuple)
    return RED if pixel[0] > pixel[2] else BLUE


def test_each_network_gets_what_it_takes_and_no_more_is_changed_than_must_be(
    network: Network,
) -> None:
    hall = uploaded(network)
    post = submitted(network, {"id": hall.pk})
    assert file_for(post, "x") == hall
    assert file_for(post, "newsroom") == hall
    cut = file_for(post, "instagram")
    assert (cut.role, cut.office) == (MediaRole.FITTED, network.pontianak)
    assert (cut.width, cut.height) == (1440, 754)


@pytest.mark.parametrize(("x", "half"), [(10, RED), (90, BLUE)])
def test_the_part_that_was_chosen_is_what_is_sent(
    network: Network, x: int, half: tuple[int, int, int]
) -> None:
    hall = uploaded(network)
    post = submitted(network, {"id": hall.pk, "focus_x": x, "focus_y": 50})
    assert colour(file_for(post, "instagram")) == half


def test_the_same_choice_makes_no_second_file_and_the_same_hash(network: Network) -> None:
    hall = uploaded(network)
    first, second = (submitted(network, {"id": hall.pk, "focus_x": 20}) for _ in range(2))
    assert first.head is not None
    assert second.head is not None
    assert first.head.sha256 == second.head.sha256
    assert Media.objects.filter(role=MediaRole.FITTED).count() == 1


def test_a_file_that_was_lost_is_made_again(network: Network) -> None:
    hall = uploaded(network)
    lost = file_for(submitted(network, {"id": hall.pk}), "instagram")
    pictures.path_of(lost).unlink()
    again = file_for(submitted(network, {"id": hall.pk}), "instagram")
    assert again.sha256 == lost.sha256
    assert pictures.read(again)


def test_what_was_cut_carries_the_words_of_its_photo_and_is_checked_once(
    network: Network,
) -> None:
    content = content_of(submitted(network, {"id": uploaded(network).pk, "credit": "Humas"}))
    photo, cut = content["media"]
    assert (cut["alt"], cut["credit"], cut["of"]) == ("Aula layanan", "Humas", photo["sha256"])
    assert (photo["focus"], cut["focus"]) == ([50, 50], [50, 50])
    photo["alt"] = cut["alt"] = ""
    assert len(freeze.faults(content)) == 1


def test_another_part_is_another_revision_that_says_where(network: Network) -> None:
    hall = uploaded(network)
    before = content_of(submitted(network, {"id": hall.pk}))
    after = content_of(submitted(network, {"id": hall.pk, "focus_x": 80}))
    [section] = diff_content(before, after)
    assert (section.part, section.name) == ("images", "instagram")


def test_a_revision_opened_again_remembers_the_point(network: Network) -> None:
    post = submitted(network, {"id": uploaded(network).pk, "focus_x": 80, "focus_y": 30})
    assert post.head is not None
    [photo] = reviving.working_of(post, post.head).media
    assert (photo.focus_x, photo.focus_y) == (80, 30)


def test_a_revision_from_before_there_was_a_point_shows_the_middle(network: Network) -> None:
    post = submitted(network, {"id": uploaded(network).pk})
    assert post.head is not None
    content = post.head.content
    for picture in content["media"]:
        picture.pop("focus")
    post.head.body = json.dumps(content)
    [photo] = reviving.working_of(post, post.head).media
    assert (photo.focus_x, photo.focus_y) == (50, 50)


def test_a_photo_that_no_cut_can_save_stops_submission_at_its_channel(network: Network) -> None:
    tiny = uploaded(network, 900, 60)
    post = draft(network, {"id": tiny.pk})
    with pytest.raises(Incomplete) as told:
        submitting.submit(post, post.draft, by=network.sari, at=MORNING)
    [fault] = told.value.faults
    assert fault.place == "media-instagram"
    page = client(network.sari).get(address("write", post)).content.decode()
    preview = page[page.index('id="preview-instagram"') :]
    assert 'id="media-instagram"' in preview
    assert "terlalu kecil untuk Instagram" in preview
    assert 'href="#media-instagram"' in page


def test_a_photo_that_is_gone_from_the_disk_is_said_and_nothing_is_submitted(
    network: Network,
) -> None:
    hall = uploaded(network)
    pictures.path_of(hall).unlink()
    post = draft(network, {"id": hall.pk})
    with pytest.raises(Incomplete) as told:
        submitting.submit(post, post.draft, by=network.sari, at=MORNING)
    assert [fault.place for fault in told.value.faults] == ["media"]


def test_the_screen_shows_the_part_and_names_who_cuts(network: Network) -> None:
    hall = uploaded(network)
    post = draft(network, {"id": hall.pk, "focus_x": 0})
    page = client(network.sari).get(address("write", post)).content.decode()
    assert f"/media/{hall.pk}/640/0-0-1910-1000/" in page
    assert "dipotong di Instagram" in page
    assert "M0 0H3000V1000H0ZM0 0H1910V1000H0Z" in page


def test_without_scripts_one_of_nine_places_is_chosen_by_a_button(network: Network) -> None:
    hall = uploaded(network)
    post = draft(network, {"id": hall.pk})
    sari = client(network.sari)
    sent = form(post, channel=KINDS, media=str(hall.pk), point=f"{hall.pk}:83:17")
    sent[f"alt-{hall.pk}"] = "Aula layanan"
    answer = sari.post(address("write", post), sent)
    assert answer["Location"].endswith(f"#photo-{hall.pk}")
    post.draft.refresh_from_db()
    [photo] = Working.read(post.draft.content).media
    assert (photo.focus_x, photo.focus_y, photo.alt) == (83, 17, "Aula layanan")
    page = sari.get(address("write", post)).content.decode()
    chosen = re.findall(r'value="\d+:(\d+:\d+)" aria-label="[^"]+" aria-pressed="true"', page)
    assert chosen == ["83:17"]


@pytest.mark.parametrize(
    ("typed", "kept"), [("0", 0), ("73", 73), ("400", 100), ("", 40), ("-3", 40), ("dua", 40)]
)
def test_typed_numbers_stay_between_the_edges(network: Network, typed: str, kept: int) -> None:
    hall = uploaded(network)
    post = draft(network, {"id": hall.pk, "focus_x": 40})
    sent = form(post, media=str(hall.pk))
    sent |= {f"focus-x-{hall.pk}": typed, f"focus-y-{hall.pk}": "50"}
    client(network.sari).post(address("write", post), sent)
    post.draft.refresh_from_db()
    [photo] = Working.read(post.draft.content).media
    assert photo.focus_x == kept


@pytest.mark.parametrize("kind", sorted(registry.CHANNELS))
def test_every_network_takes_what_was_made_for_it(network: Network, kind: str) -> None:
    """A panorama and a strip, frozen for this network alone."""
    wide, high = uploaded(network, 3000, 900), uploaded(network, 800, 2900)
    photos = [{"id": one.pk, "alt": "Aula", "caption": "", "credit": ""} for one in (wide, high)]
    post = written(network, channels=[kind], media=photos)
    submitting.submit(post, post.draft, by=network.sari, at=MORNING)
    post.refresh_from_db()
    limits = registry.load(kind).limits
    for number in range(2):
        made = file_for(post, kind, number)
        assert made.mime in limits.mime_types
        assert made.size <= limits.image_bytes
        narrowest, widest = limits.ratio or (0, 1000)
        assert narrowest <= made.width / made.height <= widest
        assert limits.least_width <= made.width <= (limits.most_width or made.width)


def test_a_photo_that_one_network_has_no_room_for_is_left_out_there_only(network: Network) -> None:
    halls = [uploaded(network, 900 + number, 600) for number in range(5)]
    post = draft(network, *({"id": hall.pk} for hall in halls))
    sari = client(network.sari)
    page = sari.get(address("write", post)).content.decode()
    assert "X menerima paling banyak 4 gambar" in page
    assert f'name="on-{halls[0].pk}" value="x" checked' in page
    assert f'name="on-{halls[0].pk}" value="newsroom"' not in page

    sent = form(post, channel=KINDS, media=[str(hall.pk) for hall in halls])
    for hall in halls:
        sent |= {f"alt-{hall.pk}": "Aula", f"may-{hall.pk}": "x", f"on-{hall.pk}": "x"}
    del sent[f"on-{halls[1].pk}"]
    sari.post(address("write", post), sent)
    post.draft.refresh_from_db()
    made = submitting.submit(post, post.draft, by=network.sari, at=MORNING)
    content = content_of(made)
    assert [len(content["images"][kind]) for kind in KINDS] == [5, 4, 5]
    assert halls[1].sha256 not in content["images"]["x"]
    assert made.head is not None
    assert reviving.working_of(made, made.head).media[1].without == ("x",)


def test_what_the_form_does_not_offer_stays_left_out(network: Network) -> None:
    hall = uploaded(network)
    post = draft(network, {"id": hall.pk, "without": ["x"]})
    client(network.sari).post(address("write", post), form(post, media=str(hall.pk)))
    post.draft.refresh_from_db()
    assert Working.read(post.draft.content).media[0].without == ("x",)


def test_a_photo_without_words_is_named_by_its_number(network: Network) -> None:
    small = uploaded(network, 200, 240)
    post = draft(network, {"id": uploaded(network).pk}, {"id": small.pk, "alt": ""})
    page = client(network.sari).get(address("write", post)).content.decode()
    assert "Gambar “2” terlalu kecil untuk Instagram" in page
    assert "tidak bisa di Instagram" in page
