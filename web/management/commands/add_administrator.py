"""The first person of an installation; everybody else is added on screen."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from content.models import Event, Membership, Office, Person, Role
from web.invitation import link_for


class Command(BaseCommand):
    help = "Adds an administrator and prints a link for setting the password, good once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("office", help="code of the office to look after, with all below it")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office {options['office']}. Import the offices first.")
        try:
            validate_email(options["email"])
        except ValidationError as e:
            raise CommandError(f"{options['email']} is not an e-mail address.") from e
        person = self._add(options["email"], options["name"], office)
        self.stdout.write(f"{person.name} looks after {office.name}. Password:")
        self.stdout.write(link_for(person))

    @transaction.atomic
    def _add(self, email: str, name: str, office: Office) -> Person:
        known = Person.objects.filter(email__iexact=email).first()
        person = known or Person.objects.create_user(email=email, name=name)
        Membership.objects.get_or_create(
            person=person, office=office, role=Role.ADMINISTRATOR, ends_at=None
        )
        Event.objects.create(
            kind="membership.given",
            office=office,
            at=timezone.now(),
            note=f"{person.name}: {Role.ADMINISTRATOR}",
        )
        return person
