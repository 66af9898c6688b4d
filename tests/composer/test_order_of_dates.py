from __future__ import annotations

from pathlib import Path

from composer.problems import Problem, of_order
from composer.template import load_all

LIBUR = load_all(Path(__file__).parents[2] / "templates")["libur"]


def test_an_office_cannot_open_again_before_it_closes() -> None:
    typed = {"mulai": "24/12/2026", "sampai": "25 Des 2026", "buka": "23/12/2026"}
    assert list(of_order(LIBUR, typed)) == [
        Problem("slot-buka", f"23 Desember 2026 lebih awal daripada “{label}”, {date}.")
        for label, date in (
            ("Tutup mulai", "24 Desember 2026"),
            ("Tutup sampai", "25 Desember 2026"),
        )
    ]


def test_dates_that_cannot_be_read_are_somebody_elses_fault() -> None:
    assert list(of_order(LIBUR, {"mulai": "kapan", "buka": "23/12/2026"})) == []
