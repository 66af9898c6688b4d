"""Indonesian for everybody; English for whoever chose it here."""

from __future__ import annotations

import pytest
from django.test import Client

LOGIN = "/akun/login/"
pytestmark = pytest.mark.django_db


def choose(client: Client, language: str, back: str = LOGIN) -> str:
    return client.post("/bahasa/setlang/", {"language": language, "next": back})["Location"]


def test_an_english_browser_still_gets_indonesian(client: Client) -> None:
    answer = client.get(LOGIN, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="id"' in answer.content.decode()
    assert "Selamat datang kembali" in answer.content.decode()
    assert answer.headers["Content-Language"] == "id"


def test_whoever_chooses_english_gets_english_and_comes_back_to_the_page(client: Client) -> None:
    assert choose(client, "en") == LOGIN
    answer = client.get(LOGIN, headers={"Accept-Language": "id"})
    assert '<html lang="en"' in answer.content.decode()
    assert "Welcome back" in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"


def test_the_choice_is_kept_when_the_browser_is_closed(client: Client) -> None:
    choose(client, "en")
    assert int(client.cookies["django_language"]["max-age"]) > 300 * 24 * 3600


def test_the_way_back_to_indonesian_is_the_same(client: Client) -> None:
    choose(client, "en")
    choose(client, "id")
    assert '<html lang="id"' in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("code", ["fr", "", '"><script>'])
def test_a_cookie_with_a_language_we_do_not_speak_is_ignored(client: Client, code: str) -> None:
    client.cookies["django_language"] = code
    assert '<html lang="id"' in client.get(LOGIN).content.decode()


def test_the_switch_says_which_language_is_on(client: Client) -> None:
    choose(client, "en")
    page = client.get(LOGIN).content.decode()
    assert 'value="en" lang="en" aria-pressed="true"' in page
    assert 'value="id" lang="id" aria-pressed="false"' in page


def test_caches_keep_the_languages_apart(client: Client) -> None:
    vary = client.get(LOGIN).headers["Vary"]
    assert "Cookie" in vary
    assert "Accept-Language" not in vary


def test_the_newsroom_stays_indonesian(client: Client) -> None:
    choose(client, "en")
    answer = client.get("/ruang-berita/")
    assert '<html lang="id"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "id"
