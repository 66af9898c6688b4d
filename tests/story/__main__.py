"""The main job, without a browser, in a fresh folder. Exits 1 if a step is not true."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.story import chapters, site
from tests.story.house import DoesNotStart, House
from tests.story.told import Teller, Untrue
from tests.stubs.running import running


def main() -> int:
    teller = Teller()
    house: House | None = None
    with tempfile.TemporaryDirectory(prefix="gema-demo-") as place:
        folder = Path(place)
        try:
            with (
                running("x", folder / "x") as x,
                running("meta", folder / "meta") as meta,
                site.serving() as office,
            ):
                bases = {"https://api.x.com": x.url, "https://graph.facebook.com": meta.url}
                house = House(folder, bases, (office,))
                try:
                    chapters.tell(chapters.Cast(teller, house, x, meta, f"http://{office}/rss"))
                finally:
                    if house.process is not None:
                        house.process.kill()
        except (Untrue, AssertionError, DoesNotStart) as e:
            sys.stdout.write(f"\nThe story does not hold: {e}\n")
            if house is not None:
                sys.stdout.write(f"\nWhat Gema said last:\n{house.log[-2000:]}\n")
            return 1
    sys.stdout.write(f"\n{teller.verified} things read back, all true.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
