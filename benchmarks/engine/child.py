"""One measurement in a process of its own, so that memory and processor time are its own.

python -m benchmarks.engine.child <module> <what to measure, as JSON>
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import get_type_hints

import django
import msgspec


def main() -> None:
    name, asked = sys.argv[1:]
    django.setup()
    run = import_module(f"benchmarks.engine.{name}").run
    spec = msgspec.json.decode(asked, type=get_type_hints(run)["spec"])
    print(msgspec.json.encode(run(spec)).decode())


if __name__ == "__main__":
    main()
