"""Where a browser of the Chromium family is installed on this machine."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from groundup.quantities import GroundupError

NAMED_BY = "GROUNDUP_BROWSER"
"""Environment variable that names the browser where none is found by itself."""
_COMMANDS = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "microsoft-edge-stable",
    "brave-browser",
    "chrome",
    "msedge",
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
_WINDOWS_ROOTS = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")


def find_browser() -> Path:
    """Find a browser that prints.

    Raises
    ------
    GroundupError
        If none is installed, or the one that is named is not there.
    """
    named = os.environ.get(NAMED_BY)
    if named:
        found = shutil.which(named)
        if found is None:
            raise GroundupError(f"{NAMED_BY} names {named!r}, which is no program here; correct or unset it.")
        return Path(found)
    browser = next(_browsers(), None)
    if browser is None:
        raise GroundupError(
            "--pdf needs an installed browser of the Chromium family (Chrome, Edge, Chromium) to print the "
            f"page, and none was found; install one or name it in {NAMED_BY}, or leave --pdf out and print "
            "report.html."
        )
    return browser


def _browsers() -> Iterator[Path]:
    """Yield what is installed, likeliest first."""
    for command in _COMMANDS:
        found = shutil.which(command)
        if found is not None:
            yield Path(found)
    windows = [
        Path(os.environ[root]) / name for name in _WINDOWS for root in _WINDOWS_ROOTS if root in os.environ
    ]
    yield from (path for path in (*map(Path, _MAC), *windows) if path.is_file())
