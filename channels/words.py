"""What people read when a network said no: what happened, and what to do now.

An adapter knows no Django, so its ``Reason`` becomes a sentence here, for all networks alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from channels.base import Reason


@dataclass(frozen=True, slots=True)
class Word:
    """``said``: what happened. ``advice``: what the person does next."""

    said: Promise
    advice: Promise

    def __str__(self) -> str:
        return f"{self.said} {self.advice}"


WORDS: Mapping[Reason, Word] = {
    Reason.UNREACHABLE: Word(
        _("Jaringan ini tidak dapat dihubungi."),
        _("Periksa sambungan internet server; Gema mencoba lagi dengan sendirinya."),
    ),
    Reason.ADDRESS_REFUSED: Word(
        _("Alamat server akun ini tidak boleh dihubungi, misalnya karena menuju jaringan dalam."),
        _("Periksa alamatnya. Administrator server dapat membuat pengecualian."),
    ),
    Reason.RATE_LIMITED: Word(
        _("Jaringan meminta kita menunggu karena terlalu sering dihubungi."),
        _("Tidak perlu apa-apa: Gema melanjutkan setelah waktunya."),
    ),
    Reason.QUOTA_USED_UP: Word(
        _("Jatah kiriman akun ini sudah habis untuk sementara."),
        _("Gema melanjutkan saat jatahnya kembali. Untuk yang mendesak, pakai kanal lain."),
    ),
    Reason.OUT_OF_CREDIT: Word(
        _("Saldo langganan API akun ini habis."),
        _("Mintalah pemegang akun pengembang menambah saldo, lalu kirim lagi."),
    ),
    Reason.NETWORK_TROUBLE: Word(
        _("Jaringan ini sedang bermasalah dan belum menerima kiriman."),
        _("Gema mencoba lagi dengan sendirinya."),
    ),
    Reason.LOST_ANSWER: Word(
        _("Sambungan terputus sebelum jaringan menjawab."),
        _("Gema memeriksa dahulu apakah kirimannya sudah tampil."),
    ),
    Reason.UNREADABLE_ANSWER: Word(
        _("Jawaban jaringan ini tidak dapat dipahami."),
        _("Gema memeriksa dahulu apakah kirimannya sudah tampil."),
    ),
    Reason.STILL_PROCESSING: Word(
        _("Jaringan masih mengolah kiriman ini."),
        _("Tunggu sebentar; Gema melihatnya lagi nanti."),
    ),
    Reason.WRONG_SERVER: Word(
        _("Alamat yang diisi menjawab, tetapi bukan server jaringan ini."),
        _("Periksa ejaan alamatnya, lalu sambungkan lagi."),
    ),
    Reason.LOGIN_ENDED: Word(
        _("Izin masuk ke akun ini sudah berakhir atau dicabut."),
        _("Sambungkan akun ini lagi."),
    ),
    Reason.APP_REFUSED: Word(
        _("Jaringan ini menolak aplikasi Gema, bukan akunnya."),
        _("Administrator server perlu memeriksa kunci aplikasinya (docs/connecting.md)."),
    ),
    Reason.PERMISSION_MISSING: Word(
        _("Izin yang diberikan kepada Gema belum cukup untuk menerbitkan."),
        _("Sambungkan lagi dan setujui semua izin yang diminta."),
    ),
    Reason.NOT_ADMIN: Word(
        _("Bot atau akun penghubung Gema belum menjadi admin yang boleh mengirim di sana."),
        _("Jadikan bot atau akun itu admin dengan hak mengirim pesan, lalu sambungkan lagi."),
    ),
    Reason.NO_SUCH_ACCOUNT: Word(
        _("Yang dituju tidak ditemukan di jaringan, atau tertutup bagi Gema."),
        _("Periksa nama atau alamatnya, lalu sambungkan lagi."),
    ),
    Reason.ACCOUNT_RESTRICTED: Word(
        _("Jaringan sedang membatasi akun ini."),
        _("Buka aplikasinya, selesaikan yang diminta di sana, lalu sambungkan lagi."),
    ),
    Reason.MAY_NOT_PUBLISH: Word(
        _("Pengguna itu belum boleh menerbitkan di situsnya."),
        _("Mintalah pengelola situs memberinya peran Penulis atau Editor, lalu sambungkan lagi."),
    ),
    Reason.MAY_NOT_UPLOAD: Word(
        _("Pengguna itu belum boleh mengunggah gambar di situsnya."),
        _("Mintalah pengelola situs memberinya peran Penulis atau Editor, lalu sambungkan lagi."),
    ),
    Reason.APP_PASSWORDS_OFF: Word(
        _("Situs itu tidak menerima kata sandi aplikasi."),
        _("Mintalah pengelola situs menyalakan Application Passwords, lalu sambungkan lagi."),
    ),
    Reason.CLOSED_DOOR: Word(
        _("Situs itu belum membukakan pintunya untuk Gema."),
        _("Periksa alamatnya; mintalah pengelola situs membuka REST API bagi server Gema."),
    ),
    Reason.MOVED: Word(
        _("Alamat itu mengalihkan ke alamat lain."),
        _("Buka situsnya di peramban, salin alamat yang muncul di sana, lalu isikan yang itu."),
    ),
    Reason.DUPLICATE: Word(
        _("Jaringan menolak karena teks yang sama baru saja diterbitkan."),
        _("Periksa akunnya; ubah teksnya bila memang perlu diterbitkan lagi."),
    ),
    Reason.TOO_LONG: Word(
        _("Teksnya melebihi batas jaringan ini."),
        _("Pendekkan teks kanal ini, lalu ajukan lagi."),
    ),
    Reason.BAD_MEDIA: Word(
        _("Jaringan menolak gambarnya."),
        _("Ganti gambarnya, atau periksa ukuran dan bentuknya."),
    ),
    Reason.MEDIA_UNFETCHABLE: Word(
        _("Jaringan tidak bisa mengambil gambar dari server Gema."),
        _("Administrator perlu memastikan alamat Gema terbuka dari internet."),
    ),
    Reason.MEDIA_MISSING: Word(
        _("Berkas gambarnya hilang atau berubah di server."),
        _("Unggah gambarnya lagi, lalu ajukan ulang."),
    ),
    Reason.NEEDS_IMAGE: Word(
        _("Jaringan ini hanya menerima kiriman dengan gambar."),
        _("Tambahkan foto atau kartu, lalu ajukan lagi."),
    ),
    Reason.BAD_LINK: Word(
        _("Jaringan menolak tautan di dalam kiriman ini."),
        _("Periksa tautannya, lalu ajukan lagi."),
    ),
    Reason.MAIN_PASSWORD: Word(
        _("Itu kata sandi utama akun, bukan kata sandi aplikasi."),
        _("Buat kata sandi aplikasi di pengaturan jaringannya, lalu isikan yang itu."),
    ),
    Reason.NOT_ALLOWED: Word(
        _("Jaringan tidak mengizinkan hal ini."),
        _("Lakukan langsung di aplikasinya, atau pakai kanal lain."),
    ),
    Reason.GONE: Word(
        _("Kiriman yang dituju sudah tidak ada di jaringan."),
        _("Tidak ada lagi yang bisa diubah di sana."),
    ),
    Reason.NOT_SET_UP: Word(
        _("Server surel belum diatur di Gema."),
        _("Administrator server mengisi bagian [mail] di settings.toml, lalu coba lagi."),
    ),
    Reason.NOBODY_THERE: Word(
        _("Belum ada penerima yang mengonfirmasi di daftar ini."),
        _("Undang wartawan mendaftar di ruang berita, atau tunggu konfirmasinya."),
    ),
    Reason.SENDER_REFUSED: Word(
        _("Server surel tidak mengizinkan alamat pengirim Gema."),
        _("Administrator server memeriksa from_address dan bounces di settings.toml."),
    ),
    Reason.GOING_ON: Word(
        _("Sebagian penerima sudah mendapatkannya."),
        _("Tidak perlu apa-apa: Gema melanjutkan ke penerima berikutnya."),
    ),
    Reason.NO_ADAPTER: Word(
        _("Versi Gema ini tidak mengenal kanal akun ini."),
        _(
            "Administrator server dapat memasang versi yang mengenalnya."
            " Bila kanalnya tidak dipakai lagi, berhentilah memakai akun ini."
        ),
    ),
    Reason.OUTDATED: Word(
        _("Jaringan ini tidak lagi melayani versi API yang dipakai Gema."),
        _("Administrator perlu memasang versi Gema yang terbaru; kiriman lalu berjalan lagi."),
    ),
    Reason.REFUSED: Word(
        _("Jaringan menolak tanpa alasan yang kami kenal."),
        _("Lihat rincian teknisnya, atau coba lewat aplikasinya."),
    ),
}


def word(reason: str) -> Word:
    """For a reason as it is stored; one that is not known counts as refused."""
    return WORDS[Reason(reason)] if reason in set(Reason) else WORDS[Reason.REFUSED]
