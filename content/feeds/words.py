"""What people read about a feed's trouble: on the office's page, and where an address is typed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from content.feeds.health import HARMLESS, Health, Outcome
from content.feeds.trouble import Trouble

SENTENCES: dict[Trouble, Promise] = {
    Trouble.BAD_ADDRESS: lazy(
        "Alamat ini tidak dapat dibaca. Salin alamat lengkapnya dari peramban."
    ),
    Trouble.BAD_SCHEME: lazy("Alamat harus diawali https:// atau http://."),
    Trouble.BAD_PORT: lazy(
        "Alamat ini memakai port khusus yang tidak dibuka. Pakai alamat tanpa nomor port."
    ),
    Trouble.HAS_PASSWORD: lazy(
        "Alamat ini memuat nama pengguna atau kata sandi. Hapus bagian sebelum tanda @."
    ),
    Trouble.PRIVATE_ADDRESS: lazy(
        "Alamat ini menuju jaringan dalam, bukan internet umum, jadi tidak boleh dibuka."
    ),
    Trouble.DOWNGRADE: lazy(
        "Situs mengalihkan dari https ke http yang tidak aman. Mintalah pengelola situs "
        "memperbaiki pengalihannya."
    ),
    Trouble.NAME_UNKNOWN: lazy("Nama situs tidak ditemukan. Periksa ejaannya."),
    Trouble.UNREACHABLE: lazy("Situs tidak dapat dihubungi."),
    Trouble.BAD_CERTIFICATE: lazy(
        "Sertifikat keamanan situs tidak sah atau sudah kedaluwarsa. Mintalah pengelola situs "
        "memperbaruinya."
    ),
    Trouble.LOST_ANSWER: lazy("Sambungan terputus sebelum umpan selesai dibaca."),
    Trouble.UNREADABLE_ANSWER: lazy("Jawaban situs tidak dapat dipahami."),
    Trouble.TOO_LARGE: lazy("Umpan terlalu besar. Batasi jumlah kabar di dalamnya."),
    Trouble.TOO_SLOW: lazy("Situs terlalu lambat menjawab."),
    Trouble.MANY_REDIRECTS: lazy("Situs mengalihkan terlalu sering. Periksa alamatnya."),
    Trouble.NOT_FOUND: lazy("Tidak ada apa-apa di alamat ini (404). Periksa alamatnya."),
    Trouble.FORBIDDEN: lazy(
        "Situs menolak kami. Mintalah pengelola situs mengizinkan pembaca umpan."
    ),
    Trouble.BUSY: lazy("Situs sedang sibuk dan meminta kami menunggu."),
    Trouble.SERVER_TROUBLE: lazy("Situs sedang bermasalah."),
    Trouble.GONE: lazy("Situs menyatakan umpan ini sudah ditutup untuk selamanya."),
    Trouble.EMPTY: lazy("Alamat ini menjawab, tetapi isinya kosong."),
    Trouble.WEB_PAGE: lazy(
        "Alamat ini membuka halaman web biasa, bukan umpan RSS atau Atom. Coba tambahkan /feed "
        "di belakangnya."
    ),
    Trouble.JSON: lazy("Isinya JSON. Kami membaca umpan RSS atau Atom."),
    Trouble.NOT_A_FEED: lazy("Isinya bukan umpan RSS atau Atom."),
    Trouble.HOSTILE: lazy(
        "Umpan ini disusun dengan cara yang berbahaya bagi pembacanya, jadi tidak kami baca."
    ),
    Trouble.DAMAGED: lazy(
        "Umpan terbaca, tetapi penulisannya tidak rapi (XML tidak sah). Sebagian kabar mungkin "
        "terlewat."
    ),
}


def sentence(trouble: Trouble) -> str:
    return str(SENTENCES[trouble])


def condition(health: Health, outcome: Outcome) -> str:
    """For the office's page, after a poll; empty where there is nothing to say."""
    if outcome.trouble is None:
        return ""
    said = sentence(outcome.trouble)
    if outcome.trouble in HARMLESS:
        return said
    if health.dead:
        last = _("Umpan ini kami anggap tidak aktif dan hanya diperiksa seminggu sekali.")
    elif health.failures == 1:
        last = _("Kami coba lagi nanti.")
    else:
        last = _("Sudah %(times)d kali gagal berturut-turut; kami coba lagi nanti.") % {
            "times": health.failures
        }
    return f"{said} {last}"
