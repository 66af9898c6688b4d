"""Turning content into bytes that can be signed, and what stops it from being submitted. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from content.privacy import find


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend before submitting. ``place`` names the field it is about."""

    place: str
    sentence: str


def canonical(content: Mapping[str, Any]) -> str:
    """The one way to write content down, so that equal content has equal bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def pictures(content: Mapping[str, Any]) -> list[str]:
    """The hash of each picture this content carries, once."""
    return list(dict.fromkeys(picture["sha256"] for picture in content.get("media", ())))


def spoken_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Its pictures without what was cut from one of them for a network, which has its words."""
    return [picture for picture in content.get("media", ()) if picture.get("role") != "fitted"]


def faults(content: Mapping[str, Any]) -> list[Fault]:
    """Everything that stops this content, in the order a person meets it on the screen."""
    found = [*_gaps(content), *_personal(content)]
    return list(dict.fromkeys(found))


def _gaps(content: Mapping[str, Any]) -> Iterator[Fault]:
    if not str(content.get("title", "")).strip():
        yield Fault("title", _("Judul masih kosong."))
    texts: Mapping[str, str] = content.get("texts", {})
    if not texts and not content.get("native"):
        yield Fault("channels", _("Pilih setidaknya satu kanal."))
    for kind, text in texts.items():
        if not text.strip():
            yield Fault(f"text-{kind}", _("Teks untuk kanal ini masih kosong."))
    for picture in spoken_of(content):
        if not picture["alt"].strip():
            yield Fault(
                f"alt-{picture['sha256'][:12]}",
                _("Gambar belum punya teks alternatif. Tuliskan apa yang terlihat, satu kalimat."),
            )


def _personal(content: Mapping[str, Any]) -> Iterator[Fault]:
    for place, text in _said(content):
        for finding in find(text):
            yield Fault(place, _(finding.sentence))


def _said(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every piece of text that people would see, with the field it stands in."""
    yield "title", str(content.get("title", ""))
    yield from ((f"slot-{name}", str(value)) for name, value in content.get("slots", {}).items())
    yield from ((f"text-{kind}", text) for kind, text in content.get("texts", {}).items())
    for picture in spoken_of(content):
        for part in ("alt", "caption", "credit"):
            yield f"{part}-{picture['sha256'][:12]}", picture.get(part, "")
    for part, text in (content.get("correction") or {}).items():
        yield f"correction-{part}", text
