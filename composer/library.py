"""The templates of this installation, read once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from channels.registry import CHANNELS
from composer.template.faults import TemplateFault
from composer.template.load import load_all
from composer.template.model import Template

# Filled from another office's post; nobody starts with it.
REPOST = "gema"


@cache
def library() -> dict[str, Template]:
    """Raises TemplateFault, which names file, line and fault of everything that is wrong."""
    return load_all(settings.GEMA_TEMPLATES, channels=tuple(CHANNELS))


def choices() -> list[Template]:
    """What a person may start from."""
    return [template for key, template in library().items() if key != REPOST]


def check_templates(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A broken template stops the start, not a humas officer's afternoon."""
    try:
        library()
    except TemplateFault as fault:
        return [Error(str(one), id="composer.E001") for one in fault.faults]
    return []
