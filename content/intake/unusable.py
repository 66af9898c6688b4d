"""Why a picture was not taken. ``str()`` says what was wrong and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Unusable(Exception):
    """Nothing was kept. Show the sentence and let the person choose another file."""


class TooHeavy(Unusable):
    def __init__(self, megabytes: int) -> None:
        super().__init__(
            _("Berkas ini lebih dari %(most)d MB. Kirim versi yang lebih kecil.")
            % {"most": megabytes}
        )


class TooManyPixels(Unusable):
    def __init__(self, megapixels: int) -> None:
        super().__init__(
            _("Gambar ini lebih dari %(most)d juta piksel. Perkecil dahulu, lalu unggah lagi.")
            % {"most": megapixels}
        )


class NotAPicture(Unusable):
    def __init__(self) -> None:
        super().__init__(_("Berkas ini bukan gambar. Pilih foto JPEG, PNG, atau WebP."))


class WrongFormat(Unusable):
    """A picture, but of a kind we do not open. ``advice`` says how to get another kind."""

    def __init__(self, name: str, advice: str = "") -> None:
        plain = _("%(name)s belum bisa dipakai. Simpan sebagai JPEG atau PNG, lalu unggah lagi.")
        super().__init__(advice or plain % {"name": name})


class Animated(Unusable):
    def __init__(self) -> None:
        super().__init__(_("Gambar ini bergerak. Simpan satu bingkainya sebagai JPEG atau PNG."))


class Damaged(Unusable):
    def __init__(self) -> None:
        super().__init__(
            _("Gambar ini rusak atau terpotong di tengah. Unduh atau kirim ulang berkas aslinya.")
        )
