"""Which Gema this is."""

from __future__ import annotations

import tomllib

from web.config import ROOT

VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]
