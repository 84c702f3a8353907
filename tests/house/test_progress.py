"""A bar on a terminal, nothing in a pipe."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
from groundup.progress import progress_bar
with progress_bar() as progress:
    progress("fitting the body", 0.3)
    progress("tracking", 0.6)
"""


def test_quiet_in_a_pipe() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert done.stderr == ""


def test_a_bar_on_a_terminal() -> None:
    termios = pytest.importorskip("termios", reason="no pseudo-terminals on this system")
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    with os.fdopen(ours, "rb", buffering=0) as screen:
        with subprocess.Popen(
            [sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, stderr=theirs
        ) as process:
            os.close(theirs)
            shown = b""
            try:
                while part := screen.read(4096):
                    shown += part
            except OSError:  # how Linux tells that the other end has closed
                pass
            assert process.stdout is not None
            assert process.stdout.read() == b""
        assert process.returncode == 0
    assert b"fitting the body" in shown
    assert b"30%" in shown
    assert b"60%" in shown
