"""``groundup analyze --contacts``: an edited contacts.csv goes back in, and the change is seen everywhere."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from groundup.cli import app
from groundup.recording.readers.storage import read_table
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import walking_trial
from groundup.synthetic.walker import walk


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contacts")
    trial = walking_trial(walk(VirtualPerson()), MarkerErrors(0.0, 0.0, 0.0, 0, 1), frames=300)
    return write_c3d(trial, folder / "walk.c3d")


def test_an_edited_contact_withholds_its_force_and_is_marked(recording: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    first, second = tmp_path / "one", tmp_path / "two"
    done = runner.invoke(app, ["analyze", str(recording), "--mass", "75kg", "--out", str(first)])
    assert done.exit_code == 0, done.output
    found = rows(first / "contacts.csv")
    (right,) = [r for r in found if r["side"] == "right" and r["state"] == "valid"]
    assert 0.9 < float(right["peak_vertical_bw"]) < 1.3
    forces = read_table(first / "ground_forces.mot")
    assert forces.column("right_foot_force_vy").max() == pytest.approx(
        float(right["peak_vertical_n"]), rel=0.02
    )
    text = (first / "contacts.csv").read_text(encoding="utf-8")
    start = f"right,{right['start_s']},{right['end_s']},{right['plates']},"
    mine = tmp_path / "mine.csv"
    mine.write_text(text.replace(f"{start}valid,", f"{start}partial foot,heel on the tape"), encoding="utf-8")
    again = ["analyze", str(recording), "--mass", "75kg", "--contacts", str(mine), "--out", str(second)]
    done = runner.invoke(app, again)
    assert done.exit_code == 0, done.output
    changed = rows(second / "contacts.csv")
    assert [r["overridden"] for r in changed].count("yes") == 1
    (edited,) = [r for r in changed if r["overridden"] == "yes"]
    assert (edited["state"], edited["reason"], edited["peak_vertical_n"]) == (
        "partial foot",
        "heel on the tape",
        "",
    )
    summary = json.loads((second / "summary.json").read_text(encoding="utf-8"))
    assert summary["settings"]["contacts"] == "mine.csv"
    (told,) = [c for c in summary["trials"][0]["ground_forces"]["contacts"] if c["overridden"]]
    assert told["state"] == "partial foot"
    assert "given by the user" in (second / "report.html").read_text(encoding="utf-8")
    moments = [np.array([float(r[c] or "nan") for r in rows(f / "moments.csv")]) for f, c in
               ((first, "ankle_dorsiflexion_right"), (second, "ankle_dorsiflexion_right"))]  # fmt: skip
    time = np.array([float(r["time_s"]) for r in rows(first / "moments.csv")])
    standing = (time > float(right["start_s"]) + 0.1) & (time < float(right["end_s"]) - 0.1)
    assert np.isfinite(moments[0][standing]).all()
    assert np.isnan(moments[1][standing]).all()


def test_a_contact_that_does_not_fit_writes_nothing(recording: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("side,start_s,end_s,plates,state\nright,1,1.5,plate 9,valid\n", encoding="utf-8")
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["analyze", str(recording), "--contacts", str(bad), "--out", str(out)])
    assert done.exit_code == 1
    assert "bad.csv: line 2, plates: expected" in str(done.exception) + done.output
    assert not out.exists()
