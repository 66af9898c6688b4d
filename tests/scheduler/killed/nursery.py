"""Has everything imported, and forks a process for whatever it is told to do: ``hands.py``.

One line of JSON in: ``{"do": "plan", "with": {…}}``. Two lines out: ``{"pid": …}`` when the process
has begun, ``{"code": …, "said": …}`` when it has ended, by itself or not.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import django

django.setup()

from tests.scheduler.killed.hands import HANDS  # noqa: E402


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        ear, mouth = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(ear)
            _work(order, mouth)
        os.close(mouth)
        _tell({"pid": pid})
        with open(ear, "rb") as answer:
            said = answer.read()
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        _tell({"code": code, "said": json.loads(said) if said else None})


def _work(order: dict[str, Any], mouth: int) -> None:
    """Never returns: what this process leaves behind is what it wrote."""
    code = 1
    os.dup2(2, 1)  # whatever it prints is no answer of ours
    try:
        said = HANDS[order["do"]](**order["with"])
        os.write(mouth, json.dumps(said).encode())
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def _tell(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
