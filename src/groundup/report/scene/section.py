"""The 3-D view as a section of the report: still image, data, controls, and all of it in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from markupsafe import Markup

from groundup.assessment import Analysis
from groundup.mechanics.tree import IntArray
from groundup.quantities import Side
from groundup.report.deviation import Level, deviations
from groundup.report.palette import SHORT, SURFACES
from groundup.report.scene.camera import PRESETS
from groundup.report.scene.data import scene_json
from groundup.report.scene.instants import ORDER, levels_over_time
from groundup.report.scene.scene import Scene, scene_of
from groundup.report.scene.still import still
from groundup.report.scene.tints import levels, tints
from groundup.report.scene.trial import SceneTrial
from groundup.report.words import number, plural

_SCRIPTS = (
    "scene_math.js",
    "scene_renderer.js",
    "scene_trial.js",
    "scene_player.js",
    "scene_link.js",
    "scene_start.js",
)
_ANGLE_WORDS = ("Hip flexion", "Knee flexion", "Ankle dorsiflexion")


@dataclass(frozen=True)
class SceneSection:
    """What the template shows.

    Attributes
    ----------
    still : drawing of the first trial.
    caption : what the drawing shows.
    words : all that is shown, for who does not see it.
    trials : (place in the list, name and task).
    presets : (name, word) of camera positions.
    angles : words of the angles read out.
    ghosts : members of the ensemble that are shown.
    legend : (colour, words) of the bones' colours; empty where all are of bone.
    varies : whether the colours are told for every instant too.
    data : JSON.
    script, css : of the section.
    """

    still: Markup
    caption: str
    words: str
    trials: tuple[tuple[int, str], ...]
    presets: tuple[tuple[str, str], ...]
    angles: tuple[str, ...]
    ghosts: int
    legend: tuple[tuple[str, str], ...]
    varies: bool
    data: Markup
    script: str
    css: str


def scene_section(analysis: Analysis) -> SceneSection | None:
    """Make the section; None where no trial has a leg to show."""
    scene = scene_of(analysis)
    if scene is None:
        return None
    raised = analysis.intake is not None and bool(analysis.intake.triage().raised)
    # Behind a red flag nothing of the leg is judged, on no picture.
    links = [] if raised else deviations(analysis.measures, analysis.findings)
    colours, found = tints(scene.parts, links), levels(scene.parts, links)
    instants = [] if raised else [levels_over_time(analysis, t, scene.parts) for _, t in scene.trials]
    shown = scene.trials[0][1]
    words = _words(scene)
    return SceneSection(
        still=still(scene, shown, colours, words),
        caption=_caption(shown),
        words=words,
        trials=tuple(
            (k, f"{t.trial.recording.name}, {t.trial.movement.task}") for k, (_, t) in enumerate(scene.trials)
        ),
        presets=tuple((name, word) for name, word, _, _ in PRESETS),
        angles=_ANGLE_WORDS,
        ghosts=max((len(t.ghosts.turn) for _, t in scene.trials if t.ghosts is not None), default=0),
        legend=_legend((*found, *_seen(instants))),
        varies=bool(_seen(instants)),
        data=Markup(scene_json(scene, analysis, colours, instants)),
        script=script(),
        css=asset("scene.css"),
    )


@cache
def script() -> str:
    """All of the section's script, in a scope of its own."""
    inner = "\n".join(asset(name) for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{inner}\n}})();'


@cache
def asset(name: str) -> str:
    """Text of a file of the report's assets."""
    return (resources.files("groundup.report") / "assets" / name).read_text(encoding="utf-8")


def _seen(instants: Sequence[Sequence[IntArray | None]]) -> tuple[Level, ...]:
    """Levels that any part has at any instant."""
    codes = {int(code) for levels in instants for one in levels if one is not None for code in np.unique(one)}
    return tuple(ORDER[code] for code in sorted(codes))


def _legend(found: tuple[Level, ...]) -> tuple[tuple[str, str], ...]:
    told = [level for level in Level if level in found]
    return () if told == [Level.UNKNOWN] else tuple((SURFACES[level], SHORT[level]) for level in told)


def _caption(shown: SceneTrial) -> str:
    name = shown.trial.recording.name
    return f"{name} at {number(float(shown.time[shown.still]), 2)} s"


def _words(scene: Scene) -> str:
    """Say which trials move, how long, what is drawn, and how the legs stand at the still's instant."""
    trials = "; ".join(
        f"{t.trial.recording.name} ({t.trial.movement.task}, {number(float(t.time[-1] - t.time[0]), 1)} s)"
        for _, t in scene.trials
    )
    drawn = "pelvis, thighs, shanks and feet"
    if "trunk" in scene.segments:
        drawn = f"trunk, {drawn}"
    shown = scene.trials[0][1]
    legs = [_leg_words(shown, side) for side in Side]
    return (
        f"The fitted chain in motion: {drawn} as bones, from {plural(len(scene.trials), 'trial')}: {trials}. "
        f"At {number(float(shown.time[shown.still]), 2)} s of {shown.trial.recording.name}: "
        f"{' '.join(leg for leg in legs if leg)}"
    )


def _leg_words(shown: SceneTrial, side: Side) -> str:
    s, k = list(Side).index(side), shown.still
    told = [
        f"{word.lower()} {number(float(value), 0)}°"
        for word, value in zip(_ANGLE_WORDS, shown.angles[k, s], strict=True)
        if np.isfinite(value)
    ]
    force = shown.force[k, s]
    if np.isfinite(force).all() and force[1] > 0.0:
        told.append(f"ground force {number(float(np.linalg.norm(force)), 0)} N")
    return f"{str(side).capitalize()} leg: {', '.join(told)}." if told else ""
