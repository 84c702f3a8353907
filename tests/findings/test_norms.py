"""A laboratory's own norms: built from results, kept in a file, preferred where they fit."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import t
from typer.testing import CliRunner

from groundup.cli import app
from groundup.exchange.measures_csv import COLUMNS
from groundup.findings.angle_measures import angle_measures
from groundup.findings.measure import Measure
from groundup.findings.measures import measure
from groundup.findings.norms.build import build_norms
from groundup.findings.norms.file import norms_json, read_norms
from groundup.findings.reference import Person, compare
from groundup.findings.reference_curve import PERCENT
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from tests.report import fakes

PEAK = "knee_flexion_loading_peak"
VALUES = (18.0, 20.0, 25.0, 29.0)


def person(folder: Path, value: float, **changes: Any) -> Path:
    """Write a result folder of one person whose left leg bends `value` and right leg 2 degrees more."""
    about = {"age_years": 30.0 + value, "footwear": "barefoot", **changes.get("about", {})}
    n = changes.get("n", 3)
    folder.mkdir(parents=True)
    summary = {
        "schema": "groundup.summary",
        "schema_version": 1,
        "synthetic": False,
        "screening": {"about": about, "red_flags": {"raised": changes.get("raised", [])}},
        "trials": [
            {"name": "walk", "task": "walking", "sources": [{"sha256": changes.get("sha", folder.name)}]}
        ],
    }
    (folder / "summary.json").write_text(json.dumps(summary))
    with (folder / "measures.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        for side, more in (("left", 0.0), ("right", 2.0)):
            own = {"label": "-", "phase": "-", "task": "walking", "side": side, "n": n}
            writer.writerow(
                {**own, "measure": PEAK, "value": value + more, "unit": "deg", "why_not_measurable": ""}
            )
            writer.writerow({**own, "measure": "gait_speed", "value": 1.0 + value / 100, "unit": "m/s"})
    rows = ["trial,side,cycle,angle,percent,value_deg"]
    for side, more in (("left", 0.0), ("right", 2.0)):
        for cycle in range(n):
            rows += [f"walk,{side},{cycle},knee_flexion,{p:g},{value + more}" for p in PERCENT]
    (folder / "cycles.csv").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    for number, value in enumerate(VALUES):
        person(tmp_path / "lab" / f"p{number}", value)
    return tmp_path / "lab"


def test_mean_and_spread_are_those_between_people(lab: Path) -> None:
    norms = build_norms(lab)
    means = np.array(VALUES) + 1.0
    figure = norms.tasks[Task.WALKING].figures[PEAK]
    assert (norms.n, figure.n, norms.footwear, norms.ages) == (4, 4, "barefoot", (48.0, 59.0))
    assert figure.mean == pytest.approx(means.mean())
    assert figure.sd == pytest.approx(means.std(ddof=1))
    curve = norms.tasks[Task.WALKING].curves["knee_flexion"]
    np.testing.assert_allclose(curve.mean, means.mean())
    np.testing.assert_allclose(curve.sd, means.std(ddof=1))
    assert norms.tasks[Task.WALKING].speed == pytest.approx((1.18, 1.29))


def test_the_spread_covers_a_further_person_however_few_were_measured() -> None:
    """Of normal values, one more lies within 1.96 spreads in 95 of 100 draws of few people."""
    from groundup.findings.norms.norms import spread_of

    chance = np.random.default_rng(1)
    for n in (3, 5, 20):
        draws = chance.normal(size=(20000, n + 1))
        mean, sd = draws[:, :n].mean(axis=1), draws[:, :n].std(axis=1, ddof=1)
        inside = np.abs(draws[:, n] - mean) <= 1.96 * spread_of(sd, n, float(t.ppf(0.975, n - 1)))
        assert inside.mean() == pytest.approx(0.95, abs=0.006)


def test_a_norm_is_read_back_as_it_was(lab: Path, tmp_path: Path) -> None:
    file = tmp_path / "lab.json"
    built = build_norms(lab, "our lab")
    file.write_text(norms_json(built))
    assert norms_json(read_norms(file)) == norms_json(built)
    assert read_norms(file).name == "our lab"


def _measure(value: float, n: int = 3) -> Measure:
    definition = next(m.definition for m in angle_measures() if m.definition.name == PEAK)
    return Measure(definition, Side.LEFT, Task.WALKING, np.full(n, value), "walk")


def test_an_adult_is_held_against_the_laboratory_first(lab: Path) -> None:
    own = build_norms(lab, "our lab").references()
    first, *others = compare(_measure(24.0), Person(50.0, footwear="barefoot"), 1.2, own)
    assert first.may_judge
    assert first.reference.evidence.id == "LAB"
    assert first.z == pytest.approx(0.0)
    assert others, "the published one is still there"
    for who, speed, said in (
        (Person(30.0), 1.2, "48 to 59 years"),
        (Person(50.0), 0.9, "0.90 m/s"),
        (Person(50.0, footwear="boots"), 1.2, "barefoot"),
    ):
        told = next(c for c in compare(_measure(24.0), who, speed, own) if c.reference.own)
        assert said in "; ".join(told.misfits)


def test_who_is_no_norm_is_left_out_and_told(lab: Path) -> None:
    person(lab / "stick", 60.0, about={"walking_aid": "stick"})
    person(lab / "flag", 60.0, raised=[{"name": "tumour"}])
    person(lab / "sore", 60.0, about={"pain": True})
    person(lab / "again", 60.0, sha="p0")
    norms = build_norms(lab)
    assert norms.n == 4
    told = " | ".join(norms.notes)
    for words in ("walks with an aid", "a red flag is raised", "tells pain", "in another result too"):
        assert words in told


def test_unknown_age_and_mixed_footwear_are_not_made_up(lab: Path) -> None:
    person(lab / "more", 22.0, about={"age_years": None, "footwear": "shoes"})
    norms = build_norms(lab)
    assert norms.ages is None
    assert norms.footwear == ""
    (own, *_) = [c for c in compare(_measure(24.0), Person(50.0), 1.2, norms.references()) if c.reference.own]
    assert own.misfits == ("the ages behind the reference are not known",)


def test_too_few_people_or_repetitions_are_refused(tmp_path: Path) -> None:
    person(tmp_path / "two" / "a", 20.0)
    person(tmp_path / "two" / "b", 21.0)
    with pytest.raises(BadInputError, match="at least 3 people"):
        build_norms(tmp_path / "two")
    for name in "abc":
        person(tmp_path / "short" / name, 20.0, n=2)
    with pytest.raises(BadInputError, match="at least 3 times"):
        build_norms(tmp_path / "short")
    with pytest.raises(BadInputError, match="a folder of results"):
        build_norms(tmp_path / "absent")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "groundup.norms", "schema_version": 2}',
        '{"schema": "groundup.norms", "schema_version": 1}',
        '{"schema": "groundup.norms", "schema_version": 1, "name": "x", "people": 3, "ages_years": null, '
        '"footwear": "", "synthetic": false, "notes": [], "tasks": {"flying": {}}}',
        '{"schema": "groundup.norms", "schema_version": 1, "name": "x", "people": 3, "ages_years": null, '
        '"footwear": "", "synthetic": false, "notes": [], "tasks": {"walking": {"people": 3, '
        '"speed_m_s": null, "measures": {"a": {"mean": 1, "sd": 1, "spread": 0, '
        '"people": 3, "unit": "deg"}}, "curves": {}}}}',
    ],
)
def test_a_file_that_is_no_norm_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lab.json"
    file.write_text(text)
    with pytest.raises(BadInputError) as problem:
        read_norms(file)
    assert "\n" not in str(problem.value)


def test_the_command_writes_the_file_and_tells_whom_it_holds(lab: Path, tmp_path: Path) -> None:
    out = tmp_path / "norms.json"
    done = CliRunner().invoke(app, ["norms", "build", str(lab), "--out", str(out), "--name", "our lab"])
    assert done.exit_code == 0, done.output
    assert "our lab: 4 people of this laboratory, 48 to 59 years, barefoot" in done.output
    assert "walking: 4 people, 1.18 to 1.29 m/s; 2 measures, 1 curves" in done.output
    assert read_norms(out).n == 4


def test_each_leg_is_told_beside_the_other() -> None:
    found = measure(fakes.analysis().trials)
    values = {(one.task, one.definition.name, one.side): one.value for one in found if one.n}
    paired = [one for one in found if one.n and (one.task, one.definition.name, one.side.other) in values]
    assert paired
    for one in paired:
        other = values[one.task, one.definition.name, one.side.other]
        assert one.other_leg == pytest.approx(other)
        assert one.row()["difference_from_other_leg"] == pytest.approx(one.value - other)
