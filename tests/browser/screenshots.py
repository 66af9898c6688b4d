"""`make screenshots`: the main screens of the demo network, into screenshots/.

Each screen is taken wide and narrow, light and dark. A new screen is one line in SHOTS.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium, screens
from tests.browser.desk import serve
from tests.browser.signing_in import sign_in

FOLDER = chromium.ROOT / "screenshots"
SIZES: dict[str, dict[str, Any]] = {"wide": screens.DESK, "narrow": screens.PHONE}
SCHEMES = ("light", "dark")
STRANGER = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen: who opens which path, and what is done there before the picture."""

    name: str
    path: str
    person: str = STRANGER
    first: Callable[[Page], None] | None = None


def open_first(selector: str) -> Callable[[Page], None]:
    """Follow the first link that fits, as a person would from a list."""

    def follow(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")

    return follow


# People are named by the address they sign in with.
WRITER, MODERATOR = "penyusun.pontianak@contoh.test", "moderator.pusat@contoh.test"
ADMINISTRATOR = "administrator.pusat@contoh.test"
SHOTS = (
    Shot("sign-in", "/"),
    Shot("newsroom", "/ruang-berita/"),
    Shot("newsroom-item", "/ruang-berita/", first=open_first("main a[href*='/kabar/']")),
    Shot("newsroom-press", "/ruang-berita/wartawan/"),
    Shot("home-writer", "/", WRITER),
    Shot("choose", "/tulis/", WRITER),
    Shot("write", "/kiriman/?status=draft", WRITER, open_first(".row-link")),
    Shot("posts", "/kiriman/", WRITER),
    Shot("practice", "/papan/", WRITER),
    Shot("home-moderator", "/", MODERATOR),
    Shot("queue", "/antrean/", MODERATOR),
    Shot("review", "/antrean/", MODERATOR, open_first(".row-link")),
    Shot("calendar", "/kalender/", MODERATOR),
    Shot("series-list", "/kalender/rutin/", MODERATOR),
    Shot("series", "/kalender/rutin/", MODERATOR, open_first(".row-link")),
    Shot("series-change", "/kalender/rutin/1/ubah/", MODERATOR),
    Shot("holidays", "/kalender/libur/", ADMINISTRATOR),
    Shot("deliveries", "/pengantaran/?tampil=semua", MODERATOR),
    Shot("needs", "/pengantaran/tindakan/", MODERATOR),
    Shot("by-hand", "/pengantaran/tindakan/", MODERATOR, open_first("main a[href$='/kerjakan/']")),
    Shot("notices", "/pemberitahuan/", MODERATOR),
    Shot("stops", "/henti/", MODERATOR),
    Shot("awareness", "/gaung/", MODERATOR),
    Shot("offices", "/kantor/", ADMINISTRATOR),
    Shot("office", "/kantor/PTK/", ADMINISTRATOR),
    Shot("people", "/orang/", ADMINISTRATOR),
    Shot("accounts", "/kanal/", ADMINISTRATOR),
    Shot("machine", "/mesin/", ADMINISTRATOR),
)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    chromium.lend_node()
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.find().launch_arguments())
        for size, screen in SIZES.items():
            for scheme in SCHEMES:
                take_all(
                    browser,
                    address,
                    {**screens.ANY, **screen, "color_scheme": scheme},
                    f"{size}-{scheme}",
                )
        browser.close()
    sys.stdout.write(f"{len(SHOTS) * len(SIZES) * len(SCHEMES)} pictures in {FOLDER}\n")


def take_all(browser: Browser, address: str, look: dict[str, Any], suffix: str) -> None:
    """Take every shot with one look; each person signs in once."""
    pages: dict[str, Page] = {}
    for shot in SHOTS:
        page = pages.get(shot.person) or _page_of(browser, address, look, shot.person)
        pages[shot.person] = page
        answer = page.goto(f"{address}{shot.path}")
        if answer is None or not answer.ok:
            raise SystemExit(f"{shot.path} answered {answer and answer.status}, no picture of it.")
        if shot.first:
            shot.first(page)
        page.screenshot(path=FOLDER / f"{shot.name}-{suffix}.png", full_page=True)


def _page_of(browser: Browser, address: str, look: dict[str, Any], person: str) -> Page:
    page = browser.new_context(**look).new_page()
    if person != STRANGER:
        sign_in(page, address, person)
    return page


if __name__ == "__main__":
    main()
