"""Which sentences the source holds for translation, read without GNU gettext.

Python is read from its syntax tree, a page through the form that Django's own ``makemessages``
gives it. Both answer with ``Sentence``; a catalogue is compared with them by its key.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

PACKAGES = ("web", "content", "channels", "scheduler", "composer", "newsroom")

# A function that marks sentences -> what its leading arguments are.
MARKS = {
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "asked": ("id",),  # the label of a field of a connect form; its ``help`` is marked as well
    "tool": ("id",),  # a word below a preview
    "step": ("id",),  # of a kit for a network where a person posts by hand
}
# Pages, and letters.
PAGES = (".html", ".txt")
_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
# In the templatised form of a page: the call, then its leading arguments that are literals.
_CALL = re.compile(rf"(?<!\w)(\w*gettext|_)\s*\(((?:\s*{_LITERAL}\s*,?)+)")


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.id


def collect(root: Path) -> dict[Sentence, list[str]]:
    """Every sentence of ours with the files it stands in, in a steady order."""
    found: dict[Sentence, list[str]] = {}
    for path in _files(root):
        for sentence in _in_file(path):
            places = found.setdefault(sentence, [])
            if (place := path.relative_to(root).as_posix()) not in places:
                places.append(place)
    return found


def _files(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((root / package).rglob("*"))
    yield from sorted((root / "templates").glob("*/template.toml"))


def _in_file(path: Path) -> Iterator[Sentence]:
    if path.suffix == ".py" and "migrations" not in path.parts:
        yield from in_python(path.read_text(), channel=path.name == "adapter.py")
    elif path.suffix in PAGES and "html" in path.parts:
        yield from in_page(path.read_text())
    elif path.name == "template.toml":
        yield from in_template(path.read_text())


def in_python(source: str, *, channel: bool = False) -> Iterator[Sentence]:
    """``channel``: an adapter, which knows no marks but has a ``label`` that people read."""
    tree = ast.parse(source)
    if channel:
        yield from _labels(tree)
    marks = dict(MARKS) | dict(_renamed(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _in_call(node, marks.get(node.func.id, ()))


def _renamed(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    """``from … import gettext as _`` makes ``_`` a mark in this file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                if name.asname and name.name in MARKS:
                    yield name.asname, MARKS[name.name]


def _labels(tree: ast.Module) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and [ast.unparse(to) for to in node.targets] == ["label"]:
            yield Sentence(text(node.value))


def _in_call(node: ast.Call, roles: tuple[str, ...]) -> Iterator[Sentence]:
    values = [text(each) for each in node.args[: len(roles)]]
    named = dict(zip(roles, values, strict=False))
    if named.get("id"):
        yield Sentence(named["id"], named.get("plural", ""), named.get("context", ""))
    if roles and isinstance(node.func, ast.Name) and node.func.id == "asked":
        for each in node.keywords:
            if each.arg == "help" and text(each.value):
                yield Sentence(text(each.value))


def text(node: ast.expr) -> str:
    """The string that stands there; "" where something else does."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def in_page(source: str) -> Iterator[Sentence]:
    for name, arguments in _CALL.findall(templatize(source)):
        values = ast.literal_eval(f"[{arguments}]")
        named = dict(zip(MARKS["gettext" if name == "_" else name], values, strict=False))
        yield Sentence(named["id"], named.get("plural", ""), named.get("context", ""))


def in_template(source: str) -> Iterator[Sentence]:
    """What a post template says to its writer. What it says to the public stays as it is."""
    said = tomllib.loads(source)
    asked = (slot.get(key, "") for slot in said["slots"].values() for key in ("label", "help"))
    yield from (Sentence(word) for word in (said["name"], said["description"], *asked) if word)
