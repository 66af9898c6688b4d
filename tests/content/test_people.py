"""Who may give whom what: below one's own office only, and never to oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content import people
from content.models import Event, Membership, Person, Role
from content.people import Task
from content.scope import Scope
from tests.people import MORNING, Network


@pytest.fixture
def maya(network: Network) -> Person:
    """Maya administers Kalbar and what lies below it."""
    network.maya.memberships.update(role=Role.ADMINISTRATOR)
    return network.maya


def test_an_administrator_adds_somebody_with_a_first_task(network: Network, maya: Person) -> None:
    task = Task(network.pontianak, Role.WRITER)
    person, is_new = people.add("Dewi", "Dewi@Contoh.test", task, by=maya, at=MORNING)
    assert is_new
    assert not person.has_usable_password()
    assert Scope.of(person, MORNING).may({Role.WRITER}, network.pontianak)
    kinds = list(Event.objects.values_list("kind", flat=True))
    assert sorted(kinds) == ["membership.given", "person.added"]


def test_a_known_address_gets_the_task_and_keeps_its_name(network: Network, maya: Person) -> None:
    task = Task(network.pontianak, Role.EDITOR)
    person, is_new = people.add("Nama Lain", "YOSUA@contoh.test", task, by=maya, at=MORNING)
    assert (person, is_new) == (network.yosua, False)
    assert Person.objects.get(pk=person.pk).name == "Yosua"


def test_nobody_gives_tasks_above_or_beside_the_own_offices(network: Network, maya: Person) -> None:
    for office in (network.centre, network.jayapura):
        with pytest.raises(people.NotYourOffice):
            people.give(network.sari, Task(office, Role.WRITER), by=maya, at=MORNING)


def test_nobody_gives_or_ends_tasks_of_his_own(network: Network, maya: Person) -> None:
    with pytest.raises(people.NotYourself):
        people.give(maya, Task(network.pontianak, Role.MODERATOR), by=maya, at=MORNING)
    with pytest.raises(people.NotYourself):
        people.end(maya.memberships.get(), by=maya, at=MORNING)
    with pytest.raises(people.NotYourself):
        people.deactivate(maya, by=maya, at=MORNING)


def test_only_administrators_give_tasks(network: Network) -> None:
    for person in (network.rina, network.tono, network.wati, network.sari):
        with pytest.raises(people.NotYourOffice):
            people.give(network.edi, Task(network.pontianak, Role.WRITER), by=person, at=MORNING)


def test_a_stand_in_holds_the_task_for_the_days_given(network: Network, maya: Person) -> None:
    week = Task(
        network.pontianak, Role.EDITOR, MORNING + timedelta(days=1), MORNING + timedelta(days=8)
    )
    people.give(network.sari, week, by=maya, at=MORNING)

    def may(days: int) -> bool:
        scope = Scope.of(network.sari, MORNING + timedelta(days=days))
        return scope.may({Role.EDITOR}, network.pontianak)

    assert [may(days) for days in (0, 1, 7, 8)] == [False, True, True, False]


def test_the_same_task_is_not_given_twice_for_the_same_days(network: Network, maya: Person) -> None:
    with pytest.raises(people.HasItAlready):
        people.give(network.sari, Task(network.pontianak, Role.WRITER), by=maya, at=MORNING)
    people.end(network.sari.memberships.get(), by=maya, at=MORNING)
    again = Task(network.pontianak, Role.WRITER, MORNING)
    people.give(network.sari, again, by=maya, at=MORNING)
    assert network.sari.memberships.count() == 2


def test_a_task_cannot_end_before_it_starts(network: Network, maya: Person) -> None:
    task = Task(network.pontianak, Role.EDITOR, MORNING, MORNING - timedelta(days=1))
    with pytest.raises(people.EndsTooEarly):
        people.give(network.sari, task, by=maya, at=MORNING)


def test_an_ended_task_gives_nothing_any_more(network: Network, maya: Person) -> None:
    people.end(network.sari.memberships.get(), by=maya, at=MORNING)
    assert not Scope.of(network.sari, MORNING).grants
    assert Membership.objects.filter(person=network.sari).exists()


def test_a_task_that_has_not_begun_never_begins(network: Network, maya: Person) -> None:
    coming = Task(network.pontianak, Role.EDITOR, MORNING + timedelta(days=9))
    given = people.give(network.sari, coming, by=maya, at=MORNING)
    people.end(given, by=maya, at=MORNING)
    for days in (0, 9, 99):
        scope = Scope.of(network.sari, MORNING + timedelta(days=days))
        assert not scope.may({Role.EDITOR}, network.pontianak)


def test_a_person_who_also_works_elsewhere_is_not_switched_off_from_here(
    network: Network, maya: Person
) -> None:
    Membership.objects.create(person=network.sari, office=network.jayapura, role=Role.WRITER)
    with pytest.raises(people.NotBelowYou):
        people.deactivate(network.sari, by=maya, at=MORNING)
    assert not people.administers(Scope.of(maya, MORNING), network.sari, MORNING)
    assert people.administers(Scope.of(network.ada, MORNING), network.sari, MORNING)


def test_inviting_somebody_from_above_gives_no_power_over_them(
    network: Network, maya: Person
) -> None:
    """Else a task in one's own small office would be a way to take over the centre."""
    people.give(network.rina, Task(network.pontianak, Role.EDITOR), by=maya, at=MORNING)
    assert not people.administers(Scope.of(maya, MORNING), network.rina, MORNING)


def test_who_is_switched_off_can_do_nothing(network: Network, maya: Person) -> None:
    people.deactivate(network.sari, by=maya, at=MORNING)
    network.sari.refresh_from_db()
    assert not network.sari.is_active
    assert not Scope.of(network.sari, MORNING).grants
    people.activate(network.sari, by=maya, at=MORNING)
    assert Scope.of(network.sari, MORNING).grants
