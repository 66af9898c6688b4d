"""The columns of the offices' table, and what may stand in each cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db.models import Field
from django.utils.translation import gettext as _

from content.models.office import Office, OfficeKind, colour, office_code

# What people write above a column → the field. Field names themselves are understood as well.
HEADINGS: Mapping[str, str] = {
    "kode": "code",
    "nama": "name",
    "nama pendek": "short_name",
    "jenis": "kind",
    "induk": "parent",
    "zona": "zone",
    "kota": "city",
    "alamat": "address",
    "telepon": "phone",
    "surel": "email",
    "situs": "website",
    "narahubung pers": "press_name",
    "telepon pers": "press_phone",
    "surel pers": "press_email",
    "warna utama": "primary_colour",
    "warna aksen": "accent_colour",
    "akun": "handles",
}
COLUMNS = tuple(HEADINGS.values())
NEEDED = ("code", "name", "kind", "parent")
# What is compared and written; the parent has its own way.
FIELDS = tuple(name for name in COLUMNS if name not in ("code", "parent"))

# Asked once: the standard library walks through its whole folder for it.
ZONES = frozenset(available_timezones())
ZONE_WORDS = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
HANDLE = re.compile(r"(?P<kind>[a-z][a-z-]*)=@?(?P<name>[\w.-]{1,60})")

Value = str | dict[str, str]


class BadCell(Exception):
    """This cell cannot be taken. ``str()`` is a sentence for whoever wrote it."""


def heading_of(field: str) -> str:
    return next(word for word, name in HEADINGS.items() if name == field)


def read_cell(field: str, text: str) -> Value:
    """The value a cell stands for. Raises BadCell."""
    read = READERS.get(field)
    if read is not None:
        return read(text)
    return _within(field, text)


def show_handles(handles: Mapping[str, str]) -> str:
    return " ".join(f"{kind}={name}" for kind, name in sorted(handles.items()))


def default_of(field: str) -> str:
    """What an empty cell means."""
    return str(_column(field).get_default() or "")


def _column(field: str) -> Field[Any, Any]:
    found = Office._meta.get_field(field)
    if not isinstance(found, Field):
        raise TypeError(f"{field} is not a column of an office")
    return found


def _within(field: str, text: str) -> str:
    most = _column(field).max_length or 0
    if len(text) > most:
        raise BadCell(_("terlalu panjang, paling banyak %(most)d huruf") % {"most": most})
    return text


def _code(text: str) -> str:
    try:
        office_code(text)
    except ValidationError:
        raise BadCell(
            _("“%(text)s” bukan kode; pakai huruf besar, angka, dan tanda hubung") % {"text": text}
        ) from None
    return _within("code", text)


def _name(text: str) -> str:
    if not text:
        raise BadCell(_("tidak boleh kosong"))
    return _within("name", text)


def _kind(text: str) -> str:
    if text.lower() not in OfficeKind.values:
        raise BadCell(
            _("“%(text)s” tidak dikenal; pilih %(kinds)s")
            % {"text": text, "kinds": ", ".join(OfficeKind.values)}
        )
    return text.lower()


def _zone(text: str) -> str:
    name = ZONE_WORDS.get(text.upper(), text)
    if name and name not in ZONES:
        raise BadCell(
            _("zona “%(text)s” tidak dikenal; tulis WIB, WITA, WIT, atau nama IANA")
            % {"text": text}
        )
    return name or default_of("zone")


def _email(text: str) -> str:
    return _checked(EmailValidator(), "email", text, _("“%(text)s” bukan alamat surel"))


def _website(text: str) -> str:
    check = URLValidator(schemes=["https", "http"])
    return _checked(check, "website", text, _("“%(text)s” bukan alamat situs lengkap"))


def _colour(field: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        sentence = _("“%(text)s” bukan warna; tulis seperti #0B2A4A")
        return _checked(colour, field, text, sentence).upper() or default_of(field)

    return read


def _handles(text: str) -> dict[str, str]:
    found = [HANDLE.fullmatch(part) for part in text.replace(",", " ").split()]
    if not all(found):
        raise BadCell(
            _("“%(text)s” tidak terbaca; tulis seperti x=nama instagram=nama") % {"text": text}
        )
    return {match["kind"]: match["name"] for match in found if match}


def _checked(check: Callable[[str], None], field: str, text: str, sentence: str) -> str:
    if not text:
        return ""
    try:
        check(text)
    except ValidationError:
        raise BadCell(sentence % {"text": text}) from None
    return _within(field, text)


READERS: Mapping[str, Callable[[str], Value]] = {
    "code": _code,
    "parent": str,  # whether there is such an office is a question about the whole table
    "name": _name,
    "kind": _kind,
    "zone": _zone,
    "email": _email,
    "press_email": _email,
    "website": _website,
    "primary_colour": _colour("primary_colour"),
    "accent_colour": _colour("accent_colour"),
    "handles": _handles,
}
