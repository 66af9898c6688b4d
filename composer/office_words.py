"""What a text may say about the office that speaks: a fixed list, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from composer.slots import Slot


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """``zone`` is the abbreviation, such as WIB. Empty words drop the line that they stand in."""

    name: str
    short_name: str
    zone: str
    city: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    press_contact: str = ""
    greeting: str = "Halo, Sahabat Imigrasi!"


GREETING = "sapaan"

# As slots, so that an office's words have forms in the same way: {{situs|singkat}}.
OFFICE_SLOTS = {
    "kantor": Slot("kantor", "text", "Nama kantor"),
    "kantor_singkat": Slot("kantor_singkat", "text", "Nama pendek kantor"),
    "kota": Slot("kota", "text", "Kota"),
    "alamat": Slot("alamat", "text", "Alamat"),
    "telepon": Slot("telepon", "text", "Telepon layanan"),
    "surel": Slot("surel", "text", "Surel layanan"),
    "situs": Slot("situs", "link", "Situs"),
    "zona": Slot("zona", "text", "Zona waktu"),
    "kontak_pers": Slot("kontak_pers", "text", "Kontak pers"),
    GREETING: Slot(GREETING, "text", "Sapaan"),
}


def words_by_name(office: OfficeWords, *, greeting: bool = True) -> dict[str, str]:
    return {
        "kantor": office.name,
        "kantor_singkat": office.short_name,
        "kota": office.city or office.short_name,
        "alamat": office.address,
        "telepon": office.phone,
        "surel": office.email,
        "situs": office.website,
        "zona": office.zone,
        "kontak_pers": office.press_contact,
        GREETING: office.greeting if greeting else "",
    }
