"""Small trials in OpenSim's files: a block on a slider and a hinge, its markers, and setups."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.exchange.osim_snippets import LINE, ZERO, coordinate, joint4, model4, transform

MASS = 2.0
GRAVITY = 9.80665
CENTRE = np.array([0.0, 0.1, 0.0])
MARKERS = {"m1": (0.1, 0.2, 0.3), "m2": (-0.2, 0.1, 0.0), "m3": (0.0, -0.3, 0.1)}


def write_model(folder: Path, range_of_turn: str = "") -> Path:
    """Write ``model.osim``: body b slides along X by ``x`` and turns about Z by ``turn``."""
    inside = transform(
        rotation1=("0 0 1", "turn", LINE), translation1=("1 0 0", "x", LINE), rotation3=("1 0 0", "", ZERO)
    )
    markers = "".join(
        f'<Marker name="{name}"><socket_parent_frame>/bodyset/b</socket_parent_frame>'
        f"<location>{' '.join(map(str, place))}</location></Marker>"
        for name, place in MARKERS.items()
    )
    joint = joint4("CustomJoint", coordinate("turn", range_of_turn) + coordinate("x"), inside)
    path = folder / "model.osim"
    path.write_text(model4(joint, markers=markers))
    return path


def place(turn: np.ndarray, x: np.ndarray) -> np.ndarray:
    """(F, M, 3) where the markers of the block are [m]."""
    c, s, o, i = np.cos(turn), np.sin(turn), np.zeros_like(turn), np.ones_like(turn)
    rotation = np.moveaxis(np.array([[c, -s, o], [s, c, o], [o, o, i]]), -1, 0)
    shift = np.stack([x, o, o], axis=-1)
    return np.asarray(np.einsum("fij,mj->fmi", rotation, np.array(list(MARKERS.values()))) + shift[:, None])


def write_trc(folder: Path, positions: np.ndarray, rate: float = 100.0) -> Path:
    """Write ``markers.trc`` in mm from time zero; NaN becomes blank."""
    names = list(MARKERS)
    frames = len(positions)
    rows = []
    for f, frame in enumerate(positions):
        cells = ["" if np.isnan(v) else f"{1000.0 * v:.9f}" for v in frame.ravel()]
        rows.append("\t".join([str(f + 1), f"{f / rate:.6f}", *cells]))
    head = [
        "PathFileType\t4\t(X/Y/Z)\tmarkers.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits",
        f"{rate}\t{rate}\t{frames}\t{len(names)}\tmm",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"{a}{k}" for k in range(1, len(names) + 1) for a in "XYZ"),
        "",
    ]
    path = folder / "markers.trc"
    path.write_text("\n".join(head + rows) + "\n")
    return path


def write_table(path: Path, time: np.ndarray, columns: dict[str, np.ndarray], header: Sequence[str]) -> Path:
    """Write a .mot or .sto with the header lines given."""
    rows = np.column_stack([time, *columns.values()])
    lines = [*header, "endheader", "\t".join(["time", *columns])]
    lines += ["\t".join(f"{v:.17g}" for v in row) for row in rows]
    path.write_text("\n".join(lines) + "\n")
    return path


def tool(kind: str, inside: str, version: int | None = 40000) -> str:
    """Setup file text; no document around the tool where the version is None."""
    held = f'<{kind} name="trial">{inside}</{kind}>'
    return held if version is None else f'<OpenSimDocument Version="{version}">{held}</OpenSimDocument>'


def marker_task(name: str, weight: float = 1.0, apply: str = "true") -> str:
    """One marker task."""
    return f'<IKMarkerTask name="{name}"><apply>{apply}</apply><weight>{weight}</weight></IKMarkerTask>'


def coordinate_task(name: str, weight: float, kind: str, value: float = 0.0) -> str:
    """One coordinate task."""
    return (
        f'<IKCoordinateTask name="{name}"><apply>true</apply><weight>{weight}</weight>'
        f"<value_type>{kind}</value_type><value>{value}</value></IKCoordinateTask>"
    )


def ik_setup(tasks: str, extra: str = "", version: int | None = 40000) -> str:
    """Setup of the kinematics tool for the files written here."""
    return tool(
        "InverseKinematicsTool",
        "<model_file>model.osim</model_file><marker_file> markers.trc </marker_file>"
        f"<output_motion_file>out.mot</output_motion_file>{extra}"
        f'<IKTaskSet name="tasks"><objects>{tasks}</objects></IKTaskSet>',
        version,
    )


def all_markers() -> str:
    """A task for every marker."""
    return "".join(marker_task(name) for name in MARKERS)
