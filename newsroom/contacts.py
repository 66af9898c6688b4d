"""Whom a journalist can call about an item, by day and at deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.models import Office
from newsroom.text import one_line, web_address


@dataclass(frozen=True, slots=True)
class Contact:
    """``office``: whose contact this is; it may be the office above the one that speaks."""

    office: str
    name: str
    phone: str
    email: str
    website: str = ""

    @property
    def dial(self) -> str:
        """The number as a telephone wants it."""
        return re.sub(r"[^\d+]", "", self.phone)


def press_contact(office: Office) -> Contact | None:
    """The office's own press contact, or that of the nearest office above it."""
    above: Office | None = office
    while above is not None:
        if above.press_phone or above.press_email:
            said = (above.name, above.press_name, above.press_phone, above.press_email)
            return Contact(*(one_line(part, 120) for part in said))
        above = above.parent
    return None


def public_contact(office: Office) -> Contact | None:
    if not (office.phone or office.email or office.website):
        return None
    return Contact(
        one_line(office.name, 120),
        "",
        one_line(office.phone, 40),
        one_line(office.email, 254),
        web_address(office.website),
    )


def in_words(contact: Contact | None) -> str:
    """One line of text for feeds: name, telephone, address."""
    if contact is None:
        return ""
    who = f"{contact.name}, {contact.office}" if contact.name else contact.office
    return " · ".join(part for part in (who, contact.phone, contact.email) if part)
