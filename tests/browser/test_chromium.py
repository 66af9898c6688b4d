"""The browser itself, on pages served from here: without it no other browser test means much."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from playwright.sync_api import Error, Page, expect

from tests.browser.axe import BOTH, Scheme, check_axe, findings

GOOD = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Uji</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/gaya.css"></head>
<body><main><h1>Selamat pagi 👋</h1><p id="kata">Kantor buka.</p></main></body></html>"""
BAD = GOOD.replace("<p ", '<img src="/logo.svg"><p class="pudar" ')
INLINE = GOOD.replace("</main>", "<script>document.title = 'jebol'</script></main>")
STYLE = """:root { color-scheme: light dark; }
body { background: light-dark(#fff, #111); color: light-dark(#222, #eee); }
.pudar { color: light-dark(#ccc, #eee); }"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
FILES = {
    "/baik": ("text/html", GOOD),
    "/buruk": ("text/html", BAD),
    "/jebol": ("text/html", INLINE),
    "/gaya.css": ("text/css", STYLE),
    "/logo.svg": ("image/svg+xml", LOGO),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, text = FILES[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("scheme", "background"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(17, 17, 17)")]
)
def test_a_page_follows_the_colour_scheme(
    page: Page, site: str, scheme: Scheme, background: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/baik")
    expect(page.locator("body")).to_have_css("background-color", background)


def test_the_desk_is_wide_and_the_phone_is_narrow(page: Page, phone: Page, site: str) -> None:
    for screen in (page, phone):
        screen.goto(f"{site}/baik")
    assert page.evaluate("innerWidth") == 1280
    assert phone.evaluate("innerWidth") == 390
    assert phone.evaluate("navigator.maxTouchPoints") > 0


def test_emoji_are_drawn_in_colour(page: Page, site: str) -> None:
    page.goto(f"{site}/baik")
    colours = page.evaluate(
        """() => {
            const canvas = document.createElement('canvas');
            const ink = canvas.getContext('2d');
            ink.font = '40px sans-serif';
            ink.fillText('👋', 0, 40);
            const dots = ink.getImageData(0, 0, 60, 60).data;
            let coloured = 0;
            for (let i = 0; i < dots.length; i += 4)
                if (dots[i] - dots[i + 2] > 60) coloured++;
            return coloured;
        }"""
    )
    assert colours > 100


def test_axe_finds_nothing_on_a_good_page(page: Page, site: str) -> None:
    page.goto(f"{site}/baik")
    check_axe(page)


def test_axe_names_rule_target_and_html_of_what_is_wrong(page: Page, site: str) -> None:
    page.goto(f"{site}/buruk")
    with pytest.raises(AssertionError) as failure:
        check_axe(page)
    message = str(failure.value)
    assert "image-alt (critical, dark) img" in message
    assert '<img src="/logo.svg">' in message
    assert "color-contrast (serious, light) #kata" in message


def test_axe_looks_at_each_colour_scheme(page: Page, site: str) -> None:
    page.goto(f"{site}/buruk")
    pale = [finding.scheme for finding in findings(page) if finding.rule == "color-contrast"]
    assert pale == ["light"]
    assert {finding.scheme for finding in findings(page)} == set(BOTH)


@pytest.mark.parametrize("scheme", BOTH)
def test_axe_leaves_the_page_in_its_colour_scheme(page: Page, site: str, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/baik")
    findings(page)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (scheme == "dark")


def test_axe_can_be_asked_about_one_part(page: Page, site: str) -> None:
    page.goto(f"{site}/buruk")
    check_axe(page, within="h1")


def test_a_broken_content_policy_is_heard(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(f"{site}/jebol")
    expect(page).to_have_title("Uji")
    assert any("Content Security Policy" in complaint for complaint in complaints)
    complaints.clear()


def test_the_browser_reaches_nothing_but_this_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://gema.example/")


@pytest.mark.django_db
def test_the_record_can_be_read_while_the_browser_runs(page: Page) -> None:
    assert page.url == "about:blank"
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)
