"""The base the ankle gives: pressure, steadiness, sway, stabilisation, and how alike steps are."""

from collections.abc import Sequence
from dataclasses import dataclass

import xarray as xr

from groundup.loads.butterfly import butterfly
from groundup.loads.coupling import measure_coupling
from groundup.loads.figure import Figure
from groundup.loads.ground_force import GroundForce
from groundup.loads.knee.span import GAIT, Span
from groundup.loads.phases import whole_spans
from groundup.loads.pressure import measure_pressure
from groundup.loads.stabilisation import measure_stabilisation
from groundup.loads.steadiness import measure_steadiness
from groundup.loads.sway import measure_sway
from groundup.motion.feet import BodyPoints
from groundup.motion.motion import Motion, Movement
from groundup.recording.recording import Recording


@dataclass(frozen=True)
class Base:
    """What a trial tells of the base of support.

    Attributes
    ----------
    figures : tuple of Figure
    coupling : Dataset
        Coupling angles of ankle and knee: :func:`groundup.loads.coupling.measure_coupling`.
    pressure : DataArray or None
        Paths under the feet: :func:`groundup.loads.pressure.measure_pressure`; None without forces.
    butterfly : DataArray or None
        :func:`groundup.loads.butterfly.butterfly`; None without forces, and where nobody walks.
    """

    figures: tuple[Figure, ...]
    coupling: xr.Dataset
    pressure: xr.DataArray | None = None
    butterfly: xr.DataArray | None = None


@dataclass(frozen=True)
class BaseForces:
    """What the base's figures need: forces as measured, the same at the motion's instants, body mass [kg]."""

    measured: GroundForce
    framed: GroundForce
    mass: float


def measure_base(
    recording: Recording, motion: Motion, movement: Movement, points: BodyPoints, forces: BaseForces | None
) -> Base:
    """Measure the base of support of a trial.

    Parameters
    ----------
    recording, motion, movement, points : of the same trial.
    forces : BaseForces or None
        None where none were measured: steadiness and coupling need markers only.
    """
    own = whole_spans(movement, motion.poses.time.values)
    steady = measure_steadiness(own, motion, movement)
    coupling, alike = measure_coupling(movement)
    if forces is None:
        return Base((*steady, *alike), coupling)
    gait = movement.task in GAIT
    paths, pressed = measure_pressure(own, forces.framed, points) if gait else (None, ())
    figures = (
        *pressed,
        *steady,
        *measure_sway(recording, forces.measured, movement, forces.mass),
        *measure_stabilisation(forces.measured, movement, forces.mass),
        *alike,
    )
    return Base(figures, coupling, paths, _butterfly(own, forces, points) if gait else None)


def _butterfly(own: Sequence[Span], forces: BaseForces, points: BodyPoints) -> xr.DataArray | None:
    measured = any(span.on_plates for span in own)
    return butterfly(forces.framed, points, forces.mass) if measured else None
