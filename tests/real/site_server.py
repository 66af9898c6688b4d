"""WordPress on MariaDB, as a site behind a proxy, and what its own database holds."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import requests

from channels.wordpress.credentials import Credentials
from tests.real import debian
from tests.real.door import Door, door
from tests.real.places import run
from tests.real.running import free_port, listening, started, until

NAME = "situs.test"
SOURCE = Path(__file__).parent / "wordpress"
# Of PHP's extensions, those a site has; in the order in which they want each other.
EXTENSIONS = (
    "ctype", "curl", "dom", "exif", "fileinfo", "gd", "iconv", "mbstring", "mysqlnd", "mysqli",
    "tokenizer", "simplexml", "xml", "xmlreader",
)  # fmt: skip
WORKERS = "3"  # a site answers several at once
ROWS = """
SELECT JSON_OBJECT(
    'id', ID, 'kind', post_type, 'slug', post_name, 'status', post_status, 'title', post_title,
    'content', post_content, 'caption', post_excerpt, 'parent', post_parent, 'url', guid,
    'alt', MAX(IF(meta_key = '_wp_attachment_image_alt', meta_value, NULL)),
    'featured', MAX(IF(meta_key = '_thumbnail_id', meta_value, NULL)))
FROM wp_posts LEFT JOIN wp_postmeta ON post_id = ID GROUP BY ID ORDER BY ID
"""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    url: str
    door: Door
    socket: Path
    passwords: dict[str, str]

    def login(self, user: str = "humas", password: str = "") -> Credentials:
        return Credentials(self.door.url, user, password or self.passwords[user])

    def posts(self, title: str) -> list[Row]:
        """All posts with this title, whatever became of them; oldest first."""
        return [row for row in self._rows("post") if row["title"] == title]

    def pictures(self, post: int) -> list[Row]:
        """What was uploaded for a post, with its alternative texts."""
        return [row for row in self._rows("attachment") if row["parent"] == post]

    def page(self, address: str) -> str:
        """What a reader gets there, past the line."""
        return self._get(address).text

    def words(self, address: str) -> str:
        """What a reader sees there, without any markup."""
        shown = re.sub(
            r"<(style|script)\b.*?</\1>|<[^>]*>", "", self.page(address), flags=re.DOTALL
        )
        return unescape(shown)

    def served(self, address: str) -> bytes:
        """A file of the site's library."""
        return self._get(address).content

    def _get(self, address: str) -> requests.Response:
        as_is = {"Host": self.door.spot}
        said = requests.get(address.replace(self.door.url, self.url), headers=as_is, timeout=30)
        assert said.ok, said.status_code
        return said

    def _rows(self, kind: str) -> list[Row]:
        rows = map(json.loads, _ask(self.socket, ROWS, "wordpress").splitlines())
        return [row for row in rows if row["kind"] == kind]


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """A site with three people: an author, an editor, and one who may not publish."""
    debian.fetch()
    folder.mkdir(mode=0o700)
    port, root, socket = free_port(), folder / "site", folder / "db.sock"
    shutil.copytree(debian.find("usr/share/wordpress"), root, symlinks=True)
    shutil.copy(SOURCE / "wp-config.php", root)
    with _database(folder, socket), door(NAME, port, folder) as front:
        env = _environment(
            SITE_URL=front.url,
            SITE_SOCKET=str(socket),
            SITE_SALT=secrets.token_hex(32),
            PHP_CLI_SERVER_WORKERS=WORKERS,
        )
        php, log = _php(folder), folder / "site.log"
        said = run([*php, SOURCE / "install.php", root], "WordPress did not install.", env=env)
        command: list[str | Path] = [*php, "-S", f"127.0.0.1:{port}", "-t", root]
        with started(command, log, env) as process:
            until(lambda: listening(port), process, log)
            yield Site(
                f"http://127.0.0.1:{port}", front, socket, json.loads(said.strip().splitlines()[-1])
            )


@contextmanager
def _database(folder: Path, socket: Path) -> Iterator[None]:
    """A MariaDB that only listens to its socket, in a folder that only we may enter."""
    usr, data, log = debian.find("usr/sbin/mariadbd").parents[1], folder / "data", folder / "db.log"
    where = [f"--basedir={usr}", f"--datadir={data}"]
    if os.geteuid() == 0:
        where.append("--user=root")
    run(
        [
            debian.find("usr/bin/mariadb-install-db"), "--no-defaults", *where,
            "--auth-root-authentication-method=normal", "--skip-test-db",
        ],
        "The database of the site could not be made.",
        env=_environment(),
    )  # fmt: skip
    command: list[str | Path] = [
        debian.find("usr/sbin/mariadbd"), "--no-defaults", *where, f"--socket={socket}",
        "--skip-networking", "--innodb-flush-log-at-trx-commit=0",
        f"--pid-file={folder / 'db.pid'}",
        f"--character-sets-dir={usr / 'share' / 'mysql' / 'charsets'}",
        f"--lc-messages-dir={usr / 'share' / 'mysql'}",
    ]  # fmt: skip
    with started(command, log, _environment()) as process:
        until(socket.exists, process, log)
        _ask(socket, "CREATE DATABASE wordpress CHARACTER SET utf8mb4")
        yield


def _ask(socket: Path, query: str, database: str = "") -> str:
    command: list[str | Path] = [
        debian.find("usr/bin/mariadb"),
        "--no-defaults",
        f"--socket={socket}",
        "--user=root",
    ]
    options = ["--batch", "--raw", "--skip-column-names", "--default-character-set=utf8mb4"]
    where = [f"--database={database}"] if database else []
    command += [*options, *where, f"--execute={query}"]
    return run(command, "The database of the site did not answer.", env=_environment())


def _php(folder: Path) -> list[str | Path]:
    """PHP with the extensions that WordPress wants and none of the machine's settings."""
    uploads = folder / "php"
    uploads.mkdir(exist_ok=True)
    settings = {
        "extension_dir": debian.find("usr/lib/php/2*/mysqli.so").parent,
        "sys_temp_dir": uploads,
        "upload_tmp_dir": uploads,
        "sendmail_path": "/bin/true",
        "opcache.enable_cli": 1,  # as under a web server
        "display_errors": "stderr",
        "log_errors": 1,
    }
    extensions = ["zend_extension=opcache", *(f"extension={name}" for name in EXTENSIONS)]
    said = [*extensions, *(f"{name}={value}" for name, value in settings.items())]
    return [debian.find("usr/bin/php[0-9].[0-9]"), "-n", *(w for one in said for w in ("-d", one))]


def _environment(**more: str) -> dict[str, str]:
    path = f"{debian.UNPACKED / 'usr' / 'bin'}:{os.environ['PATH']}"
    libraries = debian.libraries()
    return {**os.environ, "PATH": path, "LD_LIBRARY_PATH": libraries} | more
