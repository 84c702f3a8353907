"""Whether the ground forces and the motion fit together: what is left over at the pelvis."""

import numpy as np
from numpy.typing import NDArray

from groundup.loads.checks.check import Check, Verdict, judged
from groundup.mechanics.tree import FloatArray

SOURCE = "Hicks 2015 J Biomech Eng 137:020905, section 3.1.3"
FORCE_SHARE, MOMENT_SHARE = 0.05, 0.01
_LEAST_S = 0.1
_KEPT = (
    "nothing is withheld: the moments of the legs are reckoned from the ground up and hold none of it; "
    "nothing is told of pelvis and trunk from it"
)
_NEXT = "see the checks of timing, plates and body weight; else the trunk and arms are not well modelled"


def check_residuals(
    time: FloatArray,
    residual_force: FloatArray,
    residual_moment: FloatArray,
    ground_force: FloatArray,
    centre_of_mass: FloatArray,
    floor: float,
    cutoff_hz: float,
) -> tuple[Check, Check]:
    """Peak and RMS of the residual force and moment against the ground force.

    Parameters
    ----------
    time : (F,) [s].
    residual_force, residual_moment : (F, 3) at the pelvis, lab [N], [N m]; NaN where a foot is not known.
    ground_force : (F, 2, 3) on each foot [N].
    centre_of_mass : (F, 3) [m].
    floor : float
        Height of the floor [m].
    cutoff_hz : float
        Of the low-pass [Hz]: half a period of it at either end of what is known is left out, as it blurs the
        onset of a force there.
    """
    net = np.linalg.norm(ground_force.sum(axis=1), axis=1)
    known = np.isfinite(net) & np.isfinite(residual_force).all(axis=1)
    if len(time) > 1:
        margin = round(0.5 / cutoff_hz / float(np.median(np.diff(time))))
        known = _eroded(known, margin)
    seconds = float(known.sum() * np.median(np.diff(time))) if len(time) > 1 else 0.0
    names = ("residual force at the pelvis", "residual moment at the pelvis")
    limits = (
        f"peak and RMS at most {100 * FORCE_SHARE:.0f} % of the peak ground force",
        f"peak and RMS at most {100 * MOMENT_SHARE:.0f} % of centre of mass height times peak ground force",
    )
    if seconds < _LEAST_S or not net[known].max(initial=0.0) > 0.0:
        reason = "the forces on both feet are never known together for 0.1 s"
        return (
            Check(names[0], Verdict.CANNOT_TELL, reason, limits[0], SOURCE),
            Check(names[1], Verdict.CANNOT_TELL, reason, limits[1], SOURCE),
        )
    peak = float(net[known].max())
    height = float(np.nanmean(centre_of_mass[known, 1])) - floor
    force = _told(names[0], residual_force[known], peak, "N", FORCE_SHARE, limits[0], seconds)
    moment = _told(names[1], residual_moment[known], peak * height, "N m", MOMENT_SHARE, limits[1], seconds)
    return force, moment


def _told(
    name: str, left: FloatArray, against: float, unit: str, share: float, limit: str, seconds: float
) -> Check:
    size = np.linalg.norm(left, axis=1)
    peak, rms = float(size.max()), float(np.sqrt((size**2).mean()))
    good = peak <= share * against
    return Check(
        name=name,
        verdict=judged(good),
        found=(
            f"peak {peak:.0f} {unit} ({100 * peak / against:.1f} %), RMS {rms:.0f} {unit} "
            f"({100 * rms / against:.1f} %) over {seconds:.2f} s"
        ),
        limit=limit,
        source=SOURCE,
        consequence="" if good else _KEPT,
        next_step="" if good else _NEXT,
        value=rms,
        unit=unit,
    )


def _eroded(known: NDArray[np.bool_], margin: int) -> NDArray[np.bool_]:
    """Where everything up to `margin` samples to both sides is known; beyond the ends nothing is."""
    unknown = np.concatenate([np.ones(margin, np.bool_), ~known, np.ones(margin, np.bool_)])
    before = np.concatenate([[0], np.cumsum(unknown)])
    return np.asarray(before[2 * margin + 1 :] == before[: len(known)])
