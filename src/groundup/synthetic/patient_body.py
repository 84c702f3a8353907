"""How a virtual patient is built and walks, drawn otherwise than the analysis assumes.

The analysis starts from lengths in proportion to height, subtalar axes about 42 and 23 degrees with normal
spread, one talocrural axis and a knee that flexes about the line of its epicondyles. Here everything is drawn
between bounds, and the axes lie elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from groundup.body.anthropometry import Sizes, typical_sizes
from groundup.body.chain import Chain
from groundup.body.default_chain import FootAxes, mirror_axis
from groundup.evidence.table import row
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.person import Foot, VirtualPerson

# Degrees about the means of EVIDENCE F30 (inclination 42, deviation 16; generic models 37 and 9, F33).
_INCLINATION_WITHIN, _DEVIATION_WITHIN = 12.0, 12.0
_TALOCRURAL_WITHIN, _KNEE_WITHIN = 6.0, 4.0
_LENGTH_WITHIN = 0.07
# Hip centres lie 12 mm from where the regression puts them (EVIDENCE A71).
_HIP_WITHIN = 0.010


@dataclass(frozen=True)
class PatientFoot(Foot):
    """A foot whose leg has joint axes of its own.

    `talocrural`, `knee` : turns of the flexion axes about X and Y of their frames, right leg [rad].
    """

    talocrural: tuple[float, float] = (0.0, 0.0)
    knee: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class PatientPerson(VirtualPerson):
    """A person whose joint axes are those of its feet (all of them ``PatientFoot``)."""

    feet: Mapping[Side, Foot] = field(default_factory=lambda: dict.fromkeys(Side, PatientFoot()))

    def chain(self) -> Chain:
        """Build the person as a chain without markers."""
        made = super().chain()
        axes = made.parameters.rotation_axis.copy()
        for side, foot in self.feet.items():
            if isinstance(foot, PatientFoot):
                for body, turns in (("talus", foot.talocrural), ("shank", foot.knee)):
                    b = made.body(f"{side}_{body}")
                    axes[b, 0] = _turned(axes[b, 0], turns, side)
        parameters = made.parameters._replace(rotation_axis=axes)
        return replace(made, parameters=parameters)


def _turned(axis: FloatArray, turns: tuple[float, float], side: Side) -> FloatArray:
    """Turn an axis about X, then Y, mirrored for the left leg."""
    own = mirror_axis(axis, side)
    for k, angle in enumerate(turns):
        own = from_axis_angle(np.eye(3)[k], np.asarray(angle)) @ own
    return mirror_axis(own, side)


def draw_person(chance: np.random.Generator, feet: Mapping[Side, Foot]) -> PatientPerson:
    """Draw body and gait round given feet; speed and stride go with the height (EVIDENCE N001 in range)."""
    height = chance.uniform(1.52, 1.93)
    cadence = chance.uniform(104.0, 118.0)
    stride = height * chance.uniform(0.64, 0.74)
    return PatientPerson(
        height=height,
        mass=height**2 * chance.uniform(19.0, 30.0),
        sex=str(chance.choice(["female", "male"])),
        speed=stride * cadence / 120.0,
        cadence=cadence,
        bounce=chance.uniform(0.008, 0.013),
        step_width=chance.uniform(0.06, 0.14),
        stance=chance.uniform(0.605, 0.635),
        left_contact=chance.uniform(0.49, 0.51),
        feet=feet,
        sizes=_sizes(chance, height),
    )


def draw_foot(
    chance: np.random.Generator, eversion: float, standing_eversion: float, offsets: Mapping[str, float]
) -> PatientFoot:
    """Draw a leg's axes and habits round what its fault makes of its rearfoot and curves [rad]."""
    inclination, deviation = row("F30.inclination").value, row("F30.deviation").value

    def within(degrees: float) -> float:
        return float(np.deg2rad(chance.uniform(-degrees, degrees)))

    return PatientFoot(
        axes=FootAxes(
            np.deg2rad(inclination) + within(_INCLINATION_WITHIN),
            np.deg2rad(deviation) + within(_DEVIATION_WITHIN),
        ),
        toe_out=np.deg2rad(row("A19.free").value) * -1.0 + within(7.0),
        strike_pitch=float(np.deg2rad(chance.uniform(10.0, 18.0))),
        push_off=float(np.deg2rad(chance.uniform(38.0, 46.0))),
        offsets=dict(offsets),
        eversion=eversion,
        standing_eversion=standing_eversion,
        talocrural=(within(_TALOCRURAL_WITHIN), within(_TALOCRURAL_WITHIN)),
        knee=(within(_KNEE_WITHIN), within(_KNEE_WITHIN)),
    )


def _sizes(chance: np.random.Generator, height: float) -> Sizes:
    """Draw lengths each by itself, and hip centres beside where the regression puts them."""
    typical = typical_sizes(height)

    def off(length: float) -> float:
        return float(length * chance.uniform(1.0 - _LENGTH_WITHIN, 1.0 + _LENGTH_WITHIN))

    x, y, z = np.array(typical.hip_centre) + chance.uniform(-_HIP_WITHIN, _HIP_WITHIN, 3)
    return Sizes(
        pelvis_width=off(typical.pelvis_width),
        pelvis_depth=off(typical.pelvis_depth),
        hip_centre=(float(x), float(y), float(z)),
        thigh=off(typical.thigh),
        shank=off(typical.shank),
        foot=off(typical.foot),
        ankle_height=off(typical.ankle_height),
        knee_width=off(typical.knee_width),
        ankle_width=off(typical.ankle_width),
        trunk=off(typical.trunk),
    )
