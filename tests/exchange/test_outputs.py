"""The whole folder: which files, the same bytes each time, and what they say."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from groundup.assessment import TrialResult
from groundup.exchange import outputs
from groundup.quantities import ANGLES, GroundupError, Side
from tests.findings.made_leg import repetition, shares
from tests.report import fakes

FILES = {
    "report.html", "result.nc", "summary.json", "events.csv", "angles.csv", "cycles.csv", "measures.csv",
    "assessment.json", "spatiotemporal.csv", "contacts.csv", "chain.csv", "markers_model.trc",
    "opensim/model.osim", "opensim/markers.trc", "opensim/motion.mot", "opensim/ik_setup.xml",
}  # fmt: skip


def names(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def test_one_trial_puts_every_file_at_the_top(tmp_path: Path) -> None:
    report = outputs.write(fakes.analysis(), tmp_path / "out", "<p>page</p>")
    assert names(tmp_path / "out") == FILES
    assert report.read_text() == "<p>page</p>"


def test_several_trials_get_a_folder_each_even_with_one_name(tmp_path: Path) -> None:
    outputs.write(
        fakes.analysis(fakes.walking("a/b"), fakes.walking("A b"), fakes.squat("a_b")), tmp_path / "out", ""
    )
    own = FILES - {
        "report.html",
        "result.nc",
        "summary.json",
        "cycles.csv",
        "measures.csv",
        "assessment.json",
    }
    folders = [t["folder"] for t in json.loads((tmp_path / "out" / "summary.json").read_text())["trials"]]
    assert len({f.lower() for f in folders}) == 3
    expected = {f"{folder}/{name}" for folder in folders for name in own} | (FILES - own)
    assert names(tmp_path / "out") == expected


def test_shares_are_written_where_there_are_any(tmp_path: Path) -> None:
    held = shares(Side.RIGHT, [repetition(heading=0.2)], [repetition()])
    outputs.write(fakes.analysis(shares=held), tmp_path / "out", "")
    assert names(tmp_path / "out") == {*FILES, "shares.csv"}
    rows = list(csv.DictReader((tmp_path / "out" / "shares.csv").read_text().splitlines()))
    assert {row["level"] for row in rows} == {"deviation", "group", "link"}
    told = [r for r in rows if r["quantity"] == "knee_rotation" and r["phase"] == "single support"]
    whole = next(float(r["value"]) for r in told if r["level"] == "deviation")
    assert sum(float(r["value"]) for r in told if r["level"] == "group") == pytest.approx(whole, abs=1e-3)
    assert outputs.is_result(tmp_path / "out")


def test_the_same_analysis_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        outputs.write(fakes.analysis(), tmp_path / name, "page")
    for file in FILES:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_effects_asked_for_since_go_with_the_result_they_are_of(tmp_path: Path) -> None:
    out = tmp_path / "out"
    outputs.write(fakes.analysis(), out, "page")
    (out / outputs.EFFECTS).mkdir()
    (out / outputs.EFFECTS / "a.json").write_text("{}", encoding="utf-8")
    assert outputs.is_result(out)
    outputs.write(fakes.analysis(), out, "page")
    assert not (out / outputs.EFFECTS).exists()
    (out / outputs.EFFECTS).mkdir()
    (out / outputs.EFFECTS / "mine.docx").write_text("", encoding="utf-8")
    assert not outputs.is_result(out)


def test_date_and_timings_live_in_one_place(tmp_path: Path) -> None:
    first = fakes.analysis()
    outputs.write(first, tmp_path / "one", "")
    outputs.write(replace(first, created="2031-01-01", timings={"all": 9.0}), tmp_path / "two", "")
    differing = {
        f for f in FILES if (tmp_path / "one" / f).read_bytes() != (tmp_path / "two" / f).read_bytes()
    }
    assert differing == {"summary.json"}
    one, two = (json.loads((tmp_path / n / "summary.json").read_text()) for n in ("one", "two"))
    assert one.pop("run") != two.pop("run")
    assert one == two


def test_an_earlier_result_is_replaced_but_not_one_with_notes_in_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    outputs.write(fakes.analysis(fakes.walking("a"), fakes.walking("b")), out, "")
    outputs.write(fakes.analysis(), out, "")
    assert names(out) == FILES
    (out / "my notes.txt").write_text("keep me")
    with pytest.raises(GroundupError, match="did not write"):
        outputs.write(fakes.analysis(), out, "")
    assert (out / "my notes.txt").read_text() == "keep me"


def test_summary_is_versioned_json_without_nan(tmp_path: Path) -> None:
    outputs.write(fakes.analysis(fakes.walking(sides=(fakes.Side.LEFT,))), tmp_path / "out", "")
    text = (tmp_path / "out" / "summary.json").read_text()
    summary = json.loads(text, parse_constant=pytest.fail)
    assert (summary["schema"], summary["schema_version"]) == ("groundup.summary", 1)
    assert summary["subject"]["sizes"]["subtalar inclination left"] == pytest.approx(42.0, abs=1e-4)
    trial = summary["trials"][0]
    assert trial["task"] == "walking"
    knee = trial["angles"]["knee_flexion_left"]
    assert (knee["unit"], knee["positive"], knee["negative"], knee["cycles"]) == (
        "deg",
        "flexion",
        "extension",
        3,
    )
    assert "knee_flexion_right" not in trial["angles"]
    assert trial["quality"]["event_disagreement_ms"] == {"n": 3, "median": 6.0, "largest": 11.0}
    assert trial["quality"]["lab_axes"]["up"] == "+z"


def test_summary_residual_is_the_root_mean_square_of_the_distances(tmp_path: Path) -> None:
    trial = fakes.walking()
    trial = replace(trial, motion=replace(trial.motion, residual=trial.motion.residual * 0 + 0.003))
    outputs.write(fakes.analysis(trial), tmp_path / "out", "")
    quality = json.loads((tmp_path / "out" / "summary.json").read_text())["trials"][0]["quality"]
    assert quality["marker_residual"] == {"rms_m": 0.003, "p95_m": 0.003, "max_m": 0.003}


def test_netcdf_comes_back_labelled(tmp_path: Path) -> None:
    analysis = fakes.analysis(synthetic=True)
    outputs.write(analysis, tmp_path / "out", "")
    motion = analysis.trials[0].motion
    path = tmp_path / "out" / "result.nc"
    with xr.open_dataset(path, engine="h5netcdf") as root:
        assert (root.attrs["schema_version"], root.attrs["synthetic"]) == (1, 1)
    with xr.open_dataset(path, group="trials/walk_01/motion", engine="h5netcdf") as found:
        np.testing.assert_array_equal(found["angles"].values, motion.angles.values)
        assert found["angles"].attrs["units"] == "rad"
        words = {a.column(s): a.positive for a in ANGLES for s in fakes.Side}
        assert [words[str(c)] for c in found["angle"].values] == list(found["angle_positive"].values)
        assert list(found["marker"].values) == list(fakes.MARKERS)
        for name in (
            "coordinates",
            "coordinate_sd",
            "angle_sd",
            "markers_model",
            "residual",
            "segment_origin_in_lab",
        ):
            assert found[name].attrs["units"], name
    with xr.open_dataset(path, group="trials/walk_01/recording", engine="h5netcdf") as found:
        assert json.loads(found.attrs["sources"])[0]["sha256"] == "ab" * 32
        assert found["markers"].attrs["frame"] == "lab"
    with xr.open_dataset(path, group="trials/walk_01/plates/1", engine="h5netcdf") as found:
        assert found["force_on_foot"].attrs["units"] == "N"
    with xr.open_dataset(path, group="trials/walk_01/movement", engine="h5netcdf") as found:
        assert found["cycle_curves"].dims == ("cycle", "angle", "percent")
        assert list(found["cycle_side"].values) == ["left"] * 3 + ["right"] * 3
        assert found.sizes["event"] == len(analysis.trials[0].movement.events)


@pytest.mark.parametrize(
    "trial",
    [
        fakes.standing(),
        fakes.squat(),
        fakes.walking(blank=True),
        fakes.walking(plates=False),
        fakes.walking(strides=1),
    ],
    ids=["standing", "squat", "blank", "no plates", "one stride"],
)
def test_every_kind_of_trial_can_be_written(tmp_path: Path, trial: TrialResult) -> None:
    outputs.write(fakes.analysis(trial), tmp_path / "out", "")
    repeated = trial.movement.cycles
    assert names(tmp_path / "out") == (FILES if repeated else FILES - {"chain.csv"})


def test_a_failure_half_way_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    outputs.write(fakes.analysis(), out, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "write_netcdf", fail)
    with pytest.raises(GroundupError, match="disk is full"):
        outputs.write(fakes.analysis(), out, "new")
    assert (out / "report.html").read_text() == "old"
    assert names(out) == FILES
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
