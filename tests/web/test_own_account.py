"""What people may do with their own account: a second step, but not another address."""

from __future__ import annotations

import time

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from content.models import Person
from tests.people import Network
from tests.web.signed_in import browser

PASSWORD = "sandi panjang sari 2026"


def signed_in_with_password(person: Person) -> Client:
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def attempt(person: Person, password: str, address: str) -> int:
    sent = {"login": person.email, "password": password}
    return Client().post(reverse("account_login"), sent, REMOTE_ADDR=address).status_code


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_whoever_was_added_by_an_administrator_can_switch_the_second_step_on(
    network: Network,
) -> None:
    EmailAddress.objects.create(user=network.sari, email="sari@contoh.test", primary=True)
    sari = signed_in_with_password(network.sari)
    page = sari.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    sari.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    at_the_door = Client().post(
        reverse("account_login"), {"login": network.sari.email, "password": PASSWORD}
    )
    assert at_the_door["Location"] == reverse("mfa_authenticate")


def test_nobody_changes_an_own_address_past_the_administrator(network: Network) -> None:
    sari = browser(network.sari)
    url = reverse("account_email")
    answer = sari.post(url, {"action_add": "", "email": "lain@contoh.test"}, follow=True)
    sari.post(url, {"action_primary": "", "email": "lain@contoh.test"})
    assert "diubah oleh administrator" in answer.content.decode()
    assert Person.objects.get(pk=network.sari.pk).email == "sari@contoh.test"
    assert mail.outbox == []


def test_guessing_is_slowed_where_it_comes_from_and_keeps_nobody_out(network: Network) -> None:
    network.tono.set_password(PASSWORD)
    network.tono.save()
    stranger, tono = "203.0.113.7", "203.0.113.8"
    assert {attempt(network.tono, f"salah {n}", stranger) for n in range(10)} == {200}
    assert attempt(network.tono, PASSWORD, stranger) == 200  # not even with the right one
    assert attempt(network.tono, PASSWORD, tono) == 302


def test_a_letter_for_a_new_password_is_ours_and_only_for_our_people(network: Network) -> None:
    network.sari.set_password(PASSWORD)
    network.sari.save()
    for address in ("sari@contoh.test", "orang.lain@contoh.test"):
        answer = Client().post(reverse("account_reset_password"), {"email": address})
        assert answer["Location"] == reverse("account_reset_password_done")
    (letter,) = mail.outbox
    assert letter.to == ["sari@contoh.test"]
    assert letter.subject == "Gema: Membuat kata sandi baru"
    assert str(letter.body).startswith("Halo Sari,")
    assert "/akun/password/reset/key/" in str(letter.body)
