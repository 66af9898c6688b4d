"""python -m tests.real: fetches and builds the real servers, once. ``make test-real`` runs it."""

from __future__ import annotations

import sys

from tests.real import debian, node
from tests.real.places import Missing


def main() -> int:
    try:
        debian.fetch()
        node.fetch_pds()
    except Missing as lack:
        sys.stderr.write(f"\nGema: {lack}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
