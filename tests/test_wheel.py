"""The server of the wheel is found in silence, in a container that has no login session, too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_without_a_runtime_folder_nobody_is_warned(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import tests.wheel"],
        env=bare | {"TMPDIR": str(tmp_path)},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    [folder] = tmp_path.glob("gema-runtime-*")
    assert folder.stat().st_mode & 0o777 == 0o700
