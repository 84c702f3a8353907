"""The truth of a virtual patient's legs, drawn from published figures of people; no cut-off stands here.

Severity is told in standard deviations from the mean of healthy people, or in thirds of the published
distribution of unstable ankles. What any rule calls a fault is not known to this module.
"""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np

from groundup.body.anthropometry import (
    TOE_JOINT_FROM_ANKLE,
    Sizes,
    landmark_position,
    typical_sizes,
)
from groundup.evidence.table import row
from groundup.quantities import Side
from groundup.synthetic.patient import Fault, LegTruth, Severity

# Standard deviations from the healthy mean; people without a fault lie nearer than the first.
HEALTHY_WITHIN = 1.5
BANDS = {Severity.MILD: (1.5, 2.0), Severity.MODERATE: (2.0, 3.0), Severity.MARKED: (3.0, 4.0)}
# Thirds of the distribution of unstable ankles, lowest scores first.
_THIRDS = {Severity.MARKED: (0.0, 1 / 3), Severity.MODERATE: (1 / 3, 2 / 3), Severity.MILD: (2 / 3, 1.0)}
# How closely giving way goes with the score; not published, since the score asks for it.
_WITH_SCORE = 0.8
_NORMAL = NormalDist()
# Lean of the shank in the lunge, 26 healthy men, goniometer [deg]: Calatayud 2015 Int J Sports Phys Ther
# 10:197.
_LUNGE_MEAN, _LUNGE_SPREAD = 40.6, 5.2
_DEGREES_PER_CM = 1.7
# Part of 128 people with unstable ankles whose ankle gives way at least monthly, and of 113 people well again
# after a sprain whose ankle does so more than yearly: Gribble 2017 Br J Sports Med 51 Suppl 1:A20.
_GIVES_WAY_MONTHLY, _COPERS_GIVE_WAY = 0.84, 0.012
# Part of people without an ankle problem who had an ankle injury once (342 of 573 in a community): Hiller
# 2012 Arch Phys Med Rehabil 93:1801.
_INJURED_BEFORE = 0.597


def draw_legs(
    chance: np.random.Generator, sizes: Sizes, faults: Mapping[Side, tuple[Fault, Severity]]
) -> dict[Side, LegTruth]:
    """Draw the truth of both legs.

    Parameters
    ----------
    sizes : of the person; they turn the angle of the lunge into a distance.
    faults : mapping side -> fault and severity of the legs that have one.
    """
    lunges = _lunges(chance, faults)
    injured = _injured_before(chance)
    return {side: _leg(chance, sizes, lunges[side], injured[side], faults.get(side)) for side in Side}


def lunge_distance(angle_deg: float, sizes: Sizes) -> float:
    """Toe to wall [cm] with the kneecap at the wall, heel down and the shank `angle_deg` forward."""
    return float(100.0 * (sizes.shank * np.sin(np.deg2rad(angle_deg)) - _toes_before_kneecap(sizes)))


def _toes_before_kneecap(sizes: Sizes) -> float:
    """How far the toes are ahead of the kneecap on a vertical shank [m]."""
    scale = sizes.foot / typical_sizes().foot
    toes = TOE_JOINT_FROM_ANKLE[0] + landmark_position("right_toe_tip", typical_sizes())[0]
    return float(toes * scale - landmark_position("right_patella", sizes)[0])


def _leg(
    chance: np.random.Generator,
    sizes: Sizes,
    lunge_deg: float,
    injured: bool,
    fault: tuple[Fault, Severity] | None,
) -> LegTruth:
    kind, severity = fault or (None, None)
    pronation = _healthy(chance)
    if kind is Fault.PRONATION and severity is not None:
        pronation = chance.uniform(*BANDS[severity])
    posture, motion = _posture_and_motion(chance, pronation)
    if kind is Fault.UNSTABLE_ANKLE and severity is not None:
        stability, sprains, gives_way = _unstable(chance, severity)
        # More inversion in stance (EVIDENCE C25, C26: direction only, no degrees).
        motion -= chance.uniform(0.0, 1.5)
    else:
        stability, sprains, gives_way = _stable(chance, injured)
    return LegTruth(
        lunge_cm=lunge_distance(lunge_deg, sizes),
        lunge_deg=lunge_deg,
        foot_posture=posture,
        eversion=float(np.deg2rad(motion * (row("A42.excursion").spread or 0.0))),
        stability=stability,
        sprains=sprains,
        gives_way=gives_way,
    )


def _healthy(chance: np.random.Generator) -> float:
    """Draw standard deviations from the mean in a person without the fault."""
    low, high = _NORMAL.cdf(-HEALTHY_WITHIN), _NORMAL.cdf(HEALTHY_WITHIN)
    return _NORMAL.inv_cdf(chance.uniform(low, high))


def _lunges(chance: np.random.Generator, faults: Mapping[Side, tuple[Fault, Severity]]) -> dict[Side, float]:
    """Draw how far each shank leans in the lunge [deg]; legs are alike but for a published difference.

    That difference is a distance; 1 cm is about 1.7 degrees on a shank of 42 cm.
    """
    person, half = _healthy(chance), 0.5 * row("B02.usual").value * _DEGREES_PER_CM / _LUNGE_SPREAD
    found = {}
    for side, sign in zip(Side, (1.0, -1.0), strict=True):
        kind, severity = faults.get(side, (None, None))
        z = np.clip(person + sign * chance.normal() * half, -HEALTHY_WITHIN, HEALTHY_WITHIN)
        if kind is Fault.STIFF_ANKLE and severity is not None:
            z = -chance.uniform(*BANDS[severity])
        found[side] = float(_LUNGE_MEAN + z * _LUNGE_SPREAD)
    return found


def _posture_and_motion(chance: np.random.Generator, pronation: float) -> tuple[float, float]:
    """Foot posture index [points] and eversion in stance [standard deviations] of one pronation.

    Both follow it so closely that posture explains the published part of the variance of motion.
    """
    share = row("B12.explained").value ** 0.25
    own = np.sqrt(1.0 - share**2)
    posture, motion = share * pronation + own * chance.normal(size=2)
    mean, spread = foot_posture_of_people()
    return float(mean + posture * spread), float(motion)


def foot_posture_of_people() -> tuple[float, float]:
    """Mean and standard deviation of the foot posture index: the normal one with the published classes.

    Supinated feet have -1 and less, pronated ones 6 and more.
    """
    below = [row(f"B10.feet_{part}").value for part in ("supinated", "low")]
    above = [row(f"B10.feet_{part}").value for part in ("high", "pronated")]
    feet = sum(below) + row("B10.feet_neutral").value + sum(above)
    low, high = _NORMAL.inv_cdf(sum(below) / feet), _NORMAL.inv_cdf(1.0 - sum(above) / feet)
    spread = (5.5 - -0.5) / (high - low)
    return 5.5 - high * spread, spread


def unstable_scores() -> NormalDist:
    """Score of unstable ankles: the normal distribution with both published sensitivities."""
    wide = _NORMAL.inv_cdf(row("B20.sensitivity").value)
    narrow = _NORMAL.inv_cdf(row("B22.sensitivity").value)
    spread = (25.5 - 23.5) / (wide - narrow)
    return NormalDist(23.5 - narrow * spread, spread)


def _unstable(chance: np.random.Generator, severity: Severity) -> tuple[float, int, int]:
    """Score, sprains and times of giving way in six months."""
    low, high = _THIRDS[severity]
    share = float(np.clip(chance.uniform(low, high), 0.002, 0.998))
    ill = _WITH_SCORE * _NORMAL.inv_cdf(share) + np.sqrt(1.0 - _WITH_SCORE**2) * chance.normal()
    monthly = ill < _NORMAL.inv_cdf(_GIVES_WAY_MONTHLY)
    gives_way = int(chance.integers(6, 30)) if monthly else int(chance.integers(0, 2))
    return max(0.0, unstable_scores().inv_cdf(share)), int(chance.integers(1, 7)), gives_way


def _stable(chance: np.random.Generator, injured: bool) -> tuple[float, int, int]:
    """Score, sprains and times of giving way; scores fall off from 30 with the published specificity."""
    rate = -np.log(1.0 - row("B20.specificity").value) / (30.0 - 25.5)
    score = max(0.0, 30.0 - chance.exponential(1.0 / rate))
    often = injured and chance.uniform() < _COPERS_GIVE_WAY
    gives_way = int(chance.integers(2, 7)) if often else 0
    return score, int(chance.integers(1, 4)) if injured else 0, gives_way


def _injured_before(chance: np.random.Generator) -> dict[Side, bool]:
    """Draw which ankles were hurt before: the published part of people, either ankle or both."""
    if chance.uniform() >= _INJURED_BEFORE:
        return dict.fromkeys(Side, False)
    which = chance.integers(3)
    return {side: which in (k, 2) for k, side in enumerate(Side)}
