"""A walk and a standing trial of the same file name keep apart, also in the fit's residuals."""

from pathlib import Path

from groundup.analyze import analyze
from groundup.synthetic.demo import write_demo


def test_trial_and_static_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    demo = write_demo(tmp_path)
    folders = []
    for name, source in (("walk", demo.trials[0]), ("stand", demo.static)):
        folder = tmp_path / name
        folder.mkdir()
        folders.append(source.rename(folder / "c3dfile.c3d"))
    analysis = analyze([folders[0]], static=folders[1])
    assert analysis.subject.static_trial != analysis.trials[0].recording.name
    assert set(analysis.subject.residual_rms) == {"c3dfile", "c3dfile-2"}
