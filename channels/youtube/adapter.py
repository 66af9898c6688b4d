"""Posts on a YouTube channel: the YouTube Data API knows no posts, so a person posts.

https://support.google.com/youtube/answer/7124474. YouTube names no length; 1,500 characters is what
Gema holds to, so that a post is read and not folded away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.base import Capabilities, Kit, Limits, Profile, Verb, asked, step
from channels.by_hand import ByHand
from channels.corrections import Way

HANDLE = re.compile(r"(?:(?:https?://)?(?:www\.|m\.)?youtube\.com/)?@?([\w.·-]{3,30})/?")


@dataclass(frozen=True, slots=True)
class Presence:
    channel_handle: str = asked(
        "Nama panggilan kanal",
        help="Di YouTube: ketuk foto profil, lalu Kanal Anda. Namanya diawali @, misalnya"
        " @kanimcontoh.",
    )

    def __post_init__(self) -> None:
        if not HANDLE.fullmatch(self.channel_handle.strip()):
            raise ValueError(
                "Nama panggilannya tidak cocok. Salin dari kanal Anda; contohnya @kanimcontoh."
            )

    def profile(self) -> Profile:
        found = HANDLE.fullmatch(self.channel_handle.strip())
        name = found[1] if found else ""
        return Profile(name.lower(), name, f"@{name}", f"https://www.youtube.com/@{name}")


class YouTube(ByHand):
    kind = "youtube"
    label = "Postingan YouTube"
    icon = "brand-youtube"
    limits = Limits(text=1500, images=(0, 5), alt=0, image_bytes=16_000_000)
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        can_look=False,
        correction=Way.BY_HAND,
        by_hand=Kit(
            links=(
                r"youtube\.com/post/[\w-]+",
                r"youtube\.com/(?:channel/[\w-]+|@[\w.-]+)/(?:community|posts)\?lb=[\w-]+",
            ),
            example="https://www.youtube.com/post/UgkxAbCdEfGhIjKlMnOpQrStUvWxYz012345",
            publish=(
                step("Salin teksnya, dan simpan gambarnya bila ada."),
                step("Buka YouTube dengan akun kantor, ketuk tanda +, lalu Postingan."),
                step("Tempelkan teksnya. Ada gambar: ketuk lambang gambar, pilih sesuai urutan."),
                step("Periksa sekali lagi, lalu ketuk Posting."),
                step("Buka postingan itu, ketuk Bagikan, lalu Salin tautan."),
            ),
            edit=(
                step("Salin teks yang baru."),
                step("Buka postingan aslinya, ketuk tanda tiga titik, lalu Edit."),
                step("Ganti seluruh teksnya dengan yang baru, lalu simpan."),
            ),
            delete=(
                step("Buka postingan aslinya, ketuk tanda tiga titik."),
                step("Ketuk Hapus, lalu pastikan."),
            ),
        ),
    )
    needs = Presence
