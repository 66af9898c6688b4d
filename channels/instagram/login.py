"""What speaks for an Instagram account: the token of the Page it is linked to."""

from __future__ import annotations

from dataclasses import dataclass

from channels.base import asked, given


@dataclass(frozen=True, slots=True)
class Credentials:
    """``app_id``: the app of this installation, where its sign-in brought the token."""

    user_id: str = asked("ID akun Instagram", help="Angka, diawali 17841.")
    access_token: str = asked(
        "Token akses", help="Token Halaman Facebook yang tertaut ke akun ini.", secret=True
    )
    app_secret: str = asked(
        "Rahasia aplikasi",
        help="Hanya bila aplikasi Anda mewajibkannya (Require App Secret).",
        secret=True,
        optional=True,
    )
    app_id: str = given()

    def __post_init__(self) -> None:
        if not self.user_id.isdecimal():
            raise ValueError("ID akun Instagram hanya berisi angka.")
