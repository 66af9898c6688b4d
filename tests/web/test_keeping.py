"""Nothing of a signed-in person stays in the browser; what is public may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import Network
from tests.web.signed_in import browser

pytestmark = pytest.mark.django_db


def test_a_page_for_one_person_is_not_kept(network: Network) -> None:
    for name in ("home", "composer:posts", "scheduler:calendar"):
        answer = browser(network.rina).get(reverse(name))
        assert answer.headers["Cache-Control"] == "private, no-store", name


def test_what_is_for_everybody_says_itself_for_how_long(client: Client) -> None:
    kept = client.get(reverse("newsroom:front")).headers["Cache-Control"]
    assert "public" in kept
    assert "no-store" not in kept
