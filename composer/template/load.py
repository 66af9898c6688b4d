"""From a folder on disk to checked templates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from composer.template import check
from composer.template.faults import Fault, TemplateFault
from composer.template.model import Template
from composer.template.table import Table
from composer.template.toml import read_template

TABLE_FILE = "template.toml"
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def load_all(folder: Path, *, channels: Collection[str] = ()) -> dict[str, Template]:
    """Every template in ``folder`` by key, in the order of their names.

    ``channels`` are the channel kinds there are; without them their names are not checked.
    Raises ``TemplateFault`` with all faults of all templates.
    """
    faults: list[Fault] = []
    found: list[Template] = []
    for home in sorted(path for path in folder.iterdir() if _is_template(path)):
        template = _load(home, frozenset(channels), faults)
        if template is not None:
            found.append(template)
    if faults:
        raise TemplateFault(faults)
    return {template.key: template for template in sorted(found, key=lambda each: each.name)}


def _is_template(path: Path) -> bool:
    """Not what editors and systems leave behind."""
    return path.is_dir() and not path.name.startswith((".", "_"))


def _load(home: Path, channels: frozenset[str], faults: list[Fault]) -> Template | None:
    file = f"{home.parent.name}/{home.name}/{TABLE_FILE}"
    source = _read_text(home / TABLE_FILE, file, faults)
    texts = _read_texts(home, faults)
    if source is None or texts is None:
        return None
    data = _parse(source, file, faults)
    if data is None:
        return None
    before = len(faults)
    template = read_template(Table(data, source, file, faults), texts, key=home.name)
    if len(faults) == before:
        faults += check.faults_of(template, source, f"{home.parent.name}/{home.name}", channels)
    return template


def _read_texts(home: Path, faults: list[Fault]) -> dict[str, str] | None:
    texts = {}
    for path in sorted(home.glob("*.txt")):
        text = _read_text(path, f"{home.parent.name}/{home.name}/{path.name}", faults)
        if text is None:
            return None
        texts[path.stem] = text.rstrip()
    return texts


def _read_text(path: Path, file: str, faults: list[Fault]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(file, 1, "berkas ini tidak ada"))
    except UnicodeDecodeError as wrong:
        line = path.read_bytes()[: wrong.start].count(b"\n") + 1
        faults.append(Fault(file, line, "berkas harus disimpan sebagai UTF-8"))
    return None


def _parse(source: str, file: str, faults: list[Fault]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as wrong:
        message = str(wrong)
        place = _AT_LINE.search(message)
        line = int(place[1]) if place and place[1] else source.count("\n") + 1
        faults.append(Fault(file, line, f"bukan TOML yang benar: {_AT_LINE.sub('', message)}"))
        return None
