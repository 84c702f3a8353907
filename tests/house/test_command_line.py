"""The command line: quick to answer, one sentence for a mistake, no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from groundup import __version__
from groundup.quantities import GroundupError
from groundup.quantities.amounts import height_in_metres, mass_in_kg

HEAVY = ("numba", "scipy", "xarray", "matplotlib", "numpy", "ezc3d", "h5py")


def groundup(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "groundup", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_help_does_not_load_the_engine() -> None:
    script = f"""
import json, sys
from groundup.cli import main
try:
    main(["--help"])
except SystemExit as done:
    print(json.dumps({{"status": done.code, "loaded": [m for m in {HEAVY!r} if m in sys.modules]}}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == {"status": 0, "loaded": []}
    assert "analyze" in done.stdout


def test_every_command_has_help() -> None:
    commands = ("analyze", "check", "convert", "ik", "id", "protocols", "demo", "info", "warmup", "compare")
    for command in (*commands, "intake", "norms", "test", "progress"):
        done = groundup(command, "--help")
        assert done.returncode == 0, done.stderr
        assert "Usage" in done.stdout, command


def test_the_version_is_told() -> None:
    done = groundup("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"groundup {__version__}\n", "")


def test_setup_files_run_without_reading_a_command_line(tmp_path: Path) -> None:
    """typer and numba would each take longer than the run; both ways to the tools say the same."""
    script = (
        "import sys; sys.argv = ['groundup', 'ik', 'absent.xml']\nfrom groundup.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n"
        "    print(done.code, [m for m in ('typer', 'numba', 'scipy', 'xarray') if m in sys.modules])"
    )
    quick = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert quick.stdout == "1 []\n"
    read = subprocess.run(
        [sys.executable, "-c", script.replace("'ik', 'abs", "'ik', '--', 'abs")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert read.stdout.startswith("1 ['typer'")
    assert quick.stderr == read.stderr
    assert "absent.xml" in quick.stderr


def test_info_tells_versions() -> None:
    done = groundup("info")
    assert done.returncode == 0, done.stderr
    said = dict(line.split(None, 1) for line in done.stdout.splitlines())
    assert said["groundup"] == __version__
    assert {"python", "platform", "numpy", "scipy", "numba", "xarray", "ezc3d"} <= said.keys()
    assert "not installed" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("analyze", "absent.c3d"), "absent.c3d"),
        (("check", "absent.c3d"), "absent.c3d"),
        (("protocols", "no-such-set"), "no-such-set"),
        (("analyze", "absent.c3d", "--height", "175"), "1.75m or 175cm"),
        (("analyze", "absent.c3d", "--mass", "seventy"), "70kg"),
    ],
)
def test_a_mistake_is_one_sentence_on_standard_error(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = groundup(*arguments, cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_defect_says_how_to_report_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from groundup import cli, versions

    def broken() -> dict[str, str]:
        raise ZeroDivisionError("made for this test")

    monkeypatch.setattr(versions, "versions", broken)
    with pytest.raises(SystemExit) as ended:
        cli.main(["info"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "groundup info" in said
    assert "--debug" in said
    assert "Traceback" not in said
    with pytest.raises(ZeroDivisionError):
        cli.main(["info", "--debug"])


def test_an_interrupt_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from groundup import cli, versions

    def interrupted() -> dict[str, str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(versions, "versions", interrupted)
    with pytest.raises(SystemExit) as ended:
        cli.main(["info"])
    assert ended.value.code not in (0, None)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [("70", 70.0), ("70kg", 70.0), ("70.5 kg", 70.5), ("70,5", 70.5), ("154lb", 69.853)],
)
def test_mass(text: str, kilograms: float) -> None:
    assert mass_in_kg(text) == pytest.approx(kilograms, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "metres"), [("1.75", 1.75), ("1.75m", 1.75), ("175cm", 1.75), ("1750 mm", 1.75)]
)
def test_height(text: str, metres: float) -> None:
    assert height_in_metres(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["175", "0", "-1.75", "tall", "1.75 km", "", "nan"])
def test_a_height_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(GroundupError, match="body height"):
        height_in_metres(text)


def test_analyze_is_a_function_of_the_package_even_after_its_module_was_imported() -> None:
    script = """
import groundup.analyze
import groundup
from groundup.analyze import analyze
assert groundup.analyze is analyze, groundup.analyze
assert callable(groundup.analyze)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_the_package_is_quick() -> None:
    script = f"import sys, groundup; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
