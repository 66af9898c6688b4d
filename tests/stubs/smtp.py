"""A mail server in a process of its own: it keeps what it accepts, as files in a folder.

The standard library has no SMTP server any more, and these seventy lines need no package. An
address that begins with ``tidak-ada`` is refused, one with ``nanti`` is put off.
"""

from __future__ import annotations

import argparse
import socketserver
import sys
from pathlib import Path

REFUSED = {"tidak-ada": b"550 5.1.1 no such mailbox", "nanti": b"451 4.7.1 come back later"}


class Session(socketserver.StreamRequestHandler):
    """One connection, as far as RFC 5321 is needed."""

    folder: Path

    def handle(self) -> None:
        self.say(b"220 stub ready")
        self.recipients = 0
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                self.say(b"221 bye")
                return
            if word == b"DATA":
                self.take_data()
            elif word == b"RCPT":
                self.take_recipient(line.decode().lower())
            elif word in (b"EHLO", b"HELO", b"MAIL", b"RSET", b"NOOP"):
                self.say(b"250 ok")
            else:
                self.say(b"502 not here")

    def take_recipient(self, line: str) -> None:
        answer = next((said for name, said in REFUSED.items() if name in line), b"250 ok")
        self.recipients += answer.startswith(b"250")
        self.say(answer)

    def take_data(self) -> None:
        self.say(b"354 go on")
        text = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            text += line.removeprefix(b".")
        number = len(list(self.folder.glob("*.eml")))
        (self.folder / f"{number:04}.eml").write_bytes(text)
        self.say(b"250 taken")

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--state", type=Path, required=True)
    given = asked.parse_args()
    Session.folder = given.state
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", given.port), Session) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
