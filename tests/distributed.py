"""Settings of an installation over the PostgreSQL that the tests have started."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def settings_file(
    folder: Path, *, database: str = "postgres", lanes: int = 32, kind: str = "distributed"
) -> Path:
    """Writes it; everything else is as it ships."""
    text = (ROOT / "settings.toml").read_text(encoding="utf-8")
    for old, new in (
        ('engine = "sqlite"', 'engine = "postgresql"'),
        ('host = "127.0.0.1"\nport = 5432', f'host = "{host()}"\nport = 5432'),
        ('name = "gema"', f'name = "{database}"'),
        ('user = "gema"', f'user = "{os.environ["GEMA_TEST_POSTGRES_USER"]}"'),
        ('kind = "embedded"', f'kind = "{kind}"'),
        ("lanes = 32", f"lanes = {lanes}"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / f"settings-{database}-{kind}-{lanes}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def host() -> str:
    return os.environ["GEMA_TEST_POSTGRES_HOST"]
