"""A message as one network would show it. Composer, moderation and history all draw from this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from channels import registry
from channels.base import Counting, Limits
from channels.corrections import Way
from channels.counting import count, parts
from channels.limits import Look
from channels.signs import sign

BESIDE = {
    Way.REPLY: _("Balasan di bawah kiriman semula"),
    Way.NEW_POST: _("Kiriman baru, yang menyebut kiriman semula"),
}


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """``url`` is an address inside Gema, for whoever may see this message.

    ``fault``: why there is nothing to show there yet, in a sentence for the author. ``width`` and
    ``height`` keep its place free until it is there.
    """

    url: str
    alt: str
    caption: str = ""
    credit: str = ""
    fault: str = ""
    width: int = 0
    height: int = 0

    @property
    def key(self) -> str:
        """The same while the picture is the same, so that a page need not draw it again."""
        return f"{crc32(f'{self.url} {self.alt}'.encode()):08x}"


@dataclass(frozen=True, slots=True)
class Shown:
    """``used`` of ``room`` units, counted as the network counts. ``look``: how it is drawn.

    ``faults``: what the network would not take of the pictures, for the author to mend.
    """

    kind: str
    label: str
    icon: str
    name: str
    handle: str
    title: str
    text: SafeString
    plain: str
    pictures: tuple[ShownPicture, ...]
    used: int
    room: int
    look: Look
    least_pictures: int = 0
    native: bool = False
    faults: tuple[str, ...] = ()
    beside: str = ""

    @property
    def over(self) -> bool:
        return self.used > self.room

    @property
    def slides(self) -> bool:
        """Whether the network shows its pictures side by side, to be swiped."""
        return len(self.pictures) > 1 and self.look.slides

    @property
    def needs_picture(self) -> bool:
        return not self.pictures and self.least_pictures > 0


def show(
    kind: str,
    *,
    name: str,
    handle: str,
    title: str,
    text: str,
    pictures: Sequence[ShownPicture] = (),
    native: bool = False,
    faults: Sequence[str] = (),
    beside: str = "",
) -> Shown:
    """``beside``: the words of a correction that stands beside what is out."""
    adapter = registry.load(kind)
    text = beside or text
    limits: Limits = adapter.limits
    room = limits.room(len(pictures))
    return Shown(
        kind=kind,
        label=sign(kind).label,
        icon=adapter.icon,
        name=name,
        handle=handle,
        title=title,
        text=marked(text, limits.counting, room),
        plain=text,
        pictures=tuple(pictures),
        used=count(text, limits.counting),
        room=room,
        look=limits.look,
        least_pictures=limits.images[0],
        native=native,
        faults=tuple(faults),
        beside=str(BESIDE.get(adapter.capabilities.correction, "")) if beside else "",
    )


def marked(text: str, counting: Counting, room: int) -> SafeString:
    """The text with links and tags coloured, and what does not fit struck through."""
    fits, rest = split_at_limit(text, counting, room)
    runs = format_html_join("", "{}", ((_run(run.kind, run.text),) for run in parts(fits)))
    return format_html("{}<mark>{}</mark>", runs, rest) if rest else runs


def _run(kind: str, text: str) -> SafeString:
    if kind == "plain":
        return format_html("{}", text)
    return format_html('<span class="tag">{}</span>', text)


def split_at_limit(text: str, counting: Counting, room: int) -> tuple[str, str]:
    """What fits and what is too much. Found by halving, because counting is not additive."""
    if count(text, counting) <= room:
        return text, ""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[:middle], counting) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low], text[low:]
