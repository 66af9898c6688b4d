"""A message as a post of WordPress: blocks of its editor, clean for any theme. Pure.

Everything a person typed is escaped. The first block carries the mark of the delivery as a class,
so that reading back tells whose words a post shows.
https://developer.wordpress.org/block-editor/getting-started/fundamentals/markup-representation-block/
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from channels.base import Image, Outgoing
from channels.links import parts

LONGEST_TITLE = 200
MOST_TAGS = 10
LONGEST_WORDS = 60  # of a slug, which holds 200 bytes
BULLET = re.compile(r"[-•*–]\s+(?=\S)")
NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
HOUSE = "id"  # the language that needs no mark on an Indonesian site


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that is in the site's library."""

    number: int
    url: str
    image: Image


@dataclass(frozen=True, slots=True)
class Block:
    """``inner`` is HTML. ``says`` are the attributes in the block's comment."""

    name: str
    tag: str
    inner: str
    classes: tuple[str, ...] = ()
    says: Mapping[str, Any] = field(default_factory=dict)


def mark_of(key: str) -> str:
    """What tells one delivery's words from another's."""
    return f"gema-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def slug_of(message: Outgoing) -> str:
    """The last part of the address: words for people, and an end that no other delivery has."""
    plain = unicodedata.normalize("NFKD", title_of(message)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(words) > LONGEST_WORDS:
        words = words[: LONGEST_WORDS + 1].rpartition("-")[0] or words[:LONGEST_WORDS]
    return "-".join(filter(None, (words.strip("-"), mark_of(message.key).partition("-")[2])))


def title_of(message: Outgoing) -> str:
    """One line of plain text; without a title, the first line of the text."""
    lines = (message.title or message.text).strip().split("\n")
    return " ".join(UNPRINTABLE.sub("", lines[0]).split())[:LONGEST_TITLE].rstrip()


def tags_of(message: Outgoing) -> list[str]:
    """The hashtags of the text, each once, without the sign."""
    found = (run.text[1:] for run in parts(message.text) if run.kind == "hashtag")
    return list({tag.lower(): tag for tag in found}.values())[:MOST_TAGS]


def fields_of(message: Outgoing, pictures: Sequence[Shown] = ()) -> dict[str, Any]:
    """Title, content and featured picture, as the REST API takes them."""
    return {
        "title": safe(title_of(message), quote=False),
        "content": content_of(message, pictures),
        "featured_media": pictures[0].number if pictures else 0,
    }


def content_of(message: Outgoing, pictures: Sequence[Shown] = ()) -> str:
    """The theme shows the first picture above the text; the others follow it."""
    first, *rest = [*_correction(message), *_text(message), *_pictures(pictures)] or [_line("")]
    mark = mark_of(message.key)
    marked = Block(
        first.name,
        first.tag,
        first.inner,
        (*first.classes, mark),
        {**first.says, "className": mark},
    )
    return "\n\n".join(_drawn(block) for block in (marked, *rest))


def caption_of(image: Image) -> str:
    """Plain text: what a picture shows, and whose it is."""
    credit = f"Foto: {image.credit}" if image.credit else ""
    return " ".join(filter(None, (image.caption.strip(), credit)))


def _correction(message: Outgoing) -> Iterator[Block]:
    said = message.extra.get("correction")
    if isinstance(said, Mapping):
        wrong, right = (_run(str(said.get(part) or "")) for part in ("wrong", "right"))
        yield _line(
            f"<strong>RALAT.</strong> Semula: {_in(message, wrong)}<br>"
            f"Yang benar: {_in(message, right)}"
        )


def _text(message: Outgoing) -> Iterator[Block]:
    """Paragraphs are parted by blank lines; lines that begin with "- " or "1. " are points."""
    text = UNPRINTABLE.sub("", message.text.replace("\r\n", "\n").replace("\r", "\n"))
    for part in re.split(r"\n\s*\n", text):
        lines = [_point(line.strip()) for line in part.split("\n") if line.strip()]
        while lines:
            kind = lines[0][0]
            until = next((n for n, line in enumerate(lines) if line[0] != kind), len(lines))
            run, lines = lines[:until], lines[until:]
            yield _block(kind, [_in(message, _run(words)) for _, words in run])


def _point(line: str) -> tuple[str, str]:
    for kind, begin in (("ul", BULLET), ("ol", NUMBER)):
        if point := begin.match(line):
            return kind, line[point.end() :]
    return "p", line


def _block(kind: str, lines: Sequence[str]) -> Block:
    if kind == "p":
        return _line("<br>".join(lines))
    points = (_drawn(Block("list-item", "li", line)) for line in lines)
    says = {"ordered": True} if kind == "ol" else {}
    return Block("list", kind, "\n\n".join(points), ("wp-block-list",), says)


def _line(inner: str) -> Block:
    return Block("paragraph", "p", inner)


def _pictures(pictures: Sequence[Shown]) -> Iterator[Block]:
    for picture in pictures[1:]:
        caption = _run(caption_of(picture.image))
        below = f'<figcaption class="wp-element-caption">{caption}</figcaption>' if caption else ""
        source, alt = safe(picture.url), safe(picture.image.alt)
        yield Block(
            "image",
            "figure",
            f'<img src="{source}" alt="{alt}" class="wp-image-{picture.number}"/>{below}',
            ("wp-block-image", "size-full"),
            {"id": picture.number, "sizeSlug": "full", "linkDestination": "none"},
        )
    # Themes seldom show the words that belong to the picture above a post.
    if pictures and (words := caption_of(pictures[0].image)):
        yield _line(f"<em>{_run(words)}</em>")


def _in(message: Outgoing, inner: str) -> str:
    """Marked with its language where that is not the site's, for those who have it read aloud."""
    if message.language == HOUSE:
        return inner
    return f'<span lang="{escape(message.language)}">{inner}</span>'


def _run(text: str) -> str:
    """Escaped, with links that can be followed."""
    return "".join(
        _anchor(run.text) if run.kind == "link" else safe(run.text, quote=False)
        for run in parts(text)
    )


def safe(text: str, *, quote: bool = True) -> str:
    """Neither HTML nor a shortcode: WordPress runs ``[gallery]`` wherever it stands.

    With three digits, as it writes them itself; else it would give back other words than it got.
    """
    return escape(text, quote=quote).replace("[", "&#091;")


def _anchor(link: str) -> str:
    address = link if re.match("https?://", link, re.IGNORECASE) else f"https://{link}"
    return f'<a href="{safe(address)}">{safe(link, quote=False)}</a>'


def _drawn(block: Block) -> str:
    said = f"{json.dumps(block.says, separators=(',', ':'))} " if block.says else ""
    classes = f' class="{" ".join(block.classes)}"' if block.classes else ""
    return (
        f"<!-- wp:{block.name} {said}-->\n"
        f"<{block.tag}{classes}>{block.inner}</{block.tag}>\n"
        f"<!-- /wp:{block.name} -->"
    )
