"""What is known of the person before anything is measured: the intake file (TOML or JSON)."""

import json
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from groundup.quantities import BadInputError
from groundup.screening.questions import BY_NAME
from groundup.screening.triage import Triage, screen

Rating = Annotated[float, Field(ge=0.0, le=10.0)]
_LARGEST_BYTES = 1 << 20
Items = list[float | None]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(_Part):
    """The person."""

    age_years: Annotated[float, Field(ge=0.0, le=120.0)] | None = None
    sex: Literal["female", "male"] | None = None
    height_m: Annotated[float, Field(gt=0.4, lt=2.6)] | None = None
    mass_kg: Annotated[float, Field(gt=3.0, lt=400.0)] | None = None
    footwear: str | None = None
    orthoses: str | None = None
    walking_aid: str | None = None
    medications: list[str] | None = None


class Complaint(_Part):
    """What hurts; ratings from 0 (no pain) to 10 (worst)."""

    side: Literal["left", "right", "both"] | None = None
    onset: Literal["sudden", "gradual", "after an injury"] | None = None
    weeks: Annotated[float, Field(ge=0.0)] | None = None
    sites: (
        list[
            Literal[
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
        ]
        | None
    ) = None
    pain_now: Rating | None = None
    pain_usual: Rating | None = None
    pain_worst: Rating | None = None


class AnkleHistory(_Part):
    """What one ankle went through."""

    sprains: Annotated[int, Field(ge=0)] | None = None
    months_since_first_sprain: Annotated[float, Field(ge=0.0)] | None = None
    giving_way_in_six_months: Annotated[int, Field(ge=0)] | None = None
    surgery: str | None = None


class Precautions(_Part):
    """What makes a test at the bedside unwise; missing was not asked."""

    numb_or_diabetic_feet: bool | None = None
    falls: bool | None = None
    recent_surgery: bool | None = None
    acute_sprain_or_fracture: bool | None = None


class LegTests(_Part):
    """Clinical tests of one leg; repeats as a list."""

    lunge_cm: list[float] | None = None
    lunge_deg: list[float] | None = None
    foot_posture_items: Annotated[list[int], Field(min_length=6, max_length=6)] | None = None
    navicular_drop_mm: list[float] | None = None
    single_leg_squat: Literal["good", "fair", "poor"] | None = None
    balance_anterior_cm: list[float] | None = None
    balance_posteromedial_cm: list[float] | None = None
    balance_posterolateral_cm: list[float] | None = None
    leg_length_cm: float | None = None
    calf_raises: Annotated[int, Field(ge=0)] | None = None
    strength_newton: dict[str, list[float]] | None = None
    passive_range_deg: dict[str, list[float]] | None = None

    @model_validator(mode="after")
    def _foot_posture_in_range(self) -> "LegTests":
        if self.foot_posture_items and not all(-2 <= item <= 2 for item in self.foot_posture_items):
            raise ValueError("the six foot posture items go from -2 to 2")
        return self


class Questionnaires(_Part):
    """Points by item, in the order of the printed form; null for an item left out."""

    akps: Items | None = None
    koos_pf: Items | None = None
    lefs: Items | None = None
    cait_left: Items | None = None
    cait_right: Items | None = None


class Intake(_Part):
    """Everything known before the recording; what is missing was not asked, which is never a no."""

    about: About = About()
    complaint: Complaint = Complaint()
    ankle_left: AnkleHistory = AnkleHistory()
    ankle_right: AnkleHistory = AnkleHistory()
    precautions: Precautions = Precautions()
    red_flags: dict[str, bool | float] = Field(default_factory=dict)
    tests_left: LegTests = LegTests()
    tests_right: LegTests = LegTests()
    questionnaires: Questionnaires = Questionnaires()

    @model_validator(mode="after")
    def _flags_are_questions(self) -> "Intake":
        unknown = [name for name in self.red_flags if name not in BY_NAME]
        if unknown:
            raise ValueError(f"no red-flag question is called {unknown[0]!r}")
        for name, answer in self.red_flags.items():
            if BY_NAME[name].numeric == isinstance(answer, bool):
                kind = "a number" if BY_NAME[name].numeric else "true or false"
                raise ValueError(f"red flag {name!r} is answered with {kind}")
        return self

    @property
    def answers(self) -> dict[str, bool | float]:
        """What is known for the red flags; the age counts wherever it is given."""
        age = {} if self.about.age_years is None else {"age_years": self.about.age_years}
        return {**age, **self.red_flags}

    def triage(self) -> Triage:
        """Apply the red-flag rules to the answers."""
        return screen(self.answers)


def read_intake(path: Path) -> Intake:
    """Read an intake file.

    Parameters
    ----------
    path : Path
        ``.toml`` or ``.json``.

    Raises
    ------
    BadInputError
        If the file cannot be read, or an entry is unknown or out of range.
    """
    if path.exists() and not path.is_file():
        found = "a folder" if path.is_dir() else "a pipe or device"
        raise BadInputError(path, "the file", "a TOML or JSON text", found, "check it")
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(path, "the file", "an intake of at most 1 MB", "a longer one", "check it")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInputError(path, "the file", "a TOML or JSON text", str(problem), "check it") from problem
    try:
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        kind = "JSON" if path.suffix.lower() == ".json" else "TOML"
        raise BadInputError(path, "the file", f"valid {kind}", str(problem), "correct it there") from problem
    try:
        return Intake.model_validate(content)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInputError(
            path, place, first["msg"].removeprefix("Value error, "), repr(first["input"])[:80], "correct it"
        ) from None
