"""Quiet standing: legs vertical, feet flat and pointing as in walking."""

import numpy as np

from groundup.body.anthropometry import SUBTALAR_BELOW_ANKLE, foot_scale
from groundup.body.chain import Chain
from groundup.body.default_chain import mirror_point
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.curves import reference_curves
from groundup.synthetic.foot_path import FootPath, heading
from groundup.synthetic.midfoot import everted, twist_name
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.posture import close_leg

_SPREADS = {
    "hip_flexion": 0.1, "hip_adduction": 0.1, "hip_rotation": 0.1, "knee_flexion": 0.1,
    "knee_adduction": 0.02, "knee_rotation": 0.05, "ankle_dorsiflexion": 0.1, "subtalar_inversion": 0.05,
}  # fmt: skip
_BEND = np.deg2rad(3.0)


def standing_coordinates(person: VirtualPerson, chain: Chain) -> FloatArray:
    """(C,) pose of quiet standing facing +X, heels a hip's width apart [rad, m]."""
    tilt = float(reference_curves()["pelvis_tilt"].at(np.zeros(1))[0])
    q = chain.neutral.copy()
    for name, value in (("pelvis_tilt", tilt), ("lumbar_flexion", -tilt)):
        q[chain.coordinate(name)] = value
    for side in Side:
        q[chain.coordinate(f"hip_flexion_{side}")] = tilt + _BEND / 2.0
        q[chain.coordinate(f"knee_flexion_{side}")] = _BEND
        q[chain.coordinate(f"ankle_dorsiflexion_{side}")] = _BEND / 2.0
    sizes = person.body
    _, position = forward(chain.topology, chain.parameters, q[None])
    lowest = min(position[0, chain.body(f"{side}_talus"), 1] for side in Side)
    q[chain.coordinate("pelvis_ty")] += sizes.ankle_height - lowest
    _, position = forward(chain.topology, chain.parameters, q[None])
    for side in Side:
        spread = np.zeros(len(q))
        for stem, value in _SPREADS.items():
            spread[chain.coordinate(f"{stem}_{side}")] = value
        turned = heading(person, side)
        ankle = position[0, chain.body(f"{side}_talus")]
        hindfoot = ankle + turned @ mirror_point(SUBTALAR_BELOW_ANKLE * foot_scale(sizes), side)
        if twist_name(side) in chain.coordinate_names:
            angle, heel = person.feet[side].standing_eversion, person.heel_point(side)
            everting = everted(chain, side, np.array(angle))
            hindfoot, turned = hindfoot + turned @ (heel - everting @ heel), turned @ everting
            q[chain.coordinate(twist_name(side))] = angle
            q[chain.coordinate(f"subtalar_inversion_{side}")] -= angle
        foot = FootPath(turned[None], hindfoot[None])
        q = close_leg(chain, side, q[None], spread, foot, q[None], 60)[0]
    return q
