"""What changed between two revisions, as sections a moderator can read. Pure.

It walks the content that ``docs/architecture.md`` calls "One revision, exactly".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from content.diff import Run, diff
from content.freeze import spoken_of

Part = Literal[
    "title",
    "text",
    "slot",
    "topic",
    "language",
    "legal_basis",
    "grace_minutes",
    "template",
    "image",
    "alt",
    "caption",
    "image_credit",
    "images",
    "credit",
    "correction",
]
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One part that changed. ``name`` says which of its kind: a channel, a slot, an image's hash.

    The words for ``part`` are the screen's; an image has no runs but ``change``.
    """

    part: Part
    name: str
    change: Literal["changed", "added", "removed"]
    runs: tuple[Run, ...] = ()


_PLAIN: tuple[Part, ...] = ("title", "topic", "language", "legal_basis", "grace_minutes")
_OF_IMAGE: tuple[tuple[str, Part], ...] = (
    ("alt", "alt"),
    ("caption", "caption"),
    ("credit", "image_credit"),
)


def diff_content(old: Content, new: Content) -> list[Section]:
    """Only what changed, in the order in which a screen shows it."""
    return [*_plain(old, new), *_named(old, new), *_media(old, new), *_about(old, new)]


def _plain(old: Content, new: Content) -> Iterator[Section]:
    for part in _PLAIN:
        yield from _words(part, "", _said(old.get(part)), _said(new.get(part)))
    yield from _words("template", "", _template(old), _template(new))


def _named(old: Content, new: Content) -> Iterator[Section]:
    parts: tuple[tuple[str, Part], ...] = (("texts", "text"), ("slots", "slot"))
    for key, part in parts:
        before, after = old.get(key) or {}, new.get(key) or {}
        for name in _names(before, after):
            yield from _words(part, name, _said(before.get(name)), _said(after.get(name)))


def _media(old: Content, new: Content) -> Iterator[Section]:
    before, after = _by_hash(old), _by_hash(new)
    for sha256 in _names(before, after):
        if sha256 not in before or sha256 not in after:
            yield Section("image", sha256, "added" if sha256 in after else "removed")
        for key, part in _OF_IMAGE:
            was = _said(before.get(sha256, {}).get(key))
            yield from _words(part, sha256, was, _said(after.get(sha256, {}).get(key)))
    ours, theirs = old.get("images") or {}, new.get("images") or {}
    for channel in _names(ours, theirs):
        if ours.get(channel, []) != theirs.get(channel, []):
            yield Section("images", channel, "changed")


def _about(old: Content, new: Content) -> Iterator[Section]:
    parts: tuple[Part, ...] = ("credit", "correction")
    for part in parts:
        before, after = old.get(part) or {}, new.get(part) or {}
        for name in _names(before, after):
            yield from _words(part, name, _said(before.get(name)), _said(after.get(name)))


def _words(part: Part, name: str, old: str, new: str) -> Iterator[Section]:
    if old == new:
        return
    change: Literal["changed", "added", "removed"] = "changed"
    if not old or not new:
        change = "added" if new else "removed"
    yield Section(part, name, change, tuple(diff(old, new)))


def _names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What there is now, in its order, then what is gone."""
    return [*after, *(name for name in before if name not in after)]


def _by_hash(content: Content) -> dict[str, Mapping[str, Any]]:
    """Without what was cut for a network: that shows among the pictures of its channel."""
    return {image["sha256"]: image for image in spoken_of(content)}


def _template(content: Content) -> str:
    template = content.get("template") or {}
    return f"{template['key']} {template['version']}" if template else ""


def _said(value: object) -> str:
    return "" if value is None else str(value)
