"""A chain prepared for the compiled solver: tables of bodies, slots, paths and elimination order.

A *column* is one unknown of the solver: a coordinate that is neither locked nor dependent. Columns are
numbered from the root outwards: the Hessian's factor fills only along each column's chain of ancestors.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology


class Plan(NamedTuple):
    """What the compiled solver reads, in its argument order.

    Attributes
    ----------
    body_int : (B, 7) parent, first and last+1 slot, first and last+1 marker, joint frame turned in parent,
        in the body (0 or 1).
    body_float : (B, 24) parent_rotation, parent_position, child_rotation, child_position, flattened.
    slot_int : (S, 5) rotation (1) or translation (0), leading coordinate (-1: constant), coupler function,
        slot function, column (-1: not solved for). Per body translations come first.
    slot_float : (S, 5) axis, scale, offset.
    path_start : (S + 1,) and path : slots from the root to each slot (itself last) that have a column.
    chain_start : (N + 1,) and chain : ancestors of each column in the elimination tree, nearest first.
    column_coordinate : (N,) coordinate of each column.
    prior_int : (P, 4) coordinate, its leader, coupler function and column, where it has a prior.
    marker_order : (M,) original index of each marker, sorted by body.
    marker_position : (M, 3) in that order [m].
    piece_start, piece_count, breaks, coefficients : the function table.
    """

    body_int: IntArray
    body_float: FloatArray
    slot_int: IntArray
    slot_float: FloatArray
    path_start: IntArray
    path: IntArray
    chain_start: IntArray
    chain: IntArray
    column_coordinate: IntArray
    prior_int: IntArray
    marker_order: IntArray
    marker_position: FloatArray
    piece_start: IntArray
    piece_count: IntArray
    breaks: FloatArray
    coefficients: FloatArray


def make_plan(
    topology: Topology,
    parameters: Parameters,
    locked: NDArray[np.bool_] | None = None,
    prior_weight: FloatArray | None = None,
) -> Plan:
    """Tables for one chain.

    Parameters
    ----------
    topology, parameters : the chain, without a member axis.
    locked : (C,) coordinates held at their start value; none by default.
    prior_weight : (C,) coordinates with a weight above zero get a prior row; none by default.
    """
    coordinates = len(topology.independent)
    locked = np.zeros(coordinates, np.bool_) if locked is None else np.asarray(locked, np.bool_)
    slots = _slots(topology, parameters)
    column_of = _columns(topology, slots, locked)
    slot_int, slot_float, slot_range = _slot_tables(topology, parameters, slots, column_of)
    paths = _paths(topology, slot_int, slot_range)
    count = int(column_of.max(initial=-1)) + 1
    path_start, path = _flatten(paths)
    chain_start, chain = _flatten(_elimination_chains(slot_int, paths, count))
    marker_order = np.argsort(topology.marker_body, kind="stable")
    wanted = np.zeros(0, np.int64) if prior_weight is None else np.flatnonzero(np.asarray(prior_weight) > 0.0)
    leader = topology.independent
    prior_int = np.stack(
        [wanted, leader[wanted], _coupler(topology)[wanted], column_of[leader[wanted]]], axis=1
    )
    column_coordinate = np.zeros(count, np.int64)
    own = np.flatnonzero(column_of >= 0)
    column_coordinate[column_of[own]] = own
    return Plan(
        body_int=_body_int(topology, parameters, slot_range, marker_order),
        body_float=np.concatenate(
            [
                parameters.parent_rotation.reshape(-1, 9),
                parameters.parent_position,
                parameters.child_rotation.reshape(-1, 9),
                parameters.child_position,
            ],
            axis=1,
        ),
        slot_int=slot_int,
        slot_float=slot_float,
        path_start=path_start,
        path=path,
        chain_start=chain_start,
        chain=chain,
        column_coordinate=column_coordinate,
        prior_int=np.ascontiguousarray(prior_int, np.int64),
        marker_order=marker_order.astype(np.int64),
        marker_position=np.ascontiguousarray(parameters.marker_position[marker_order], np.float64),
        piece_start=np.ascontiguousarray(topology.functions.piece_start, np.int64),
        piece_count=np.ascontiguousarray(topology.functions.piece_count, np.int64),
        breaks=np.ascontiguousarray(topology.functions.breaks, np.float64),
        coefficients=np.ascontiguousarray(topology.functions.coefficients, np.float64),
    )


def _coupler(topology: Topology) -> IntArray:
    follows = topology.independent != np.arange(len(topology.independent))
    # -2: the coordinate leads itself; -1 would be a coupler that is the identity.
    return np.where(follows, topology.coupler_function, -1)


def _slots(topology: Topology, parameters: Parameters) -> list[list[int]]:
    """Slots of each body that move or are offset, translations first (rotations do not turn them)."""
    used = (topology.slot_coordinate >= 0) | (parameters.slot_offset != 0.0)
    return [[k for k in (3, 4, 5, 0, 1, 2) if used[b, k]] for b in range(len(topology.parent))]


def _columns(topology: Topology, slots: list[list[int]], locked: NDArray[np.bool_]) -> IntArray:
    """(C,) column of each coordinate, numbered by first appearance from the root; -1 for none."""
    column_of = np.full(len(topology.independent), -1, dtype=np.int64)
    count = 0
    for b, own in enumerate(slots):
        for k in own:
            c = topology.slot_coordinate[b, k]
            if c < 0:
                continue
            leader = topology.independent[c]
            if column_of[leader] < 0 and not locked[leader]:
                column_of[leader] = count
                count += 1
    return column_of


def _slot_tables(
    topology: Topology, parameters: Parameters, slots: list[list[int]], column_of: IntArray
) -> tuple[IntArray, FloatArray, IntArray]:
    coupler = _coupler(topology)
    integers: list[tuple[int, ...]] = []
    floats: list[tuple[float, ...]] = []
    ranges: list[tuple[int, int]] = []
    for b, own in enumerate(slots):
        ranges.append((len(integers), len(integers) + len(own)))
        for k in own:
            c = int(topology.slot_coordinate[b, k])
            leader = int(topology.independent[c]) if c >= 0 else -1
            integers.append(
                (
                    int(k < 3),
                    leader,
                    int(coupler[c]) if c >= 0 else -1,
                    int(topology.slot_function[b, k]) if c >= 0 else -1,
                    int(column_of[leader]) if c >= 0 else -1,
                )
            )
            axis = parameters.rotation_axis[b, k] if k < 3 else parameters.translation_axis[b, k - 3]
            floats.append((*axis, parameters.slot_scale[b, k], parameters.slot_offset[b, k]))
    return (
        np.array(integers, np.int64).reshape(-1, 5),
        np.array(floats, np.float64).reshape(-1, 5),
        np.array(ranges, np.int64).reshape(-1, 2),
    )


def _paths(topology: Topology, slot_int: IntArray, slot_range: IntArray) -> list[list[int]]:
    """Slots with a column from the root to each slot, itself included where it has one."""
    reach: list[list[int]] = []
    paths: list[list[int]] = [[] for _ in slot_int]
    for b, (first, last) in enumerate(slot_range):
        parent = int(topology.parent[b])
        so_far = list(reach[parent]) if parent >= 0 else []
        for s in range(first, last):
            if slot_int[s, 4] >= 0:
                so_far.append(s)
            paths[s] = list(so_far)
        reach.append(so_far)
    return paths


def _elimination_chains(slot_int: IntArray, paths: list[list[int]], count: int) -> list[list[int]]:
    """Ancestors of each column, nearest first, in the elimination tree (columns leave last to first)."""
    pattern: list[set[int]] = [set() for _ in range(count)]
    for s, path in enumerate(paths):
        own = int(slot_int[s, 4])
        for other in slot_int[path, 4] if own >= 0 else ():
            high, low = max(own, int(other)), min(own, int(other))
            if high != low:
                pattern[high].add(low)
    parent = [-1] * count
    for column in range(count - 1, -1, -1):
        if pattern[column]:
            parent[column] = max(pattern[column])
            pattern[parent[column]] |= pattern[column] - {parent[column]}
    chains: list[list[int]] = []
    for column in range(count):
        above = parent[column]
        chains.append([above, *chains[above]] if above >= 0 else [])
    return chains


def _body_int(
    topology: Topology, parameters: Parameters, slot_range: IntArray, marker_order: IntArray
) -> IntArray:
    bodies = len(topology.parent)
    sorted_bodies = topology.marker_body[marker_order]
    first = np.searchsorted(sorted_bodies, np.arange(bodies), side="left")
    last = np.searchsorted(sorted_bodies, np.arange(bodies), side="right")
    turned = [
        np.any(rotation != np.eye(3), axis=(1, 2))
        for rotation in (parameters.parent_rotation, parameters.child_rotation)
    ]
    columns = [topology.parent, slot_range[:, 0], slot_range[:, 1], first, last, *turned]
    return np.ascontiguousarray(np.stack(columns, axis=1), np.int64)


def _flatten(lists: list[list[int]]) -> tuple[IntArray, IntArray]:
    starts = np.cumsum([0, *(len(entry) for entry in lists)])
    return starts.astype(np.int64), np.array([x for entry in lists for x in entry], np.int64)
