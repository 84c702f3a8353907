"""Random chains that use everything a chain can: branches, curves, couplers, turned joint frames."""

import numpy as np
from scipy.spatial.transform import Rotation

from groundup.mechanics.tree import Functions, Parameters, Topology


def functions() -> Functions:
    """A polynomial (any x) and a three-piece cubic whose value and slope run on through its inner breaks."""
    polynomial = [[0.05, -0.2, 0.9, 0.1]]
    breaks = np.array([-0.8, -0.2, 0.3, 0.9])
    pieces = [np.array([0.3, 0.1, 0.7, -0.2])]
    for width in np.diff(breaks)[:-1]:
        c0, c1, c2, c3 = pieces[-1]
        value = ((c0 * width + c1) * width + c2) * width + c3
        slope = (3 * c0 * width + 2 * c1) * width + c2
        pieces.append(np.array([-0.4, 3 * c0 * width + c1, slope, value]))
    return Functions(
        piece_start=np.array([0, 1]),
        piece_count=np.array([1, 3]),
        breaks=np.concatenate([[-np.inf, np.inf], breaks]),
        coefficients=np.array(polynomial + [list(p) for p in pieces]),
    )


def random_chain(seed: int, bodies: int = 9, markers: int = 24) -> tuple[Topology, Parameters]:
    """A free root, then bodies on random parents with one to four moving slots each.

    One coordinate drives two slots of a body, one follows another body's through a curve, one through the
    identity; some slots follow curves, some have constant offsets.
    """
    rng = np.random.default_rng(seed)
    parent = np.array([-1] + [int(rng.integers(0, b)) for b in range(1, bodies)])
    slot_coordinate = np.full((bodies, 6), -1)
    slot_function = np.full((bodies, 6), -1)
    slot_offset = np.zeros((bodies, 6))
    slot_coordinate[0] = [3, 4, 5, 0, 1, 2]
    count = 6
    for b in range(1, bodies):
        chosen = rng.choice(6, size=int(rng.integers(1, 5)), replace=False)
        for k in chosen:
            slot_coordinate[b, k] = count
            slot_function[b, k] = int(rng.choice([-1, -1, 0, 1]))
            count += 1
        spare = [k for k in range(6) if k not in chosen]
        slot_offset[b, spare[0]] = rng.normal() * 0.1
        slot_offset[b, chosen[0]] = rng.normal() * 0.1
    free = np.flatnonzero(slot_coordinate[3] < 0)[0]
    slot_coordinate[3, free] = slot_coordinate[3].max()
    slot_function[3, free] = 1
    independent = np.arange(count)
    coupler = np.full(count, -1)
    independent[slot_coordinate[5].max()], coupler[slot_coordinate[5].max()] = slot_coordinate[2].max(), 0
    independent[slot_coordinate[6].max()] = slot_coordinate[4].max()

    def unit(*shape: int) -> np.ndarray:
        vectors = rng.normal(size=(*shape, 3))
        return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)

    def turns() -> np.ndarray:
        rotations = Rotation.from_rotvec(rng.normal(size=(bodies, 3)) * 0.5).as_matrix()
        rotations[::3] = np.eye(3)
        return rotations

    spread = rng.normal(size=(bodies, 3, 3)) * 0.05
    topology = Topology(
        parent=parent,
        slot_coordinate=slot_coordinate,
        slot_function=slot_function,
        independent=independent,
        coupler_function=coupler,
        marker_body=rng.permutation(np.arange(markers) % bodies),
        functions=functions(),
    )
    parameters = Parameters(
        rotation_axis=unit(bodies, 3),
        translation_axis=unit(bodies, 3),
        slot_scale=rng.uniform(0.5, 1.5, (bodies, 6)),
        slot_offset=slot_offset,
        parent_rotation=turns(),
        parent_position=rng.normal(size=(bodies, 3)) * 0.2,
        child_rotation=turns(),
        child_position=rng.normal(size=(bodies, 3)) * 0.1,
        mass=rng.uniform(0.5, 5.0, bodies),
        centre_of_mass=rng.normal(size=(bodies, 3)) * 0.1,
        inertia=np.einsum("bij,bkj->bik", spread, spread) + 0.01 * np.eye(3),
        marker_position=rng.normal(size=(markers, 3)) * 0.1,
    )
    return topology, parameters


def simple_chain(markers_per_body: int = 4) -> tuple[Topology, Parameters]:
    """A free root, a ball joint and a hinge in a row, plain axes, well seen by its markers."""
    topology, parameters = random_chain(0, bodies=7)
    rng = np.random.default_rng(1)
    slot_coordinate = np.array([[3, 4, 5, 0, 1, 2], [6, 7, 8, -1, -1, -1], [9, -1, -1, -1, -1, -1]])
    topology = Topology(
        parent=np.array([-1, 0, 1]),
        slot_coordinate=slot_coordinate,
        slot_function=np.full((3, 6), -1),
        independent=np.arange(10),
        coupler_function=np.full(10, -1),
        marker_body=np.repeat(np.arange(3), markers_per_body),
        functions=functions(),
    )
    axes = np.tile(np.eye(3), (3, 1, 1))
    parameters = Parameters(
        rotation_axis=axes,
        translation_axis=axes,
        slot_scale=np.ones((3, 6)),
        slot_offset=np.zeros((3, 6)),
        parent_rotation=axes,
        parent_position=np.array([[0.0, 0.0, 0.0], [0.0, -0.1, 0.1], [0.0, -0.4, 0.0]]),
        child_rotation=axes,
        child_position=np.zeros((3, 3)),
        mass=np.ones(3),
        centre_of_mass=np.zeros((3, 3)),
        inertia=axes * 0.1,
        marker_position=rng.normal(size=(3 * markers_per_body, 3)) * 0.12,
    )
    return topology, parameters
