from __future__ import annotations

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from content.models import Person, Role
from content.scope import Scope
from tests.people import MORNING, Network


def test_the_first_administrator_gets_a_link_that_leads_to_a_password(
    network: Network, client: Client
) -> None:
    said = StringIO()
    call_command("add_administrator", "ratna@contoh.test", "Ratna", "PUSAT", stdout=said)

    ratna = Person.objects.get(email="ratna@contoh.test")
    assert Scope.of(ratna, MORNING).may({Role.ADMINISTRATOR}, network.pontianak)
    assert not ratna.has_usable_password()
    link = said.getvalue().split()[-1]
    assert client.get(urlsplit(link).path, follow=True).status_code == 200


def test_running_it_twice_changes_nothing_more(network: Network) -> None:
    for _ in range(2):
        call_command("add_administrator", "r@contoh.test", "Ratna", "PUSAT", stdout=StringIO())
    assert Person.objects.get(email="r@contoh.test").memberships.count() == 1


@pytest.mark.parametrize("given", [("r@contoh.test", "R", "NOWHERE"), ("no address", "R", "PUSAT")])
def test_what_cannot_be_is_a_sentence(network: Network, given: tuple[str, str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("add_administrator", *given)
    assert Person.objects.count() == 10
