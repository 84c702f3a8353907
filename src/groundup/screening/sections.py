"""What ``groundup intake`` asks after the red flags, section by section."""

from typing import get_args

from groundup.quantities import Side
from groundup.screening.entry import Entry, Kind, Section
from groundup.screening.intake_parts import FORMS, Site, Trigger
from groundup.screening.scores import Questionnaire
from groundup.screening.words import MUSCLES, RANGES

_POSTURE = (
    "talar head",
    "curves above and below the outer malleolus",
    "calcaneus in the frontal plane",
    "bulge at the talonavicular joint",
    "inner arch",
    "forefoot on rearfoot",
)
"""The six criteria of the foot posture index, in its order."""


def sections() -> tuple[Section, ...]:
    """Every section in the order of an interview; both legs of a test stand together."""
    return (
        _person(),
        _complaint(),
        _history(),
        _precautions(),
        _lunge_and_posture(),
        _squat_and_balance(),
        Section(
            "Strength (hand-held dynamometer, always at the same place of the leg)",
            tuple(
                _of_leg(side, "strength_newton", words, Kind.REPEATS, "N", key)
                for key, words in MUSCLES.items()
                for side in Side
            ),
        ),
        Section(
            "Passive range",
            tuple(
                _of_leg(side, "passive_range_deg", words, Kind.REPEATS, "deg", key)
                for key, words in RANGES.items()
                for side in Side
            ),
        ),
        Section(
            "Questionnaires (points as printed on the form, item by item)",
            tuple(_form(name, form) for name, form in FORMS.items()),
        ),
    )


def _person() -> Section:
    part = "about"
    return Section(
        "Person",
        (
            Entry(part, "age_years", "Age", Kind.NUMBER, "years"),
            Entry(part, "sex", "Sex", Kind.CHOICE, choices=("female", "male")),
            Entry(part, "height_m", "Height", Kind.NUMBER, "m"),
            Entry(part, "mass_kg", "Mass", Kind.NUMBER, "kg"),
            Entry(part, "footwear", "Footwear at the recording (barefoot, running shoes, ...)", Kind.TEXT),
            Entry(part, "orthoses", "Orthoses or insoles (none, ...)", Kind.TEXT),
            Entry(part, "walking_aid", "Walking aid (none, stick, ...)", Kind.TEXT),
            Entry(part, "medications", "Medicines", Kind.TEXTS),
            Entry(part, "code", "A code for the person (never a name)", Kind.TEXT),
            Entry(part, "date", "Day of the recording", Kind.DAY),
        ),
    )


def _complaint() -> Section:
    part, sites = "complaint", get_args(Site)
    return Section(
        "Complaint",
        (
            Entry(part, "side", "Which side hurts?", Kind.CHOICE, choices=("left", "right", "both")),
            Entry(
                part,
                "onset",
                "How did it begin?",
                Kind.CHOICE,
                choices=("sudden", "gradual", "after an injury"),
            ),
            Entry(part, "weeks", "For how long?", Kind.NUMBER, "weeks"),
            Entry(part, "sites", "Where?", Kind.CHOICES, choices=sites),
            *(
                Entry(part, f"map_{side}", f"Pain map of the {side} leg", Kind.RATINGS, choices=sites)
                for side in Side
            ),
            Entry(part, "pain_now", "Pain now", Kind.NUMBER, "0 to 10"),
            Entry(part, "pain_usual", "Usual pain of the last week", Kind.NUMBER, "0 to 10"),
            Entry(part, "pain_worst", "Worst pain of the last week", Kind.NUMBER, "0 to 10"),
            Entry(part, "brought_on_by", "What brings it on?", Kind.CHOICES, choices=get_args(Trigger)),
            Entry(part, "treatment", "What was done for it so far?", Kind.TEXT),
            Entry(
                part,
                "persists_despite_treatment",
                "Does it stay after weeks of treating the place that hurts?",
                Kind.YES_NO,
            ),
        ),
    )


def _history() -> Section:
    knees = (
        Entry(f"knee_{side}", field, f"{what}, {side} knee", Kind.TEXT)
        for field, what in (("injuries", "Earlier injuries"), ("surgery", "Surgery"))
        for side in Side
    )
    ankles = (
        Entry(f"ankle_{side}", field, f"{what}, {side} ankle", kind, unit)
        for field, what, kind, unit in (
            ("sprains", "Sprains so far", Kind.COUNT, ""),
            ("months_since_first_sprain", "Since the first sprain", Kind.NUMBER, "months"),
            ("months_since_last_sprain", "Since the last sprain", Kind.NUMBER, "months"),
            ("giving_way_in_six_months", "Times of giving way in the last six months", Kind.COUNT, ""),
            ("surgery", "Surgery", Kind.TEXT, ""),
        )
        for side in Side
    )
    return Section("History of knees and ankles", (*knees, *ankles))


def _precautions() -> Section:
    return Section(
        "Before tests at the bedside",
        tuple(
            Entry("precautions", field, text, Kind.YES_NO)
            for field, text in (
                ("numb_or_diabetic_feet", "Numb or diabetic feet, or broken skin there?"),
                ("falls", "A tendency to fall?"),
                ("recent_surgery", "Recent surgery of a leg?"),
                ("acute_sprain_or_fracture", "An acute sprain or a fracture?"),
            )
        ),
    )


def _lunge_and_posture() -> Section:
    tests = (
        ("lunge_cm", "Weight-bearing lunge, toe to wall", Kind.REPEATS, "cm"),
        ("lunge_deg", "Weight-bearing lunge, lean of the shin", Kind.REPEATS, "deg"),
        ("navicular_drop_mm", "Navicular drop", Kind.REPEATS, "mm"),
        ("foot_length_mm", "Foot length", Kind.NUMBER, "mm"),
    )
    asked = (_of_leg(side, *test) for test in tests for side in Side)
    criteria = f"Foot posture index ({', '.join(_POSTURE)}; -2 to 2 each)"
    points = (tuple(float(k) for k in range(-2, 3)),) * len(_POSTURE)
    posture = (
        Entry(f"tests_{side}", "foot_posture_items", f"{criteria}, {side}", Kind.ITEMS, items=points)
        for side in Side
    )
    return Section("Ankle and foot", (*asked, *posture))


def _squat_and_balance() -> Section:
    ratings = ("good", "fair", "poor")
    squat = (
        Entry(f"tests_{side}", "single_leg_squat", f"Single-leg squat, {side}", Kind.CHOICE, choices=ratings)
        for side in Side
    )
    tests = (
        ("balance_anterior_cm", "Y-balance, forward", Kind.REPEATS, "cm"),
        ("balance_posteromedial_cm", "Y-balance, back and inward", Kind.REPEATS, "cm"),
        ("balance_posterolateral_cm", "Y-balance, back and outward", Kind.REPEATS, "cm"),
        ("leg_length_cm", "Leg length", Kind.NUMBER, "cm"),
        ("calf_raises", "Calf raises on one leg", Kind.COUNT, ""),
    )
    return Section(
        "Squat, balance and calf", (*squat, *(_of_leg(side, *test) for test in tests for side in Side))
    )


def _of_leg(side: Side, field: str, text: str, kind: Kind, unit: str, key: str = "") -> Entry:
    return Entry(f"tests_{side}", field, f"{text}, {side}", kind, unit, key=key)


def _form(name: str, form: Questionnaire) -> Entry:
    side = next((f", {side} ankle" for side in Side if name.endswith(side)), "")
    return Entry(
        "questionnaires",
        name,
        f"{form.title}{side}",
        Kind.ITEMS,
        items=form.points,
        may_leave_out=True,
    )
