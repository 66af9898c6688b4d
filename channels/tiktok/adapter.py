"""TikTok in photo mode. What apps post stays private until TikTok has audited them: a person posts.

Up to 35 photos and a description of 2,200 characters:
https://newsroom.tiktok.com/en-us/making-it-easier-to-create-and-discover
https://developers.tiktok.com/doc/content-posting-api-reference-photo-post
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.base import Capabilities, Kit, Limits, Profile, Verb, asked, step
from channels.by_hand import ByHand
from channels.corrections import Way
from channels.limits import Look, Piece

NAME = re.compile(r"(?:(?:https?://)?(?:www\.)?tiktok\.com/)?@?([\w.]{2,24})/?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Presence:
    username: str = asked(
        "Nama pengguna TikTok",
        help="Di TikTok: buka Profil. Nama penggunanya diawali @, misalnya @kanimcontoh.",
    )

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.username.strip()):
            raise ValueError(
                "Nama penggunanya tidak cocok. Hanya huruf, angka, titik, dan garis bawah;"
                " contohnya @kanimcontoh."
            )

    def profile(self) -> Profile:
        found = NAME.fullmatch(self.username.strip())
        name = found[1].lower() if found else ""
        return Profile(name, name, f"@{name}", f"https://www.tiktok.com/@{name}")


class TikTok(ByHand):
    kind = "tiktok"
    label = "TikTok"
    icon = "brand-tiktok"
    limits = Limits(
        text=2200,
        images=(1, 35),
        alt=0,
        image_bytes=20_000_000,
        card="story",
        links_clickable=False,
        look=Look((Piece.HEAD, Piece.MEDIA, Piece.TEXT), slides=True),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        can_look=False,
        correction=Way.BY_HAND,
        by_hand=Kit(
            # Names may change, so what an address is called after is not compared.
            links=(
                r"tiktok\.com/@[\w.]+/(?:photo|video)/\d+",
                r"v[mt]\.tiktok\.com/\w+",
                r"tiktok\.com/t/\w+",
            ),
            example="https://www.tiktok.com/@kanimcontoh/photo/7412345678901234567",
            publish=(
                step("Simpan semua gambar, dan salin teksnya."),
                step("Buka TikTok dengan akun kantor, ketuk tanda +."),
                step("Ketuk Unggah, pilih gambarnya sesuai urutan di sini, lalu Berikutnya."),
                step("Tempelkan teksnya sebagai deskripsi. Pastikan semua orang boleh melihatnya."),
                step("Ketuk Posting. Sesudah tampil, ketuk Bagikan, lalu Salin tautan."),
            ),
            edit=(
                step("Salin teks yang baru."),
                step("Buka kiriman aslinya, ketuk tanda tiga titik, lalu Edit kiriman."),
                step("Ganti seluruh deskripsinya dengan yang baru, lalu simpan."),
                step(
                    "Tidak ada pilihan edit? Hapus kirimannya, unggah lagi dengan teks baru, lalu"
                    " tempelkan tautan barunya di bawah."
                ),
            ),
            delete=(
                step("Buka kiriman aslinya, ketuk tanda tiga titik."),
                step("Geser sampai ketemu Hapus, ketuk, lalu pastikan."),
            ),
        ),
    )
    needs = Presence
