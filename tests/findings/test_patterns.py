"""The rules of the three load patterns: each way they can come out, and what keeps them open."""

import pytest

from groundup.findings.faults.limited_dorsiflexion import limited_dorsiflexion
from groundup.findings.finding import Finding, Kind, Verdict
from groundup.findings.findings import find
from groundup.findings.leg import Leg, leg
from groundup.findings.measure import Measure
from groundup.findings.patterns.iliotibial_band import iliotibial_band_load
from groundup.findings.patterns.medial import medial_load
from groundup.findings.patterns.patellofemoral import patellofemoral_load
from groundup.findings.reference import Person
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.screening.intake import Intake
from tests.findings.made import made

FIRST, SECOND = "knee_adduction_moment_first_peak", "knee_adduction_moment_second_peak"
FORCE = "patellofemoral_force_peak"


def _medial(first: float, second: float, margin: float = 0.05, **changes: object) -> Finding:
    found = [made(name, v, margin=margin, **changes) for name, v in ((FIRST, first), (SECOND, second))]  # type: ignore[arg-type]
    return medial_load(Leg(Side.LEFT, found))


# Published: 0.45 (0.09) and 0.45 (0.13) N m/kg; two standard deviations above is 0.63 and 0.71.
@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (0.45, 0.45, Verdict.ABSENT),
        (0.70, 0.45, Verdict.PRESENT),
        (0.45, 0.78, Verdict.PRESENT),
        (0.66, 0.45, Verdict.CANNOT_TELL),
        (0.60, 0.45, Verdict.CANNOT_TELL),
    ],
)
def test_the_adduction_moment_decides_medial_load_beyond_its_error(
    first: float, second: float, verdict: Verdict
) -> None:
    found = _medial(first, second)
    assert found.verdict is verdict
    assert bool(found.settled_by) == (verdict is Verdict.CANNOT_TELL)
    assert found.kind is Kind.PATTERN


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"n": 2}, "2 of at least 3"),
        ({"person": Person()}, "age is not known"),
        ({"person": Person(12.0)}, ""),
        ({"speed": 0.6}, "0.60 m/s"),
        ({"person": Person(30.0, "a stick")}, "without an aid"),
        ({"task": Task.RUNNING}, "no published values"),
    ],
)
def test_without_a_reference_that_fits_nothing_is_told(changes: dict[str, object], said: str) -> None:
    found = _medial(0.9, 0.9, **changes)  # type: ignore[arg-type]
    if said:
        assert found.verdict is Verdict.CANNOT_TELL
        assert said in "; ".join(found.missing)
    else:
        assert found.verdict is Verdict.PRESENT, "children are judged by children"


def test_the_force_behind_the_kneecap_decides_and_says_what_it_does_not_tell() -> None:
    # Published for running: 5.2 (1.2) body weights; two standard deviations above is 7.6.
    def judged(force: float) -> Finding:
        measure = made(FORCE, force, task=Task.RUNNING, margin=0.5)
        return patellofemoral_load(Leg(Side.LEFT, [measure]))

    assert judged(5.0).verdict is Verdict.ABSENT
    assert judged(8.2).verdict is Verdict.PRESENT
    assert judged(7.8).verdict is Verdict.CANNOT_TELL
    assert "(C37)" in " ".join(judged(8.2).limits)


def _turned(value: float, other: float, n: int = 3) -> tuple[Measure, ...]:
    name = "tibial_rotation_excursion"
    return made(name, value, n=n), made(name, other, Side.RIGHT, n=n)


def test_the_other_leg_is_a_reference_beyond_the_detectable_change() -> None:
    assert iliotibial_band_load(Leg(Side.LEFT, _turned(14.0, 8.0))).verdict is Verdict.CONSISTENT
    assert iliotibial_band_load(Leg(Side.LEFT, _turned(12.0, 8.0))).verdict is Verdict.CANNOT_TELL
    assert iliotibial_band_load(Leg(Side.LEFT, _turned(8.0, 14.0))).verdict is Verdict.CANNOT_TELL
    assert iliotibial_band_load(Leg(Side.LEFT, _turned(14.0, 8.0, n=2))).verdict is Verdict.CANNOT_TELL


def test_nothing_measured_settles_the_iliotibial_band() -> None:
    hip = made("hip_adduction_stance_peak", 20.0, task=Task.RUNNING, speed=2.5)
    turn = made("tibial_rotation_excursion", 25.0, task=Task.RUNNING, speed=2.5)
    assert iliotibial_band_load(Leg(Side.LEFT, [hip, turn])).verdict is Verdict.CONSISTENT


def test_more_eversion_speaks_against_medial_load() -> None:
    name = "rearfoot_eversion_excursion"
    both = [made(name, 12.0), made(name, 4.0, Side.RIGHT)]
    (argument,) = medial_load(Leg(Side.LEFT, both)).reasons_against
    assert argument.threshold.id == "C24.eversion"
    assert medial_load(Leg(Side.RIGHT, both)).reasons_against == ()


@pytest.mark.parametrize("sites", [None, ["inner knee"], ["heel"]])
def test_where_it_hurts_changes_no_verdict(sites: list[str] | None) -> None:
    intake = Intake.model_validate({"complaint": {"side": "left", "sites": sites}})
    measures = [made(FIRST, 0.9, margin=0.05), made(SECOND, 0.45, margin=0.05)]
    found = medial_load(leg(Side.LEFT, measures, intake))
    assert found.verdict is Verdict.PRESENT
    assert ("not asked" in found.pain, "is told" in found.pain, "not told" in found.pain) == (
        sites is None,
        sites == ["inner knee"],
        sites == ["heel"],
    )


def test_every_pattern_is_open_and_says_why_where_nothing_was_measured() -> None:
    patterns = [f for f in find((), None) if f.kind is Kind.PATTERN]
    assert len(patterns) == 6
    for found in patterns:
        assert found.verdict is Verdict.CANNOT_TELL
        assert found.missing
        assert found.settled_by
        assert found.limits
        assert found.strength == "nothing that could be judged"


@pytest.mark.parametrize(("lean", "speaks"), [(30.0, False), (35.0, False), (41.0, True)])
def test_a_shank_that_leans_far_with_the_heel_down_speaks_against_limited_dorsiflexion(
    lean: float, speaks: bool
) -> None:
    squat = made("heel_down_shank_to_floor_peak", lean, task=Task.SQUAT)
    found = limited_dorsiflexion(Leg(Side.LEFT, [squat]))
    assert bool(found.reasons_against) == speaks
    assert found.verdict is Verdict.CANNOT_TELL, "the lunge decides"
