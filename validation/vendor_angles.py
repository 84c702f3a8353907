"""Our own model's angles against those the vendors wrote into their C3D files."""

from collections.abc import Iterator

import numpy as np

from groundup.assessment import TrialResult
from validation.line import Line
from validation.people import (
    VENDOR_WALKS,
    Walk,
    analysed,
    analysed_standing,
    degrees,
    rms,
    sides,
    vendor_angle,
)
from validation.sabotage import angle_sign, sides_swapped

DEMEANED_LIMIT, OFFSET_LIMIT = 3.0, 6.0
_SAGITTAL = (
    ("hip", "hip_flexion", "HipAngles"),
    ("knee", "knee_flexion", "KneeAngles"),
    ("ankle", "ankle_dorsiflexion", "AnkleAngles"),
)
_OTHER_PLANES = (
    ("hip", "hip_adduction", "HipAngles", 1),
    ("knee", "knee_adduction", "KneeAngles", 1),
    ("hip", "hip_rotation", "HipAngles", 2),
    ("knee", "knee_rotation", "KneeAngles", 2),
)
# A knee axis that is set wrong shows as adduction that follows flexion (crosstalk). Where the vendor's own
# curve does so this strongly its knee centre is off too, and its knee is reported, not judged.
CROSSTALK_CORRELATION, CROSSTALK_RANGE = 0.9, 15.0

SABOTAGES = {
    "knee sagittal": lambda: angle_sign("knee_flexion"),
    "hip sagittal": lambda: angle_sign("hip_flexion"),
    "ankle sagittal": sides_swapped,
}


def lines() -> Iterator[Line]:
    """One line per walk and joint, each limb's figure in it; then the planes that are only reported."""
    for walk in VENDOR_WALKS:
        trial = analysed((walk.trial,), walk.static).trials[0]
        for joint, angle, point in _SAGITTAL:
            yield from _sagittal(walk, trial, joint, angle, point)
    for walk in VENDOR_WALKS:
        yield _reported(walk, analysed((walk.trial,), walk.static).trials[0])


def _sagittal(walk: Walk, trial: TrialResult, joint: str, angle: str, point: str) -> Iterator[Line]:
    shape, offset, judged = [], [], []
    standing = {} if joint == "knee" else _standing_offsets(walk, angle, point)
    for side, letter in sides():
        vendor = vendor_angle(trial.recording.vendor["angles"], letter + point)
        if vendor is None:
            continue
        difference = degrees(trial.motion.angles, f"{angle}_{side}") - vendor[:, 0]
        shape.append(float(np.nanstd(difference)))
        offset.append(rms(difference - standing.get(letter, 0.0)))
        judged.append(not (joint == "knee" and crosstalk(vendor)))
    fine = [(s, o) for s, o, j in zip(shape, offset, judged, strict=True) if j]
    note = (
        ""
        if all(judged)
        else ("; left " if not judged[0] else "; right ") + "vendor knee axis crosstalk: not judged"
    )
    if not any(judged):
        note = "; vendor knee axis crosstalk on both sides: not judged"
    name = f"{joint} sagittal, {walk.title}, L/R"
    yield Line(
        f"{name}, means removed",
        _pair(shape) + note,
        f"<= {DEMEANED_LIMIT:g} deg RMS",
        all(s <= DEMEANED_LIMIT for s, _ in fine) if fine else None,
    )
    if joint != "knee" and not standing:
        # The zeros of hip and ankle differ between systems; only a standing trial can take that out.
        yield Line(f"{name}, as they are", _pair(offset), "reported: nobody stood", None)
        return
    zero = "as they are" if not standing else "standing subtracted"
    yield Line(
        f"{name}, {zero}",
        _pair(offset) + note,
        f"<= {OFFSET_LIMIT:g} deg RMS",
        all(o <= OFFSET_LIMIT for _, o in fine) if fine else None,
    )


def crosstalk(vendor: np.ndarray) -> bool:
    """Whether a vendor's knee adduction (column 1) follows its flexion (column 0)."""
    seen = np.isfinite(vendor[:, :2]).all(axis=1)
    flexion, adduction = vendor[seen, 0], vendor[seen, 1]
    follows = abs(float(np.corrcoef(flexion, adduction)[0, 1])) > CROSSTALK_CORRELATION
    return follows and float(np.ptp(adduction)) > CROSSTALK_RANGE


def _standing_offsets(walk: Walk, angle: str, point: str) -> dict[str, float]:
    """Our standing angle minus the vendor's, by side letter; empty where nobody stood."""
    if walk.static is None:
        return {}
    standing = analysed_standing(walk.trial, walk.static).trials[1]
    result = {}
    for side, letter in sides():
        vendor = vendor_angle(standing.recording.vendor["angles"], letter + point)
        if vendor is not None and np.isfinite(vendor[:, 0]).any():
            ours = float(np.nanmean(degrees(standing.motion.angles, f"{angle}_{side}")))
            result[letter] = ours - float(np.nanmean(vendor[:, 0]))
    return result


def _reported(walk: Walk, trial: TrialResult) -> Line:
    texts = []
    for _, angle, point, column in _OTHER_PLANES:
        pair = []
        for side, letter in sides():
            vendor = vendor_angle(trial.recording.vendor["angles"], letter + point)
            ours = degrees(trial.motion.angles, f"{angle}_{side}")
            if vendor is not None and np.isfinite(ours).any():
                pair.append(float(np.nanstd(ours - vendor[:, column])))
        texts.append(f"{angle.replace('_', ' ')} {_pair(pair)}")
    return Line(
        f"frontal and transverse, {walk.title}, means removed",
        "; ".join(texts),
        "reported (zero of rotation: standing here, tibial torsion there)",
        None,
    )


def _pair(values: list[float]) -> str:
    return "/".join(f"{v:.1f}" for v in values) + " deg"
