"""The manual explains everything that comes out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from groundup.exchange import csv_tables, outputs
from groundup.quantities import ANGLES
from tests.report import fakes

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = set(re.findall(r"`([^`\n]+)`", (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")))
# Keys that are data (names of people's sizes, stages, landmarks, columns), not words of the file's own.
DATA = {"sizes", "residual_rms_m", "timings_s", "settings", "angles", "not_measurable", "contacts", "marks_s"}
DATA |= {"leg_length_m", "knee_width_m", "ankle_width_m", "knee_axis_functional", "unobservable"}
INNER = {"sources", "spatiotemporal", "operations", "lab_axes", "gaps", "event_disagreement_ms"}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manual") / "out"
    outputs.write(fakes.analysis(), folder, "<p>page</p>")
    return folder


def test_every_file_has_a_section() -> None:
    headings = re.findall(
        r"^## (\S+)$", (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(headings) == {*outputs.SHARED_FILES, *outputs.TRIAL_FILES}


@pytest.mark.parametrize(
    "columns",
    [
        csv_tables.EVENT_COLUMNS,
        csv_tables.CYCLE_COLUMNS,
        csv_tables.CONTACT_COLUMNS,
        csv_tables.SPATIOTEMPORAL_COLUMNS,
    ],
)
def test_every_column_is_explained(columns: tuple[str, ...]) -> None:
    assert set(columns) - EXPLAINED == set()


def test_every_angle_column_is_an_angle_of_the_convention() -> None:
    """The manual's table of angle columns is made from ``quantities.ANGLES`` when it is built."""
    known = {angle.name for angle in ANGLES}
    stems = {re.sub(r"_(left|right)$", "", column) for column in csv_tables.angle_columns()}
    assert stems == known
    text = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    assert "{include} generated/columns.md" in text


def test_every_variable_of_the_netcdf_is_explained(result: Path) -> None:
    names: set[str] = set()
    with xr.open_datatree(result / "result.nc", engine="h5netcdf") as tree:
        for node in tree.subtree:
            names |= {str(name) for name in node.data_vars}
    assert len(names) > 20
    assert names - EXPLAINED == set()


def test_every_key_of_the_summary_is_explained(result: Path) -> None:
    summary = json.loads((result / "summary.json").read_text(encoding="utf-8"))
    keys = set(_keys(summary))
    assert {"schema", "trials", "quality", "marker_residual"} <= keys
    assert keys - EXPLAINED == set()


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key not in DATA | INNER:
                yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)
