"""The virtual walker's chain as another lab would have it: other names, other signs, other axes."""

from dataclasses import replace

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.osim.write import osim_text

# OpenSim's own words for our segments and for some coordinates.
BODIES = {
    "thigh": "femur",
    "shank": "tibia",
    "talus": "talus",
    "hindfoot": "calcn",
    "forefoot": "midfoot",
    "toes": "toes",
}
Z_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])


def foreign_name(name: str) -> str:
    """``right_thigh`` -> ``femur_r``, ``trunk`` -> ``torso``; a coordinate gets a short side."""
    side, _, part = name.partition("_")
    if side in ("left", "right"):
        return f"{BODIES[part]}_{side[0]}"
    return {"trunk": "torso"}.get(name, name.replace("_left", "_l").replace("_right", "_r"))


def foreign(chain: Chain, *, z_up: tuple[str, ...] = (), bends_only: bool = False) -> Chain:
    """The same person in another model.

    Knees count extension positive, as gait2392 does; the bodies named in `z_up` have their Y axis to the left
    and Z up; with `bends_only` the knees turn about one axis.
    """
    t, p = chain.topology, chain.parameters
    arrays = {name: np.array(getattr(p, name)) for name in p._fields}
    slots = t.slot_coordinate.copy()
    for side in ("left", "right"):
        shank = chain.body(f"{side}_shank")
        arrays["rotation_axis"][shank, 0] *= -1.0
        if bends_only:
            slots[shank, 1:3] = -1
    for name in z_up:
        b = chain.body(name)
        arrays["child_rotation"][b] = Z_UP.T @ arrays["child_rotation"][b]
        arrays["child_position"][b] = Z_UP.T @ arrays["child_position"][b]
        on, beyond = t.marker_body == b, t.parent == b
        arrays["marker_position"][on] = arrays["marker_position"][on] @ Z_UP
        arrays["parent_rotation"][beyond] = Z_UP.T @ arrays["parent_rotation"][beyond]
        arrays["parent_position"][beyond] = arrays["parent_position"][beyond] @ Z_UP
    return replace(
        chain,
        bodies=tuple(foreign_name(name) for name in chain.bodies),
        coordinates=tuple(
            replace(c, name=foreign_name(c.name), lower=-np.inf, upper=np.inf) for c in chain.coordinates
        ),
        topology=t._replace(slot_coordinate=slots),
        parameters=p._replace(**arrays),
    )


def foreign_text(chain: Chain, **changes: object) -> str:
    """Model file of :func:`foreign`, markers written as ``r.asis`` for ``RASI`` and the like."""
    made = foreign(chain, **changes)
    return osim_text(
        replace(made, markers=tuple(f"{m[0].lower()}.{m[1:].lower()}" for m in made.markers)), "theirs"
    )
