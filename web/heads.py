"""What a server leaves to us."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def bare_heads(inner: WSGIApplication) -> WSGIApplication:
    """Answers to HEAD without a body. Django renders one and leaves leaving it out to the server;
    waitress sends it, and the next answer on that connection is read as garbage."""

    def outer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        answer = inner(environ, start)
        if environ["REQUEST_METHOD"] != "HEAD":
            return answer
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        return []

    return outer
