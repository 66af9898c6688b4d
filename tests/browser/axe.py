"""Accessibility: axe-core over the page as it stands, in both colour schemes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import CDPSession, Page

from tests.browser.chromium import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
Scheme = Literal["light", "dark"]
BOTH: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Finding:
    """One element that breaks one rule."""

    scheme: Scheme
    rule: str
    impact: str
    target: str
    html: str
    why: str

    def __str__(self) -> str:
        return (
            f"{self.rule} ({self.impact}, {self.scheme}) {self.target}\n  {self.html}\n  {self.why}"
        )


def check_axe(page: Page, *, schemes: Sequence[Scheme] = BOTH, within: str = "") -> None:
    """Fail with every finding on the page, or only inside the element that `within` selects."""
    found = findings(page, schemes=schemes, within=within)
    listed = "\n".join(str(finding) for finding in found)
    assert not found, f"axe: {len(found)} on {page.url}\n{listed}"


def findings(page: Page, *, schemes: Sequence[Scheme] = BOTH, within: str = "") -> list[Finding]:
    """What axe finds in each colour scheme. The page keeps its state; the scheme is put back."""
    # The debugger's own evaluation is not under the page's CSP, so the very page and state that
    # a person sees is examined, with its policy on.
    session = page.context.new_cdp_session(page)
    part = json.dumps(within) if within else "document"
    was_dark = _evaluate(session, "matchMedia('(prefers-color-scheme: dark)').matches")
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        _evaluate(session, AXE.read_text())
        result = _evaluate(session, f"axe.run({part})")
        found += [finding for rule in result["violations"] for finding in _read(rule, scheme)]
    page.emulate_media(color_scheme="dark" if was_dark else "light")
    session.detach()
    return found


def _evaluate(session: CDPSession, source: str) -> Any:
    answer = session.send(
        "Runtime.evaluate",
        {"expression": source, "awaitPromise": True, "returnByValue": True},
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")


def _read(rule: dict[str, Any], scheme: Scheme) -> list[Finding]:
    return [
        Finding(
            scheme=scheme,
            rule=rule["id"],
            impact=rule["impact"],
            target=" ".join(str(part) for part in node["target"]),
            html=node["html"],
            why=" ".join(node["failureSummary"].split()),
        )
        for node in rule["nodes"]
    ]
