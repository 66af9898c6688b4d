"""Telephone numbers and links."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from composer.slots.base import SlotError, one_line
from content.marks import gettext_noop

BAD_PHONE = gettext_noop("Nomor “%(typed)s” tidak terbaca. Tulis misalnya 0811-2345-6789.")
BAD_LINK = gettext_noop("Tautan “%(typed)s” tidak terbaca. Tulis misalnya imigrasi.go.id/paspor.")
WEB_ONLY = gettext_noop("Tautan harus alamat web yang diawali https:// atau http://.")

_PHONE = re.compile(r"(\+?)([\d\s().\-]+)")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
_SHORT_AREA = ("021", "022", "024", "031", "061")


def parse_phone(typed: str) -> str:
    """+62 811-2345-6789, (0561) 765576 -> 081123456789, 0561765576; abroad +60…"""
    text = one_line(typed)
    match = _PHONE.fullmatch(text)
    digits = re.sub(r"\D", "", match[2]) if match and text.isascii() else ""
    if not match or not 3 <= len(digits) <= 15:
        raise SlotError(BAD_PHONE, typed=text[:40])
    if match[1] and not digits.startswith("62"):
        return f"+{digits}"
    if match[1] or (digits.startswith("62") and len(digits) > 10):
        return f"0{digits[2:].lstrip('0')}"
    return digits


def parse_link(typed: str) -> str:
    """imigrasi.go.id/paspor -> https://imigrasi.go.id/paspor"""
    text = one_line(typed)
    if (scheme := _SCHEME.match(text)) and not _is_host_and_port(text):
        if scheme[1].lower() not in {"http", "https"}:
            raise SlotError(WEB_ONLY)
    else:
        text = f"https://{text}"
    parts = _split(text)
    if parts is None or " " in text:
        raise SlotError(BAD_LINK, typed=one_line(typed)[:40])
    rest = parts._replace(scheme="", netloc="").geturl()
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{rest}".removesuffix("/")


def _is_host_and_port(text: str) -> bool:
    return bool(re.match(r"[\w.-]+\.[\w-]+:\d+(?:/|$)", text))


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return None
    # A name and password in front of the host only ever serve to mislead.
    if "@" in parts.netloc or port == 0 or "\\" in text or '"' in text or "<" in text:
        return None
    return parts if _HOST.fullmatch(host) else None


def dashed(value: str, zone: str = "") -> str:
    """081123456789 -> 0811-2345-6789 and 0561765576 -> 0561-765576"""
    if not value.startswith("0") or len(value) < 8:
        return value
    if value.startswith("08"):
        return "-".join(part for part in (value[:4], value[4:8], value[8:]) if part)
    area = 3 if value.startswith(_SHORT_AREA) else 4
    return f"{value[:area]}-{value[area:]}"


def without_scheme(value: str, zone: str = "") -> str:
    return value.partition("://")[2].removeprefix("www.")
