"""What a file is, told from its first bytes; never from its name or what the browser says. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from content.intake.unusable import NotAPicture, WrongFormat

TAKEN = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
OTHERS = {
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"%PDF": "PDF",
    b"8BPS": "Photoshop",
}
APPLE = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")


def recognise(data: bytes) -> str:
    """``JPEG``, ``PNG`` or ``WEBP``. Raises WrongFormat or NotAPicture."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    for start, name in TAKEN.items():
        if data.startswith(start):
            return name
    raise _refusal(data)


def _refusal(data: bytes) -> NotAPicture | WrongFormat:
    if data[4:8] == b"ftyp":
        if data[8:12] in APPLE:
            return WrongFormat(
                "HEIC",
                _(
                    "Foto HEIC dari iPhone belum bisa dipakai. Di Pengaturan → Kamera → Format,"
                    " pilih “Paling Kompatibel”, atau kirim fotonya sebagai JPEG."
                ),
            )
        return WrongFormat("AVIF") if data[8:12] == b"avif" else NotAPicture()
    if b"<svg" in data[:1000].lower():
        return WrongFormat("SVG")
    for start, name in OTHERS.items():
        if data.startswith(start):
            return WrongFormat(name)
    return NotAPicture()
