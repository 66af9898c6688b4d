"""How fast cards are drawn, against plain Pillow in the same run, and whether memory stays flat.

    python -m benchmarks.cards [cards per row]

The baseline sets the same lines with Pillow's own text on a flat ground: no balancing, no even
spacing, no ornament, no code. Every card has its own words, so that nothing is served from a cache
that a real day would not fill.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import process_time

from PIL import Image, ImageDraw, ImageFont

from composer.cards import Brand, CardContent, Fact, Figure, Format, Layout, Quote, render
from composer.cards.card import cleaned
from composer.cards.draw import QUALITY, draw
from composer.cards.fonts import FOLDER, typeface
from composer.cards.layout import compose
from composer.cards.shapes import Run, Scene

PAGE = resource.getpagesize()
MEMORY_CARDS = 300
OFFICES = (
    Brand("Kantor Imigrasi Kelas I TPI Pontianak", "Imigrasi Pontianak", "#123a6b", "#f2b632"),
    Brand("Kantor Imigrasi Kelas I TPI Manado", "Imigrasi Manado", "#0f766e", "#ff7f62"),
    Brand("Kantor Imigrasi Kelas II TPI Entikong", "Imigrasi Entikong", "#7a1f2b", "#f5e6c8"),
)
CONTENT = CardContent(
    layout=Layout.ANNOUNCEMENT,
    kicker="Jam layanan",
    title="Layanan paspor tutup pada libur Hari Raya Nyepi",
    lead="Permohonan baru dilayani kembali pada hari kerja berikutnya.",
    facts=(
        Fact("Tutup", "Jumat, 19 Maret 2027"),
        Fact("Buka kembali", "Senin, 22 Maret 2027, pukul 08.00 WIB"),
    ),
    items=("KTP-el dan kartu keluarga asli", "Akta lahir, ijazah, atau buku nikah"),
    figure=Figure("92,4", "dari 100", "Sangat baik", 0.924),
    footnote="Dasar: SKB Tiga Menteri tentang Hari Libur Nasional 2027.",
    quote=Quote("Orang bekerja pada hari kerja. Maka kami buka pada hari libur.", "Kepala kantor"),
    link_label="Jadwal lengkap",
)


def card(layout: Layout, number: int) -> CardContent:
    """One of many different cards."""
    return replace(
        CONTENT,
        layout=layout,
        title=f"{CONTENT.title} gelombang {number}",
        facts=(Fact("Nomor", f"{number} dari 2026"), *CONTENT.facts[:1]),
        link=f"https://contoh.imigrasi.go.id/{number}",
    )


def seconds(run: Callable[[int], object], count: int) -> float:
    """Processor seconds for one call; other processes do not count."""
    run(0)
    before = process_time()
    for number in range(1, count + 1):
        run(number)
    return (process_time() - before) / count


def jpeg(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()


def plain(scene: Scene, fonts: dict[tuple[int, int], ImageFont.FreeTypeFont]) -> bytes:
    """The same lines as Pillow sets them by itself."""
    picture = Image.new("RGB", scene.fmt.size, scene.main.ground)
    pen = ImageDraw.Draw(picture)
    for run in scene.runs:
        pen.text((run.x, run.baseline), run.text, run.colour, plain_font(run, fonts), anchor="ls")
    return jpeg(picture)


def plain_font(
    run: Run, fonts: dict[tuple[int, int], ImageFont.FreeTypeFont]
) -> ImageFont.FreeTypeFont:
    key = (run.style.weight, run.size)
    if key not in fonts:
        path = Path(FOLDER) / "plus-jakarta-sans-latin-wght-normal.woff2"
        fonts[key] = ImageFont.truetype(str(path), run.size)
        fonts[key].set_variation_by_axes([run.style.weight])
    return fonts[key]


def row(layout: Layout, fmt: Format, count: int) -> str:
    face, fonts = typeface(), dict[tuple[int, int], ImageFont.FreeTypeFont]()
    scenes = [compose(cleaned(card(layout, n)), OFFICES[0], fmt, face) for n in range(count + 1)]
    finished = draw(scenes[0], face)
    ours = seconds(lambda n: render(card(layout, n), OFFICES[0], fmt), count)
    layouting = seconds(lambda n: compose(card(layout, n), OFFICES[0], fmt, face), count)
    simple = seconds(lambda n: plain(scenes[n], fonts), count)
    encoding = seconds(lambda _: jpeg(finished), count)
    rates = f"{1 / ours:>7.1f} {1 / simple:>9.1f} {ours / simple:>6.2f}"
    times = f"{ours * 1000:>7.1f} {layouting * 1000:>7.1f} {encoding * 1000:>7.1f}"
    return f"{layout:<13} {fmt:<6} {rates} {times} {ours / encoding:>6.2f}"


def resident() -> float:
    """Megabytes held now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def memory() -> str:
    """Resident memory after a warm-up and after many more cards of every kind."""
    jobs = [(layout, fmt) for layout in Layout for fmt in Format]

    def run(first: int, count: int) -> None:
        for number in range(first, first + count):
            layout, fmt = jobs[number % len(jobs)]
            render(card(layout, number), OFFICES[number % len(OFFICES)], fmt)

    run(0, MEMORY_CARDS)
    warm = resident()
    run(MEMORY_CARDS, MEMORY_CARDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return (
        f"memory: {warm:.0f} MB after {MEMORY_CARDS} cards, {resident():.0f} MB after "
        f"{2 * MEMORY_CARDS} (x{resident() / warm:.2f}), peak {peak:.0f} MB"
    )


def main(arguments: Sequence[str]) -> None:
    count = int(arguments[0]) if arguments else 12
    print("cards/s of one core; ratios are time against plain Pillow and against JPEG alone")
    print(
        f"{'layout':<13} {'format':<6} {'cards/s':>7} {'plain/s':>9} {'x':>6} "
        f"{'ms':>7} {'layout':>7} {'jpeg':>7} {'x':>6}"
    )
    for layout in Layout:
        for fmt in Format:
            print(row(layout, fmt, count), flush=True)
    print(memory())


if __name__ == "__main__":
    main(sys.argv[1:])
