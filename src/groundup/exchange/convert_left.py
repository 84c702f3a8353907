"""What of a recording a format cannot hold, said in one sentence."""

from collections.abc import Collection, Iterable, Mapping

from groundup.recording.recording import Recording


def contents_of(recording: Recording) -> Mapping[str, str]:
    """Kinds of things a recording holds, each with its count in words."""
    vendor = sum(values.sizes["point"] for values in recording.vendor.values())
    channels = 0 if recording.analog is None else recording.analog.sizes["channel"]
    held = {
        "markers": _count(len(recording.labels), "marker"),
        "forces": _count(len(recording.plates), "force plate"),
        "events": _count(len(recording.events), "event"),
        "analog": _count(channels, "analog channel"),
        "vendor": _count(vendor, "computed point"),
        "person": "what is known of the person" if _knows(recording) else "",
    }
    return {kind: words for kind, words in held.items() if words}


def left_behind(recording: Recording, kept: Collection[str], reasons: Iterable[str] = ()) -> str | None:
    """Sentence about what is not in a file that keeps `kept` kinds; None where nothing is missing.

    `reasons` are further things left behind, each in words.
    """
    held = contents_of(recording)
    left = [words for kind, words in held.items() if kind not in kept]
    left += reasons
    if not left:
        return None
    advice = " (.mot holds the forces)" if "forces" in held and "forces" not in kept else ""
    return f"left behind: {', '.join(left)}; write .nc to keep all of it{advice}"


def _count(number: int, what: str) -> str:
    if not number:
        return ""
    return f"{number} {what}" + ("" if number == 1 else "s")


def _knows(recording: Recording) -> bool:
    person = recording.person
    lengths = (person.leg_length, person.knee_width, person.ankle_width)
    return person.mass is not None or person.height is not None or any(lengths)
