"""Why a delivery was not planned, moved or cancelled. Each has a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from channels.models import Account
from content.refusals import Refusal
from scheduler.models import Delivery, State


class InThePast(Refusal):
    """Choose a later time, or send it now."""

    def __init__(self) -> None:
        super().__init__(_("Waktu itu sudah lewat. Pilih waktu lain, atau kirim sekarang."))


class NoAccount(Refusal):
    """Choose an account, or connect one."""

    def __init__(self) -> None:
        super().__init__(_("Pilih setidaknya satu akun tujuan."))


class NothingToSend(Refusal):
    """These accounts have this revision already, or their network cannot take it."""

    def __init__(self) -> None:
        super().__init__(
            _("Tidak ada yang perlu dikirim: akun-akun ini sudah memuat revisi yang sama.")
        )


class OriginWithdrawn(Refusal):
    """What this post echoes is not to be read any more; neither is the echo."""

    def __init__(self) -> None:
        super().__init__(_("Kiriman yang digemakan ini sudah ditarik, jadi tidak diterbitkan."))


class Unsettled(Refusal):
    """First find out what became of the delivery before this one, or there may be two."""

    def __init__(self, account: Account) -> None:
        super().__init__(
            _(
                "Pengantaran sebelumnya ke %(account)s belum pasti. Selesaikan dahulu:"
                " sudah ada di sana, atau tidak?"
            )
            % {"account": account.called}
        )


class OnlyYouCanLook(Refusal):
    """Open the network, look, and say what is there."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Gema tidak bisa mencari di jaringan ini. Lihat sendiri di sana, lalu pilih"
                " “Sudah ada” atau “Tidak ada”."
            )
        )


class NotApproved(Refusal):
    """The desk has to approve first."""

    def __init__(self) -> None:
        super().__init__(_("Kiriman ini belum disetujui, jadi belum bisa dijadwalkan."))


class TooLate(Refusal):
    """It has started. What happens to it now is told as it is."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        super().__init__(_late_sentence(State(delivery.state)))


class NotThisOne(Refusal):
    """This action is not open in this state (any more): read again."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(
            _("Pengantaran ini sekarang berstatus “%(state)s”. Muat ulang, lalu pilih lagi.")
            % {"state": State(delivery.state).label}
        )


class NotADispatcher(Refusal):
    """A publisher or moderator of the office decides this."""

    def __init__(self) -> None:
        super().__init__(_("Hanya penerbit atau moderator kantor ini yang dapat melakukannya."))


def _late_sentence(state: State) -> str:
    match state:
        case State.SENDING:
            return _("Terlambat: kiriman sedang dikirim saat ini.")
        case State.SENT:
            return _("Terlambat: kiriman sudah terkirim.")
        case State.UNCONFIRMED:
            return _("Terlambat: kiriman mungkin sudah terkirim dan sedang dicari.")
        case State.CANCELLED:
            return _("Pengantaran ini sudah dibatalkan sebelumnya.")
        case State.FAILED:
            return _("Pengantaran ini sudah gagal: tidak ada yang keluar di akun itu.")
        case _:
            return _("Tidak dapat diubah: pengantaran ini sudah selesai.")
