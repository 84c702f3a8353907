"""The command ``groundup``: thin, and quick to answer because each command imports what it needs itself."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from groundup import __version__, following
from groundup.ending import one_sentence
from groundup.quantities.amounts import height_in_metres, lift_in_metres, mass_in_kg, slope_in_radians
from groundup.quantities.errors import GroundupError
from groundup.uncertainty.size import MEMBERS

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Does this knee's load come from the ankle and foot, and how sure are we?",
)

Trials = Annotated[
    list[Path], typer.Argument(help="Recordings of one person: C3D, TRC, CSV, NetCDF.", show_default=False)
]
Out = Annotated[Path | None, typer.Option(help="Folder for the results.", show_default=False)]
Model = Annotated[
    Path | None, typer.Option(help="The person's own scaled OpenSim model (.osim), used as it is.")
]
Answers = Annotated[Path | None, typer.Option(help="What was asked of the person; see 'groundup intake'.")]
OwnNorms = Annotated[
    Path | None, typer.Option(help="Your laboratory's own norms; see 'groundup norms build'.")
]
Natural = Annotated[
    list[Path] | None,
    typer.Option(help="The person's natural trial, to hold the others against; again for its forces."),
]

Earlier = Annotated[
    list[Path] | None,
    typer.Option(help="A trial of an earlier session, markers placed anew, its standing trial too; again."),
]


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"groundup {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Say which version this is.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Options of every command; ``--debug`` is read by :func:`main`."""


@app.command()
def analyze(
    trials: Trials,
    static: Annotated[Path | None, typer.Option(help="A standing trial of the same person.")] = None,
    forces: Annotated[Path | None, typer.Option(help="Ground forces (.mot, .sto) for a TRC trial.")] = None,
    mass: Annotated[str | None, typer.Option(help="Body mass, e.g. 70kg.", metavar="<kg>")] = None,
    height: Annotated[str | None, typer.Option(help="Body height, e.g. 1.75m.", metavar="<m>")] = None,
    task: Annotated[
        str | None, typer.Option(help="What the person does, where it is not seen by itself.")
    ] = None,
    protocol: Annotated[str | None, typer.Option(help="Marker set; see 'groundup protocols'.")] = None,
    left_handed: Annotated[
        bool, typer.Option("--left-handed", help="The files' axes are left-handed: mirror them.")
    ] = False,
    model: Model = None,
    intake: Answers = None,
    contacts: Annotated[
        Path | None, typer.Option(help="Which foot was on which plate: an edited contacts.csv.")
    ] = None,
    norms: OwnNorms = None,
    natural: Natural = None,
    earlier: Earlier = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Report as PDF too, printed by Chrome, Edge or Chromium.")
    ] = False,
    paper: Annotated[str, typer.Option(help="Paper of the PDF: a4 or letter.")] = "a4",
    ensemble: Annotated[
        int,
        typer.Option(min=0, max=5000, help="Possible versions of the person, to tell how sure numbers are."),
    ] = MEMBERS,
    seed: Annotated[
        int, typer.Option(min=0, help="The same seed gives the same versions of the person.")
    ] = 1,
    errors: Annotated[
        Path | None, typer.Option(help="Your laboratory's own sizes of errors; see 'groundup errors'.")
    ] = None,
    out: Out = None,
) -> None:
    """Joint angles, events, cycles and a report from one or more recordings of a person."""
    folder = out or Path(f"groundup-result-{trials[0].stem}")
    _analyze(
        trials,
        folder,
        static=static,
        forces=forces,
        mass=None if mass is None else mass_in_kg(mass),
        height=None if height is None else height_in_metres(height),
        task=task,
        protocol=protocol,
        left_handed=left_handed,
        model=model,
        intake=intake,
        contacts=contacts,
        norms=norms,
        natural=natural or [],
        earlier=earlier or [],
        ensemble=ensemble,
        seed=seed,
        errors=errors,
        paper=paper if pdf else None,
    )


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Recordings, with their force files.", show_default=False)
    ],
) -> None:
    """Tell what is in a file, which marker set, what can be measured from it, and what is wrong with it."""
    from groundup.recording.check import check as check_recording
    from groundup.recording.pairing import pair_inputs

    unusable = False
    for number, (recording, forces) in enumerate(pair_inputs(files)):
        try:
            report = check_recording(recording, forces)
        except GroundupError as problem:
            typer.echo(f"groundup: {problem}", err=True)
            unusable = True
            continue
        typer.echo(("\n" if number else "") + str(report))
        unusable = unusable or not report.usable
    if unusable:
        raise typer.Exit(1)


Result = Annotated[Path, typer.Argument(help="A folder that 'groundup analyze' wrote.", show_default=False)]


@app.command()
def compare(before: Result, after: Result, out: Out = None) -> None:
    """Tell what changed between two results of a person, beyond the error between sessions."""
    from groundup.console import changes_text
    from groundup.exchange.comparison_csv import comparison_csv
    from groundup.exchange.measures_csv import read_measures
    from groundup.exchange.replace_file import replace_file
    from groundup.findings.change import changes, in_order
    from groundup.findings.side_change import side_changes

    rows = read_measures(before), read_measures(after)
    found = in_order([*changes(*rows), *side_changes(*rows)])
    typer.echo(changes_text(before.name or str(before), after.name or str(after), found))
    if out is not None:
        from groundup.report.comparison_page import comparison_page, result_of

        page = comparison_page(result_of(before), result_of(after), found)
        for name, text in (("comparison.csv", comparison_csv(found)), ("comparison.html", page)):
            replace_file(out / name, text)
            typer.echo(f"Written: {out / name}")


def _slope(said: str) -> Any:
    return typer.Option(help=said, metavar="<deg>")


def _height(said: str) -> Any:
    return typer.Option(help=said, metavar="<mm>")


@app.command()
def whatif(
    result: Annotated[
        Path, typer.Argument(help="A folder that 'groundup analyze' wrote.", show_default=False)
    ],
    heel_lift: Annotated[str | None, _height("Height under the heel, e.g. 25mm.")] = None,
    forefoot_wedge: Annotated[str | None, _slope("Raises the ball of the foot against the heel.")] = None,
    medial_wedge: Annotated[str | None, _slope("Under the whole foot, higher on the inner side.")] = None,
    lateral_wedge: Annotated[str | None, _slope("Under the whole foot, higher on the outer side.")] = None,
    rearfoot_post: Annotated[str | None, _slope("Under the heel alone, inner side up.")] = None,
    forefoot_post: Annotated[str | None, _slope("Under the ball alone, inner side up.")] = None,
    arch_support: Annotated[str | None, _height("How much higher it stands than the arch it meets.")] = None,
    dorsiflexion: Annotated[str | None, _slope("Less (-10deg) or, in squats, more than was shown.")] = None,
    eversion: Annotated[
        str | None, _slope("What tape or a brace takes from the eversion shown, e.g. -4deg.")
    ] = None,
    progression: Annotated[str | None, _slope("Turns the foot in (above 0) or out.")] = None,
    side: Annotated[str, typer.Option(help="left, right or both.")] = "both",
    trial: Annotated[str | None, typer.Option(help="Which trial; else squats, then standing, gait.")] = None,
    report: Annotated[bool, typer.Option("--report", help="Show them in report.html too.")] = False,
    draws: Annotated[int, typer.Option(min=2, max=1000, help="Sets of assumptions.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same assumptions.")] = 1,
) -> None:
    """Tell what a change at the ankle or under the foot would do to a recorded movement.

    Squats and standing are solved in balance; in walking, running and landing the ground's force stays as
    recorded, its pressure moved as published trials found. The effect is kept in RESULT/whatif.
    """
    from groundup.whatif.change import FootChange, change_of
    from groundup.whatif_run import run_whatif

    amounts = {
        "heel_lift": heel_lift and lift_in_metres(heel_lift),
        "forefoot_wedge": forefoot_wedge and slope_in_radians(forefoot_wedge),
        "medial_wedge": _wedge(medial_wedge, lateral_wedge),
        "rearfoot_post": rearfoot_post and slope_in_radians(rearfoot_post),
        "forefoot_post": forefoot_post and slope_in_radians(forefoot_post),
        "arch_support": arch_support and lift_in_metres(arch_support),
        "dorsiflexion": dorsiflexion and slope_in_radians(dorsiflexion),
        "eversion": eversion and slope_in_radians(eversion),
        "progression": progression and slope_in_radians(progression),
    }
    asked = FootChange(**{name: float(amount) for name, amount in amounts.items() if amount})
    typer.echo(run_whatif(result, change_of(asked, side), trial, draws=draws, seed=seed, report=report))


def _wedge(medial: str | None, lateral: str | None) -> float:
    if medial is not None and lateral is not None:
        raise GroundupError("expected --medial-wedge or --lateral-wedge, found both; give one of them.")
    if lateral is not None:
        return -slope_in_radians(lateral)
    return 0.0 if medial is None else slope_in_radians(medial)


Setups = Annotated[list[Path], typer.Argument(help="Setup files (XML) of OpenSim.", show_default=False)]


@app.command("ik")
def inverse_kinematics(setups: Setups) -> None:
    """Run setup files of OpenSim's inverse kinematics tool, and write the files it would write."""
    from groundup.setup_runs import run_setups

    raise typer.Exit(run_setups("ik", setups))


@app.command("id")
def inverse_dynamics(setups: Setups) -> None:
    """Run setup files of OpenSim's inverse dynamics tool, and write the files it would write."""
    from groundup.setup_runs import run_setups

    raise typer.Exit(run_setups("id", setups))


@app.command()
def convert(
    source: Annotated[
        Path,
        typer.Argument(help="A recording or table: .c3d .trc .mot .sto .csv .nc", show_default=False),
    ],
    target: Annotated[
        Path,
        typer.Argument(help="Its name says the format: .c3d .trc .mot .sto .csv .nc", show_default=False),
    ],
    forces: Annotated[
        Path | None, typer.Option(help="Ground forces (.mot, .sto, .csv, .nc) for a trial of markers.")
    ] = None,
    part: Annotated[
        str, typer.Option(help="For a CSV: 'markers' (if any) or 'forces'.", show_default=False)
    ] = "",
) -> None:
    """Write a recording or a table in another format, and say what that cannot hold."""
    from groundup.exchange.convert import convert as write

    converted = write(source, target, forces, part=part)
    for note in converted.notes:
        typer.echo(f"groundup: {target.name}: {note}.", err=True)
    typer.echo(f"Written: {converted.path}")


@app.command()
def protocols(
    name: Annotated[
        str | None, typer.Argument(help="Show this marker set in full.", show_default=False)
    ] = None,
) -> None:
    """List the marker sets groundup knows, or show one of them."""
    from groundup.console import protocol_text, protocols_text

    typer.echo(protocols_text() if name is None else protocol_text(name))


@app.command()
def intake(
    file: Annotated[Path, typer.Argument(help="Where the answers go (.toml); continued if there.")],
) -> None:
    """Ask for red flags, then person, complaint, tests and questionnaires, for 'groundup analyze --intake'.

    The most urgent question comes first. Every section can be skipped, every answer taken back; what was not
    asked is kept as not asked, which is never a no.
    """
    from groundup.asking import ask_intake
    from groundup.console import triage_text
    from groundup.exchange.replace_file import replace_file
    from groundup.screening.intake_file import with_changes

    asked = ask_intake(file)
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    replace_file(file, with_changes(text, asked))
    typer.echo(triage_text(asked.triage()))
    typer.echo(f"Written: {file}")


_norms = typer.Typer(no_args_is_help=True, help="Your laboratory's own norms for 'groundup analyze'.")
app.add_typer(_norms, name="norms")
app.command("test")(following.bedside_test)
app.command()(following.progress)


@_norms.command("build")
def norms_build(
    folder: Annotated[
        Path,
        typer.Argument(help="Holds results of 'groundup analyze', one for each person.", show_default=False),
    ],
    out: Annotated[Path, typer.Option(help="Where the norms go (.json).", show_default=False)],
    name: Annotated[str, typer.Option(help="What they are called; else the folder's name.")] = "",
) -> None:
    """Take mean and spread between healthy people over their results, for every measure and curve."""
    from groundup.console import norms_text
    from groundup.exchange.replace_file import replace_file
    from groundup.findings.norms.build import build_norms
    from groundup.findings.norms.file import norms_json

    built = build_norms(folder, name)
    replace_file(out, norms_json(built))
    typer.echo(norms_text(built))
    typer.echo(f"Written: {out}")


@app.command()
def errors(
    out: Annotated[Path | None, typer.Option(help="Write the table here (.csv).", show_default=False)] = None,
) -> None:
    """Tell every error that intervals rest on, as a table to change for 'groundup analyze --errors'.

    Rows left out of the table keep their size; a changed one names its source.
    """
    from groundup.exchange.replace_file import replace_file
    from groundup.uncertainty.error_sizes import published
    from groundup.uncertainty.errors_file import errors_csv

    text = errors_csv(published())
    if out is None:
        typer.echo(text, nl=False)
        return
    replace_file(out, text)
    typer.echo(f"Written: {out}")


@app.command()
def demo(out: Out = None) -> None:
    """Analyse the embedded demo: a synthetic walker whose true joint angles are known."""
    import tempfile
    from contextlib import ExitStack

    from groundup.synthetic.demo import write_demo

    with ExitStack() as stack:
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            recordings = write_demo(Path(folder))
        except OSError as problem:
            raise GroundupError(
                f"The demo's recordings could not be written ({problem.strerror or problem}); free space in "
                "the folder for temporary files, or set TMPDIR to another."
            ) from problem
        _analyze(
            list(recordings.trials),
            out or Path("groundup-demo"),
            static=recordings.static,
            intake=recordings.intake,
            ensemble=MEMBERS,
        )


@app.command()
def info() -> None:
    """Versions of groundup and of what it stands on, for bug reports."""
    from groundup.versions import versions

    width = max(len(name) for name in versions())
    for name, version in versions().items():
        typer.echo(f"{name:<{width}}  {version}")


@app.command()
def warmup() -> None:
    """Compile the engine now, so that the first analysis does not wait for it."""
    from groundup.mechanics.cache import is_cold
    from groundup.mechanics.warmup import compile_kernels
    from groundup.setup_runs import say_if_cold

    say_if_cold()
    seconds = compile_kernels()
    if is_cold():
        raise GroundupError(
            "The engine was compiled but could not be kept, so every run compiles it anew; free space in the "
            "cache folder, or set GROUNDUP_CACHE_DIR to a folder that can be written."
        )
    typer.echo(f"The engine is ready ({seconds:.1f} s).")


def _analyze(trials: list[Path], folder: Path, **options: Any) -> None:
    from groundup.analyze_run import run_analyze

    said, problem = run_analyze(trials, folder, **options)
    typer.echo(said)
    if problem is not None:
        raise problem


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a mistake in the input is one sentence on standard error and exit status 1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    with one_sentence(debug=debug):
        # Accepted anywhere, since it is added to a command line that just failed.
        app(args=[*(["--debug"] if debug else []), *(a for a in arguments if a != "--debug")])
