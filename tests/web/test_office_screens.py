from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from channels.models import AccountState
from content.models import Event, Feed, FeedState, Office, Role
from tests.content.intake.samples import drawing, saved
from tests.people import MORNING, Network
from tests.web.signed_in import browser
from web.demo.load import load

HEAD = "kode,nama,jenis,induk,zona\n"


def form(office: Office, **changes: str) -> dict[str, str]:
    """The edit form as it comes, with these changes."""
    names = (
        "name", "short_name", "zone", "city", "address", "phone", "email", "website",
        "press_name", "press_phone", "press_email", "primary_colour", "accent_colour",
    )  # fmt: skip
    handles = {f"handle_{kind}": name for kind, name in office.handles.items()}
    values = {name: getattr(office, name) for name in names}
    return {**values, **handles, "active": "on", **changes}


def test_the_tree_says_where_something_is_wrong(network: Network) -> None:
    network.account(state=AccountState.DISCONNECTED)
    network.account("newsroom")
    Feed.objects.create(
        office=network.jayapura, url="https://contoh.test/feed",
        state=FeedState.FAILING, next_read_at=MORNING,
    )  # fmt: skip
    seen = browser(network.rina).get(reverse("offices")).content.decode()
    assert "1 dari 2 akun terputus" in seen
    assert "1 dari 1 umpan bermasalah" in seen
    assert "WIT" in seen


@pytest.mark.django_db
def test_the_tree_of_a_large_network_asks_as_little_as_that_of_a_small_one() -> None:
    load(MORNING, offices=160, posts=False)
    centre = Office.objects.get(code="PUSAT")
    person = centre.memberships.get(role=Role.ADMINISTRATOR).person
    client = browser(person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(reverse("offices"))
    assert answer.content.decode().count("row-link") == 160
    assert len(asked) <= 12  # what every page asks for, and the tree


def test_an_office_page_shows_feed_trouble_in_words(network: Network) -> None:
    Feed.objects.create(
        office=network.pontianak, url="https://contoh.test/feed", state=FeedState.FAILING,
        fault="Sertifikat keamanan situs tidak sah.", next_read_at=MORNING,
    )  # fmt: skip
    seen = browser(network.sari).get(reverse("office", args=["PTK"])).content.decode()
    assert "Sertifikat keamanan situs tidak sah." in seen
    assert "Baca sekarang" not in seen


def test_a_change_is_kept_and_written_down(network: Network) -> None:
    url = reverse("office_edit", args=["PTK"])
    data = form(network.pontianak, press_phone="0800-0000-9999", handle_instagram="@contoh.ptk")
    assert browser(network.ada).post(url, data).status_code == 302
    network.pontianak.refresh_from_db()
    assert network.pontianak.press_phone == "0800-0000-9999"
    assert network.pontianak.handles == {"x": "contoh_ptk", "instagram": "contoh.ptk"}
    event = Event.objects.get(kind="office.changed")
    assert set(event.data["fields"]) == {"press_phone", "handles"}
    assert event.by == network.ada


def test_names_are_asked_only_of_networks_that_have_them(network: Network) -> None:
    url = reverse("office_edit", args=["PTK"])
    asked = browser(network.ada).get(url).content.decode()
    assert "handle_telegram" in asked
    assert "handle_webhook" not in asked
    assert "handle_wordpress" not in asked


def test_a_name_on_mastodon_says_its_server(network: Network) -> None:
    data = form(network.pontianak, handle_mastodon="@contoh@server.contoh.test")
    assert browser(network.ada).post(reverse("office_edit", args=["PTK"]), data).status_code == 302
    network.pontianak.refresh_from_db()
    assert network.pontianak.handle("mastodon") == "contoh@server.contoh.test"


def test_saving_without_a_change_writes_nothing_down(network: Network) -> None:
    url = reverse("office_edit", args=["PTK"])
    assert browser(network.ada).post(url, form(network.pontianak)).status_code == 302
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("zone", "Mars/Olympus"), ("primary_colour", "biru"),
        ("email", "bukan surel"), ("website", "javascript:alert(1)"), ("handle_x", "a b"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_and_nothing_is_lost(
    network: Network, field: str, value: str
) -> None:
    data = form(network.pontianak, city="Kota Contoh", **{field: value})
    answer = browser(network.ada).post(reverse("office_edit", args=["PTK"]), data)
    assert answer.status_code == 422
    assert "Kota Contoh" in answer.content.decode()
    assert Office.objects.get(code="PTK").city == ""


def test_an_administrator_of_a_region_changes_only_its_offices(network: Network) -> None:
    network.maya.memberships.update(role=Role.ADMINISTRATOR)
    maya = browser(network.maya)
    assert maya.get(reverse("office_edit", args=["PTK"])).status_code == 200
    assert maya.get(reverse("office_edit", args=["JAP"])).status_code == 404
    assert maya.get(reverse("office_edit", args=["PUSAT"])).status_code == 404


def test_a_logo_is_taken_like_any_picture(
    network: Network, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    logo = SimpleUploadedFile("logo.png", saved(drawing(), "PNG"))
    url = reverse("office_edit", args=["PTK"])
    browser(network.ada).post(url, form(network.pontianak) | {"logo_file": logo})
    network.pontianak.refresh_from_db()
    assert network.pontianak.logo is not None
    bad = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")
    answer = browser(network.ada).post(url, form(network.pontianak) | {"logo_file": bad})
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()


def table(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("kantor.csv", (HEAD + "\n".join(lines)).encode())


def test_an_import_is_shown_first_and_carried_out_when_confirmed(network: Network) -> None:
    url = reverse("offices_import")
    ada = browser(network.ada)
    shown = ada.post(url, {"file": table("SMB,Kanim Contoh Sambas,kanim,KALBAR,WIB")})
    assert "Kanim Contoh Sambas" in shown.content.decode()
    assert not Office.objects.filter(code="SMB").exists()
    data = {"text": shown.context["text"], "expected": shown.context["plan"].digest}
    assert ada.post(url, data).status_code == 302
    assert Office.objects.get(code="SMB").path == "PUSAT/KALBAR/SMB/"


def test_a_network_that_changed_since_the_preview_is_shown_again(network: Network) -> None:
    url = reverse("offices_import")
    ada = browser(network.ada)
    shown = ada.post(url, {"file": table("PTK,Kanim Baru,kanim,KALBAR,WIB")})
    Office.objects.filter(code="PTK").update(name="Kanim Lain")
    data = {"text": shown.context["text"], "expected": shown.context["plan"].digest}
    again = ada.post(url, data)
    assert again.status_code == 200
    assert "berubah sejak pratinjau" in again.content.decode()
    assert Office.objects.get(code="PTK").name == "Kanim Lain"


def test_every_wrong_line_of_an_import_is_named(network: Network) -> None:
    answer = browser(network.ada).post(
        reverse("offices_import"), {"file": table("smb,,kanim,KALBAR,WIB", "A,A,kanim,TIDAK,WIB")}
    )
    assert answer.status_code == 422
    seen = answer.content.decode()
    assert "Baris 2: kode" in seen
    assert "Baris 2: nama" in seen


@pytest.mark.parametrize(
    "data", [{}, {"text": "x"}, {"file": SimpleUploadedFile("a", b"\xff\xfe")}]
)
def test_an_import_of_nothing_useful_is_answered_in_words(
    network: Network, data: dict[str, object]
) -> None:
    answer = browser(network.ada).post(reverse("offices_import"), data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_region_cannot_bring_in_offices_elsewhere(network: Network) -> None:
    network.maya.memberships.update(role=Role.ADMINISTRATOR)
    answer = browser(network.maya).post(
        reverse("offices_import"), {"file": table("JAP,Kanim Curian,kanim,PAPUA,WIT")}
    )
    assert "di luar wewenang" in answer.content.decode()


def test_the_export_can_be_brought_back_unchanged(network: Network) -> None:
    ada = browser(network.ada)
    exported = ada.get(reverse("offices_export")).content
    file = SimpleUploadedFile("kantor.csv", exported)
    shown = ada.post(reverse("offices_import"), {"file": file})
    assert shown.context["plan"].changes == ()
    assert shown.context["plan"].same == 5


def test_no_cell_of_the_export_is_taken_for_a_formula(network: Network) -> None:
    Office.objects.filter(pk=network.kalbar.pk).update(address='=HYPERLINK("https://x.test")')
    ada = browser(network.ada)
    exported = ada.get(reverse("offices_export")).content
    assert b"'=HYPERLINK" in exported
    shown = ada.post(reverse("offices_import"), {"file": SimpleUploadedFile("k.csv", exported)})
    assert shown.context["plan"].changes == ()
