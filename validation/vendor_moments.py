"""Joint moments against those the vendors wrote into their C3D files, contact by contact in stance.

What differs by convention, and how it is taken out, found from the files themselves:

- frame: the vendor tells a moment in the distal segment's frame (foot, tibia), the hip's in the femur's; the
  comparison uses the vendor's own axes, which lie in the file as points (``LTIO`` the origin, ``LTIA``,
  ``LTIL``, ``LTIP`` one unit ahead, to the left and up; the foot's lie along the foot);
- sign: the vendor's are internal like ours; extension is positive at the knee, plantarflexion at the ankle is
  positive, ours are positive towards the coordinate's word;
- unit: labelled N mm, they are N mm/kg;
- filter: the vendor's ground force is not filtered (ours at 50 Hz differs by less than 1 N from it);
- inertia: the vendor's segments are heavier below and lighter above than de Leva's (Plug-in Gait takes
  Dempster's), which moves the hip's moment by up to 0.011 N m/kg and knee and ankle by less than 0.003;
- joint centres: with the vendor's own, from the file, and with ours.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from groundup.assessment import TrialResult
from groundup.loads.ground_force import GroundForce
from groundup.loads.loads import Loads
from groundup.mechanics.inverse_dynamics import JointLoads
from groundup.motion.motion import WHOLE, Contact
from groundup.quantities import Side
from groundup.recording.read import read_recording
from groundup.recording.recording import LabAxes, Recording
from validation.line import SHARED, Line
from validation.people import OXFORD_WALKS, VENDOR_WALKS, FloatArray, Walk, analysed, analysed_standing
from validation.sabotage import wrapped
from validation.vendor_angles import crosstalk

WALKS = (*OXFORD_WALKS, next(w for w in VENDOR_WALKS if w.title == "gaitalytics overground"))
# Joint -> the vendor's origin (joint centre) and frame, the body of ours beyond the joint, and for each of
# the vendor's components (sagittal, frontal) its axis (A, L, P) and the sign on the left and on the right.
_JOINTS = {
    "ankle": ("TIO", "FO", "talus", (("L", 1, 1), ("P", -1, 1))),
    "knee": ("FEO", "TI", "shank", (("L", -1, -1), ("A", 1, -1))),
    "hip": ("HJC", "FE", "thigh", (("L", 1, 1), ("A", 1, -1))),
}
VENDOR_LIMIT = (0.05, 0.03)
OWN_LIMIT = {("ankle", 0): 0.06, ("knee", 0): 0.10, ("knee", 1): 0.06}
PEAK_SHARE, PEAK_LEAST = 0.15, 0.08
# A vendor's plate that reads more than this with nobody on it was not set to zero [N/kg].
_UNZEROED = 0.05
_PLANE = ("sagittal", "frontal")
# What falls short, and why as far as it is known: the vendor's centre and ours lie apart, and only one of
# them can be right.
_THIGH = "; Dempster's segment masses explain 0.011 of it, the rest is not explained"
_KNOWN = {
    ("ankle", 0, "own"): (
        "the ankle centres lie apart fore and aft; in standing ours lie within 1 mm of the middle between "
        "the malleoli, the vendor's up to 9 mm from it, and gaitalytics has no medial malleolus to tell by"
    ),
    ("knee", 0, "own peak"): "HC032A right by 0.08 N m/kg: the knee centres lie 14 mm apart",
    ("hip", 0, "vendor"): f"up to 0.07{_THIGH}",
    ("hip", 1, "vendor"): f"up to 0.034{_THIGH}",
}


@dataclass(frozen=True)
class Stance:
    """One joint in one stance.

    `vendor`, `at_vendor_centre`, `own` (F, 2) sagittal and frontal moment [N m/kg] as the vendor tells them:
    the vendor's, ours carried over to the vendor's centre, ours about our own. `apart` (3,) our centre from
    the vendor's, forward, up and lateral [mm]; `offset` what the vendor's ground force reads with nobody on
    the plate [N/kg]; `crossed` whether the vendor's knee axis is off (as in the comparison of angles).
    """

    walk: str
    side: Side
    vendor: FloatArray
    at_vendor_centre: FloatArray
    own: FloatArray
    apart: FloatArray
    offset: float
    crossed: bool

    @property
    def doubt(self) -> str:
        """Why the vendor's own moment cannot be believed here; empty where it can."""
        if self.offset > _UNZEROED:
            return f"vendor's plate reads {self.offset:.2f} N/kg with nobody on it"
        return "vendor knee axis crosstalk" if self.crossed else ""


def lines() -> Iterator[Line]:
    """Each joint and plane with the vendor's centres, then with ours."""
    for joint in _JOINTS:
        stances = _stances(joint)
        for plane in (0, 1):
            yield _with_vendor_centre(joint, plane, stances)
            if (joint, plane) in OWN_LIMIT:
                yield from _with_own_centre(joint, plane, stances)
    left_out = sorted({f"{s.walk} {s.side}: {s.doubt}" for j in _JOINTS for s in _stances(j) if s.doubt})
    yield Line(
        "vendor moments: stances not judged with our centres", "; ".join(left_out) or "none", "reported", None
    )
    yield Line(
        "ankle centre from the middle between the malleoli in standing, fore-aft, ours and the vendor's",
        "; ".join(_from_malleoli(walk) for walk in OXFORD_WALKS),
        "reported (left/right)",
        None,
    )


def _from_malleoli(walk: Walk) -> str:
    """Fore-aft distance of both ankle centres from the middle between both malleoli's markers [mm]."""
    assert walk.static is not None
    trial = analysed_standing(walk.trial, walk.static).trials[1]
    raw, axes = read_recording(SHARED / walk.static), trial.recording.lab_axes
    ours, theirs = [], []
    for side in Side:
        letter = str(side)[0].upper()
        rotation = trial.motion.segment_rotation.sel(segment=f"{side}_shank").values

        def ahead(place: FloatArray, turned: FloatArray = rotation) -> float:
            return float(1000.0 * np.nanmean(np.einsum("fj,fj->f", turned[:, :, 0], place)))

        lateral, medial, centre = (_lab(raw, axes, letter + n) for n in ("ANK", "MMA", "TIO"))
        middle = 0.5 * (lateral + medial)
        ours.append(ahead(trial.motion.segment_origin.sel(segment=f"{side}_talus").values - middle))
        theirs.append(ahead(centre - middle))
    return f"{walk.title.split()[-1]} {_pair(ours)} and {_pair(theirs)} mm"


def _pair(values: Sequence[float]) -> str:
    return "/".join(f"{v:+.0f}" for v in values)


def _with_vendor_centre(joint: str, plane: int, stances: Sequence[Stance]) -> Line:
    found = [(s, _rms((s.at_vendor_centre - s.vendor)[:, plane])) for s in stances]
    # A knee centre that is off is the same one on both sides of this comparison.
    fine = [e <= VENDOR_LIMIT[plane] for s, e in found if s.offset <= _UNZEROED]
    return Line(
        f"{joint} {_PLANE[plane]} moment, vendor's joint centres",
        "; ".join(_told(s, f"{e:.3f}") for s, e in found) + " N m/kg RMS",
        f"<= {VENDOR_LIMIT[plane]:g}",
        bool(fine) and all(fine),
        _KNOWN.get((joint, plane, "vendor"), ""),
    )


def _with_own_centre(joint: str, plane: int, stances: Sequence[Stance]) -> Iterator[Line]:
    limit = OWN_LIMIT[joint, plane]
    arm = 0 if plane == 0 else 2
    found = [(s, _rms((s.own - s.vendor)[:, plane])) for s in stances]
    texts = [_told(s, f"{e:.3f} ({s.apart[arm]:+.0f} mm)") for s, e in found]
    fine = [e <= limit for s, e in found if not s.doubt]
    yield Line(
        f"{joint} {_PLANE[plane]} moment, our joint centres",
        "; ".join(texts) + " N m/kg RMS (our centre " + ("ahead" if plane == 0 else "lateral") + ")",
        f"<= {limit:g} (10 mm are 0.10)",
        bool(fine) and all(fine),
        _KNOWN.get((joint, plane, "own"), ""),
    )
    peaks = [(s, _peak(s.own[:, plane]), _peak(s.vendor[:, plane])) for s in stances]
    fine = [abs(o - v) <= max(PEAK_SHARE * abs(v), PEAK_LEAST) for s, o, v in peaks if not s.doubt]
    yield Line(
        f"{joint} {_PLANE[plane]} peak, our joint centres",
        "; ".join(_told(s, f"{o:.2f} for {v:.2f}") for s, o, v in peaks) + " N m/kg",
        "within max(15 %, 0.08)",
        bool(fine) and all(fine),
        _KNOWN.get((joint, plane, "own peak"), ""),
    )


def _told(stance: Stance, text: str) -> str:
    name = f"{stance.walk.split()[-1]} {str(stance.side)[0].upper()}"
    return f"{name} {text}" + (" not judged" if stance.doubt else "")


@cache
def _stances(joint: str) -> tuple[Stance, ...]:
    found = []
    for walk in WALKS:
        trial, raw = _trial(walk)
        contacts = [c for c in trial.movement.contacts if c.state in WHOLE]
        found += [s for c in contacts if (s := _stance(walk.title, trial, raw, c, joint)) is not None]
    return tuple(found)


def _trial(walk: Walk) -> tuple[TrialResult, Recording]:
    return analysed((walk.trial,), walk.static).trials[0], read_recording(SHARED / walk.trial)


def _stance(walk: str, trial: TrialResult, raw: Recording, contact: Contact, joint: str) -> Stance | None:
    origin, frame, segment, components = _JOINTS[joint]
    letter, foot = str(contact.side)[0].upper(), list(Side).index(contact.side)
    loads, axes = trial.loads, trial.recording.lab_axes
    if not isinstance(loads, Loads) or axes is None or letter + origin not in raw.labels:
        return None

    def point(name: str) -> FloatArray:
        return _lab(raw, axes, letter + name)

    moment = _vendor(trial, "moments", f"{letter}{joint.capitalize()}Moment") / 1000.0
    time = trial.motion.poses.time.values
    force = loads.ground_at_frames.force.values[:, foot, 1]
    stands = (time >= contact.start) & (time <= contact.end) & (force > 20.0) & np.isfinite(moment).all(1)
    unit = {a: _unit(point(frame + a) - point(frame + "O")) for a in "ALP"}
    body = f"{contact.side}_{segment}"
    own_centre = trial.motion.segment_origin.sel(segment=body).values
    apart = own_centre - point(origin)
    at_own = loads.dynamics.joint_moment.sel(joint=body).values / loads.body_mass
    pull = loads.dynamics.joint_force.sel(joint=body).values / loads.body_mass
    stands &= np.isfinite(apart).all(1)

    def told(vector: FloatArray) -> FloatArray:
        return np.stack([c[1 + foot] * np.sum(vector * unit[c[0]], axis=1) for c in components], axis=1)[
            stands
        ]

    lateral = np.array([-1.0, 1.0])[foot]
    rotation = trial.motion.segment_rotation.sel(segment=f"{contact.side}_shank").values
    local = 1000.0 * np.einsum("fji,fj->fi", rotation, apart)[stands].mean(0) * np.array([1.0, 1.0, lateral])
    return Stance(
        walk=walk,
        side=contact.side,
        vendor=moment[stands][:, :2],
        at_vendor_centre=told(at_own + np.cross(apart, pull)),
        own=told(at_own),
        apart=local,
        offset=_unloaded(trial, contact, letter),
        crossed=joint == "knee" and crosstalk(_vendor(trial, "angles", f"{letter}KneeAngles")),
    )


def _lab(raw: Recording, axes: LabAxes | None, name: str) -> FloatArray:
    """(F, 3) a point of the file in the lab frame [m]."""
    turn = np.eye(3) if axes is None else axes.rotation_lab_from_file
    return np.asarray(raw.markers.sel(marker=name).transpose("time", "axis").values) @ turn.T


def _vendor(trial: TrialResult, kind: str, point: str) -> FloatArray:
    values = trial.recording.vendor[kind].sel(point=point).transpose("time", "axis").values
    return np.where((values == 0.0).all(1)[:, None], np.nan, values)


def _unloaded(trial: TrialResult, contact: Contact, letter: str) -> float:
    """What the vendor's ground force reads just before and after a stance [N/kg]."""
    time = trial.motion.poses.time.values
    force = _vendor(trial, "forces", f"{letter}GroundReactionForce")
    beside = (np.abs(time - contact.start + 0.04) < 0.02) | (np.abs(time - contact.end - 0.04) < 0.02)
    seen = np.linalg.norm(force[beside & np.isfinite(force).all(1)], axis=1)
    return float(np.median(seen)) if len(seen) else 0.0


def _unit(vectors: FloatArray) -> FloatArray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _peak(curve: FloatArray) -> float:
    """Largest plantarflexor, extensor or abductor moment: all positive as the vendor tells them."""
    return float(curve.max())


def _rms(error: FloatArray) -> float:
    return float(np.sqrt(np.mean(error**2)))


def _negative(loads: JointLoads) -> JointLoads:
    return replace(loads, joint_moment=-loads.joint_moment)


def _other_foot(ground: GroundForce) -> GroundForce:
    return GroundForce(
        *(
            t.copy(data=t.values[:, ::-1])
            for t in (ground.force, ground.centre_of_pressure, ground.free_moment)
        )
    )


def _in_pounds(ground: GroundForce) -> GroundForce:
    return replace(ground, force=ground.force / 4.448, free_moment=ground.free_moment / 4.448)


_ID = "groundup.mechanics.inverse_dynamics", "inverse_dynamics"
_FRAMES = "groundup.loads.ground_force", "at_frames"
_INJECTIONS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "": lambda: wrapped(*_ID, _negative),
    " sagittal": lambda: wrapped(*_FRAMES, _other_foot),
    " sagittal moment": lambda: wrapped(*_FRAMES, _in_pounds),
    " frontal": lambda: wrapped(*_FRAMES, _other_foot),
    " frontal moment": lambda: wrapped(*_FRAMES, _in_pounds),
}
SABOTAGES = {f"{joint}{end}": error for joint in ("ankle", "knee") for end, error in _INJECTIONS.items()}
