from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial

import msgspec
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from content.models import Event, Membership, Person, Role
from scheduler.models import Hold, State
from tests.people import Network
from tests.scheduler.stage import planned
from tests.web.signed_in import browser


def task(network: Network, **changes: str) -> dict[str, str]:
    data = {"office": str(network.pontianak.pk), "role": "penyusun", "starts": "", "ends": ""}
    return {**data, **changes}


def invited(network: Network) -> str:
    """Ada adds Dewi; the link is shown to Ada."""
    data = task(network, name="Dewi", email="dewi@contoh.test")
    answer = browser(network.ada).post(reverse("person_add"), data)
    assert "no-store" in answer["Cache-Control"]
    found = re.search(r'tabindex="0">(.+?)</code>', answer.content.decode())
    assert found is not None
    return found[1].replace("http://127.0.0.1:8000", "")


def test_a_new_person_makes_a_password_with_the_link_and_signs_in(network: Network) -> None:
    link = invited(network)
    dewi = Client()
    page = dewi.get(link, follow=True)
    password = "sandi panjang dewi 2026"
    answer = dewi.post(
        page.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True
    )
    assert answer.status_code == 200
    signed_in = Client().post(
        reverse("account_login"), {"login": "dewi@contoh.test", "password": password}
    )
    assert signed_in.status_code == 302


def test_the_link_works_once(network: Network) -> None:
    link = invited(network)
    person = Person.objects.get(email="dewi@contoh.test")
    person.set_password("sandi panjang dewi 2026")
    person.save()
    page = Client().get(link, follow=True)
    assert "password1" not in page.content.decode()


def test_where_mail_leaves_the_desk_the_link_is_sent_and_not_shown(
    network: Network, settings: Settings
) -> None:
    by_mail = msgspec.structs.replace(settings.GEMA.mail, kind="smtp")
    settings.GEMA = msgspec.structs.replace(settings.GEMA, mail=by_mail)
    data = task(network, name="Dewi", email="dewi@contoh.test")
    seen = browser(network.ada).post(reverse("person_add"), data).content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["dewi@contoh.test"]
    link = re.search(r"http\S+", str(letter.body))
    assert link is not None
    assert link[0] not in seen


def test_days_are_days_of_the_office_and_both_are_included(network: Network) -> None:
    data = task(network, role="penyunting", starts="2026-12-10", ends="2026-12-12")
    browser(network.ada).post(reverse("membership_give", args=[network.sari.pk]), data)
    given = Membership.objects.get(person=network.sari, role=Role.EDITOR)
    assert given.starts_at == datetime(2026, 12, 9, 17, tzinfo=UTC)
    assert given.ends_at == datetime(2026, 12, 12, 17, tzinfo=UTC)
    seen = browser(network.ada).get(reverse("person", args=[network.sari.pk])).content.decode()
    assert "sejak 10 Des 2026" in seen
    assert "sampai 12 Des 2026" in seen


def test_a_refusal_keeps_what_was_typed(network: Network) -> None:
    data = task(network, ends="2026-12-12")
    answer = browser(network.ada).post(reverse("membership_give", args=[network.sari.pk]), data)
    assert answer.status_code == 422
    assert "sudah memegang peran ini" in answer.content.decode()
    assert 'value="2026-12-12"' in answer.content.decode()


def test_an_office_outside_the_reach_cannot_be_chosen(network: Network) -> None:
    network.maya.memberships.update(role=Role.ADMINISTRATOR)
    data = task(network, office=str(network.jayapura.pk))
    answer = browser(network.maya).post(reverse("membership_give", args=[network.sari.pk]), data)
    assert answer.status_code == 422
    assert Membership.objects.filter(person=network.sari).count() == 1


def test_switching_somebody_off_ends_the_open_sessions(network: Network) -> None:
    sari = browser(network.sari)
    assert sari.get(reverse("offices")).status_code == 200
    browser(network.ada).post(reverse("person_switch", args=[network.sari.pk, "nonaktifkan"]))
    assert sari.get(reverse("offices")).status_code == 302
    browser(network.ada).post(reverse("person_switch", args=[network.sari.pk, "aktifkan"]))
    assert sari.get(reverse("offices")).status_code == 302


def test_what_somebody_approved_waits_at_once_when_that_person_is_switched_off(
    network: Network,
) -> None:
    [row] = planned(network)
    switch = partial(reverse, "person_switch")
    ada = browser(network.ada)
    page = ada.post(switch(args=[network.rina.pk, "nonaktifkan"]), follow=True).content.decode()
    assert "1 kiriman yang ia setujui ditahan" in page
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.HELD, Hold.APPROVAL_VOID)
    ada.post(switch(args=[network.rina.pk, "aktifkan"]))
    row.refresh_from_db()
    assert row.state != State.HELD


def test_no_link_is_made_for_somebody_beyond_the_reach(network: Network) -> None:
    """Maya sees Rina once Rina helps in Pontianak, but must not become her."""
    network.maya.memberships.update(role=Role.ADMINISTRATOR)
    Membership.objects.create(person=network.rina, office=network.pontianak, role=Role.EDITOR)
    maya = browser(network.maya)
    assert maya.get(reverse("person", args=[network.rina.pk])).status_code == 200
    assert maya.post(reverse("person_link", args=[network.rina.pk])).status_code == 404


def test_tasks_elsewhere_are_not_shown(network: Network) -> None:
    network.maya.memberships.update(role=Role.ADMINISTRATOR)
    Membership.objects.create(person=network.yosua, office=network.pontianak, role=Role.EDITOR)
    seen = browser(network.maya).get(reverse("person", args=[network.yosua.pk]))
    assert "Kanim Pontianak" in seen.content.decode()
    assert "Jayapura" not in seen.content.decode()


def test_a_wrong_address_is_put_right_and_the_old_one_opens_nothing(network: Network) -> None:
    network.sari.set_password("sandi panjang sari 2026")
    network.sari.save()
    EmailAddress.objects.create(user=network.sari, email="sari@contoh.test", primary=True)
    url = reverse("person_edit", args=[network.sari.pk])
    data = {"name": "Sari Contoh", "email": "Sari.Baru@contoh.test"}
    assert browser(network.ada).post(url, data).status_code == 302
    statuses = [
        Client()
        .post(reverse("account_login"), {"login": email, "password": "sandi panjang sari 2026"})
        .status_code
        for email in ("sari@contoh.test", "sari.baru@contoh.test")
    ]
    assert statuses == [200, 302]
    assert Event.objects.get(kind="person.changed").data["name"] == "Sari Contoh"


def test_an_address_belongs_to_one_person(network: Network) -> None:
    url = reverse("person_edit", args=[network.sari.pk])
    answer = browser(network.ada).post(url, {"name": "Sari", "email": "EDI@contoh.test"})
    assert answer.status_code == 422
    assert "sudah dipakai orang lain" in answer.content.decode()


def test_nobody_renames_somebody_beyond_the_reach(network: Network) -> None:
    network.maya.memberships.update(role=Role.ADMINISTRATOR)
    Membership.objects.create(person=network.rina, office=network.pontianak, role=Role.EDITOR)
    url = reverse("person_edit", args=[network.rina.pk])
    answer = browser(network.maya).post(url, {"name": "Rina", "email": "maya2@contoh.test"})
    assert answer.status_code == 422
    assert Person.objects.get(pk=network.rina.pk).email == "rina@contoh.test"
