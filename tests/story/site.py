"""The web site of a regional office: real RSS over real HTTP, on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Kanim Entikong (contoh)</title>
<link>http://127.0.0.1/</link><description>Kabar dari perbatasan</description>
<item><title>Layanan paspor Entikong kini buka sampai sore</title>
<link>https://entikong.contoh.test/berita/1</link><guid isPermaLink="false">entikong-1</guid>
<description>Mulai pekan ini layanan paspor di Entikong buka sampai pukul 16.00 WIB.</description>
</item></channel></rss>"""


class Office(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.headers.get("If-None-Match", ""))
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
            return
        body = RSS.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def serving() -> Iterator[str]:
    """Gives ``host:port``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Office)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
