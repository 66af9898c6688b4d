"""Light, dark or automatic: the choice is in the first answer, so nothing flashes."""

from __future__ import annotations

import pytest
from django.test import Client

LOGIN = "/akun/login/"
pytestmark = pytest.mark.django_db


def test_without_a_choice_the_page_follows_the_device(client: Client) -> None:
    assert b"data-theme=" not in client.get(LOGIN).content


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_choice_is_kept_and_drawn_by_the_server(client: Client, choice: str) -> None:
    answer = client.post("/tema/", {"theme": choice, "next": LOGIN})
    assert answer["Location"] == LOGIN
    assert f'data-theme="{choice}"'.encode() in client.get(LOGIN).content


def test_automatic_takes_the_choice_back(client: Client) -> None:
    client.post("/tema/", {"theme": "dark", "next": LOGIN})
    client.post("/tema/", {"theme": "auto", "next": LOGIN})
    assert b"data-theme=" not in client.get(LOGIN).content


def test_a_cookie_with_anything_else_is_ignored(client: Client) -> None:
    client.cookies["gema_theme"] = '"><script>'
    assert b"data-theme=" not in client.get(LOGIN).content


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example", ""])
def test_the_way_back_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.post("/tema/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_looking_changes_nothing(client: Client) -> None:
    assert client.get("/tema/").status_code == 405
