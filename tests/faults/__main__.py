"""``python -m tests.faults [kind …]``: strikes everything, prints the table, writes the page.

With kinds, these alone, and nothing is written.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.test.runner import DiscoverRunner  # noqa: E402

from channels import registry  # noqa: E402
from tests import people  # noqa: E402
from tests.channels.places import PLACES  # noqa: E402
from tests.faults import inside, table  # noqa: E402
from tests.faults.judge import complaints  # noqa: E402
from tests.faults.stage import stages  # noqa: E402
from tests.faults.strikes import strike_all  # noqa: E402

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"


def main() -> int:
    lines, sections, wrong = _struck(sys.argv[1:] or list(PLACES))
    if not sys.argv[1:]:
        PAGE.write_text(table.page(lines, [*sections, *_without_a_wire()]), encoding="utf-8")
    sys.stdout.write("".join(f"{one}\n" for one in (*sections, *lines, *wrong)))
    return int(bool(wrong))


def _struck(kinds: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The lines at the top, the sections, and every broken promise."""
    lines, sections, wrong = [], [], []
    with (
        tempfile.TemporaryDirectory(prefix="gema-faults-") as folder,
        stages(Path(folder), kinds) as found,
    ):
        for kind in kinds:
            cells, adapter = strike_all(found[kind]), registry.load(kind)
            lines.append(table.line(adapter.label, cells))
            sections.append(table.section(adapter.label, adapter.capabilities, cells))
            wrong += complaints(cells, PLACES[kind])
    return lines, sections, wrong


def _without_a_wire() -> list[str]:
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        network = people.build()
        return [
            *(table.inside(registry.load(k).label, inside.rows(k, network)) for k in inside.INSIDE),
            table.by_hand({registry.load(k).label: inside.by_hand(k) for k in inside.BY_HAND}),
        ]
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    sys.exit(main())
