"""The sentences of the card engine, in one place.

``gettext_noop`` only marks a sentence so that ``makemessages`` finds it: this package knows no
Django.
"""

from __future__ import annotations

from composer.cards.model import Layout, Slot


def gettext_noop(text: str) -> str:
    return text


TOO_LONG = gettext_noop(
    "Isian “%(slot)s” terlalu panjang untuk kartu ini. Singkatkan, atau pindahkan rinciannya "
    "ke teks kiriman."
)
NO_ROOM_FOR_PHOTO = gettext_noop(
    "Foto tidak mendapat tempat di kartu ini. Singkatkan judul atau kalimat pembuka, atau hapus "
    "fotonya."
)
UNKNOWN_CHARACTER = gettext_noop(
    "Huruf “%(character)s” (%(code)s) pada isian “%(slot)s” tidak ada dalam fon kartu. "
    "Ganti dengan huruf Latin."
)
SCAN = "Pindai untuk selengkapnya"
MISSING = gettext_noop("Isian “%(slot)s” belum diisi. Kartu ini memerlukannya.")
LOW_CONTRAST = gettext_noop(
    "Warna kantor membuat “%(slot)s” sulit dibaca (kontras %(ratio)s, paling sedikit %(least)s). "
    "Pilih warna lain."
)
BAD_COLOUR = gettext_noop("Warna “%(colour)s” tidak dikenal. Tulis seperti #123abc.")
BAD_PICTURE = gettext_noop(
    "Berkas pada “%(slot)s” tidak dapat dibuka sebagai gambar. Pilih berkas JPEG atau PNG lain."
)
BAD_LINK = gettext_noop(
    "Tautan harus diawali https:// dan paling panjang %(most)s huruf agar kode QR terbaca."
)

SLOT_NAMES = {
    Slot.KICKER: gettext_noop("label atas"),
    Slot.TITLE: gettext_noop("judul"),
    Slot.LEAD: gettext_noop("kalimat pembuka"),
    Slot.FACTS: gettext_noop("rincian"),
    Slot.ITEMS: gettext_noop("daftar"),
    Slot.FIGURE: gettext_noop("angka utama"),
    Slot.QUOTE: gettext_noop("kutipan"),
    Slot.FOOTNOTE: gettext_noop("catatan kaki"),
    Slot.LINK: gettext_noop("tautan"),
    Slot.LINK_LABEL: gettext_noop("keterangan tautan"),
    Slot.PHOTO: gettext_noop("foto"),
    Slot.LOGO: gettext_noop("logo"),
    Slot.OFFICE: gettext_noop("nama kantor"),
}

LAYOUT_NAMES = {
    Layout.ANNOUNCEMENT: "Kartu pengumuman",
    Layout.REQUIREMENTS: "Kartu biaya dan syarat",
    Layout.EVENT: "Kartu acara",
    Layout.FIGURE: "Kartu hasil survei",
    Layout.RELEASE: "Kartu siaran pers",
}
