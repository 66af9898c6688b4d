"""Reading an answer's body without letting it grow past the cap."""

from __future__ import annotations

import zlib

import httpx

from channels.outbound import FetchFailed, TooLarge, Why

GZIP = zlib.MAX_WBITS | 16


def read_body(response: httpx.Response, most: int) -> bytes:
    """The decompressed body. Counts while unpacking, so a gzip bomb is cut at the cap.

    httpx would unpack each piece whole, and a Brotli piece can hold gigabytes. So we ask for gzip
    only, and take nothing else.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        return _unzip(response, most)
    if encoding not in ("", "identity"):
        raise FetchFailed(Why.UNREADABLE_ANSWER, "content-encoding")
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > most:
            raise TooLarge("body")
    return bytes(body)


def _unzip(response: httpx.Response, most: int) -> bytes:
    unpacker = zlib.decompressobj(GZIP)
    body = bytearray()
    try:
        for piece in response.iter_raw():
            body += unpacker.decompress(piece, most + 1 - len(body))
            if len(body) > most:
                raise TooLarge("body")
    except zlib.error as e:
        raise FetchFailed(Why.UNREADABLE_ANSWER, "gzip") from e
    if body and not unpacker.eof:
        raise FetchFailed(Why.LOST_ANSWER, "gzip cut short")
    return bytes(body)
