"""What `./gema` alone prints: our own commands, each in a line."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "List Gema's commands."

    def handle(self, *args: Any, **options: Any) -> None:
        ours = sorted(name for name, app in get_commands().items() if app in settings.PACKAGES)
        width = max(len(name) for name in ours)
        for name in ours:
            told = load_command_class("web", name).help.splitlines()
            self.stdout.write(f"  ./gema {name:{width}}  {told[0] if told else ''}".rstrip())
        self.stdout.write("\nMore about one: ./gema help <command>")
