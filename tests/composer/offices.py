"""Offices for tests of words."""

from __future__ import annotations

from composer.office_words import OfficeWords

PONTIANAK = OfficeWords(
    name="Kantor Imigrasi Kelas I TPI Pontianak",
    short_name="Imigrasi Pontianak",
    zone="WIB",
    city="Pontianak",
    address="Jalan Letjen Sutoyo, Pontianak",
    phone="0561-000000",
    email="humas@pontianak.example",
    website="https://pontianak.example.go.id",
    press_contact="Humas Imigrasi Pontianak, 0811-0000-0000",
)
# What every new office begins with.
BARE = OfficeWords(name="Kantor Imigrasi Merauke", short_name="Imigrasi Merauke", zone="WIT")
# One of the longest names there are, in the zone with the longest letters.
KARIMUN = OfficeWords(
    name="Kantor Imigrasi Kelas II TPI Tanjung Balai Karimun",
    short_name="Imigrasi Tanjung Balai Karimun",
    zone="WITA",
    phone="0777-0000000",
    website="https://tanjungbalaikarimun.example.go.id",
)
