"""What the demo offices have to say. Nothing here is a real announcement, and nobody is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto

from web.demo.people import CENTRE, OFFICES, REGIONS, DemoPerson

PLAIN = ("newsroom", "x", "facebook", "practice")
# One office has a channel here, too: there a person posts what Gema has prepared.
BY_HAND = "whatsapp"
BY_HAND_AT = "SINGARAJA"
PICTURED = ("newsroom", "x", "facebook", "instagram", "practice")
BY_PLACE = {(one.place, one.role): one for one in (*CENTRE, *REGIONS, *OFFICES)}


class End(Enum):
    """How far a post has come."""

    DRAFT = auto()
    RETURNED = auto()
    WAITING = auto()
    APPROVED = auto()
    SCHEDULED = auto()
    SENT = auto()


@dataclass(frozen=True, slots=True)
class InDays:
    """A date so many days from the day of loading."""

    days: int


@dataclass(frozen=True, slots=True)
class Story:
    """``ago``: when it was written. ``out``: days from now and wall clock of what is asked for or
    planned. ``slots`` change the template's own examples; None empties one. ``photo``: what its
    photo shows, if it has one; ``kept``: the point of it that stays in sight.
    """

    writer: DemoPerson
    template: str
    end: End
    ago: timedelta
    slots: Mapping[str, str | InDays | None] = field(default_factory=dict)
    out: tuple[int, str] | None = None
    card: bool = False
    photo: str = ""
    kept: tuple[int, int] = (50, 50)
    note: str = ""
    echo: bool = False  # the centre reposts it
    weekly: bool = False  # it goes out again every Monday
    by_hand: bool = False  # and on a channel that only a person can post to

    @property
    def channels(self) -> tuple[str, ...]:
        channels = PICTURED if self.card or self.photo else PLAIN
        return (*channels, BY_HAND) if self.by_hand else channels


def _writer(place: str) -> DemoPerson:
    return next(one for one in OFFICES if one.place == place)


def _days(days: int, hours: int = 0) -> timedelta:
    return timedelta(days=days, hours=hours)


# What the site of one office says, the newest first.
SITE = "ENTIKONG"
NEWS = (
    (
        "Antrean di pos lintas batas kini bisa dipantau dari rumah",
        "Warga dapat melihat panjang antrean di pos lintas batas sebelum berangkat. "
        "Angkanya diperbarui setiap sepuluh menit pada jam buka.",
    ),
    (
        "Tiga belas lansia dibuatkan paspor di rumah",
        "Petugas datang dengan peralatan perekam ke rumah warga yang tidak dapat bepergian. "
        "Layanan ini tidak dipungut biaya tambahan.",
    ),
)

# From the oldest to the newest.
STORIES = (
    Story(
        _writer("Pontianak"),
        "siaran-pers",
        End.SENT,
        _days(4, 3),
        {"tanggal": InDays(-4), "narasumber": "Kepala Kantor Imigrasi Pontianak (contoh)"},
        card=True,
        echo=True,
    ),
    Story(
        _writer("Denpasar"),
        "acara",
        End.SENT,
        _days(3, 1),
        {
            "acara": "Layanan Paspor Keliling di Kampus",
            "tanggal": InDays(9),
            "tempat": "Aula Kampus Contoh, Denpasar",
            "peserta": "mahasiswa dan warga sekitar kampus",
        },
        card=True,
    ),
    Story(
        _writer("Entikong"),
        "jam-layanan",
        End.SENT,
        _days(2, 5),
        {
            "layanan": "paspor",
            "jam": "08.00–16.00",
            "tanggal": InDays(1),
            "sampai": None,
            "normal": None,
            "alasan": "Banyak warga perbatasan yang menempuh perjalanan jauh",
            "dasar": None,
        },
        weekly=True,
    ),
    Story(
        _writer("Jayapura"),
        "ikm",
        End.SENT,
        _days(1, 2),
        {"periode": "Triwulan III", "nilai": "91,27", "responden": "286"},
        card=True,
    ),
    Story(
        _writer("Sambas"),
        "libur",
        End.SCHEDULED,
        _days(1, 6),
        {"mulai": InDays(12), "sampai": InDays(13), "buka": InDays(14)},
        out=(1, "08:00"),
    ),
    Story(
        _writer("Singaraja"),
        "paspor",
        End.SCHEDULED,
        _days(1, 4),
        out=(3, "09:00"),
    ),
    Story(
        _writer("Pontianak"),
        "acara",
        End.SCHEDULED,
        _days(1, 3),
        {"tanggal": InDays(8)},
        out=(5, "10:30"),
    ),
    Story(
        _writer("Pontianak"),
        "libur",
        End.RETURNED,
        _days(1, 1),
        {"mulai": InDays(20), "sampai": None, "buka": InDays(21), "mendesak": None},
        note="Mohon tambahkan nomor petugas piket bagi pemohon yang sakit atau berduka. "
        "Selebihnya sudah baik, terima kasih!",
    ),
    Story(
        _writer("Sanggau"),
        "jam-layanan",
        End.APPROVED,
        timedelta(hours=20),
        {"tanggal": InDays(4), "sampai": InDays(5), "normal": InDays(6), "dasar": None},
    ),
    Story(
        _writer("Ketapang"),
        "paspor",
        End.WAITING,
        timedelta(hours=7),
        {"jenis": "paspor anak", "biaya_cepat": None},
        out=(1, "09:00"),
        card=True,
    ),
    Story(
        _writer("Denpasar"),
        "siaran-pers",
        End.WAITING,
        timedelta(hours=5),
        {
            "judul": "Imigrasi Denpasar Tambah Loket Ramah Disabilitas",
            "teras": "Dua loket rendah dan jalur kursi roda mulai dipakai pekan depan",
            "isi": "Loket dibuat setelah warga menyampaikan usul pada hari buka pintu.\n\n"
            "Pemohon dengan disabilitas, lansia, dan ibu hamil tidak perlu mengambil antrean "
            "daring.",
            "kutipan": "Layanan yang baik dimulai dari pintu yang bisa dimasuki semua orang",
            "narasumber": "Kepala Kantor Imigrasi Denpasar (contoh)",
            "tanggal": InDays(2),
            "latar": None,
            "dasar": None,
        },
        out=(2, "08:00"),
        card=True,
        photo="Gambar contoh: warga antre di depan loket, seorang petugas berdiri di belakangnya",
        kept=(80, 50),
    ),
    Story(
        _writer("Putussibau"),
        "acara",
        End.WAITING,
        timedelta(hours=3),
        {
            "acara": "Sosialisasi Paspor bagi Pekerja Migran",
            "ringkasan": "Kenali syarat paspor dan cara melapor sebelum berangkat",
            "tanggal": InDays(6),
            "tempat": "Balai Desa Contoh, Putussibau",
            "peserta": "calon pekerja migran dan keluarganya",
        },
    ),
    Story(
        _writer("Singaraja"),
        "paspor",
        End.SENT,
        timedelta(hours=1, minutes=5),  # handed over five minutes ago: it waits for a person
        {"jenis": "paspor anak", "biaya_cepat": None},
        by_hand=True,
    ),
    Story(
        _writer("Jayapura"),
        "jam-layanan",
        End.WAITING,
        timedelta(minutes=50),
        {
            "layanan": "izin tinggal",
            "jam": "09.00–12.00",
            "tanggal": InDays(2),
            "sampai": None,
            "normal": InDays(3),
            "dasar": None,
        },
        out=(0, "23:30"),
    ),
    Story(
        _writer("Entikong"),
        "acara",
        End.DRAFT,
        timedelta(hours=2),
        {
            "acara": "Hari Buka Pintu Pos Lintas Batas",
            "tempat": None,
            "tanggal": None,
            "kontak": None,
        },
        photo="Gambar contoh: warga antre di depan loket pos lintas batas",
        kept=(25, 50),
    ),
    Story(
        _writer("Pontianak"),
        "ikm",
        End.DRAFT,
        timedelta(minutes=35),
        {"nilai": None, "responden": None, "perbaikan": None},
    ),
)
