"""``inverse_dynamics.sto``: what every coordinate of the chain needs, as OpenSim's tool would write it."""

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.opensim_id import tree_order
from groundup.exchange.osim.motion_files import table_text
from groundup.loads.dynamics import Dynamics


def inverse_dynamics_sto(chain: Chain, dynamics: Dynamics) -> str:
    """Generalised forces of the exported model [N m, N], the whole ground force on the hindfoot.

    The model's own coordinates, names and signs, nothing divided by body mass and nothing withheld; NaN where
    the force on a foot is not known.

    Parameters
    ----------
    chain : Chain
        The subject's.
    dynamics : Dynamics
    """
    order = tree_order(chain)
    columns = [
        f"{chain.coordinates[c].name}_{'moment' if chain.coordinates[c].rotational else 'force'}"
        for c in order
    ]
    forces = dynamics.generalised_force.transpose("time", "chain_coordinate")
    return table_text(
        "Inverse Dynamics Generalized Forces",
        np.asarray(forces["time"].values, np.float64),
        columns,
        forces.values[:, order],
        in_degrees=False,
    )
