"""A WhatsApp channel: WhatsApp has no interface for it, so a person posts.

Admins edit and delete updates for 30 days: https://faq.whatsapp.com/360977646301595. The app names
no length, so Gema holds to those of the Cloud API: 4,096 characters, 1,024 beside a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.base import Capabilities, Kit, Limits, Profile, Verb, asked, step
from channels.by_hand import ByHand
from channels.corrections import Way
from channels.limits import Look, Piece

INVITE = re.compile(r"(?:https?://)?(?:www\.)?whatsapp\.com/channel/([\w-]{10,60})/?(?:\?.*)?")


@dataclass(frozen=True, slots=True)
class Presence:
    title: str = asked("Nama saluran", help="Tulis persis seperti di WhatsApp.")
    invite: str = asked(
        "Tautan saluran",
        help="Di WhatsApp: buka saluran Anda, ketuk namanya di atas, lalu ketuk Salin tautan."
        " Tempelkan di sini. Tautannya diawali whatsapp.com/channel/.",
    )

    def __post_init__(self) -> None:
        if not INVITE.fullmatch(self.invite.strip()):
            raise ValueError(
                "Tautan salurannya tidak cocok. Salin dari WhatsApp; contohnya"
                " https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp."
            )

    def profile(self) -> Profile:
        found = INVITE.fullmatch(self.invite.strip())
        code = found[1] if found else ""
        title = " ".join(self.title.split())
        return Profile(code, title, title, f"https://whatsapp.com/channel/{code}")


class WhatsApp(ByHand):
    kind = "whatsapp"
    label = "Saluran WhatsApp"
    icon = "brand-whatsapp"
    limits = Limits(
        text=4096,
        caption=1024,
        images=(0, 10),
        alt=0,
        image_bytes=5_000_000,
        look=Look((Piece.HEAD, Piece.MEDIA, Piece.TEXT)),
    )
    capabilities = Capabilities(
        verbs=frozenset({Verb.PUBLISH, Verb.EDIT, Verb.DELETE}),
        handles=False,
        can_look=False,
        correction=Way.BY_HAND,
        by_hand=Kit(
            links=(r"whatsapp\.com/channel/(?P<who>[\w-]+)/\d+",),
            example="https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp/123",
            publish=(
                step("Salin teksnya, dan simpan gambarnya bila ada."),
                step("Buka WhatsApp, ketuk Pembaruan, lalu pilih saluran kantor Anda."),
                step("Ada gambar: ketuk lambang galeri, pilih semuanya sesuai urutan di sini."),
                step("Tempelkan teksnya, periksa sekali lagi, lalu kirim."),
                step("Tekan lama kiriman itu, ketuk Salin tautan, lalu kembali ke sini."),
            ),
            edit=(
                step("Salin teks yang baru."),
                step("Buka kiriman aslinya di saluran kantor Anda."),
                step("Tekan lama kirimannya, lalu pilih Edit. Ini bisa sampai 30 hari."),
                step("Ganti seluruh teksnya dengan yang baru, lalu simpan."),
            ),
            delete=(
                step("Buka kiriman aslinya di saluran kantor Anda."),
                step("Tekan lama kirimannya, lalu pilih Hapus. Ini bisa sampai 30 hari."),
                step("Pilih Hapus untuk semua orang."),
            ),
        ),
    )
    needs = Presence
