"""A walk whose truth is known at any instant."""

from dataclasses import dataclass

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.dynamics import BodyMomentum
from groundup.synthetic.foot_path import contact_phase
from groundup.synthetic.periodic import Periodic
from groundup.synthetic.person import VirtualPerson


@dataclass(frozen=True)
class Walk:
    """Steady walking along +X of the lab: the truth, at any instant.

    Attributes
    ----------
    person : VirtualPerson
    chain : Chain
        The person's own, without markers.
    series : Periodic (C,)
        Coordinates over the right leg's cycle [rad, m], forward travel left out.
    momentum : BodyMomentum
    """

    person: VirtualPerson
    chain: Chain
    series: Periodic
    momentum: BodyMomentum

    def phase(self, time: FloatArray) -> FloatArray:
        """Phase of the right leg's cycle at times (T,) [s]; right contacts at whole numbers."""
        return np.asarray(np.asarray(time, dtype=np.float64) / self.person.stride_time)

    def coordinates(self, time: FloatArray, order: int = 0) -> FloatArray:
        """(T, C) coordinates at times (T,) [s], or their derivative of the given order by time."""
        phase = self.phase(time)
        values = self.series.at(phase, order) / self.person.stride_time**order
        if order < 2:
            travel = self.person.stride_length * phase if order == 0 else self.person.speed
            values[:, self.chain.coordinate("pelvis_tx")] += travel
        return values

    def segments(self, time: FloatArray) -> tuple[FloatArray, FloatArray]:
        """rotation_body_in_lab (T, B, 3, 3) and position_body_in_lab (T, B, 3) [m] at times (T,) [s]."""
        return forward(self.chain.topology, self.chain.parameters, self.coordinates(time))

    def contacts(self, side: Side, start: float, end: float) -> list[tuple[int, float, float]]:
        """List number, contact and toe-off times [s] of a foot's stances that overlap [start, end]."""
        period, first = self.person.stride_time, contact_phase(self.person, side)
        lowest = int(np.floor(start / period - first)) - 1
        spans = [
            (n, (n + first) * period, (n + first + self.person.stance) * period)
            for n in range(lowest, int(np.ceil(end / period)) + 1)
        ]
        return [span for span in spans if span[2] > start and span[1] < end]
