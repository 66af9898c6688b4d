from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from channels.base import Image, Outgoing, Refused, Remote
from channels.models import Account, PracticePost
from channels.practice.board import PracticeBoard
from content.intake import store
from content.models import Media, Person
from tests.content.intake.samples import photo, saved
from tests.people import MORNING, Network


@pytest.fixture
def board() -> PracticeBoard:
    return PracticeBoard(now=lambda: MORNING)


@pytest.fixture
def account(network: Network) -> Account:
    return network.account(name="Kanim Pontianak")


def message(
    key: str = "gema-1-0", text: str = "Layanan buka. #Imigrasi", **extra: object
) -> Outgoing:
    return Outgoing(key, text, title="Layanan buka", extra=extra)


def page(person: Person, url: str | None = None) -> str:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(url or reverse("channels:practice"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_same_key_is_one_post(board: PracticeBoard, account: Account) -> None:
    first = board.put(str(account.pk), message())
    assert board.put(str(account.pk), message(text="Lain sama sekali")) == first
    assert board.find(str(account.pk), "gema-1-0") == first
    assert PracticePost.objects.get().text == "Layanan buka. #Imigrasi"


def test_a_key_belongs_to_its_account(
    board: PracticeBoard, account: Account, network: Network
) -> None:
    other = network.account(office=network.jayapura)
    board.put(str(account.pk), message())
    assert board.find(str(other.pk), "gema-1-0") is None


def test_an_edit_is_marked_once_and_only_where_something_changed(
    network: Network, account: Account
) -> None:
    receipt = PracticeBoard(lambda: MORNING).put(str(account.pk), message())
    later = PracticeBoard(lambda: MORNING + timedelta(hours=1))
    target = Remote(receipt.remote_id)
    assert later.change(str(account.pk), target, message("k2")) == receipt
    assert PracticePost.objects.get().edited_at is None
    later.change(str(account.pk), target, message("k2", "Layanan tutup."))
    assert PracticePost.objects.get().edited_at == MORNING + timedelta(hours=1)
    assert "Disunting 7 Des 2026, 11.00 WIB" in page(network.sari)


def test_what_was_removed_leaves_its_place_and_no_words(
    board: PracticeBoard, account: Account, network: Network
) -> None:
    receipt = board.put(str(account.pk), message())
    target = Remote("", receipt.url)
    for _ in range(2):
        assert board.remove(str(account.pk), target, "Jam layanan berubah.") == receipt
    seen = page(network.sari)
    assert "sudah ditarik" in seen
    assert "Jam layanan berubah." in seen
    assert "Layanan buka" not in seen
    assert board.change(str(account.pk), target, message("k2")) is None


def test_nobody_touches_the_post_of_another_account(
    board: PracticeBoard, account: Account, network: Network
) -> None:
    other = network.account(office=network.jayapura)
    target = Remote(board.put(str(account.pk), message()).remote_id)
    assert board.change(str(other.pk), target, message("k2", "Diganti")) is None
    assert board.remove(str(other.pk), target, "") is None
    assert PracticePost.objects.get().text == "Layanan buka. #Imigrasi"


@pytest.mark.parametrize("remote_id", ["", "x", "0", "9" * 30, "٣"])
def test_a_target_that_is_not_there_is_said_to_be_gone(
    board: PracticeBoard, account: Account, remote_id: str
) -> None:
    assert board.change(str(account.pk), Remote(remote_id), message()) is None
    with pytest.raises(Refused):
        board.put(str(account.pk), message(repost=remote_id, url=""))


def test_a_repost_shows_the_original_inside(
    board: PracticeBoard, account: Account, network: Network
) -> None:
    centre = network.account(office=network.centre, name="Kantor Pusat")
    first = board.put(str(account.pk), message())
    board.put(str(centre.pk), message("k2", "", repost=first.remote_id, url=first.url))
    seen = page(network.sari, reverse("channels:practice") + f"?akun={centre.pk}")
    assert "Digemakan Kantor Pusat" in seen
    assert "Kanim Pontianak" in seen
    assert "Layanan buka." in seen


def test_what_was_removed_cannot_be_shared(
    board: PracticeBoard, account: Account, network: Network
) -> None:
    first = board.put(str(account.pk), message())
    board.remove(str(account.pk), Remote(first.remote_id), "")
    with pytest.raises(Refused):
        board.put(str(account.pk), message("k2", "", repost=first.remote_id, url=first.url))


def test_a_repost_of_a_repost_shares_the_first(
    board: PracticeBoard, account: Account, network: Network
) -> None:
    first = board.put(str(account.pk), message())
    second = board.put(str(account.pk), message("k2", "", repost=first.remote_id))
    board.put(str(account.pk), message("k3", "", repost=second.remote_id))
    assert PracticePost.objects.get(key="k3").repost_of == PracticePost.objects.get(key="gema-1-0")


def test_tags_and_links_are_marked_and_markup_is_not_believed(
    board: PracticeBoard, account: Account, network: Network
) -> None:
    board.put(str(account.pk), message(text="<b>Halo</b> #Imigrasi https://contoh.test/a"))
    seen = page(network.sari)
    assert '<span class="tag">#Imigrasi</span>' in seen
    assert "&lt;b&gt;Halo" in seen


def test_the_time_is_the_offices_time(board: PracticeBoard, network: Network) -> None:
    board.put(str(network.account(office=network.jayapura).pk), message())
    assert "7 Des 2026, 12.00 WIT" in page(network.sari)


@pytest.fixture
def hall(network: Network, tmp_path: Path, settings: Settings) -> Media:
    settings.MEDIA_ROOT = tmp_path
    return store(ContentFile(saved(photo())), network.pontianak, network.sari, MORNING)


def test_pictures_on_the_board_are_for_all_who_signed_in(
    board: PracticeBoard, account: Account, network: Network, hall: Media
) -> None:
    picture = Image(b"", hall.mime, "Ruang layanan", hall.width, hall.height, hall.sha256)
    receipt = board.put(str(account.pk), Outgoing("k", "Foto", images=(picture,)))
    assert 'alt="Ruang layanan"' in page(network.yosua)
    url = reverse("channels:practice_picture", args=[receipt.remote_id, 1])
    client = Client()
    assert client.get(url).status_code == 302
    client.force_login(network.yosua, "django.contrib.auth.backends.ModelBackend")
    assert client.get(url)["Content-Type"] == "image/jpeg"
    beyond = reverse("channels:practice_picture", args=[receipt.remote_id, 2])
    assert client.get(beyond).status_code == 404


@pytest.mark.parametrize("asked", ["x", "999999", "9" * 40])
def test_an_account_that_is_not_there_is_not_found(
    network: Network, client: Client, asked: str
) -> None:
    client.force_login(network.sari, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("channels:practice"), {"akun": asked}).status_code == 404


@pytest.mark.django_db
def test_the_board_is_not_for_the_public(client: Client) -> None:
    assert client.get(reverse("channels:practice")).status_code == 302
