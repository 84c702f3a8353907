"""Sound files that mutants are made of: those of ../shared/data where present, generated ones otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzz.intake import INTAKE
from fuzz.scenes import Scene, scenes

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FORMATS = (".c3d", ".trc", ".mot", ".sto", ".csv", ".nc")
# A mutant costs in proportion to its size, and small files have the same structures.
_LARGEST_BYTES = 2_100_000
_LARGEST_ANALYZED_BYTES = 350_000
# Force files are mutated beside their markers, which they are read with.
_MARKERS_OF = {
    "hamner_running/multiple_trials/run200_grf.mot": "hamner_running/multiple_trials/run200.trc",
    "hamner_running/multiple_trials/run300_grf.mot": "hamner_running/multiple_trials/run300.trc",
    "opencap_lab_subject4_squat_dropjump_gait/GRF/walking1_grf.mot": (
        "opencap_lab_subject4_squat_dropjump_gait/MarkerData/walking1.trc"
    ),
    "opencap_lab_subject4_squat_dropjump_gait/GRF/DJ1_grf.mot": (
        "opencap_lab_subject4_squat_dropjump_gait/MarkerData/DJ1.trc"
    ),
    "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_walk1_grf.mot": (
        "opensim_gait2392_subject01/tutorial5_scale_walk/subject01_walk1.trc"
    ),
}


@dataclass(frozen=True)
class Seed:
    """A sound file: what is mutated, and what it is read with.

    `markers` go with a force file; `scene` is the setup that names the file, where it belongs to one.
    """

    name: str
    path: Path
    markers: Path | None = None
    scene: Scene | None = None

    @property
    def analyzable(self) -> bool:
        """Whether an analysis of it is quick enough to be repeated."""
        size = self.path.stat().st_size
        recorded = self.path.suffix in (".c3d", ".trc") and self.scene is None
        return recorded and size <= _LARGEST_ANALYZED_BYTES


def seeds(generated: Path) -> tuple[Seed, ...]:
    """Every file at hand; `generated` is an empty folder for those that are made."""
    return (*_shared(), *_generated(generated), *_in_scenes(generated / "scene"), *_intakes(generated))


def _in_scenes(generated: Path) -> Iterator[Seed]:
    for scene in scenes(DATA, generated):
        for path in scene.files:
            yield Seed(f"{scene.setup.stem}/{path.name}", path, scene=scene)


def _intakes(folder: Path) -> Iterator[Seed]:
    path = folder / "intake.toml"
    path.write_text(INTAKE, encoding="utf-8")
    yield Seed(f"generated/{path.name}", path)


def _shared() -> Iterator[Seed]:
    if not DATA.is_dir():
        return
    for path in sorted(DATA.rglob("*")):
        if path.suffix.lower() not in FORMATS or not 0 < path.stat().st_size <= _LARGEST_BYTES:
            continue
        name = path.relative_to(DATA).as_posix()
        if path.suffix in (".csv", ".nc"):
            continue  # tables of norms, and results
        markers = _MARKERS_OF.get(name)
        yield Seed(name, path, None if markers is None else DATA / markers)


def _generated(folder: Path) -> Iterator[Seed]:
    from groundup.exchange.convert import convert
    from groundup.exchange.trc import trc_text
    from groundup.recording.read import read_recording
    from groundup.synthetic.demo import write_demo

    demo = write_demo(folder)
    for path in (*demo.trials, demo.static):
        yield Seed(f"generated/{path.name}", path)
        recording = read_recording(path)
        trc = path.with_suffix(".trc")
        # A second is enough of a walk to be read, and little to write again and again.
        markers = recording.markers[:100]
        trc.write_text(trc_text(markers, recording.rate, recording.first_frame, trc.name), encoding="utf-8")
        yield Seed(f"generated/{trc.name}", trc)
        for ending in (".csv", ".nc"):
            converted = path.with_suffix(ending)
            convert(trc, converted)
            yield Seed(f"generated/{converted.name}", converted)
        if recording.plates:
            mot = folder / f"{path.stem}_grf.mot"
            mot.write_text(_forces_text(recording), encoding="utf-8")
            yield Seed(f"generated/{mot.name}", mot, trc)


def _forces_text(recording: "object") -> str:
    from groundup.recording.recording import Recording

    assert isinstance(recording, Recording)
    plate = recording.plates[0]
    time = plate.force.plate_time.values[:1000:10]
    columns = ["time", *(f"ground_force_{part}{axis}" for part in "vp" for axis in "xyz")]
    rows = [
        "\t".join(f"{value:.6f}" for value in (instant, *force, 0.5, 0.0, 0.25))
        for instant, force in zip(time, plate.force.values[:1000:10], strict=True)
    ]
    head = [
        "forces",
        "version=1",
        f"nRows={len(rows)}",
        f"nColumns={len(columns)}",
        "inDegrees=yes",
        "endheader",
    ]
    return "\n".join([*head, "\t".join(columns), *rows]) + "\n"
