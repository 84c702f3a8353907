"""The manual accounts for every row of the evidence's sections A to C."""

import re
from pathlib import Path

import pytest

from groundup.findings.registry import definitions

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evidence_measured.md").read_text(encoding="utf-8")
EVIDENCE = ROOT.parent / "shared" / "EVIDENCE.md"
RANGE = re.compile(r"\b([ABC])(\d\d)(?: to [ABC](\d\d))?\b")


def accounted() -> set[str]:
    first_cells = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| ")]
    return {
        f"{section}{number:02d}"
        for cell in first_cells
        for section, first, last in RANGE.findall(cell)
        for number in range(int(first), int(last or first) + 1)
    }


@pytest.mark.skipif(not EVIDENCE.is_file(), reason="the evidence base lies beside the repository")
def test_every_row_is_accounted_for() -> None:
    rows = re.findall(r"^\| ([ABC]\d\d) \|", EVIDENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(set(rows)) > 100
    assert sorted(set(rows) - accounted()) == []


def test_every_measure_it_names_exists() -> None:
    columns = {"low_90", "high_90"}
    named = set(re.findall(r"`([a-z_0-9]+)`", PAGE)) - columns
    assert named <= set(definitions())
