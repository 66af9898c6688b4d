from __future__ import annotations

from django.apps import AppConfig
from django.core import checks

from composer.library import check_templates


class ComposerConfig(AppConfig):
    name = "composer"
    verbose_name = "Penulisan"

    def ready(self) -> None:
        checks.register(check_templates)
