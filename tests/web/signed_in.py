"""A browser with somebody signed in."""

from __future__ import annotations

from django.test import Client

from content.models import Person


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client
