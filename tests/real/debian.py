"""Debian's packages, unpacked into a folder of ours. Needs no root and installs nothing.

apt-get keeps its lists and archives in our folder and only downloads; what the machine has already
is used where it is. So no service is started, and nothing is left behind but ``build/real``.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from tests.real.places import KEPT, Missing, run, stamped

PACKAGES = (
    "mariadb-server-core",
    "mariadb-client-core",
    "php-cli",
    "php-curl",
    "php-gd",
    "php-mbstring",
    "php-mysql",
    "php-xml",
    "wordpress",
    "?name(^wordpress-theme-twenty)",  # which one it is changes with the release
    "exim4-daemon-light",
    "libnss-wrapper",
)
UNPACKED, APT = KEPT / "debian", KEPT / "apt"
RELEASE = Path("/etc/os-release")


def fetch() -> None:
    """Unpack the packages and what they need of others; once for a list and a Debian."""
    words = "\n".join((RELEASE.read_text() if RELEASE.is_file() else "", *PACKAGES))
    stamp = UNPACKED / ".unpacked"
    if stamped(stamp, words):
        return
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise Missing("These servers come as Debian packages, and there is no apt-get here.")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir(parents=True)
    for archive in _download():
        run(["dpkg-deb", "--extract", archive, UNPACKED], f"{archive.name} could not be unpacked.")
    shutil.rmtree(APT)
    stamp.write_text(words)


def find(pattern: str) -> Path:
    """A file of one of the packages: ours, or the machine's own."""
    for root in (UNPACKED, Path("/")):
        if found := sorted(root.glob(pattern)):
            return found[-1]
    raise Missing(f"/{pattern} is missing. Remove {UNPACKED} and try again.")


def libraries() -> str:
    """``LD_LIBRARY_PATH`` for our programs."""
    found = (one for place in ("lib", "usr/lib") for one in UNPACKED.glob(f"{place}/*-linux-gnu*"))
    return ":".join(map(str, found))


def _download() -> list[Path]:
    archives, lists = APT / "archives", APT / "lists"
    for folder in (archives, lists):
        (folder / "partial").mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State::lists": lists,
        "Dir::Cache": APT,
        "Dir::Cache::archives": archives,
        "Debug::NoLocking": 1,  # the locks are of folders that only root may write to
        "APT::Sandbox::User": "root",  # whose folder this is; for anybody else it means nothing
        "Acquire::Languages": "none",
        "Acquire::Retries": 2,
        "Acquire::http::Timeout": 20,
        "Acquire::https::Timeout": 20,
    }
    apt = [
        "apt-get",
        "-qq",
        *(word for name, is_ in options.items() for word in ("-o", f"{name}={is_}")),
    ]
    lost = (
        "Debian's packages could not be fetched. Is the network there? With these installed, none"
        f" is needed:\n  apt install --no-install-recommends {' '.join(map(_quoted, PACKAGES))}"
    )
    with suppress(Missing):  # a list that cannot be fetched may not matter; the next line tells
        run([*apt, "update", "--allow-releaseinfo-change"], lost)
    wanted = ["install", "--yes", "--download-only", "--no-install-recommends", *PACKAGES]
    run([*apt, *wanted], lost)
    return sorted(archives.glob("*.deb"))


def _quoted(package: str) -> str:
    return f"'{package}'" if "(" in package else package
