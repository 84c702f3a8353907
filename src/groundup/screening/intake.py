"""What is known of the person before anything is measured: the intake file (TOML or JSON)."""

import json
import tomllib
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from groundup.quantities import BadInputError
from groundup.screening.intake_parts import (
    FORMS,
    About,
    AnkleHistory,
    Complaint,
    KneeHistory,
    LegTests,
    Part,
    Precautions,
    Questionnaires,
)
from groundup.screening.questions import BY_NAME
from groundup.screening.scores import NPRS, Score, score
from groundup.screening.triage import Triage, screen
from groundup.screening.words import told_by_medications

_LARGEST_BYTES = 1 << 20


class Intake(Part):
    """Everything known before the recording; what is missing was not asked, which is never a no."""

    about: About = About()
    complaint: Complaint = Complaint()
    knee_left: KneeHistory = KneeHistory()
    knee_right: KneeHistory = KneeHistory()
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
        """What is known for the red flags and the advice, from every part of the intake.

        The age counts wherever it is given. Where the complaint or the medicines say yes and an answer no,
        the yes counts.
        """
        age = {} if self.about.age_years is None else {"age_years": self.about.age_years}
        told = {**self._told, **told_by_medications(self.about.medications)}
        kept = {name: yes for name, yes in told.items() if yes or name not in self.red_flags}
        return {**age, **self.red_flags, **kept}

    @property
    def _told(self) -> dict[str, bool]:
        """What the complaint says of onset and course; a sudden onset leaves open whether by an injury."""
        told: dict[str, bool] = {}
        if self.complaint.onset in ("gradual", "after an injury"):
            told["recent_injury"] = self.complaint.onset == "after an injury"
        if self.complaint.persists_despite_treatment is not None:
            told["pain_persists_despite_treatment"] = self.complaint.persists_despite_treatment
        return told

    def triage(self) -> Triage:
        """Apply the red-flag rules to the answers."""
        return screen(self.answers)

    def scores(self) -> dict[str, Score]:
        """Total of every questionnaire that was filled in; pain ratings by which pain they rate."""
        forms = {name: score(FORMS[name], items) for name, items in self.questionnaires if items is not None}
        ratings = {name: getattr(self.complaint, name) for name in ("pain_now", "pain_usual", "pain_worst")}
        return {**forms, **{name: Score(NPRS, r, 1) for name, r in ratings.items() if r is not None}}


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
