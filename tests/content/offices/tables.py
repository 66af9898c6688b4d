"""Office tables for the tests, written the short way."""

from __future__ import annotations

HEAD = "kode,nama,jenis,induk,zona"
CENTRE = "PUSAT,Kantor Pusat Contoh,pusat,,WIB"
KALBAR = "KALBAR,Kanwil Contoh Kalbar,kanwil,PUSAT,Asia/Pontianak"
PONTIANAK = "PTK,Kanim Contoh Pontianak,kanim,KALBAR,Asia/Pontianak"


def table(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()
