"""What speaks for a Facebook Page: its token, copied by somebody or brought by a sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from channels.base import asked, given


@dataclass(frozen=True, slots=True)
class Credentials:
    """``app_id``: the app of this installation, where its sign-in brought the token."""

    page_id: str = asked("ID Halaman", help="Angka, ada di bagian Tentang pada Halaman.")
    access_token: str = asked(
        "Token Halaman",
        help="Token Halaman yang berasal dari token pengguna berjangka panjang tidak kedaluwarsa.",
        secret=True,
    )
    app_secret: str = asked(
        "Rahasia aplikasi",
        help="Hanya bila aplikasi Anda mewajibkannya (Require App Secret).",
        secret=True,
        optional=True,
    )
    app_id: str = given()

    def __post_init__(self) -> None:
        if not self.page_id.isdecimal():
            raise ValueError("ID Halaman hanya berisi angka.")
