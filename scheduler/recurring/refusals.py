"""Why a series or one of its occurrences stays as it is. Each has a sentence for the person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from content.refusals import Refusal


class WrongRule(Refusal):
    """Mend this field of the form; ``field`` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class OnlyOnce(Refusal):
    """Choose an account that can hold the same post more than once."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ruang berita memuat satu kiriman sekali saja, jadi tidak cukup untuk jadwal"
                " rutin. Pilih setidaknya satu akun lain."
            )
        )


class NeverDue(Refusal):
    """Choose a rule, a start or an end that leaves at least one day."""

    def __init__(self) -> None:
        super().__init__(
            _("Dengan aturan ini tidak ada satu tanggal pun yang akan datang. Ubah aturannya.")
        )


class SeriesOver(Refusal):
    """It has ended; begin a new one."""

    def __init__(self) -> None:
        super().__init__(_("Jadwal rutin ini sudah berakhir. Buat yang baru bila masih perlu."))


class TooLateForThis(Refusal):
    """Its time has come. What happens to it now is on the pages of its deliveries."""

    def __init__(self) -> None:
        super().__init__(_("Terlambat: waktunya sudah tiba atau pengantarannya sudah berjalan."))


class NotOnTheGrid(Refusal):
    """The rule has no such day (any more): read the page again."""

    def __init__(self) -> None:
        super().__init__(_("Tanggal itu bukan bagian dari jadwal ini. Muat ulang halamannya."))


class AnotherStandsThere(Refusal):
    """Two of one series at the same time would say the same twice on the same accounts."""

    def __init__(self) -> None:
        super().__init__(
            _("Jadwal ini sudah punya giliran pada waktu itu. Pilih waktu lain atau lewati satu.")
        )


class AnotherGoesThen(Refusal):
    """Change the series that is going, or choose another time or account."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kiriman ini sudah punya jadwal rutin pada waktu yang sama di akun yang sama."
                " Ubah jadwal itu, atau pilih waktu atau akun lain."
            )
        )


class RewordedAlready(Refusal):
    """There is a draft for this time already."""

    def __init__(self) -> None:
        super().__init__(_("Isi khusus untuk tanggal ini sudah dibuat. Sunting yang itu."))
