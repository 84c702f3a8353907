"""A PDF needs a browser: it is found or refused before any work, and what it prints is checked."""

import sys
from pathlib import Path

import pytest

from groundup.cli import main
from groundup.quantities import GroundupError
from groundup.report.browser import NAMED_BY, find_browser
from groundup.report.printer import Printer, find_printer, print_pages

PAGE = "<html><head><title>t</title></head><body>page</body></html>"


def _browser(folder: Path, lines: str) -> Path:
    """A stand-in for a browser: a Python program that sees the command line."""
    path = folder / "browser"
    path.write_text(f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


PRINTS = """
target = Path(next(a for a in sys.argv if a.startswith("--print-to-pdf=")).split("=", 1)[1])
page = target.with_name("page.html").read_text(encoding="utf-8")
target.write_bytes(b"%PDF-1.4 " + page.encode())
"""


def test_no_browser_is_said_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(NAMED_BY, raising=False)
    monkeypatch.setattr("groundup.report.browser._browsers", lambda: iter(()))
    with pytest.raises(SystemExit) as ended:
        main(["analyze", str(tmp_path / "absent.c3d"), "--pdf", "--out", str(tmp_path / "out")])
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert "Chromium" in said
    assert "absent.c3d" not in said
    assert not (tmp_path / "out").exists()


def test_a_named_browser_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAMED_BY, str(tmp_path / "none"))
    with pytest.raises(GroundupError, match=NAMED_BY):
        find_browser()


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(GroundupError, match="a4 and letter"):
        find_printer("foolscap")


@pytest.mark.parametrize(("paper", "size"), [("a4", "A4"), ("letter", "letter")])
def test_the_paper_is_told_to_the_page(tmp_path: Path, paper: str, size: str) -> None:
    printed = Printer(_browser(tmp_path, PRINTS), paper).print_page(PAGE).decode()
    assert f"@page {{ size: {size}; }}" in printed


def test_what_a_browser_says_reaches_the_reader_and_the_rest_is_kept(tmp_path: Path) -> None:
    once = (
        PRINTS
        + """
if b"second" in target.read_bytes():
    target.unlink()
    sys.exit("out of ink")
"""
    )
    pages = {"report": PAGE, "withheld": None, "patient": PAGE.replace("page", "second")}
    printed, problem = print_pages(Printer(_browser(tmp_path, once)), pages)
    assert list(printed) == ["report.pdf"]
    assert "out of ink" in str(problem)
