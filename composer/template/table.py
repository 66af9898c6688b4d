"""One table of a TOML file, read with complaints instead of exceptions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from composer.template.faults import Fault


@dataclass(slots=True)
class Table:
    """``name`` is the header in the file, such as ``slots.tanggal``; empty at the top."""

    data: dict[str, Any]
    source: str
    file: str
    faults: list[Fault]
    name: str = ""
    seen: set[str] = field(default_factory=set)

    def complain(self, key: str, message: str) -> None:
        self.faults.append(Fault(self.file, line_of(self.source, self.name, key), message))

    def has(self, key: str) -> bool:
        return key in self.data

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, str, "teks dalam tanda kutip", default)
        if default is None and key in self.data and not value.strip():
            self.complain(key, f"“{key}” tidak boleh kosong")
        return str(value)

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self._take(key, int, "bilangan bulat", default)
        if not low <= value <= high:
            self.complain(key, f"“{key}” harus antara {low} dan {high}")
        return int(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        return bool(self._take(key, bool, "true atau false", default))

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self._take(key, list, "daftar teks", default)
        if not all(isinstance(item, str) and item.strip() for item in value):
            self.complain(key, f"“{key}” harus berupa daftar teks")
            return ()
        return tuple(value)

    def tables(self, key: str) -> dict[str, Table]:
        """The tables below ``[key.…]``, in the order in which they are written."""
        value = self._take(key, dict, "tabel", {})
        found = {}
        for name, data in value.items():
            if isinstance(data, dict):
                found[name] = Table(data, self.source, self.file, self.faults, f"{key}.{name}")
            else:
                self.complain(key, f"“{key}.{name}” harus berupa tabel [{key}.{name}]")
        return found

    def table(self, key: str) -> Table:
        value = self._take(key, dict, "tabel", None)
        return Table(value, self.source, self.file, self.faults, key)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of two texts each: ``[["Tanggal", "{{tanggal}}"], …]``."""
        value = self._take(key, list, "daftar pasangan", [])
        if not all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) for x in pair)
            for pair in value
        ):
            self.complain(key, f'“{key}” harus berisi pasangan seperti ["Tanggal", "…"]')
            return ()
        return tuple((label, words) for label, words in value)

    def finish(self) -> None:
        """Complain about keys nobody asked for: mostly misspelt ones."""
        for key in self.data.keys() - self.seen:
            self.complain(key, f"“{key}” tidak dikenal di sini")

    def _take(self, key: str, type_: type[Any], wanted: str, default: Any) -> Any:
        self.seen.add(key)
        if key not in self.data:
            if default is None:
                self.complain("", f"“{key}” belum diisi")
            return type_() if default is None else default
        value = self.data[key]
        # True is an int in Python, but not to an author.
        if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
            self.complain(key, f"“{key}” harus berupa {wanted}")
            return type_() if default is None else default
        return value


_HEADER = re.compile(r"^\s*\[+\s*([^\]]+?)\s*\]+")


def line_of(source: str, table: str, key: str = "") -> int:
    """The line of a key, or of its table's header where the key is not written."""
    current, header = "", 1
    for number, line in enumerate(source.split("\n"), start=1):
        if match := _HEADER.match(line):
            current = match[1].replace('"', "").replace(" ", "")
            header = number if current == table else header
        elif current == table and key and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
            return number
    return header
