"""From a feed's bytes to text that a parser can be trusted with. Pure.

feedparser is fast on honest feeds and slow on some crafted ones. What would make it slow, or
expand without end, is turned away here, on exactly the characters that it will see.
"""

from __future__ import annotations

import codecs
import re
from xml.parsers.expat import ExpatError, ParserCreate

from content.feeds.trouble import NotAFeed, Trouble

MOST_BYTES = 5_000_000
MOST_TAGS = 60_000
DEEPEST = 200
MOST_ATTRIBUTES = 100

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
# Only plain tables of characters; Python's other codecs are slow or not about text.
KNOWN = re.compile(r"utf-8|utf-16|ascii|iso8859-\d+|cp125\d")

DECLARATION = re.compile(r"<\?xml[^>]*\?>")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
PAGE = re.compile(
    r"(?:\s|<!--.{0,2000}?-->)*(?:<!doctype\s+html|<html)\b", re.IGNORECASE | re.DOTALL
)
ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)


def readable(body: bytes, content_type: str) -> tuple[bytes, bool]:
    """UTF-8 without what XML forbids, and whether it is well-formed. Raises ``NotAFeed``."""
    if len(body) > MOST_BYTES:
        raise NotAFeed(Trouble.TOO_LARGE)
    text = NOT_IN_XML.sub("", _decode(body, content_type)).strip().removeprefix("\ufeff")
    text = DECLARATION.sub("", text, count=1).lstrip()
    _look(text)
    data = text.encode()
    return data, _is_well_formed(data)


def _decode(body: bytes, content_type: str) -> str:
    """A byte order mark is sure; then what the file says of itself, then the server, then UTF-8.

    Servers send one charset for all their files; the file knows better. Office sites that claim
    nothing and are not UTF-8 come from Windows.
    """
    for mark, name in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared, served = DECLARED.match(body.lstrip()), CHARSET.search(content_type)
    claims = (declared[1].decode() if declared else "", served[1] if served else "", "utf-8")
    for name in filter(None, map(_codec, claims)):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("cp1252", "replace")


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return found if KNOWN.fullmatch(found) else ""


def _look(text: str) -> None:
    if not text:
        raise NotAFeed(Trouble.EMPTY)
    if text[0] in "{[":
        raise NotAFeed(Trouble.JSON)
    if PAGE.match(text):
        raise NotAFeed(Trouble.WEB_PAGE)
    if text[0] != "<":
        raise NotAFeed(Trouble.NOT_A_FEED)
    if ENTITY.search(text) or text.count("<") > MOST_TAGS:
        raise NotAFeed(Trouble.HOSTILE)


def _is_well_formed(data: bytes) -> bool:
    depth = 0

    def start(_name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST or len(attributes) > 2 * MOST_ATTRIBUTES:
            raise NotAFeed(Trouble.HOSTILE)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except ExpatError:
        return False
    return True
