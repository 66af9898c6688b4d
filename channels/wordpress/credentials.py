"""What the connect form asks for, and what people type into it. Pure."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from channels.base import asked

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Pages of a site that people copy out of the address bar.
PAGES = ("/wp-admin", "/wp-json", "/wp-login.php", "/index.php")


@dataclass(frozen=True, slots=True)
class Credentials:
    site: str = asked(
        "Alamat situs",
        help="Salin dari bilah alamat peramban, misalnya https://kantor.imigrasi.go.id.",
    )
    user_name: str = asked(
        "Nama pengguna WordPress",
        help="Nama untuk masuk ke wp-admin. Perannya paling sedikit Penulis (Author).",
    )
    password: str = asked(
        "Kata sandi aplikasi",
        help=(
            "Bukan kata sandi untuk masuk. Di wp-admin buka Pengguna, lalu Profil; di bagian Kata "
            "Sandi Aplikasi (Application Passwords) tulis nama Gema, tekan Tambahkan, lalu salin "
            "huruf dan angka yang muncul."
        ),
        secret=True,
    )

    def __post_init__(self) -> None:
        home_of(self.site)
        if ":" in self.user_name:
            raise ValueError("Nama pengguna WordPress tidak memuat titik dua.")

    @property
    def home(self) -> str:
        return home_of(self.site)

    @property
    def login(self) -> Login:
        """WordPress shows the password in groups of four letters."""
        bare = "".join(self.password.split())
        both = f"{self.user_name.strip()}:{bare}".encode()
        return Login(self.password, bare, base64.b64encode(both).decode("ascii"))


@dataclass(frozen=True, slots=True)
class Login:
    """The password in each form in which it travels, for the transport to cut out of errors."""

    typed: str = field(repr=False, metadata={"secret": True})
    bare: str = field(repr=False, metadata={"secret": True})
    basic: str = field(repr=False, metadata={"secret": True})


def home_of(typed: str) -> str:
    """The address of the site's front page without a slash at its end.

    Raises ``ValueError`` with a sentence for whoever typed it.
    """
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        spot = _spot(parts)
    except ValueError as error:
        raise ValueError("Alamat situs tidak terbaca. Contoh: https://imigrasi.go.id.") from error
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError(
            "Alamat situs harus diawali https://, supaya kata sandinya tidak terbaca orang lain."
        )
    return f"{parts.scheme}://{spot}{_folder(parts.path)}"


def _spot(parts: SplitResult) -> str:
    """Host and port; ``ValueError`` for anything that is not an address of a website."""
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise ValueError(parts.scheme)
    if any(sign.isspace() for sign in parts.netloc + parts.path):
        raise ValueError("a space")
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{parts.port}" if parts.port else name


def _folder(path: str) -> str:
    """Where WordPress lives on its host: "" or "/berita"."""
    for page in PAGES:
        path = path.partition(page)[0]
    return path.rstrip("/")
