"""Changing one office by hand, with what changed written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from content.models import Event, Media, Office, Person

# The code stands in addresses and paths, and the parent moves whole regions: both by table only.
EDITABLE = (
    "name", "short_name", "zone", "city", "address", "phone", "email", "website",
    "press_name", "press_phone", "press_email", "primary_colour", "accent_colour", "handles",
    "logo", "active",
)  # fmt: skip


@transaction.atomic
def change(office: Office, values: Mapping[str, Any], *, by: Person, at: datetime) -> list[str]:
    """Write the values that differ; returns the names of what changed."""
    current = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    changed = {
        name: (getattr(current, name), value)
        for name, value in values.items()
        if name in EDITABLE and getattr(current, name) != value
    }
    if not changed:
        return []
    Office.objects.filter(pk=office.pk).update(**{name: new for name, (_, new) in changed.items()})
    fields = {name: [_plain(old), _plain(new)] for name, (old, new) in changed.items()}
    Event.objects.create(
        kind="office.changed", office=office, by=by, at=at, data={"fields": fields}
    )
    return sorted(changed)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Media) else value
