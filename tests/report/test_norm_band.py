"""The reference behind the curves: drawn where there is one, told whose it is and whom it does not fit."""

from dataclasses import replace

import numpy as np

from groundup.findings.norms.norms import CurveNorm, Norms, TaskNorm
from groundup.findings.reference_curve import PERCENT
from groundup.motion.task import Task
from groundup.quantities import ANGLES
from groundup.report.norm_band import norm_band, norm_bands, norm_notes
from groundup.report.page import render
from groundup.screening.intake import Intake
from tests.report import fakes

KNEE = next(angle for angle in ANGLES if angle.name == "knee_flexion")
ONES = np.ones(len(PERCENT))


def _lab(ages: tuple[float, float] | None = (20.0, 60.0)) -> Norms:
    curve = CurveNorm(30.0 * ONES, 4.0 * ONES, 5.0 * ONES, 12)
    task = TaskNorm(Task.WALKING, 12, None, {}, {"knee_flexion": curve})
    return Norms("our lab", 12, ages, "barefoot", False, {Task.WALKING: task})


def test_children_behind_an_adult_are_an_outline_with_the_reason() -> None:
    intake = Intake.model_validate({"about": {"age_years": 40}})
    band = norm_band(fakes.analysis(intake=intake), Task.WALKING, KNEE)
    assert band is not None
    assert band.band.side == "norm misfit"
    (note,) = norm_notes([band])
    assert "children" in note
    assert "Schwartz" in note
    assert "judges nothing here" in note
    child = norm_band(
        fakes.analysis(intake=Intake.model_validate({"about": {"age_years": 10}})), Task.WALKING, KNEE
    )
    assert child is not None
    assert child.band.side == "norm"


def test_the_laboratorys_own_comes_before_the_published() -> None:
    intake = Intake.model_validate({"about": {"age_years": 40, "footwear": "barefoot"}})
    analysis = replace(fakes.analysis(intake=intake), norms=_lab())
    bands = norm_bands(analysis, Task.WALKING, ANGLES)
    own = bands["knee_flexion"]
    assert own.misfits == ()
    np.testing.assert_allclose(own.band.high, 35.0)
    assert bands["hip_flexion"].curve.source.startswith("Schwartz")
    nobody = norm_bands(replace(analysis, norms=_lab(None)), Task.WALKING, [KNEE])["knee_flexion"]
    assert nobody.misfits == ("the ages behind the reference are not known",)


def test_the_page_draws_the_band_and_says_whose_it_is() -> None:
    page = render(fakes.analysis())
    assert 'class="band norm misfit"' in page
    assert "reference of people unlike this one" in page
    assert "the person&#39;s age is not known" in page
    assert norm_bands(fakes.analysis(), Task.SQUAT, ANGLES) == {}
