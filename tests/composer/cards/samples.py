"""Cards as offices would post them; offices, figures and people are examples."""

from __future__ import annotations

from io import BytesIO
from math import sin

from PIL import Image, ImageDraw

from composer.cards import Brand, CardContent, Fact, Figure, Layout, Quote

PONTIANAK = Brand(
    "Kantor Imigrasi Kelas I TPI Pontianak",
    "Imigrasi Pontianak",
    "#123a6b",
    "#f2b632",
    handle="@imigrasi.pontianak",
)
MANADO = Brand(
    "Kantor Imigrasi Kelas I TPI Manado",
    "Imigrasi Manado",
    "#0f766e",
    "#ff7f62",
    handle="@imigrasi.manado",
)
SOEKARNO_HATTA = Brand(
    "Kantor Imigrasi Kelas I Khusus TPI Soekarno-Hatta",
    "Imigrasi Soekarno-Hatta",
    "#7a1f2b",
    "#f5e6c8",
)
BRANDS = {"navy": PONTIANAK, "teal": MANADO, "maroon": SOEKARNO_HATTA}

ANNOUNCEMENT = CardContent(
    layout=Layout.ANNOUNCEMENT,
    kicker="Libur nasional",
    title="Layanan paspor tutup pada libur Hari Raya Nyepi",
    lead="Pengambilan paspor dan permohonan baru dilayani kembali pada hari kerja berikutnya.",
    facts=(
        Fact("Tutup", "Jumat, 19 Maret 2027"),
        Fact("Buka kembali", "Senin, 22 Maret 2027, pukul 08.00 WIB"),
    ),
    footnote="Dasar: SKB Tiga Menteri tentang Hari Libur Nasional 2027.",
    link="https://pontianak.imigrasi.go.id/nyepi",
    link_label="Jadwal lengkap dan layanan darurat",
)
REQUIREMENTS = CardContent(
    layout=Layout.REQUIREMENTS,
    kicker="Biaya dan syarat",
    title="Biaya paspor elektronik 10 tahun Rp950.000",
    facts=(
        Fact("Paspor elektronik, 10 tahun", "Rp950.000"),
        Fact("Paspor elektronik, 5 tahun", "Rp650.000"),
        Fact("Percepatan selesai hari yang sama", "Rp1.000.000"),
    ),
    items=(
        "KTP-el dan kartu keluarga asli",
        "Akta lahir, ijazah, atau buku nikah",
        "Paspor lama bagi yang memperpanjang",
    ),
    footnote="Dasar: PP Nomor 45 Tahun 2024, berlaku sejak 17 Desember 2024.",
    link="https://imigrasi.go.id/paspor",
    link_label="Cek syarat dan ambil antrean",
)
EVENT = CardContent(
    layout=Layout.EVENT,
    kicker="Terbuka untuk umum",
    title="Buka Pintu: ngobrol langsung dengan petugas imigrasi",
    lead="Tanya apa saja soal paspor, visa, dan izin tinggal. Gratis, tanpa pendaftaran.",
    figure=Figure("12", "Desember 2026", "Sabtu"),
    facts=(
        Fact("Waktu", "08.00–12.00 WITA"),
        Fact("Tempat", "Halaman Kantor Imigrasi Manado, Jalan 17 Agustus"),
    ),
    link="https://manado.imigrasi.go.id/bukapintu",
    link_label="Peta dan susunan acara",
)
FIGURE = CardContent(
    layout=Layout.FIGURE,
    kicker="Hasil survei",
    title="Indeks Kepuasan Masyarakat",
    lead="Terima kasih atas penilaian Anda. Waktu tunggu menjadi pekerjaan rumah kami berikutnya.",
    figure=Figure("92,4", "dari 100", "Sangat baik", 0.924),
    facts=(Fact("Periode", "Juli–September 2026"), Fact("Responden", "1.284 orang")),
    footnote="Diukur menurut Permenpan RB Nomor 14 Tahun 2017.",
    link="https://pontianak.imigrasi.go.id/ikm",
    link_label="Laporan lengkap",
)
RELEASE = CardContent(
    layout=Layout.RELEASE,
    kicker="Siaran pers",
    title=(
        "Antrean paspor akhir pekan di Bandara Soekarno-Hatta kini dapat dipesan tiga puluh hari "
        "sebelumnya melalui aplikasi"
    ),
    lead="Tangerang, 21 November 2026",
    quote=Quote(
        "Orang bekerja pada hari kerja. Sudah selayaknya kami buka ketika mereka libur.",
        "Kepala kantor",
    ),
    facts=(Fact("Narahubung pers", "Seksi Teknologi Informasi, 0811-0000-0000"),),
    link="https://soekarnohatta.imigrasi.go.id/siaran/akhir-pekan",
    link_label="Siaran lengkap dan foto",
)
CONTENTS = {
    "announcement": ANNOUNCEMENT,
    "requirements": REQUIREMENTS,
    "event": EVENT,
    "figure": FIGURE,
    "release": RELEASE,
}


def photo(size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A drawn morning over hills, bright at the top: hard for a white office name."""
    picture = Image.new("RGB", size, "#f7d9a8")
    draw = ImageDraw.Draw(picture)
    width, height = size
    draw.ellipse((width * 0.55, height * 0.12, width * 0.75, height * 0.39), fill="#fff6dc")
    for step, colour in enumerate(("#e0a878", "#b9785e", "#7d5a5a", "#44485c")):
        top = height * (0.42 + 0.13 * step)
        hills = [(x, top + 60 * sin(x / (110 + 35 * step) + step)) for x in range(0, width + 9, 8)]
        draw.polygon([*hills, (width, height), (0, height)], fill=colour)
    file = BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()
