"""Whether figures may cost something here."""

from __future__ import annotations

from django.conf import settings

from channels.figures import Measuring


def may_cost(measuring: Measuring) -> bool:
    return bool(settings.GEMA.figures.paid) or not measuring.dollars
