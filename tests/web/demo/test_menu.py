"""Everybody of the demo network opens everything in the menu."""

from __future__ import annotations

import pytest

from content.models import Person, Role
from content.scope import Scope
from tests.people import MORNING
from tests.web.signed_in import browser
from web.demo.load import load
from web.demo.people import EVERYBODY
from web.navigation import build


@pytest.mark.django_db
def test_every_entry_of_everybodys_menu_opens() -> None:
    load(MORNING)
    for role in Role:
        one = next(person for person in EVERYBODY if person.role is role)
        person = Person.objects.get(email=one.email)
        client = browser(person)
        for entry in build(Scope.of(person, MORNING), "/"):
            assert client.get(entry.url, follow=True).status_code == 200, (one.email, entry.url)
