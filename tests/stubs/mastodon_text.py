"""What a Mastodon server does to a text: counts it, and shows it as HTML."""

from __future__ import annotations

import html
import re
import unicodedata

import emoji

URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
MENTION = re.compile(r"(?<![\w/])@(\w+)@([\w-]+(?:\.[\w-]+)+)")
TAG = re.compile(r"(?<![\w&/])#(\w+)")


def length(text: str) -> int:
    """Graphemes, near enough: a link is 23, ``@name@server`` is ``@name``, an emoji one."""
    plain = MENTION.sub(r"@\1", URL.sub("a" * 23, text))
    plain = unicodedata.normalize("NFC", emoji.replace_emoji(plain, "x"))
    return sum(not unicodedata.combining(one) for one in plain)


def as_html(text: str) -> str:
    """Paragraphs; links in a hidden, a shown and a hidden piece; names without their server."""
    blocks = re.split(r"\n{2,}", text)
    return "".join(f"<p>{_inline(block)}</p>" for block in blocks)


def _inline(text: str) -> str:
    pieces, position = [], 0
    for found in URL.finditer(text):
        pieces += [_words(text[position : found.start()]), _link(found.group())]
        position = found.end()
    return "".join([*pieces, _words(text[position:])])


def _words(text: str) -> str:
    escaped = html.escape(text, quote=True).replace("\n", "<br />")
    named = MENTION.sub(
        r'<span class="h-card" translate="no"><a href="https://\2/@\1" class="u-url mention">'
        r"@<span>\1</span></a></span>",
        escaped,
    )
    return TAG.sub(
        r'<a href="https://sosial.example/tags/\1" class="mention hashtag" rel="tag">'
        r"#<span>\1</span></a>",
        named,
    )


def _link(url: str) -> str:
    scheme, _, rest = url.partition("://")
    shown, hidden = html.escape(rest[:30]), html.escape(rest[30:])
    kind = "ellipsis" if hidden else ""
    return (
        f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{scheme}://</span><span class="{kind}">{shown}</span>'
        f'<span class="invisible">{hidden}</span></a>'
    )
