"""What the command line says, as text."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.exchange.summary import residual_summary
from groundup.findings.answer import Answer
from groundup.findings.change import Change, Outcome
from groundup.findings.leg_answer import Certainty
from groundup.findings.norms.norms import Norms
from groundup.motion.task import Task
from groundup.quantities import GroundupError, Side
from groundup.quantities.printable import printable
from groundup.recording.protocol import Protocol, protocols
from groundup.screening.triage import Triage, screen


def analysis_text(analysis: Analysis) -> str:
    """Red flags, then the answer, then three lines a trial: task, repetitions, fit of the model."""
    lines = ["Synthetic recording: a made-up walker, not a person."] if analysis.synthetic else []
    triage = screen({}) if analysis.intake is None else analysis.intake.triage()
    lines += [triage.headline, answer_text(analysis.answer)]
    for trial in analysis.trials:
        millimetres = residual_summary(trial.motion.residual.values)["rms_m"] * 1e3
        lines += [
            f"{trial.recording.name}: {trial.movement.task}",
            f"  cycles: {_cycles_text(trial)}",
            f"  markers: {millimetres:.1f} mm from the model (root mean square)",
        ]
    return "\n".join(lines)


def answer_text(answer: Answer) -> str:
    """Tell the answer with its certainty, or why it is withheld."""
    if answer.certainty in (Certainty.WITHHELD, Certainty.CANNOT_TELL):
        return answer.sentence
    return f"{answer.sentence} ({answer.sure})"


def _cycles_text(trial: TrialResult) -> str:
    cycles = trial.movement.cycles
    counts = [(side, sum(c.side is side for c in cycles)) for side in (*Side, None)]
    said = [f"{count} {side or 'of both legs'}" for side, count in counts if count]
    if not said and trial.movement.task is Task.STANDING:
        return "none, standing"
    return ", ".join(said) or "none complete"


def protocols_text() -> str:
    """Every marker set groundup knows: name, title, number of landmarks."""
    known = protocols()
    width = max(len(p.name) for p in known)
    lines = [f"{p.name:<{width}}  {p.title} ({len(p.landmarks)} landmarks)" for p in known]
    return "\n".join([*lines, "", "groundup protocols NAME shows one of them in full."])


def protocol_text(name: str) -> str:
    """One marker set in full: what each label is taken for, and what the set cannot measure.

    Raises
    ------
    GroundupError
        If there is none of that name.
    """
    for protocol in protocols():
        if protocol.name.lower() == name.lower():
            return "\n".join(_protocol_lines(protocol))
    known = ", ".join(p.name for p in protocols())
    raise GroundupError(f"there is no marker set named {name!r}; choose one of {known}.")


def _protocol_lines(protocol: Protocol) -> list[str]:
    landmarks, technical = dict(protocol.landmarks), dict(protocol.technical)
    width = max((len(key) for key in (*landmarks, *technical)), default=0)
    lines = [protocol.title, protocol.citation, "", "landmarks, and the labels taken for them"]
    lines += [f"  {key:<{width}}  {', '.join(labels)}" for key, labels in landmarks.items()]
    if technical:
        lines += ["markers that only move with their segment"]
        lines += [f"  {key:<{width}}  {', '.join(labels)}" for key, labels in technical.items()]
    if protocol.virtual:
        lines += [f"computed points, never used as markers: {', '.join(protocol.virtual)}"]
    if protocol.unused:
        lines += [f"not used: {', '.join(protocol.unused)}"]
    return [*lines, *protocol.notes]


def triage_text(triage: Triage) -> str:
    """Red flags raised, with what to do, and how many rules still wait for an answer."""
    lines = [triage.headline]
    for rule in triage.raised:
        lines += [
            f"  {rule.urgency.words}: {rule.title}",
            f"    {rule.reason}. {rule.action} ({rule.source})",
        ]
    if triage.raised and triage.open:
        lines.append(f"  {len(triage.open)} further rules wait for an answer.")
    lines += [
        f"{rule.title[0].upper()}{rule.title[1:]}. {rule.action} ({rule.source})" for rule in triage.advice
    ]
    return "\n".join(lines)


def norms_text(norms: Norms) -> str:
    """Tell whom a laboratory's norms hold, task by task, and who was left out."""
    lines = [f"{norms.name}: {norms.population}"]
    for task, one in norms.tasks.items():
        speed = "" if one.speed is None else f", {one.speed[0]:.2f} to {one.speed[1]:.2f} m/s"
        lines.append(
            f"  {task}: {one.n} people{speed}; {len(one.figures)} measures, {len(one.curves)} curves"
        )
    return "\n".join(printable(line) for line in (*lines, *(f"  {note}" for note in norms.notes)))


def changes_text(before: str, after: str, changes: Sequence[Change]) -> str:
    """Tell what changed between two results, the biggest first; then what did not, and what is open."""
    counts = Counter(change.outcome for change in changes)
    lines = [f"{before} → {after}: " + ", ".join(f"{counts[one]} {one}" for one in Outcome)]
    for outcome in Outcome:
        own = [c for c in changes if c.outcome is outcome and np.isfinite(c.change)]
        if own:
            lines += ["", f"{outcome}", *_change_rows(own)]
    silent = Counter(c.reason for c in changes if not np.isfinite(c.change))
    if silent:
        lines += ["", "not in both"]
        lines += [f"  {count:>3}  {printable(reason)}" for reason, count in silent.most_common()]
    return "\n".join(
        [*lines, "", "A change is held against error between sessions; it says nothing of pain."]
    )


def _change_rows(changes: Sequence[Change]) -> list[str]:
    """Aligned rows: label, leg, task, both values, change, what of it is detectable, and where it went."""
    rows = [
        (
            printable(c.label),
            printable(c.side),
            printable(c.task),
            f"{c.before:.2f}",
            f"{c.after:.2f}",
            f"{c.change:+.2f} {printable(c.unit)}",
            f"detectable {c.detectable:g}" if np.isfinite(c.detectable) else "",
            printable(c.reason or c.direction),
        )
        for c in changes
    ]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    numeric = (3, 4)
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if k in numeric else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
