"""The words for events: what a dotted name means to a reader."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# kind → (tabler icon, sentence part after the name of the person)
WORDS: Mapping[str, tuple[str, str | Promise]] = {
    "post.created": ("pencil-plus", _("membuat draf")),
    "post.edited": ("pencil", _("menyunting")),
    "post.submit": ("send", _("mengajukan")),
    "post.recall": ("arrow-back-up", _("menarik kembali pengajuan")),
    "post.return": ("message-2-exclamation", _("mengembalikan dengan catatan")),
    "post.reject": ("circle-x", _("menolak")),
    "post.approve": ("circle-check", _("menyetujui")),
    "post.schedule": ("calendar-plus", _("menjadwalkan")),
    "post.unschedule": ("calendar-minus", _("membatalkan jadwal")),
    "post.reopen": ("lock-open", _("membuka lagi untuk disunting; persetujuan batal")),
    "post.extend": ("calendar-plus", _("menambah tujuan")),
    "post.discard": ("trash", _("membuang draf")),
    "post.abandon": ("arrow-back-up", _("membatalkan ralat")),
    "post.correct": ("rubber-stamp", _("memulai ralat")),
    "post.withdraw": ("eye-off", _("menarik dari publik")),
    "post.go_live": ("broadcast", _("terbit")),
    "post.go_live_corrected": ("broadcast", _("ralat terbit")),
    "post.reposted": ("repeat", _("mulai menggemakan")),
    "delivery.sent": ("check", _("terkirim")),
    "delivery.failed": ("alert-triangle", _("gagal terkirim")),
    "delivery.unconfirmed": ("help-circle", _("belum pasti terkirim")),
    "delivery.missed": ("clock-exclamation", _("terlewat")),
    "delivery.held": ("hand-stop", _("ditahan")),
    "delivery.handed": ("hand-finger", _("tinggal dikerjakan orang di aplikasinya")),
    "delivery.linked": ("link", _("mencatat tautannya")),
    "delivery.cancelled": ("calendar-x", _("dibatalkan")),
    "delivery.unwanted": ("calendar-x", _("membatalkan, bila ternyata belum terbit")),
    "delivery.rest-stopped": ("hand-stop", _("menghentikan sisanya; sebagian sudah menerimanya")),
    "delivery.again": ("refresh", _("akan dicoba lagi")),
    "delivery.settled": ("user-check", _("diputuskan oleh orang")),
    "delivery.resumed": ("player-play", _("melanjutkan yang tertahan")),
    "delivery.moved": ("calendar-time", _("dipindahkan")),
    "series.made": ("calendar-repeat", _("membuat jadwal rutin")),
    "series.ended": ("calendar-x", _("mengakhiri jadwal rutin")),
    "series.paused": ("player-pause", _("menjeda jadwal rutin")),
    "series.resumed": ("player-play", _("melanjutkan jadwal rutin")),
    "series.skipped": ("calendar-minus", _("melewati satu tanggal jadwal rutin")),
    "series.restored": ("calendar-plus", _("mengembalikan satu tanggal jadwal rutin")),
    "series.moved": ("calendar-time", _("memindahkan satu tanggal jadwal rutin")),
    "series.reworded": ("pencil", _("menulis isi khusus untuk satu tanggal jadwal rutin")),
    "series.coalesced": ("clock-exclamation", _("terlewat; sudah ada yang lebih baru")),
    "series.lapsed": ("clock-exclamation", _("tidak keluar; belum disetujui pada waktunya")),
    "holiday.said": ("calendar-star", _("mengubah hari libur")),
    "stop.on": ("hand-stop", _("menghentikan pengiriman")),
    "stop.off": ("player-play", _("melanjutkan pengiriman")),
    "clock.jumped": ("clock-exclamation", _("jam server melompat; pengiriman dibekukan")),
    "clock.back": ("clock-check", _("jam server sudah kembali; pengiriman berjalan lagi")),
    "clock.agreed": ("clock-check", _("jam lain membenarkan jam server; pengiriman berjalan lagi")),
    "clock.confirmed": ("clock-check", _("memastikan jam server sudah benar")),
    "record.restored": ("history", _("catatan dipulihkan; yang belum selesai dicari dahulu")),
    "record.settled": ("history", _("pencarian sesudah pemulihan selesai")),
    "feed.added": ("rss", _("menambahkan umpan")),
    "feed.paused": ("rss", _("menjeda umpan")),
    "feed.resumed": ("rss", _("melanjutkan umpan")),
    "account.connected": ("plug-connected", _("menyambungkan akun")),
    "account.reconnected": ("plug-connected", _("menyambungkan akun lagi")),
    "account.disconnected": ("plug-connected-x", _("sambungan akun terputus")),
    "account.retired": ("archive", _("berhenti memakai akun")),
    "office.imported": ("table-import", _("mengimpor daftar kantor")),
    "office.added": ("building-plus", _("menambahkan kantor")),
    "office.changed": ("building", _("mengubah data kantor")),
    "membership.given": ("user-plus", _("memberi penugasan")),
    "membership.ended": ("user-minus", _("mengakhiri penugasan")),
    "person.added": ("user-plus", _("menambahkan orang")),
    "person.changed": ("user-edit", _("mengubah nama atau surel")),
    "person.deactivated": ("user-off", _("menonaktifkan orang")),
    "person.activated": ("user-check", _("mengaktifkan orang kembali")),
}


def words(kind: str) -> str:
    return str(WORDS[kind][1]) if kind in WORDS else kind


def icon(kind: str) -> str:
    return WORDS[kind][0] if kind in WORDS else "point"
