"""The parts of an intake: the person, the complaint, each leg's history and tests, questionnaires."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from groundup.quantities import BadInputError
from groundup.screening.scores import AKPS, CAIT, KOOS_PF, LEFS, Questionnaire, score
from groundup.screening.words import MUSCLES, RANGES

Rating = Annotated[float, Field(ge=0.0, le=10.0)]
Count = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0.0)]
Repeats = list[float]
LEFT_OUT = "-"
"""How TOML, which has no null, tells an item that was left out."""


def _none_if_left_out(item: object) -> object:
    return None if item in (LEFT_OUT, "") else item


def _day(value: object) -> str:
    """Give a day as text; TOML knows days of its own."""
    return date.fromisoformat(str(value).strip()).isoformat()


Items = list[Annotated[float | None, BeforeValidator(_none_if_left_out)]]
Site = Literal[
    "around the kneecap",
    "inner knee",
    "outer knee",
    "back of the knee",
    "shin",
    "ankle",
    "heel",
    "arch",
    "forefoot",
    "hip",
    "elsewhere",
]
Trigger = Literal[
    "squatting", "stairs", "prolonged sitting", "kneeling", "walking", "running", "jumping", "sport"
]


class Part(BaseModel):
    """A part of the intake; every field may be missing, which means not asked."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class About(Part):
    """The person; `code` tells one from another without a name, `date` is the day of the recording."""

    code: Annotated[str, Field(max_length=40)] | None = None
    date: Annotated[str, BeforeValidator(_day)] | None = None
    age_years: Annotated[float, Field(ge=0.0, le=120.0)] | None = None
    sex: Literal["female", "male"] | None = None
    height_m: Annotated[float, Field(gt=0.4, lt=2.6)] | None = None
    mass_kg: Annotated[float, Field(gt=3.0, lt=400.0)] | None = None
    footwear: str | None = None
    orthoses: str | None = None
    walking_aid: str | None = None
    medications: list[str] | None = None


class Complaint(Part):
    """What hurts; ratings from 0 (no pain) to 10 (worst), by the numeric pain rating scale.

    `map_left` and `map_right` are the pain map: a rating for each site of that leg.
    """

    side: Literal["left", "right", "both"] | None = None
    onset: Literal["sudden", "gradual", "after an injury"] | None = None
    weeks: Amount | None = None
    sites: list[Site] | None = None
    map_left: dict[Site, Rating] | None = None
    map_right: dict[Site, Rating] | None = None
    pain_now: Rating | None = None
    pain_usual: Rating | None = None
    pain_worst: Rating | None = None
    brought_on_by: list[Trigger] | None = None
    treatment: str | None = None
    persists_despite_treatment: bool | None = None


class AnkleHistory(Part):
    """What one ankle went through."""

    sprains: Count | None = None
    months_since_first_sprain: Amount | None = None
    months_since_last_sprain: Amount | None = None
    giving_way_in_six_months: Count | None = None
    surgery: str | None = None


class KneeHistory(Part):
    """What one knee went through."""

    injuries: str | None = None
    surgery: str | None = None


class Precautions(Part):
    """What makes a test at the bedside unwise; missing was not asked."""

    numb_or_diabetic_feet: bool | None = None
    falls: bool | None = None
    recent_surgery: bool | None = None
    acute_sprain_or_fracture: bool | None = None


class LegTests(Part):
    """Clinical tests of one leg; repeats as a list.

    `strength_newton` and `passive_range_deg` go by the names in ``groundup.screening.words``.
    """

    lunge_cm: Repeats | None = None
    lunge_deg: Repeats | None = None
    foot_posture_items: Annotated[list[int], Field(min_length=6, max_length=6)] | None = None
    navicular_drop_mm: Repeats | None = None
    foot_length_mm: Annotated[float, Field(gt=50.0, lt=500.0)] | None = None
    single_leg_squat: Literal["good", "fair", "poor"] | None = None
    balance_anterior_cm: Repeats | None = None
    balance_posteromedial_cm: Repeats | None = None
    balance_posterolateral_cm: Repeats | None = None
    leg_length_cm: Annotated[float, Field(gt=20.0, lt=150.0)] | None = None
    calf_raises: Count | None = None
    strength_newton: dict[str, list[Amount]] | None = None
    passive_range_deg: dict[str, Repeats] | None = None

    @model_validator(mode="after")
    def _foot_posture_in_range(self) -> "LegTests":
        if self.foot_posture_items and not all(-2 <= item <= 2 for item in self.foot_posture_items):
            raise ValueError("the six foot posture items go from -2 to 2")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> "LegTests":
        for given, known, what in (
            (self.strength_newton, MUSCLES, "muscle group"),
            (self.passive_range_deg, RANGES, "passive range"),
        ):
            unknown = [name for name in given or () if name not in known]
            if unknown:
                raise ValueError(f"no {what} is called {unknown[0]!r}; there are {', '.join(known)}")
        return self


class Questionnaires(Part):
    """Points by item, in the order of the printed form; null (in TOML "-") for an item left out."""

    akps: Items | None = None
    koos_pf: Items | None = None
    lefs: Items | None = None
    cait_left: Items | None = None
    cait_right: Items | None = None

    @model_validator(mode="after")
    def _points_are_on_the_form(self) -> "Questionnaires":
        for name, items in self:
            if items is not None:
                try:
                    score(FORMS[name], items)
                except BadInputError as problem:
                    raise ValueError(f"{name}, {problem.place}: {problem.expected}") from problem
        return self


FORMS: dict[str, Questionnaire] = {
    "akps": AKPS,
    "koos_pf": KOOS_PF,
    "lefs": LEFS,
    "cait_left": CAIT,
    "cait_right": CAIT,
}
"""Which form each entry of the questionnaires is."""
