"""Where the whole body's centre of mass is, by the fitted chain."""

import numpy as np

from groundup.body.subject import Subject
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion


def centre_of_mass(subject: Subject, motion: Motion) -> FloatArray:
    """Centre of mass (F, 3), lab frame [m]; it needs the shares of the segments, not the body mass itself."""
    chain = subject.chain
    rotation, position = forward(chain.topology, chain.parameters, motion.poses.values)
    own = (rotation @ chain.parameters.centre_of_mass[..., None])[..., 0]
    share = chain.parameters.mass / chain.parameters.mass.sum()
    return np.asarray(np.einsum("fba,b->fa", position + own, share))
