"""What a person reads when signing in at a network did not work out: what happened, what to do."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.connecting import NotConnected
from channels.models import Account
from channels.oauth.declared import Declined
from channels.oauth.speech import OF_THE_APP


class Why(StrEnum):
    CANCELLED = "cancelled"
    BUSY = "busy"
    CODE = "code"
    APP = "app"


WORDS: dict[Why, Promise] = {
    Why.CANCELLED: _(
        "Izinnya tidak diberikan, jadi belum ada yang tersambung. Mulai lagi bila tadi tidak"
        " sengaja."
    ),
    Why.BUSY: _("Jaringan ini sedang bermasalah. Tunggu beberapa menit, lalu mulai lagi."),
    Why.CODE: _(
        "Jaringan ini tidak menerima persetujuan itu lagi, mungkin karena terlalu lama. Mulai"
        " sekali lagi."
    ),
    Why.APP: _(
        "Jaringan ini menolak aplikasi Gema, bukan Anda. Mintalah administrator server memeriksa"
        " pendaftaran aplikasinya (docs/connecting.md)."
    ),
}
# What a network sends back with the person: RFC 6749, 4.1.2.1, and LinkedIn's own.
SAID = {
    "access_denied": Why.CANCELLED,
    "user_cancelled_login": Why.CANCELLED,
    "user_cancelled_authorize": Why.CANCELLED,
    "server_error": Why.BUSY,
    "temporarily_unavailable": Why.BUSY,
}


class CameBackEmpty(NotConnected):
    """The person returned without a code, or with one that was not taken. He may start again."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(str(WORDS[why]))


class NotValid(NotConnected):
    """Nobody was sent away with this word, or somebody else was, or it is used up or too old."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tautan ini tidak berlaku: sudah dipakai, sudah lewat waktunya, atau bukan milik"
                " Anda. Mulai lagi dari awal."
            )
        )


class NotAmongThem(NotConnected):
    """Whoever signed in has nothing to do with the account that lost its connection."""

    def __init__(self, account: Account) -> None:
        super().__init__(
            _("Yang masuk tadi bukan %(account)s. Masuklah dengan akun yang benar, lalu coba lagi.")
            % {"account": account.called}
        )


class NoApp(NotConnected):
    """The operator has not set up an app at this network."""

    def __init__(self) -> None:
        super().__init__(_("Masuk lewat jaringan ini belum disiapkan di server ini."))


class NothingToConnect(NotConnected):
    """Whoever signed in administers nothing there."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Tidak ada yang bisa disambungkan pada akun itu. Pastikan Anda masuk dengan akun"
                " yang mengelola halaman kantor, dan memilih halaman itu waktu memberi izin."
            )
        )


class PermissionsWithheld(NotConnected):
    """Not everything was allowed."""

    def __init__(self, scopes: tuple[str, ...]) -> None:
        super().__init__(
            _("Izin ini belum diberikan: %(scopes)s. Mulai lagi dan setujui semuanya.")
            % {"scopes": ", ".join(scopes)}
        )


def of_return(error: str) -> CameBackEmpty:
    """For the ``error`` that a network sent back with a person."""
    return CameBackEmpty(SAID.get(error, Why.APP if error in OF_THE_APP else Why.CODE))


def of_trade(error: Declined) -> CameBackEmpty:
    """For what it said to the code."""
    return CameBackEmpty(Why.APP if error.error in OF_THE_APP else Why.CODE)
