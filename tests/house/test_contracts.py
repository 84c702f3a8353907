"""A room imports only the rooms the design allows it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_rooms_import_only_what_they_may() -> None:
    script = (
        "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept" in done.stdout, done.stdout
