"""Setup files of OpenSim's tools with the files they name: real ones, and a block that slides and turns."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IK, ID, MODEL = "ik", "id", "model"
_SUBJECT = "opensim_gait2392_subject01"
# Setup file, or trial -> the tool, and the other files that are read.
_REAL = {
    f"{_SUBJECT}/ik_test/subject01_Setup_InverseKinematics.xml": (
        IK,
        ("subject01_simbody.osim", "subject01_synthetic_marker_data.trc"),
    ),
    f"{_SUBJECT}/ik_test/subject01_synthetic_marker_data.trc": (MODEL, ("subject01_simbody.osim",)),
    f"{_SUBJECT}/id_test/subject01_Setup_InverseDynamics.xml": (
        ID,
        ("subject01.osim", "subject01_walk1_ik.mot", "subject01_walk1_grf.xml", "subject01_walk1_grf.mot"),
    ),
}
_FRAMES, _RATE = 60, 100.0
_MARKERS = {"m1": (0.1, 0.2, 0.3), "m2": (-0.2, 0.1, 0.0), "m3": (0.0, -0.3, 0.1)}


@dataclass(frozen=True)
class Scene:
    """Files that are read together: `setup` names the others, or is the trial of the person's own model."""

    tool: str
    setup: Path
    files: tuple[Path, ...]


def scenes(data: Path, generated: Path) -> Iterator[Scene]:
    """Every setup at hand; `generated` is a folder for those that are made."""
    for name, (tool, others) in _REAL.items():
        setup = data / name
        if setup.is_file():
            yield Scene(tool, setup, (setup, *(setup.parent / other for other in others)))
    yield from _made(generated)


def _made(folder: Path) -> Iterator[Scene]:
    folder.mkdir(exist_ok=True)
    times = [frame / _RATE for frame in range(_FRAMES)]
    turns = [0.5 * math.sin(2.0 * math.pi * time) for time in times]
    texts = {
        "block.osim": _model(),
        "block.trc": _markers(times, turns),
        "block.mot": _table("Coordinates", ("turn", "x"), times, [(t, 0.1 * t) for t in turns]),
        "push.mot": _table("push", _PUSH, times, [_pushed(turn) for turn in turns]),
        "push.xml": _LOADS,
        "block_ik.xml": _IK,
        "block_id.xml": _ID,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    kinematics = ("block_ik.xml", "block.osim", "block.trc", "block.mot")
    dynamics = ("block_id.xml", "block.osim", "block.mot", "push.xml", "push.mot")
    for tool, names in ((IK, kinematics), (ID, dynamics)):
        yield Scene(tool, folder / names[0], tuple(folder / name for name in names))


def _pushed(turn: float) -> tuple[float, ...]:
    """Force [N], point [m] and free moment [N m] of one row."""
    return (1.0, 2.0, turn, 0.0, 0.1, 0.0, 0.0, 0.0, 0.5)


def _model() -> str:
    line = "<LinearFunction><coefficients>1 0</coefficients></LinearFunction>"
    still = "<Constant><value>0</value></Constant>"
    moves = {"rotation1": ("0 0 1", "turn"), "rotation2": ("0 1 0", ""), "rotation3": ("1 0 0", ""),
             "translation1": ("1 0 0", "x"), "translation2": ("0 1 0", ""),
             "translation3": ("0 0 1", "")}  # fmt: skip
    axes = "\n".join(
        f'<TransformAxis name="{name}"><coordinates>{coordinate}</coordinates><axis>{axis}</axis>'
        f"{line if coordinate else still}</TransformAxis>"
        for name, (axis, coordinate) in moves.items()
    )
    markers = "\n".join(
        f'<Marker name="{name}"><socket_parent_frame>/bodyset/b</socket_parent_frame>'
        f"<location>{' '.join(map(str, place))}</location></Marker>"
        for name, place in _MARKERS.items()
    )
    frames = "".join(
        f'<PhysicalOffsetFrame name="{name}"><socket_parent>{body}</socket_parent>'
        "<translation>0 0 0</translation><orientation>0 0 0</orientation></PhysicalOffsetFrame>\n"
        for name, body in (("before", "/ground"), ("after", "/bodyset/b"))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenSimDocument Version="40500">\n<Model name="block">\n'
        '<gravity>0 -9.80665 0</gravity>\n<Ground name="ground"/>\n<BodySet name="bodyset"><objects>\n'
        '<Body name="b"><mass>2</mass><mass_center>0 0.1 0</mass_center>'
        "<inertia>0.1 0.2 0.3 0.01 0.02 0.03</inertia></Body>\n</objects></BodySet>\n"
        '<JointSet name="jointset"><objects>\n<CustomJoint name="j">\n'
        "<socket_parent_frame>before</socket_parent_frame><socket_child_frame>after</socket_child_frame>\n"
        '<coordinates><Coordinate name="turn"><range>-3 3</range></Coordinate>'
        '<Coordinate name="x"/></coordinates>\n'
        f"<frames>{frames}</frames>\n<SpatialTransform>{axes}</SpatialTransform>\n</CustomJoint>\n"
        f'</objects></JointSet>\n<MarkerSet name="markerset"><objects>\n{markers}\n</objects></MarkerSet>\n'
        "</Model>\n</OpenSimDocument>\n"
    )


def _markers(times: list[float], turns: list[float]) -> str:
    names = "\t".join(f"{name}\t\t" for name in _MARKERS)
    axes = "\t".join(f"X{k}\tY{k}\tZ{k}" for k in range(1, len(_MARKERS) + 1))
    rows = []
    for frame, (time, turn) in enumerate(zip(times, turns, strict=True), 1):
        c, s = math.cos(turn), math.sin(turn)
        places = ((c * x - s * y + 0.1 * turn, s * x + c * y, z) for x, y, z in _MARKERS.values())
        cells = "\t".join(f"{1e3 * value:.4f}" for place in places for value in place)
        rows.append(f"{frame}\t{time:.5f}\t{cells}")
    head = (
        "PathFileType\t4\t(X/Y/Z)\tblock.trc\n"
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n"
        f"{_RATE:g}\t{_RATE:g}\t{len(rows)}\t{len(_MARKERS)}\tmm\t{_RATE:g}\t1\t{len(rows)}\n"
        f"Frame#\tTime\t{names}\n\t\t{axes}\n\n"
    )
    return head + "\n".join(rows) + "\n"


def _table(title: str, columns: tuple[str, ...], times: list[float], rows: list[tuple[float, ...]]) -> str:
    head = f"{title}\nversion=1\nnRows={len(rows)}\nnColumns={len(columns) + 1}\ninDegrees=no\nendheader\n"
    lines = (
        "\t".join(f"{value:.8f}" for value in (time, *row)) for time, row in zip(times, rows, strict=True)
    )
    return head + "\t".join(("time", *columns)) + "\n" + "\n".join(lines) + "\n"


_PUSH = tuple(f"push_{part}{axis}" for part in "vpm" for axis in "xyz")
_LOADS = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40500">
<ExternalLoads name="push">
<objects>
<ExternalForce name="hand">
<applied_to_body>b</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body>
<point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>push_v</force_identifier>
<point_identifier>push_p</point_identifier>
<torque_identifier>push_m</torque_identifier>
</ExternalForce>
</objects>
<datafile>push.mot</datafile>
</ExternalLoads>
</OpenSimDocument>
"""
_IK = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40500">
<InverseKinematicsTool name="block">
<results_directory>.</results_directory>
<model_file>block.osim</model_file>
<constraint_weight>Inf</constraint_weight>
<accuracy>1e-5</accuracy>
<time_range>0.05 0.5</time_range>
<output_motion_file>block_ik.mot</output_motion_file>
<report_errors>true</report_errors>
<report_marker_locations>true</report_marker_locations>
<marker_file>block.trc</marker_file>
<coordinate_file>block.mot</coordinate_file>
<IKTaskSet>
<objects>
<IKMarkerTask name="m1"><apply>true</apply><weight>1</weight></IKMarkerTask>
<IKMarkerTask name="m2"><apply>true</apply><weight>2</weight></IKMarkerTask>
<IKMarkerTask name="m3"><apply>true</apply><weight>10</weight></IKMarkerTask>
<IKCoordinateTask name="x">
<apply>true</apply><weight>0.5</weight><value_type>from_file</value_type><value>0</value>
</IKCoordinateTask>
</objects>
</IKTaskSet>
</InverseKinematicsTool>
</OpenSimDocument>
"""
_ID = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40500">
<InverseDynamicsTool name="block">
<results_directory>.</results_directory>
<model_file>block.osim</model_file>
<time_range>0.05 0.5</time_range>
<forces_to_exclude>Muscles</forces_to_exclude>
<external_loads_file>push.xml</external_loads_file>
<coordinates_file>block.mot</coordinates_file>
<lowpass_cutoff_frequency_for_coordinates>6</lowpass_cutoff_frequency_for_coordinates>
<output_gen_force_file>block_id.sto</output_gen_force_file>
</InverseDynamicsTool>
</OpenSimDocument>
"""
