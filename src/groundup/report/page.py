"""The report: one HTML file with everything in it, that a lab can send out as it is."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from groundup.assessment import Analysis
from groundup.exchange.summary import residual_summary
from groundup.findings.finding import Kind
from groundup.quantities import ANGLES, Side
from groundup.report import tables
from groundup.report.absorption_section import absorption_sections
from groundup.report.attention import attention
from groundup.report.base_section import base_sections
from groundup.report.citations import METHODS, citations
from groundup.report.contact_map import HATCH
from groundup.report.curves import curve_pages
from groundup.report.effects_section import effects_section
from groundup.report.environment import asset, environment
from groundup.report.faults import fault_rows
from groundup.report.first_page import first_page
from groundup.report.forces_section import force_sections
from groundup.report.knee_section import CANNOT, knee_sections
from groundup.report.moment_section import moment_pages
from groundup.report.patient import patient_page
from groundup.report.plan_section import plan_section
from groundup.report.quality import trial_quality
from groundup.report.running_head import running_head
from groundup.report.scene.section import scene_section
from groundup.report.screening import panel
from groundup.report.share_section import share_sections
from groundup.report.sureness import sureness
from groundup.report.tests_section import tests_section
from groundup.report.timing_section import timing_sections
from groundup.report.words import NONE, decimals_for, number, plural, with_unit
from groundup.whatif.effect_file import SavedEffects

_STYLES = ("page.css", "chain.css", "first_page.css", "timing.css", "share.css", "plan.css", "print.css")


def render(analysis: Analysis, effects: Sequence[SavedEffects] = ()) -> str:
    """Render the report of an analysis.

    Parameters
    ----------
    analysis : Analysis
        At least one trial.
    effects : sequence of SavedEffects
        What the changes of today's tests would do to this person.

    Returns
    -------
    str
        A self-contained HTML page: no script, style, font or picture comes from elsewhere.
    """
    scene = scene_section(analysis)
    scene_css, scene_script = (scene.css, scene.script) if scene else ("", "")
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            title=_title(analysis),
            synthetic=analysis.synthetic,
            created=_date(analysis.created),
            created_iso=analysis.created,
            version=analysis.version,
            screening=panel(analysis),
            first=first_page(analysis, effects),
            methods=METHODS,
            sure=sureness(analysis),
            citations=citations(analysis),
            faults=fault_rows(analysis),
            plan=plan_section(analysis, effects),
            effects=effects_section(effects),
            patterns=fault_rows(analysis, Kind.PATTERN),
            tests=tests_section(analysis),
            glance=_glance(analysis),
            person=tables.person_rows(analysis.subject.person),
            trial_names=[t.recording.name for t in analysis.trials],
            static=analysis.static.name if analysis.static is not None else analysis.subject.static_trial,
            attention=attention(analysis),
            scene=scene,
            qualities=[trial_quality(t) for t in analysis.trials],
            forces=force_sections(analysis),
            hatch=HATCH,
            pages=curve_pages(analysis),
            angles=ANGLES,
            moments=moment_pages(analysis),
            absorptions=absorption_sections(analysis),
            timings_of_links=timing_sections(analysis),
            shares=share_sections(analysis),
            bases=base_sections(analysis),
            knees=knee_sections(analysis),
            knee_cannot=CANNOT,
            parameters=tables.parameter_tables(analysis.trials),
            standing=tables.standing_tables(analysis.trials),
            sizes=tables.size_rows(analysis),
            fit=tables.fit_rows(analysis),
            fit_notes=analysis.subject.notes,
            sources=tables.source_rows(analysis),
            operations=[(r.name, tables.operation_rows(r)) for r in analysis.recordings],
            settings=analysis.settings,
            timings=[(name, with_unit(seconds, 2, "s")) for name, seconds in analysis.timings.items()],
            css=running_head(
                _title(analysis), _date(analysis.created), analysis.version, synthetic=analysis.synthetic
            )
            + "".join(map(asset, _STYLES))
            + scene_css,
            script=asset("page.js") + scene_script,
        )
    )


def render_patient(analysis: Analysis) -> str | None:
    """Render the sheet for the patient: one self-contained page; None where red flags stand before it."""
    page = patient_page(analysis)
    if page is None:
        return None
    css = asset("chain.css") + asset("patient.css")
    return environment().get_template("patient.html.j2").render(page=page, css=css)


def _title(analysis: Analysis) -> str:
    names = [t.recording.name for t in analysis.trials]
    return names[0] if len(names) == 1 else f"{names[0]} and {plural(len(names) - 1, 'more trial')}"


def _date(created: str) -> str:
    """Date for people; what cannot be parsed is shown as it is."""
    try:
        when = datetime.fromisoformat(created)
    except ValueError:
        return created
    zone = f" {when.tzname()}" if when.tzinfo is not None else ""
    return f"{when.day} {when:%B %Y, %H:%M}{zone}"


def _glance(analysis: Analysis) -> list[tuple[str, str, str]]:
    """Figures at the head of the page: value, unit, label."""
    residual = np.concatenate([t.motion.residual.values.ravel() for t in analysis.trials])
    tasks = ", ".join(dict.fromkeys(str(t.movement.task) for t in analysis.trials))
    cycles = [c for t in analysis.trials for c in t.movement.cycles]
    tiles = [(tasks.capitalize(), "", "task" if "," not in tasks else "tasks")]
    if any(c.side for c in cycles):
        counts = " / ".join(str(sum(c.side is side for c in cycles)) for side in Side)
        tiles.append((counts, "", "cycles, left / right"))
    elif cycles:
        tiles.append((str(len(cycles)), "", "repetitions"))
    for name in ("speed", "walking_speed", "cadence"):
        found = [
            p for t in analysis.trials for p in t.movement.spatiotemporal if p.name == name and p.side is None
        ]
        values = [p.value for p in found if np.isfinite(p.value)]
        if values:
            tiles.append(
                (
                    number(float(np.mean(values)), decimals_for(found[0].unit)),
                    found[0].unit,
                    name.replace("_", " "),
                )
            )
    rms = number(1000.0 * residual_summary(residual)["rms_m"], 1)
    tiles.append((rms, "" if rms == NONE else "mm", "marker to model, RMS"))
    return tiles
