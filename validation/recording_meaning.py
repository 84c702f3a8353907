"""What labels and axes are taken for, against the vendors' own segments and the supplied model poses."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError, Side
from groundup.recording.axes import orient
from groundup.recording.heading import Heading
from groundup.recording.identify import identify
from groundup.recording.labels import normalise
from groundup.recording.read import read_recordings
from groundup.recording.readers.storage import read_table
from groundup.recording.recording import Recording
from validation.line import SHARED, Line
from validation.sabotage import wrapped

PROTOCOLS = {
    "gaitalytics_pig_cgm2_gait/test_small.c3d": "plug-in-gait",
    "gaitalytics_pig_cgm2_gait/treadmill_events.c3d": "treadmill-hbm",
    "mcgill_pig_ofm_gait": "oxford-foot",
    "msk_modelling_walking": "plug-in-gait-clusters",
    "opensim_core_c3d_walking2_walking5/walking": "cluster-walking",
    "opencap_lab_subject4_squat_dropjump_gait": "stanford-lab",
    "opensim_rajagopal_3dwalking": "rajagopal-walking",
    "hamner_running": "stanford-running",
    "bmclab_running_opensim/motion_capture_run.trc": "stanford-running",
    "bmclab_running_opensim/static_run.trc": "stanford-running",
    "bmclab_running_opensim/walk": "bmclab",
    "opensim_gait2392_subject01": "cleveland-clinic",
    "markerless_opencap_squat_jump": "opencap-keypoints",
}
"""Beginning of a path -> the set its README names (BMClab's runner wears the Stanford running set)."""
MIRRORED = "bmclab_running_opensim/walk/walk1.trc"
HEADING_DEG = 10.0
"""Progression and facing differ by pelvic rotation, averaged over no whole number of strides."""
CENTRE_M = 0.10
"""A lateral epicondyle or malleolus lies half a joint's width from its centre: 25-60 mm, plus the marker."""


def lines() -> Iterator[Line]:
    """Protocols, axes, sides and refusals of every shared recording with markers."""
    files = [f for suffix in ("c3d", "trc") for f in sorted(SHARED.rglob(f"*.{suffix}")) if _expected(f)]
    read = dict(zip(files, read_recordings([(f, None) for f in files]), strict=True))
    yield from _protocol_lines(read)
    yield from _axes_lines(read)
    yield _landmark_line(read)
    yield _refusal_line(read)


def _expected(file: Path) -> str | None:
    relative = file.relative_to(SHARED).as_posix()
    return next((name for start, name in PROTOCOLS.items() if relative.startswith(start)), None)


def _protocol_lines(read: dict[Path, Recording]) -> Iterator[Line]:
    by_set: dict[str, list[bool]] = {}
    for file, recording in read.items():
        expected = str(_expected(file))
        by_set.setdefault(expected, []).append(_protocol(recording) == expected)
    for name, right in by_set.items():
        what = f"marker set recognised as {name}"
        yield Line(what, f"{sum(right)} of {len(right)} files", "all", all(right))


def _protocol(recording: Recording) -> str:
    try:
        match = identify(recording).match
    except BadInputError:
        return "refused"
    return match.protocol if match else "none"


def _axes_lines(read: dict[Path, Recording]) -> Iterator[Line]:
    forward, upward = [], []
    for file, recording in read.items():
        oracle = _facing(file, recording)
        if oracle is None or file.relative_to(SHARED).as_posix() == MIRRORED:
            continue
        axes = orient(identify(recording)).lab_axes
        assert axes is not None
        facing, up = oracle
        upward.append(float(axes.rotation_lab_from_file[1] @ up) > 0.99)
        flat = facing - (facing @ up) * up
        cosine = float(axes.rotation_lab_from_file[0] @ flat / np.linalg.norm(flat))
        forward.append(float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))))
    yield Line("up, against vendor and model poses", f"{sum(upward)} of {len(upward)}", "all", all(upward))
    worst = max(forward)
    yield Line(
        "forward, against the pelvis of vendor and model poses",
        f"worst {worst:.1f} deg of {len(forward)}",
        f"<= {HEADING_DEG:g} deg",
        worst <= HEADING_DEG,
    )


def _facing(file: Path, recording: Recording) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Facing and up in file axes as others have them: Vicon's pelvis or an OpenSim pose."""
    if {"PELO", "PELA"} <= set(recording.labels):
        place = recording.markers.sel(marker=["PELO", "PELA"]).mean("time").values
        return place[1] - place[0], np.array([0.0, 0.0, 1.0])
    for pose in (
        file.parents[1] / "IK_manual_scaling" / f"{file.stem}_manual_scaling_ik.mot",
        file.with_name(f"{file.stem}_ik.mot"),
    ):
        if pose.is_file():
            table = read_table(pose)
            angle = table.values[:, table.columns.index("pelvis_rotation")].mean()
            angle = np.radians(angle) if "manual" in pose.name else angle
            return np.array([np.cos(angle), 0.0, -np.sin(angle)]), np.array([0.0, 1.0, 0.0])
    return None


def _landmark_line(read: dict[Path, Recording]) -> Line:
    """Lateral knee and ankle markers against the vendor's knee and ankle centres of the same side."""
    worst, count = 0.0, 0
    for recording in read.values():
        landmarks = identify(recording).match.landmarks  # type: ignore[union-attr]
        for side in Side:
            for joint, centre in (("knee", "FEO"), ("ankle", "TIO")):
                point, label = f"{side[0].upper()}{centre}", landmarks.get(f"{side}_{joint}_lateral")
                if label and point in recording.labels:
                    apart = recording.markers.sel(marker=label) - recording.markers.sel(marker=point)
                    worst = max(worst, float(np.nanmean(np.linalg.norm(apart.values, axis=1))))
                    count += 1
    return Line(
        "lateral knee and ankle markers beside the vendor's joint centres",
        f"worst {worst * 1e3:.0f} mm of {count}",
        f"<= {CENTRE_M * 1e3:g} mm",
        count > 0 and worst <= CENTRE_M,
    )


def _refusal_line(read: dict[Path, Recording]) -> Line:
    """Only the mirrored file is refused: its right markers lie to the left of its walking direction."""
    refused = []
    for file, recording in read.items():
        try:
            orient(identify(recording))
        except BadInputError:
            refused.append(file.relative_to(SHARED).as_posix())
    said = ", ".join(refused) or "none"
    return Line("recordings refused for their labels or axes", said, MIRRORED, refused == [MIRRORED])


def _backwards() -> AbstractContextManager[None]:
    def turn(heading: Heading) -> Heading:
        return replace(heading, vector=-heading.vector)

    return wrapped("groundup.recording.heading", "find_heading", turn)


def _other_side() -> AbstractContextManager[None]:
    def swap(recording: Recording) -> Recording:
        match = recording.match
        assert match is not None
        names = {f"{side}_": f"{side.other}_" for side in Side}
        swapped = {
            next((new + k.removeprefix(old) for old, new in names.items() if k.startswith(old)), k): v
            for k, v in match.landmarks.items()
        }
        return dataclasses.replace(recording, match=replace(match, landmarks=swapped))

    return wrapped("groundup.recording.identify", "identify", swap)


def _other_vertical() -> AbstractContextManager[None]:
    return wrapped("groundup.recording.vertical", "axis_vector", lambda up: np.roll(up, 1))


def _garbled() -> AbstractContextManager[None]:
    return wrapped(normalise.__module__, "normalise", lambda name: name[::-1])


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "marker set recognised": _garbled,
    "up, against": _other_vertical,
    "forward, against": _backwards,
    "lateral knee and ankle": _other_side,
    "recordings refused": _other_side,
}
