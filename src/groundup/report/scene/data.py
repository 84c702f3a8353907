"""The scene as the text a page carries: meshes once, every trial's poses in 16-bit steps."""

import json
from collections.abc import Sequence
from itertools import groupby, zip_longest

import numpy as np

from groundup.assessment import Analysis
from groundup.loads.knee.span import spans
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.report.palette import SIDES, SURFACES
from groundup.report.scene.camera import FIELD, KEY_LIGHT, PRESETS, SHADOW_LIGHT, distance_for
from groundup.report.scene.instants import ORDER
from groundup.report.scene.packing import LARGEST, pack, pack_faces, quaternions
from groundup.report.scene.scene import Scene
from groundup.report.scene.solid import join
from groundup.report.scene.trial import SceneTrial

_MESH_STEP, _NEWTON_STEP, _DEGREE_STEP = 1e-4, 0.2, 0.01


def scene_json(
    scene: Scene,
    analysis: Analysis,
    colours: Sequence[str],
    instants: Sequence[Sequence[IntArray | None]] = (),
) -> str:
    """Write a scene as JSON that is safe inside a script element.

    Parameters
    ----------
    scene : Scene
    analysis : Analysis
    colours : of each part of the skeleton, all of the recording taken together.
    instants : for each trial and part the place among `ORDER` in every frame; None where that does not vary.
    """
    told = {
        "camera": {
            "field": FIELD,
            "distance": round(distance_for(scene.height), 3),
            "height": round(scene.height, 3),
            "presets": [[name, azimuth, elevation] for name, _, azimuth, elevation in PRESETS],
            "key": KEY_LIGHT,
            "shadow": SHADOW_LIGHT,
        },
        "synthetic": analysis.synthetic,
        "version": analysis.version,
        "sides": SIDES,
        "colours": list(colours),
        "levels": [SURFACES[level] for level in ORDER],
        "mesh": _mesh(scene),
        "trials": [
            _trial(number, shown, scene) | ({"levels": _digits(levels)} if levels else {})
            for (number, shown), levels in zip_longest(scene.trials, instants)
        ],
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def _mesh(scene: Scene) -> dict[str, object]:
    solids = [solid for part in scene.parts for solid in (part.bone, part.stick, part.joint)]
    whole = join(solids)
    starts = np.cumsum([0, *(3 * len(s.faces) for s in solids)]).tolist()
    return {
        "vertices": pack(whole.vertices, _MESH_STEP).text,
        "step": _MESH_STEP,
        "normals": pack(np.vstack([s.normals for s in solids]), 1.0 / LARGEST).text,
        "faces": pack_faces(whole.faces),
        "parts": [
            {
                "segment": part.segment,
                "side": None if part.side is None else str(part.side),
                **{
                    kind: [starts[3 * k + j], starts[3 * k + j + 1] - starts[3 * k + j]]
                    for j, kind in enumerate(("bone", "stick", "joint"))
                },
            }
            for k, part in enumerate(scene.parts)
        ],
    }


def _trial(number: int, shown: SceneTrial, scene: Scene) -> dict[str, object]:
    trial, time = shown.trial, shown.time
    turns = pack(quaternions(shown.rotation), 1.0 / LARGEST)
    places = pack(shown.origin)
    told: dict[str, object] = {
        "place": number,
        "name": trial.recording.name,
        "task": str(trial.movement.task),
        "start": round(float(time[0]), 4),
        "step": float(np.median(np.diff(time))),
        "count": len(time),
        "still": shown.still,
        "turns": turns.text,
        "places": places.text,
        "placeStep": places.step,
        "angles": pack(shown.angles, _DEGREE_STEP).text,
        "heading": _runs(shown.view.heading[shown.frames]),
        "contacts": [[str(c.side), *_span(c.start, c.end)] for c in trial.movement.contacts],
        "cycles": [
            [None if c.side is None else str(c.side), *_span(c.start, c.end)] for c in trial.movement.cycles
        ],
        "spans": [[str(s.side), *_span(s.start, s.end)] for s in spans(trial.movement)],
        "plates": [np.round(corners, 3).tolist() for corners in shown.plates],
        "noForce": shown.why_no_force,
    }
    if not shown.why_no_force:
        pressure = pack(shown.pressure)
        told |= {
            "force": pack(shown.force, _NEWTON_STEP).text,
            "pressure": pressure.text,
            "pressureStep": pressure.step,
            "weight": round(shown.weight, 1),
            "metresPerNewton": shown.metres_per_newton(scene.height),
        }
    if shown.ghosts is not None:
        turn, shift = pack(shown.ghosts.turn), pack(shown.ghosts.shift)
        told["ghosts"] = {
            "instants": shown.ghosts.instants.tolist(),
            "members": len(shown.ghosts.turn),
            "turn": turn.text,
            "turnStep": turn.step,
            "shift": shift.text,
            "shiftStep": shift.step,
        }
    return told


def _digits(levels: Sequence[IntArray | None]) -> list[str | None] | None:
    """Write a digit a frame for each part; None where no part varies."""
    if all(one is None for one in levels):
        return None
    return [None if one is None else "".join(map(str, one.tolist())) for one in levels]


def _span(start: float, end: float) -> tuple[float, float]:
    return round(float(start), 4), round(float(end), 4)


def _runs(heading: FloatArray) -> list[list[float]]:
    """First frame and value of every stretch that goes one way [frame, rad]."""
    rounded = np.round(heading, 3)
    out, at = [], 0
    for value, group in groupby(rounded.tolist()):
        out.append([at, value])
        at += len(list(group))
    return out
