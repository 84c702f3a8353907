"""Loads over time of many possible versions of one person, by the formulae of one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from groundup.body.anatomy import anatomy_of
from groundup.body.chain import Chain
from groundup.body.subject import Subject
from groundup.findings.read_loads import LoadedTrial
from groundup.loads.force_arrays import ForceArrays
from groundup.loads.joint_axes import columns
from groundup.loads.joint_loads import JointArrays, Sampling, joint_loads
from groundup.loads.knee.external_moments import LegForces, knee_moments
from groundup.loads.knee.iliotibial_band import BandPath, band_path_of, band_strain, path_length
from groundup.loads.knee.patellofemoral import DRIVING, GRAVITY, Kneecap, kneecap_load
from groundup.loads.knee.segment_pose import SegmentPose
from groundup.loads.knee.span import spans
from groundup.loads.loads import Loads
from groundup.loads.low_passed import low_passed
from groundup.mechanics.kinematics import Poses, couple, poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.recording.filters import cutoff_for, force_cutoff_for
from groundup.uncertainty.force_errors import ForceSlips, slipped
from groundup.uncertainty.segment_slips import SegmentSpread, with_segments

TWIST = ("knee_rotation", "rearfoot_inversion")
"""Reported angles that the knee's axial twist is told by, without their side."""


@dataclass(frozen=True)
class People:
    """Possible versions of one person in one trial.

    Attributes
    ----------
    subject : Subject
        As fitted; its chain's parameters are those of the members (E, ...).
    coordinates : (E, F, C) poses [rad, m].
    angles : reported angle with its side -> (E, F) [rad].
    standing : (E, G, C), or (G, C) for all alike; poses of the person standing [rad, m]; None without a
        standing trial.
    placed : poses of the bodies (E, F, B, ...) at these coordinates, where they are at hand.
    """

    subject: Subject
    coordinates: FloatArray
    angles: Mapping[str, FloatArray]
    standing: FloatArray | None = None
    placed: Poses | None = None

    @property
    def members(self) -> int:
        """How many there are."""
        return len(self.coordinates)

    def heavier(self, draws: FloatArray, spread: SegmentSpread | None = None) -> "People":
        """Give every member its own segment masses, see :mod:`groundup.uncertainty.segment_slips`."""
        chain = self.subject.chain
        parameters = with_segments(chain, chain.parameters, draws, spread)
        return replace(self, subject=replace(self.subject, chain=replace(chain, parameters=parameters)))

    def of(self, rows: slice) -> "People":
        """Take some of them."""
        chain = self.subject.chain
        own = chain.parameters._replace(
            **{name: array[rows] for name, array in chain.parameters._asdict().items()}
        )
        standing = self.standing
        return People(
            replace(self.subject, chain=replace(chain, parameters=own)),
            self.coordinates[rows],
            {name: values[rows] for name, values in self.angles.items()},
            standing[rows] if standing is not None and standing.ndim > 2 else standing,
            None if self.placed is None else Poses(*(part[rows] for part in self.placed)),
        )


@dataclass(frozen=True)
class LoadCurves:
    """Loads over time; E members.

    Attributes
    ----------
    time : (F,) [s].
    moments, powers : column -> (E, F) [N m/kg], [W/kg]; blank where the recording's own are.
    knee : side -> curve -> (E, F), names and units as in :mod:`groundup.loads.knee`, with `knee_flexion`,
        `inward_turn` and `eversion` [rad].
    scale : (E, S) how much larger each foot's force is, as a share of it.
    """

    time: FloatArray
    moments: Mapping[str, FloatArray]
    powers: Mapping[str, FloatArray]
    knee: Mapping[Side, Mapping[str, FloatArray]]
    scale: FloatArray


def load_curves(
    trial: LoadedTrial, people: People, slips: ForceSlips, kneecap: Kneecap, sex: str | None
) -> LoadCurves:
    """Find the loads of every member.

    Parameters
    ----------
    trial : LoadedTrial
        The recording as analysed: its contacts, and what it leaves blank, hold for every member.
    people : People
    slips : ForceSlips
    kneecap : Kneecap
        (E,) scores.
    sex : {"female", "male"} or None
    """
    time = np.asarray(trial.motion.poses.time.values, np.float64)
    subject, loads = people.subject, trial.loads
    if not isinstance(loads, Loads):
        chain = subject.chain
        placed = people.placed or poses(
            chain.topology, chain.parameters, couple(chain.topology, people.coordinates), slot_axes=False
        )
        knee = {side: _kinematic(trial, people, placed, time, side) for side in Side}
        return LoadCurves(time, {}, {}, knee, slips.scale)
    task = trial.movement.task
    own = np.asarray(loads.ground.force.time.values, np.float64)
    ground = slipped(low_passed(own, loads.ground.arrays, force_cutoff_for(task)), time, slips)
    sampling = Sampling(1.0 / float(np.median(np.diff(time))), cutoff_for(task))
    solved = joint_loads(
        subject.chain,
        anatomy_of(subject.chain),
        people.coordinates,
        sampling,
        ground,
        loads.body_mass,
        people.placed,
    )
    blank = {
        name: dict(zip(columns(), table.transpose("coordinate", "time").values, strict=True))
        for name, table in (("moments", loads.dynamics.moments), ("powers", loads.dynamics.powers))
    }
    moments = _shown(solved.moments, blank["moments"])
    knee = {
        side: _kinematic(trial, people, solved.placed, time, side)
        | _forced(people, solved, moments, ground, loads.body_mass, sex, kneecap, side)
        for side in Side
    }
    return LoadCurves(time, moments, _shown(solved.powers, blank["powers"]), knee, slips.scale)


def _shown(curves: Mapping[str, FloatArray], own: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Blank what the recording itself leaves blank."""
    return {name: np.where(np.isfinite(own[name]), values, np.nan) for name, values in curves.items()}


def _forced(
    people: People,
    solved: JointArrays,
    moments: Mapping[str, FloatArray],
    ground: ForceArrays,
    mass: float,
    sex: str | None,
    kneecap: Kneecap,
    side: Side,
) -> dict[str, FloatArray]:
    """Curves of one knee that need the ground force."""
    foot, chain = list(Side).index(side), people.subject.chain
    blank = np.full(people.coordinates.shape[:-1], np.nan)
    internal = {
        name: moments.get(f"{name}_{side}", blank) for name in ("knee_adduction", "knee_rotation", *DRIVING)
    }
    force, point, free = (part[..., foot, :] for part in ground)
    found = {"vertical_force": force[..., 1]}
    shank = _segment(chain, solved.placed, f"{side}_shank")
    if shank is not None:
        body = chain.bodies.index(f"{side}_shank")
        forces = LegForces(solved.found.joint_moment[..., body, :], force, point, free)
        planes = {name: internal[f"knee_{name}"] for name in ("flexion", "adduction", "rotation")}
        found |= knee_moments(shank, forces, planes, mass, side)
    angles = {name: _angle(people, f"{name}_{side}") for name in DRIVING}
    return found | kneecap_load(angles, internal, force[..., 1] / (mass * GRAVITY), mass, sex, kneecap)


def _kinematic(
    trial: LoadedTrial, people: People, placed: Poses, time: FloatArray, side: Side
) -> dict[str, FloatArray]:
    """Curves of one knee that need no force."""
    chain = people.subject.chain
    path = band_path_of(chain, {name: b for b, name in enumerate(chain.bodies)}, side)
    reported = [f"{stem}_{side}" for stem in TWIST]
    turn, invert = (
        np.where(np.isfinite(trial.motion.angles.sel(angle=name).values), people.angles[name], np.nan)
        for name in reported
    )
    blank = np.full(turn.shape, np.nan)
    strain, rate = blank, blank
    if path is not None:
        length = path_length(path, _placed(chain, placed, path))
        strain, rate = band_strain(time, length, _at_rest(trial, people, path, length, time, side))
    flexion = _angle(people, f"knee_flexion_{side}")
    return {
        "inward_turn": turn,
        "eversion": -invert,
        "itb_strain": strain,
        "itb_strain_rate": rate,
        "knee_flexion": flexion,
    }


def _angle(people: People, name: str) -> FloatArray:
    """(E, F) an angle as solved [rad]: the chain's own coordinate, or as reported of somebody's model."""
    names = people.subject.chain.coordinate_names
    if name in names:
        return np.asarray(people.coordinates[..., names.index(name)])
    return people.angles[name]


def _at_rest(
    trial: LoadedTrial, people: People, path: BandPath, length: FloatArray, time: FloatArray, side: Side
) -> FloatArray:
    """(E,) length of the band at strain zero [m], as :mod:`groundup.loads.knee.knee_loads` takes it."""
    if people.standing is not None:
        chain = people.subject.chain
        upright = poses(
            chain.topology, chain.parameters, couple(chain.topology, people.standing), slot_axes=False
        )
        return np.asarray(np.nanmean(path_length(path, _placed(chain, upright, path)), axis=-1))
    inside = np.zeros(len(time), bool)
    for span in spans(trial.movement):
        inside |= (span.side is side) & (time >= span.start) & (time <= span.end)
    return np.asarray(np.nanmean(length[..., inside] if inside.any() else length, axis=-1))


def _placed(chain: Chain, placed: Poses, path: BandPath) -> dict[str, SegmentPose]:
    found = {segment: _segment(chain, placed, segment) for segment, _ in path.points}
    return {segment: pose for segment, pose in found.items() if pose is not None}


def _segment(chain: Chain, placed: Poses, name: str) -> SegmentPose | None:
    if name not in chain.bodies:
        return None
    b = chain.bodies.index(name)
    return SegmentPose(placed.rotation_body_in_lab[..., b, :, :], placed.position_body_in_lab[..., b, :])
