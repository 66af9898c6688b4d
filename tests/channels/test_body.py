from __future__ import annotations

import gzip
import tracemalloc

import httpx
import pytest

from channels.body import read_body
from channels.outbound import TooLarge

MEGABYTE = 1_000_000


def test_a_gzip_bomb_never_unfolds_in_memory() -> None:
    bomb = gzip.compress(b"x" * 50 * MEGABYTE)
    answer = httpx.Response(
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(bomb)
    )
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            read_body(answer, most=100_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTE
