"""Print a page to PDF with the browser that is installed: it draws the page as it is seen on the screen.

WeasyPrint 70 was tried: it has no subgrids, does not style inline drawings by the page's style sheet and
ends in an error on the report's grid.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from groundup.quantities import GroundupError
from groundup.report.browser import NAMED_BY, find_browser

PAPERS: Mapping[str, str] = {"a4": "A4", "letter": "letter"}
"""Names of paper sizes, and what style sheets call them."""
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_PATIENCE = 120.0
_SAID = 160


@dataclass(frozen=True)
class Printer:
    """A browser of the Chromium family, and the paper it prints on (a key of :data:`PAPERS`)."""

    browser: Path
    paper: str = "a4"

    def print_page(self, html: str) -> bytes:
        """Print a self-contained page.

        Parameters
        ----------
        html : str
            The page; nothing is fetched for it from anywhere.

        Returns
        -------
        bytes
            The PDF.

        Raises
        ------
        GroundupError
            If the browser prints nothing.
        """
        with _workplace() as folder:
            page, pdf = folder / "page.html", folder / "page.pdf"
            page.write_text(_on_paper(html, PAPERS[self.paper]), encoding="utf-8")
            # Its own sandbox is refused to root and in many containers; the page is ours and fetches nothing.
            said = "" if _is_root() else self._run(page, pdf, ())
            if not pdf.exists():
                said = self._run(page, pdf, ("--no-sandbox",))
            if not pdf.exists() or not pdf.read_bytes().startswith(b"%PDF"):
                raise GroundupError(
                    f"{self.browser.name} printed no PDF ({said or 'it said nothing'}); name another browser "
                    f"in {NAMED_BY}, or open report.html and print it from there."
                )
            return pdf.read_bytes()

    def _run(self, page: Path, pdf: Path, more: tuple[str, ...]) -> str:
        """Run the browser once; what it said last is returned."""
        profile = page.parent / "profile"
        command = (
            f"{self.browser}",
            *_FLAGS,
            *more,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={pdf}",
            page.as_uri(),
        )
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            return f"no answer in {_PATIENCE:.0f} s"
        except OSError as problem:
            return problem.strerror or f"{problem}"
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        return lines[-1][:_SAID] if lines else ""


def print_pages(
    printer: Printer, pages: Mapping[str, str | None]
) -> tuple[dict[str, bytes], GroundupError | None]:
    """Print what there is of some pages.

    Parameters
    ----------
    printer : Printer
    pages : mapping of str to str
        Pages by name; None where one is withheld.

    Returns
    -------
    printed : dict of str to bytes
        PDFs by file name.
    problem : GroundupError or None
        Why one is missing: what was analysed is to be written all the same.
    """
    printed: dict[str, bytes] = {}
    try:
        for name, html in pages.items():
            if html is not None:
                printed[f"{name}.pdf"] = printer.print_page(html)
    except GroundupError as problem:
        return printed, problem
    return printed, None


def find_printer(paper: str = "a4") -> Printer:
    """Find a browser that prints, before anything is analysed.

    Parameters
    ----------
    paper : str
        A key of :data:`PAPERS`, in any case.

    Raises
    ------
    GroundupError
        If there is no such paper, or no browser of the Chromium family on this machine.
    """
    size = paper.strip().lower()
    if size not in PAPERS:
        raise GroundupError(f"--paper knows {' and '.join(PAPERS)}, not {paper!r}; choose one of them.")
    return Printer(find_browser(), size)


def _on_paper(html: str, size: str) -> str:
    """Set the size of the paper, which the page itself leaves to whoever prints it."""
    return html.replace("</head>", f"<style>@page {{ size: {size}; }}</style>\n</head>", 1)


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


@contextmanager
def _workplace() -> Iterator[Path]:
    """Give a folder for page and profile; the browser's last child may hold a file a moment longer."""
    try:
        with tempfile.TemporaryDirectory(prefix="groundup-", ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as problem:
        raise GroundupError(
            f"The PDF could not be prepared ({problem.strerror or problem}); free space in the folder for "
            "temporary files, or set TMPDIR to another."
        ) from problem
