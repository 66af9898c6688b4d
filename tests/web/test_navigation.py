"""Where everybody can go: by role, and only to what exists."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from content.models import Membership, Person, Role
from content.scope import Scope
from scheduler.models import Delivery, State
from tests.people import MORNING, Network
from tests.scheduler.stage import planned
from web import home_tasks, navigation
from web.icons import shapes
from web.navigation import Menu, NavItem, Place, build, current_url, split

HERE = (
    Place("home", "Beranda", "home", tab=1),
    Place("account_logout", "Untuk penyusun", "pencil", frozenset({Role.WRITER})),
    Place("account_login", "Untuk moderator", "checklist", frozenset({Role.MODERATOR})),
    Place("nowhere:at-all", "Belum ada", "ghost"),
)


REAL = navigation.PLACES


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "PLACES", HERE)


def labels(person: Person, path: str = "/") -> list[str]:
    return [str(item.label) for item in build(Scope.of(person, MORNING), path)]


def request_of(person: Person | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    if isinstance(person, Person):
        request.scope = Scope.of(person, MORNING)  # type: ignore[attr-defined]
    return request


def test_sari_and_rina_see_the_places_of_their_roles(network: Network) -> None:
    assert labels(network.sari) == ["Beranda", "Untuk penyusun"]
    assert labels(network.rina) == ["Beranda", "Untuk moderator"]


def test_a_person_without_a_task_sees_nothing(network: Network) -> None:
    Membership.objects.filter(person=network.sari).update(ends_at=MORNING)
    assert labels(network.sari) == []


def test_a_place_whose_address_does_not_exist_is_left_out(network: Network) -> None:
    assert "Belum ada" not in labels(network.sari)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "/"),
        ("/kiriman/12/", "/kiriman/"),
        ("/kiriman/baru/", "/kiriman/baru/"),
        ("/lain/", None),
    ],
)
def test_the_menu_marks_the_nearest_place(path: str, current: str | None) -> None:
    assert current_url(["/", "/kiriman/", "/kiriman/baru/"], path) == current


def test_a_phone_shows_four_places_and_keeps_the_order_of_the_rest() -> None:
    items = [
        NavItem(str(n), str(n), "home", f"/{n}/", tab) for n, tab in enumerate([9, 3, 1, 9, 2, 4])
    ]
    tabs, more = split(items)
    assert [item.name for item in tabs] == ["2", "4", "1", "5"]
    assert [item.name for item in more] == ["0", "3"]


def test_a_number_stands_beside_its_place(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(navigation.COUNTS, "account_login", lambda scope: 12)
    counts = {str(item.label): item.count for item in build(Scope.of(network.rina, MORNING), "/")}
    assert counts == {"Beranda": 0, "Untuk moderator": 12}


def test_the_line_below_the_name_says_role_office_and_how_many_more(network: Network) -> None:
    assert Menu(Scope.of(network.sari, MORNING), "/").line == "Penyusun · Kanim Pontianak"
    Membership.objects.create(person=network.sari, office=network.jayapura, role=Role.EDITOR)
    assert Menu(Scope.of(network.sari, MORNING), "/").line == "Penyusun · Kanim Pontianak +1"


def test_a_stranger_gets_no_menu() -> None:
    assert "nav" not in navigation.navigation(request_of(AnonymousUser()))


def test_a_page_that_draws_no_menu_asks_the_database_nothing_for_it(
    network: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = request_of(network.rina)
    with django_assert_num_queries(0):
        context = navigation.navigation(request)
    assert [item.name for item in context["nav"]] == ["home", "account_login"]


@pytest.mark.parametrize("place", REAL, ids=lambda place: str(place.name))
def test_every_place_has_an_icon_that_exists(place: Place) -> None:
    assert shapes(settings.GEMA_ICONS, place.icon)


def test_a_moderator_sees_how_many_posts_wait_in_the_own_region(network: Network) -> None:
    network.submitted()
    assert navigation.undecided(Scope.of(network.maya, MORNING)) == 1
    assert navigation.undecided(Scope.of(network.sari, MORNING)) == 0
    assert navigation.undecided(Scope.of(network.yosua, MORNING)) == 0


def test_the_number_beside_deliveries_and_the_home_page_speak_of_the_same(network: Network) -> None:
    [row] = planned(network, network.account())
    Delivery.objects.filter(pk=row.pk).update(state=State.UNCONFIRMED, run_at=None)
    for person, number in ((network.tono, 1), (network.ada, 0), (network.sari, 0)):
        scope = Scope.of(person, MORNING)
        assert navigation.in_need(scope) == number
        said = [task.sentence for task in home_tasks.tasks(scope, MORNING)]
        assert ("1 pengantaran perlu tindakan" in said) == bool(number)
