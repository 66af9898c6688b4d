"""An office as templates and cards see it."""

from __future__ import annotations

from datetime import datetime

from composer.cards.model import Brand
from composer.office_words import OfficeWords
from content import pictures
from content.models import Office
from content.zones import abbreviation


def office_words(office: Office, at: datetime) -> OfficeWords:
    contact = ", ".join(filter(None, (office.press_name, office.press_phone, office.press_email)))
    return OfficeWords(
        name=office.name,
        short_name=office.short_name,
        zone=abbreviation(office.zone, at),
        city=office.city,
        address=office.address,
        phone=office.phone,
        email=office.email,
        website=office.website,
        press_contact=contact,
    )


def brand_of(office: Office) -> Brand:
    """Raises MissingPicture when the logo's bytes are gone."""
    handle = office.handle("instagram") or office.handle("x")
    return Brand(
        name=office.name,
        short_name=office.short_name,
        primary=office.primary_colour,
        accent=office.accent_colour,
        logo=pictures.read(office.logo) if office.logo is not None else None,
        handle=f"@{handle}" if handle else "",
        website=office.website,
    )
