"""``groundup analyze`` hands its options on, writes the folder and says where the report is."""

from pathlib import Path
from typing import Any

import pytest

from groundup import cli
from groundup.assessment import Analysis
from groundup.quantities import BadInputError
from groundup.uncertainty.size import MEMBERS
from tests.report import fakes


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Put a made-up analysis in the engine's place, and keep what it was asked."""
    seen: dict[str, Any] = {}

    def analyze(trials: list[Path], **options: Any) -> Analysis:
        seen.update(options, trials=trials)
        options["progress"]("tracking", 0.5)
        return fakes.analysis()

    monkeypatch.setattr("groundup.analyze_run.analyze", analyze)
    return seen


def run(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    return ended.value.code


def test_options_reach_the_analysis_in_si_units(
    asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ["--static", "stand.c3d", "--forces", "grf.mot", "--mass", "154lb", "--height", "175cm"]
    options += ["--task", "walking", "--protocol", "cgm2"]
    options += ["--model", "scaled.osim", "--contacts", "steps.csv", "--intake", "person.toml"]
    options += ["--norms", "lab.json", "--errors", "lab.csv", "--natural", "n.trc", "--natural", "n.mot"]
    options += ["--earlier", "e.trc", "--earlier", "e.mot"]
    assert run("analyze", "a.c3d", "b.c3d", *options) == 0
    assert asked.pop("progress") is not None
    assert asked.pop("mass") == pytest.approx(69.853, abs=1e-3)
    assert asked == {
        "natural": [Path("n.trc"), Path("n.mot")],
        "earlier": [Path("e.trc"), Path("e.mot")],
        "trials": [Path("a.c3d"), Path("b.c3d")],
        "static": Path("stand.c3d"),
        "forces": Path("grf.mot"),
        "height": pytest.approx(1.75),
        "task": "walking",
        "protocol": "cgm2",
        "left_handed": False,
        "model": Path("scaled.osim"),
        "contacts": Path("steps.csv"),
        "intake": Path("person.toml"),
        "norms": Path("lab.json"),
        "errors": Path("lab.csv"),
        "ensemble": MEMBERS,
        "seed": 1,
    }
    assert (tmp_path / "groundup-result-a" / "report.html").is_file()


def test_the_last_words_are_the_result_and_where_the_report_is(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run("analyze", "a.c3d", "--out", str(out)) == 0
    said = capsys.readouterr().out.strip().splitlines()
    trial = fakes.analysis().trials[0]
    assert said[-1] == f"Report: {out / 'report.html'}"
    assert f"{trial.recording.name}: {trial.movement.task}" in said
    assert any("mm from the model" in line for line in said)
    left = sum(c.side == "left" for c in trial.movement.cycles)
    assert any(line.strip().startswith("cycles:") and f"{left} left" in line for line in said)
    assert {"report.html", "result.nc", "summary.json", "angles.csv"} <= {p.name for p in out.iterdir()}


def test_a_refused_recording_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> Analysis:
        raise BadInputError("walk.c3d", "header", "a rate", "zero", "export the trial again")

    monkeypatch.setattr("groundup.analyze_run.analyze", refuse)
    assert run("analyze", "walk.c3d", "--out", str(tmp_path / "out")) == 1
    said = capsys.readouterr()
    assert said.err == "groundup: walk.c3d: header: expected a rate, found zero; export the trial again.\n"
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_files_is_left_alone(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    assert run("analyze", "a.c3d", "--out", str(tmp_path)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]
    assert "Traceback" not in capsys.readouterr().err
