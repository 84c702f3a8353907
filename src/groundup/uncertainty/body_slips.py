"""What a fit assumed that may be off for each member: where markers are, where hips and axes are."""

from collections.abc import Mapping

import numpy as np

from groundup.body.fitted import Fit
from groundup.body.prior_response import prior_response
from groundup.body.priors import nearly_straight
from groundup.body.shape import AXIS, POSITION, TURN
from groundup.body.subject import Subject
from groundup.mechanics.rotation import skew
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.uncertainty.error_sizes import ErrorSize, ErrorSizes, published

_FEET = ("hindfoot", "forefoot", "toes")
_LANDMARK_SOURCES = ("pelvis_landmarks", "knee_landmarks", "ankle_landmarks", "foot_landmarks")
_BENT = np.deg2rad(60.0)  # the flexion at which a knee's adduction is its error away from the straight knee's
_SHAPES = {
    (POSITION, "thigh"): ("hip_centre", ("hip",) * 3),
    (POSITION, "shank"): ("segment_lengths", ("length",)),
    (POSITION, "talus"): ("segment_lengths", ("length",)),
    (TURN, "talus"): ("tibial_torsion", ("torsion",)),
    (AXIS, "talus"): ("talocrural_axis", ("talocrural",) * 2),
    (AXIS, "hindfoot"): ("subtalar_axis", ("inclination", "deviation")),
}
"""What of the sizes, and of which segment -> the source of its error, and the parts of that in order."""


class BodySlips:
    """Turns standard normal numbers into errors of what a fit assumed.

    Parameters
    ----------
    subject, fit : a person, and how it was found.
    errors : ErrorSizes, optional
        The published ones where not given.
    """

    def __init__(self, subject: Subject, fit: Fit, errors: ErrorSizes | None = None) -> None:
        self._subject, self._fit, self._errors = subject, fit, errors or published()
        self._landmarks = _landmarks(fit, self._errors)
        self._shapes = _shapes(subject, fit, self._errors)
        self._feet = _feet(subject, fit)
        follow, self._sizes_follow = prior_response(subject, fit)
        count = follow.shape[0]
        # Seen from where the marker is: what follows it less the way it went itself.
        self._offsets_follow = follow.reshape(3 * count, -1) - np.eye(3 * count)

    @property
    def sizes(self) -> dict[str, int]:
        """Source -> how many standard normal numbers it takes for a member."""
        found = {source: 3 * len(own) for source, own in self._landmarks.items()}
        for source, _ in self._shapes.values():
            found[source] = found.get(source, 0) + 1
        sides = len(tuple(Side))
        return {**found, "foot_zero": 3 * sides, "knee_axis": 2 * sides}

    def offsets(self, draws: Mapping[str, FloatArray]) -> tuple[FloatArray, FloatArray]:
        """(E, M, 3) change of the offsets' and (E, S) of the sizes' prior means [m, rad]."""
        members = len(next(iter(draws.values())))
        labels = self._fit.markers.labels
        placed = np.zeros((members, len(labels), 3))
        for source, own in self._landmarks.items():
            if source in draws:
                slips = draws[source].reshape(members, len(own), 3)
                for k, (m, error) in enumerate(own):
                    placed[:, m] = error.in_si * slips[:, k]
        offsets = (placed.reshape(members, -1) @ self._offsets_follow.T).reshape(placed.shape)
        sizes = np.einsum("sma,ema->es", self._sizes_follow, placed)
        return offsets + self._standing_feet(draws, members), sizes + self._own_sizes(draws, members)

    def _own_sizes(self, draws: Mapping[str, FloatArray], members: int) -> FloatArray:
        found = np.zeros((members, len(self._fit.last.problem.shape_sd)))
        used: dict[str, int] = {}
        for s, (source, sigma) in self._shapes.items():
            column = used.get(source, 0)
            used[source] = column + 1
            if source in draws:
                found[:, s] = sigma * draws[source][:, column]
        return found

    def _standing_feet(self, draws: Mapping[str, FloatArray], members: int) -> FloatArray:
        """(E, M, 3) how the markers of flat feet move when the feet did not stand level."""
        found = np.zeros((members, len(self._fit.markers.labels), 3))
        if "foot_zero" not in draws:
            return found
        sigma = np.array([self._errors.of("foot_zero", part) for part in ("roll", "heading", "pitch")])
        turns = draws["foot_zero"].reshape(members, -1, 3) * sigma
        for number, side in enumerate(Side):
            for m, arm in self._feet[side]:
                found[:, m] = (skew(turns[:, number]) @ arm[:, None])[..., 0]
        return found

    def poses(self, draws: Mapping[str, FloatArray], straight: FloatArray | None = None) -> FloatArray:
        """(E, F, C) change of the prior means of the sampled poses [rad].

        Parameters
        ----------
        straight : (E, F, C), optional
            Change of the poses found before the knee's axis was set by its function, which they set it by.
        """
        fit, chain = self._fit, self._subject.chain
        members = len(next(iter(draws.values())))
        coordinates = fit.first.state.coordinates
        found = np.zeros((members, *coordinates.shape))
        numbers = draws.get("knee_axis", np.zeros((members, 4)))
        for number, side in enumerate(Side):
            adduction, rotation = (chain.coordinate(f"knee_{w}_{side}") for w in ("adduction", "rotation"))
            flexion = np.abs(coordinates[:, chain.coordinate(f"knee_flexion_{side}")])
            zero = self._errors.of("knee_axis", "standing_rotation") * numbers[:, 2 * number]
            found[:, fit.samples.standing, rotation] = zero[:, None]
            if straight is None:
                continue
            still = straight[:, nearly_straight(flexion), adduction].mean(axis=1)
            bent = self._errors.of("knee_axis", "adduction") * numbers[:, 2 * number + 1]
            found[:, :, adduction] = still[:, None] + bent[:, None] * np.minimum(flexion / _BENT, 1.0)
        return found


def _landmarks(fit: Fit, sizes: ErrorSizes) -> dict[str, list[tuple[int, ErrorSize]]]:
    """Source -> its markers, by number, each with its error."""
    errors = {(row.error, row.part): row for row in sizes.rows}
    found: dict[str, list[tuple[int, ErrorSize]]] = {}
    for m, label in enumerate(fit.markers.labels):
        name = fit.markers.landmark.get(label)
        if name is None:
            continue
        side, _, part = name.partition("_")
        part = part if side in tuple(Side) else name
        kind = "foot" if fit.markers.segment[label].endswith(_FEET) else part
        for source in _LANDMARK_SOURCES:
            if (source, kind) in errors:
                found.setdefault(source, []).append((m, errors[source, kind]))
    return found


def _shapes(subject: Subject, fit: Fit, sizes: ErrorSizes) -> dict[int, tuple[str, float]]:
    """Map the number of a size to the source of its error and its standard deviation [m, rad]."""
    found: dict[int, tuple[str, float]] = {}
    seen: dict[tuple[int, int], int] = {}
    for s, (kind, body, _) in enumerate(zip(*fit.last.problem.shape, strict=True)):
        side, _, part = subject.chain.bodies[body].partition("_")
        order = seen.get((int(kind), int(body)), 0)
        seen[int(kind), int(body)] = order + 1
        if side in tuple(Side) and (int(kind), part) in _SHAPES:
            source, parts = _SHAPES[int(kind), part]
            found[s] = (source, sizes.of(source, parts[order]))
    return found


def _feet(subject: Subject, fit: Fit) -> dict[Side, list[tuple[int, FloatArray]]]:
    """Side -> markers of a foot that was seen flat, with their place (3,) from the subtalar joint [m]."""
    position = fit.last.state.parameters.parent_position
    found: dict[Side, list[tuple[int, FloatArray]]] = {side: [] for side in Side}
    for side in Side:
        if not fit.samples.flat[side].any():
            continue
        origin, at = np.zeros(3), {}
        for part in _FEET:
            origin = origin + (position[subject.chain.body(f"{side}_{part}")] if part != "hindfoot" else 0.0)
            at[f"{side}_{part}"] = origin
        for m, label in enumerate(fit.markers.labels):
            segment = fit.markers.segment[label]
            if segment in at and label in fit.markers.landmark:
                found[side].append((m, at[segment] + fit.last.problem.offset_mean[m]))
    return found
