"""Shares against an earlier session, markers placed anew: the same walk, seen twice, deviates nowhere."""

import importlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from groundup.analyze import analyze, prepare
from groundup.assessment import Analysis
from groundup.body.subject import Subject
from groundup.evidence.table import row
from groundup.exchange.trc import trc_text
from groundup.findings.share.share import Part, Reference, Share
from groundup.mechanics.kinematics import poses as place_bodies
from groundup.motion.track import track
from groundup.quantities import MeasurementError
from groundup.recording.read import read_recordings
from groundup.recording.recording import Recording
from validation.line import Line
from validation.sabotage import wrapped
from validation.shares import FOLDER, MASS, NATURAL

_DRAWS, _MEMBERS, _QUIET, _WIDER = 3, 60, 0.9, 1.2
_STANDING = FOLDER / "MarkerData" / "static1.trc"
_WALK = FOLDER / "MarkerData" / f"{NATURAL}.trc"
_FORCES = FOLDER / "GRF" / f"{NATURAL}_grf.mot"


def lines() -> Iterator[Line]:
    """Hold a walk against itself with its markers elsewhere on the bones, and ask how sure that is."""
    found = [_against_itself(draw) for draw in range(_DRAWS)]
    told = [s for one in found for s in one.shares if s.reference is Reference.EARLIER]
    loud = sorted({f"{s.quantity.label} in {s.phase}" for s in told if s.explains})
    quiet = sum(not s.explains for s in told)
    yield Line(
        f"share, {NATURAL} against itself with markers placed anew: no deviation to explain",
        f"{quiet} of {len(told)} quantities in {_DRAWS} placements"
        + (f" (not: {', '.join(loud)})" if loud else ""),
        f">= {100 * _QUIET:.0f} %",
        quiet >= _QUIET * len(told) > 0.0,
    )
    within = [s for s in told if s.deviation.error is not None and _holds_zero(s)]
    yield Line(
        f"share, {NATURAL} against itself with markers placed anew: 90 % intervals that hold the truth",
        f"{100.0 * len(within) / len(told):.0f} % of {len(told)}",
        "reported: of one person and few placements",
        None,
    )
    yield _wider(found)


def _holds_zero(share: Share) -> bool:
    error = share.deviation.error
    return error is not None and error.low <= 0.0 <= error.high


def _wider(found: list[Analysis]) -> Line:
    """Hold the same walk against itself as of the same session: errors of placement then cancel."""
    ratio = [
        _error_sd(one, Reference.EARLIER, name) / _error_sd(one, Reference.NATURAL, name)
        for one in found
        for name in ("knee_adduction", "knee_rotation")
    ]
    return Line(
        "share, an earlier session against the same session: error of the knee's adduction and rotation",
        f"{min(ratio):.1f} to {max(ratio):.1f} times",
        f">= {_WIDER:g}: errors of placement do not cancel",
        min(ratio) >= _WIDER,
    )


def _error_sd(found: Analysis, reference: Reference, quantity: str) -> float:
    errors = [
        s.deviation.error.sd
        for s in found.shares
        if s.reference is reference and s.quantity.name == quantity and s.deviation.error is not None
    ]
    return float(np.mean(errors))


@cache
def _body() -> Subject:
    return analyze((_WALK, _FORCES), static=_STANDING, mass=MASS).subject


def _against_itself(draw: int) -> Analysis:
    """Analyse the walk against itself, as of the same session and of one with markers elsewhere."""
    random = np.random.default_rng((11, draw))
    slips = _slips(_body(), random)
    with tempfile.TemporaryDirectory() as folder:
        files = [_moved(path, slips, Path(folder)) for path in (_WALK, _STANDING)]
        forces = Path(folder) / _FORCES.name
        forces.write_bytes(_FORCES.read_bytes())
        return analyze(
            (_WALK, _FORCES),
            static=_STANDING,
            natural=(_WALK, _FORCES),
            earlier=(*files, forces),
            mass=MASS,
            ensemble=_MEMBERS,
        )


def _slips(subject: Subject, random: np.random.Generator) -> Mapping[str, np.ndarray]:
    """Marker -> (3,) how far it sits from where it sat [m]: the difference of two placements.

    EVIDENCE A64 (pelvis, shared by three axes) and A65 (elsewhere, per axis), middles of what they give.
    """
    pelvis = np.mean([row("A64.low").value, row("A64.high").value]) / np.sqrt(3.0)
    other = np.mean([row("A65.per_axis_low").value, row("A65.per_axis_high").value])
    chain = subject.chain
    found = {}
    for marker, body in zip(chain.markers, chain.topology.marker_body, strict=True):
        size = pelvis if chain.bodies[body] == "pelvis" else other
        found[marker] = np.sqrt(2.0) * 1e-3 * size * random.standard_normal(3)
    return found


def _moved(path: Path, slips: Mapping[str, np.ndarray], folder: Path) -> Path:
    """Write a recording anew with its markers moved over the bones."""
    (raw,) = read_recordings([(path, None)])
    recording = prepare(raw)
    chain, into = _body().chain, _lab_axes(raw, recording)
    motion = track(recording, _body())
    coordinates = np.ascontiguousarray(motion.poses.transpose("time", "coordinate").values)
    placed = place_bodies(chain.topology, chain.parameters, coordinates, slot_axes=False)
    markers = raw.markers.transpose("time", "marker", "axis").copy(deep=True)
    rows = np.searchsorted(markers.time.values, motion.poses.time.values)
    labels = [str(label) for label in markers.marker.values]
    for marker, body in zip(chain.markers, chain.topology.marker_body, strict=True):
        if marker in labels:
            gone = placed.rotation_body_in_lab[:, body] @ slips[marker]
            markers.values[rows, labels.index(marker)] += gone @ into
    out = folder / path.name
    out.write_text(trc_text(markers, raw.rate, 1, path.name), encoding="utf-8")
    return out


def _lab_axes(raw: Recording, recording: Recording) -> np.ndarray:
    """(3, 3) rotation of the file's axes into the lab's: forces stay in the file's."""
    shared = [m for m in raw.markers.marker.values if m in recording.markers.marker.values]
    own, lab = (
        r.markers.sel(marker=shared).transpose("time", "marker", "axis").values.reshape(-1, 3)
        for r in (raw, recording)
    )
    seen = np.isfinite(own).all(axis=1) & np.isfinite(lab).all(axis=1)
    into = np.linalg.lstsq(own[seen], lab[seen], rcond=None)[0].T
    if not np.allclose(into @ into.T, np.eye(3), atol=1e-6):
        raise ValueError(f"{raw.name} is not only turned on the way in")
    return into


@contextmanager
def _as_one_session() -> Iterator[None]:
    """Errors of an earlier session taken for those of today: all cancel."""
    module = vars(importlib.import_module("groundup.uncertainty.earlier_members"))
    module["_shared"], kept = (lambda source, _, draws: source in draws), module["_shared"]
    try:
        yield
    finally:
        module["_shared"] = kept


def _too_sure(found: tuple[Share, ...]) -> tuple[Share, ...]:
    """Shares whose errors are told a fifth as large as they are."""

    def fifth(part: Part) -> MeasurementError | None:
        error = part.error
        return None if error is None else replace(error, sd=0.2 * error.sd)

    return tuple(
        s.with_errors({name: e for name, part in s.parts().items() if (e := fifth(part)) is not None})
        for s in found
    )


SABOTAGES: Mapping[str, Callable[[], AbstractContextManager[None]]] = {
    f"share, {NATURAL} against itself": lambda: wrapped(
        "groundup.uncertainty.share_members", "with_share_errors", _too_sure
    ),
    "share, an earlier session": _as_one_session,
}
