"""Whether a reference fits a person: age, speed, footwear, orthoses, walking aid."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

ADULT_YEARS = 18.0
_NONE = ("", "none", "no", "without", "-")
_BARE = ("barefoot", "bare foot", "bare feet", "sock")


@dataclass(frozen=True)
class Person:
    """What a reference must fit.

    Attributes
    ----------
    age_years : float, optional
        Not known: the population is stated, and no verdict rests on it.
    walking_aid : str, optional
        What the person walks with; references are of people without.
    footwear, orthoses : str, optional
        Worn at the recording, in the words of the intake; not known speaks against no reference.
    """

    age_years: float | None = None
    walking_aid: str | None = None
    footwear: str | None = None
    orthoses: str | None = None


def person_of(intake: "Intake | None") -> Person:
    """Take from an intake what a reference must fit."""
    if intake is None:
        return Person()
    about = intake.about
    return Person(about.age_years, about.walking_aid, about.footwear, about.orthoses)


@dataclass(frozen=True)
class Fit:
    """Whom and what a reference holds for.

    Attributes
    ----------
    of_adults : bool
    speed : (low, high) [m/s], None where it does not depend on it or none is stated.
    footwear : "barefoot" or "shod"; empty where not stated.
    ages : (youngest, oldest) [years], None for any adult, or any child.
    ages_told : False where nothing is known of the ages: then it fits nobody surely.
    """

    of_adults: bool
    speed: tuple[float, float] | None = None
    footwear: str = ""
    ages: tuple[float, float] | None = None
    ages_told: bool = True


def shod(footwear: str | None) -> str:
    """Turn the words of an intake into "barefoot" or "shod"; empty where it is not known."""
    words = (footwear or "").strip().lower()
    if not words:
        return ""
    return "barefoot" if words in _NONE or words.startswith(_BARE) else "shod"


def wears(words: str | None) -> bool:
    """Whether an aid or an orthosis is told; nothing told counts as none."""
    return (words or "none").strip().lower() not in _NONE


def misfits(fit: Fit, person: Person, speed: float | None) -> tuple[str, ...]:
    """Say why a reference does not fit a person; empty where it does.

    Parameters
    ----------
    fit : Fit
    person : Person
    speed : float, optional
        Of the trial [m/s].
    """
    reasons = (
        *_age(fit, person.age_years),
        *_speed(fit.speed, speed),
        (wears(person.walking_aid), "the reference is of people who walk without an aid"),
        (wears(person.orthoses), "the reference is of people without orthoses"),
        (
            bool(fit.footwear and shod(person.footwear)) and shod(person.footwear) != fit.footwear,
            f"the reference is of people {'in shoes' if fit.footwear == 'shod' else 'barefoot'}",
        ),
    )
    return tuple(reason for applies, reason in reasons if applies)


def _age(fit: Fit, age: float | None) -> tuple[tuple[bool, str], ...]:
    if age is None:
        return ((True, "the person's age is not known"),)
    if not fit.ages_told:
        return ((True, "the ages behind the reference are not known"),)
    if fit.ages is not None:
        low, high = fit.ages
        return ((not low <= age <= high, f"the reference is of people of {low:g} to {high:g} years"),)
    other = "the reference is of adults" if fit.of_adults else "the reference is of children"
    return (((age >= ADULT_YEARS) != fit.of_adults, other),)


def _speed(low_high: tuple[float, float] | None, speed: float | None) -> tuple[tuple[bool, str], ...]:
    if low_high is None:
        return ()
    if speed is None:
        return ((True, "the speed is not known"),)
    outside = not low_high[0] <= speed <= low_high[1]
    return ((outside, f"the speed of {speed:.2f} m/s is not that of the reference"),)
