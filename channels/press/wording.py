"""What a reader agrees to. A new sentence gets a new version; old consents keep theirs."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-11"

WORDINGS: dict[str, str | Promise] = {
    VERSION: _(
        "Saya ingin menerima siaran pers kantor ini lewat surel. Alamat, nama, dan media saya"
        " disimpan hanya untuk itu, tidak diteruskan kepada siapa pun, dan dihapus bila saya minta."
    ),
}


def current() -> str:
    return str(WORDINGS[VERSION])
