"""The ways to connect an account, as the first screen offers them: the easiest first."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels import registry
from channels.oauth.offer import offer
from channels.signs import Sign, sign


class Way(StrEnum):
    """In the order in which people see them."""

    SIGN_IN = "masuk"
    KEYS = "kunci"
    BY_HAND = "tangan"
    AT_ONCE = "langsung"


WORDS: Mapping[Way, tuple[str | Promise, str | Promise]] = {
    Way.SIGN_IN: (
        _("Masuk di jaringannya"),
        _("Anda masuk dengan akun kantor, memberi izin, lalu kembali ke sini."),
    ),
    Way.KEYS: (
        _("Salin kunci"),
        _("Anda menyalin kunci atau kata sandi aplikasi. Langkahnya ditunjukkan."),
    ),
    Way.BY_HAND: (
        _("Diterbitkan Anda sendiri"),
        _("Gema menyiapkan teks dan gambar, lalu mengingatkan pada waktunya."),
    ),
    Way.AT_ONCE: (_("Tanpa kata sandi"), _("Langsung bisa dipakai.")),
}


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    said: str
    channels: tuple[Sign, ...]


def ways() -> list[Group]:
    """Every network once; nothing where no network goes that way."""
    found: dict[Way, list[Sign]] = {way: [] for way in Way}
    for kind in registry.usable():
        found[way_of(kind)].append(sign(kind))
    return [
        Group(str(WORDS[way][0]), str(WORDS[way][1]), tuple(signs))
        for way, signs in found.items()
        if signs
    ]


def way_of(kind: str) -> Way:
    adapter = registry.load(kind)
    if adapter.capabilities.by_hand is not None:
        return Way.BY_HAND
    offered = offer(kind)
    if offered is not None and offered.ready:
        return Way.SIGN_IN
    secret = any(one.metadata.get("secret") for one in dataclasses.fields(adapter.needs))
    return Way.KEYS if secret else Way.AT_ONCE
