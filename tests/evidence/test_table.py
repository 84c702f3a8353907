"""The evidence tables: every row whole, cited, and honest about how it was checked."""

import csv
from pathlib import Path

import pytest

from groundup.evidence.table import Confidence, UnprovenError, row, rows

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "evidence"
TABLES = ("evidence_all.csv", "adult_norms.csv")
OWN = "X"
"""Rows looked up after the evidence base was closed begin with this; each names where it was seen."""


def test_every_row_says_what_of_whom_and_from_where() -> None:
    for entry in rows().values():
        assert entry.quantity, entry.id
        assert entry.population, entry.id
        assert entry.unit, entry.id
        assert entry.citation, entry.id


def test_ids_name_the_evidence_entry_and_the_figure() -> None:
    for identifier in rows():
        entry, dot, part = identifier.partition(".")
        assert entry[0].isupper(), identifier
        assert entry[1:].isdigit(), identifier
        assert dot, identifier
        assert part, identifier


@pytest.mark.parametrize("identifier", [r.id for r in rows().values() if r.confidence is Confidence.MEMORY])
def test_a_figure_from_memory_cannot_drive_a_finding(identifier: str) -> None:
    assert row(identifier).value is not None
    with pytest.raises(UnprovenError, match="may not drive a finding"):
        row(identifier, may_drive=True)


def test_there_are_figures_from_memory_and_checked_ones() -> None:
    kinds = {r.confidence for r in rows().values()}
    assert {Confidence.MEMORY, Confidence.SEEN, Confidence.DATA, Confidence.SECONDARY} <= kinds


def test_a_checked_figure_may_drive() -> None:
    assert row("F63.contact", may_drive=True).value == 20.0
    assert row("F63.contact").unit == "N"


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(KeyError):
        row("Z99.nothing")


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/evidence is absent")
def test_figures_and_confidence_agree_with_the_evidence_base() -> None:
    """Each figure is found, as a number, in its entry; what is from memory there is from memory here."""
    base = {}
    for table in TABLES:
        with (SHARED / table).open(encoding="utf-8") as file:
            base |= {line["id"]: line for line in csv.DictReader(file)}
    for entry in rows().values():
        if entry.id.startswith(OWN):
            continue
        source = base[entry.id.partition(".")[0]]
        text = " ".join(
            str(source[k]) for k in ("quantity", "value", "spread", "population", "confidence", "unit")
        )
        text += " " + str(source["comparison"])
        forms = {f"{abs(entry.value) * scale:g}" for scale in (1.0, 100.0)}
        forms |= {form.removeprefix("0") for form in forms} | {
            f"{abs(entry.value):.4f}",
            f"{abs(entry.value):.1f}",
        }
        assert any(form in text for form in forms), f"{entry.id}: {forms} not in {text}"
        if source["confidence"] == "M":
            assert entry.confidence is Confidence.MEMORY, entry.id


def test_rows_beyond_the_evidence_base_name_where_they_were_seen() -> None:
    own = [entry for entry in rows().values() if entry.id.startswith(OWN)]
    assert own
    for entry in own:
        assert entry.doi or "http" in entry.note, entry.id
        assert entry.may_drive, entry.id
