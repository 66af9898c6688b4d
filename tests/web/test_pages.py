"""The pages of the shell itself: sign-in, errors, the style guide."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.people import Network
from web.styleguide import Example

pytestmark = pytest.mark.django_db


def test_signing_in_is_in_indonesian_and_offers_no_registration(client: Client) -> None:
    page = client.get("/akun/login/").content.decode()
    assert "Selamat datang kembali" in page
    assert "/akun/signup/" not in page


def test_a_wrong_password_is_said_beside_the_form_and_the_address_is_kept(
    client: Client, network: Network
) -> None:
    answer = client.post("/akun/login/", {"login": network.sari.email, "password": "salah"})
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert f'value="{network.sari.email}"' in page


def test_registration_is_closed_and_says_whom_to_ask(client: Client) -> None:
    assert "administrator kantor" in client.get("/akun/signup/").content.decode()


@pytest.mark.parametrize("page", ["400.html", "403.html", "404.html", "500.html"])
def test_an_error_page_needs_neither_request_nor_database(page: str) -> None:
    drawn = render_to_string(page)
    assert "<h1>" in drawn
    assert 'href="/"' in drawn


def test_an_unknown_address_gets_our_own_page(client: Client) -> None:
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.content.decode()


def test_a_form_left_open_too_long_is_told_how_to_keep_its_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/tema/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Tulisan Anda masih ada" in answer.content.decode()


def test_a_field_names_its_help_and_its_error(client: Client) -> None:
    form = Example({"title": "x" * 90})
    drawn = form["title"].as_field_group()
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error" role="alert"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "boleh kosong" in Example()["date"].as_field_group()
    assert "boleh kosong" not in Example()["title"].as_field_group()


def test_the_style_guide_is_for_administrators(client: Client, network: Network) -> None:
    client.force_login(network.rina)
    assert client.get("/gaya/").status_code == 404
    client.force_login(network.ada)
    assert client.get("/gaya/").status_code == 200


def test_a_page_says_how_htmx_is_to_behave_under_the_content_policy(client: Client) -> None:
    page = client.get("/akun/login/").content.decode()
    assert '"allowEval":false' in page
    assert '"includeIndicatorStyles":false' in page
