"""What the "connect Mastodon" form asks for: the server, and a token made there by hand.

Mastodon has one server per community; an account is named with both, ``@humas@mastodon.social``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.base import asked
from channels.guarded import Guard
from channels.outbound import AddressRefused

SCHEME = re.compile(r"^https?://")
NO_ADDRESS = "Tulis nama servernya saja, misalnya mastodon.social."


@dataclass(frozen=True, slots=True)
class Credentials:
    instance: str = asked(
        "Server",
        help=(
            "Nama server tempat akun ini dibuat: bagian terakhir nama akun. Pada"
            " @humas@mastodon.social, servernya mastodon.social."
        ),
    )
    access_token: str = asked(
        "Token akses",
        help=(
            "Masuk ke Mastodon lewat peramban, lalu buka Preferensi, Pengembangan, Aplikasi baru."
            " Beri nama Gema. Di bagian cakupan, centang read, write:statuses, dan write:media,"
            " lalu kirim. Buka aplikasi Gema itu dan salin “Token akses Anda”."
        ),
        secret=True,
    )

    def __post_init__(self) -> None:
        try:
            host = Guard().read(self.origin)
        except AddressRefused as error:
            raise ValueError(NO_ADDRESS) from error
        if "." not in host.host or host.raw_path != b"/":
            raise ValueError(NO_ADDRESS)

    @property
    def origin(self) -> str:
        """``https://mastodon.social``, also of ``@humas@Mastodon.social`` and of a full address."""
        text = SCHEME.sub("", self.instance.strip().lower()).rstrip("/")
        return f"https://{text.partition('/@')[0].rpartition('@')[2]}"

    @property
    def host(self) -> str:
        return self.origin.removeprefix("https://")
