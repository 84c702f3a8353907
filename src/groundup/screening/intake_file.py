"""Write red-flag answers into the text of an intake file, and leave the rest of it as it stands."""

from collections.abc import Mapping

from groundup.screening.questions import BY_NAME

_HEADER = "[red_flags]"


def with_red_flags(text: str, answers: Mapping[str, bool | float]) -> str:
    """Text of a TOML intake with these answers in place of the red flags it had.

    Parameters
    ----------
    text : str
        The intake as it was; empty for a new one.
    answers : mapping question -> True, False or a number
        Each stands under the question as it was put.
    """
    kept, skipping = [], False
    for line in text.splitlines():
        if line.strip().startswith("["):
            skipping = line.split("#")[0].strip() == _HEADER
        if not skipping:
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    lines = [*kept, ""] if kept else []
    lines.append(_HEADER)
    for name, answer in answers.items():
        value = str(answer).lower() if isinstance(answer, bool) else f"{answer:g}"
        lines += [f"# {BY_NAME[name].text}", f"{name} = {value}"]
    return "\n".join(lines) + "\n"
