"""Comparisons with published values, and when they may not judge."""

from typing import Any

import numpy as np
import pytest

from groundup.findings.angle_measures import angle_measures
from groundup.findings.load_measures import load_measures
from groundup.findings.measure import Measure
from groundup.findings.reference import Person, compare, references
from groundup.findings.stride_measures import STRIDE_MEASURES
from groundup.motion.task import Task
from groundup.quantities import Side

DEFINED = [m.definition for kind in (angle_measures(), load_measures(), STRIDE_MEASURES) for m in kind]
DEFINITIONS = {d.name: d for d in DEFINED}


def _measure(name: str, value: float, task: Task, n: int = 3) -> Measure:
    return Measure(DEFINITIONS[name], Side.LEFT, task, np.full(n, value), "trial")


def test_every_reference_belongs_to_a_measure_of_its_task_and_keeps_its_sign() -> None:
    for reference in references():
        tasks = {task for d in DEFINED if d.name == reference.measure for task in d.tasks}
        assert reference.task in tasks, reference.measure
        assert reference.sd > 0
    everted = next(r for r in references() if r.measure == "rearfoot_eversion_peak")
    assert everted.mean == -6.8, "eversion is negative inversion; the source gives it as an amount"


def test_an_adult_runner_at_the_reference_speed_may_be_judged() -> None:
    (found,) = compare(_measure("knee_flexion_stance_peak", 51.3, Task.RUNNING), Person(30.0), 2.5)
    assert found.z == pytest.approx(2.0)
    assert found.may_judge


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"speed": 3.5}, "3.50 m/s"),
        ({"speed": None}, "speed is not known"),
        ({"age_years": None}, "age is not known"),
        ({"age_years": 12.0}, "of adults"),
        ({"n": 2}, "2 of at least 3"),
        ({"aid": "a stick"}, "without an aid"),
    ],
)
def test_a_reference_that_does_not_fit_gives_no_verdict(changes: dict[str, Any], said: str) -> None:
    given = {"age_years": 30.0, "speed": 2.5, "n": 3, **changes}
    measure = _measure("knee_flexion_stance_peak", 51.3, Task.RUNNING, int(given.pop("n")))
    (found,) = compare(measure, Person(given["age_years"], given.get("aid")), given["speed"])
    assert not found.may_judge
    assert said in " ".join(found.misfits)


def test_children_are_no_norm_for_an_adult() -> None:
    measure = _measure("knee_flexion_loading_peak", 40.0, Task.WALKING)
    (adult,) = compare(measure, Person(40.0), 1.3)
    assert "of children" in " ".join(adult.misfits)
    (child,) = compare(measure, Person(10.0), 1.3)
    assert child.may_judge
    assert child.z == pytest.approx((40.0 - 19.3) / 6.3)


def test_what_was_not_measured_is_not_compared() -> None:
    assert compare(_measure("knee_flexion_loading_peak", 0.0, Task.WALKING, 0), Person(10.0), 1.0) == ()


def test_the_reference_that_fits_comes_first() -> None:
    measure = _measure("knee_adduction_moment_first_peak", 0.63, Task.WALKING)
    adult, child = compare(measure, Person(30.0), 1.4), compare(measure, Person(10.0), 1.4)
    assert (adult[0].reference.evidence.id, child[0].reference.evidence.id) == ("N082.peak_1", "A22.free")
    assert adult[0].z == pytest.approx((0.63 - 0.45) / 0.09)
    assert adult[0].may_judge
    assert child[0].may_judge
    assert not compare(measure, Person(30.0), 0.7)[0].may_judge, "no norm of free walking for a slow walk"
