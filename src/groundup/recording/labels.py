"""Marker labels made comparable: subject prefixes, case, separators and side words taken out of the way."""

import re
from collections import Counter
from collections.abc import Sequence

_SEPARATORS = re.compile(r"[\s._\-]+")
_SIDE_AT_END = re.compile(r"^(?P<stem>.+)[\s._\-]+(?P<side>l|r|left|right)$", re.IGNORECASE)
_SIDE_WORD_AT_START = re.compile(r"^(?P<side>left|right)(?P<stem>.+)$", re.IGNORECASE)
_SHARED_PREFIX = re.compile(r"^([A-Za-z0-9]{3,}[._\-])(?=.)")
# A prefix is taken for a subject's name where at least this share of all labels carries it.
SHARED_PREFIX_SHARE = 0.7


def split_subject(label: str) -> tuple[str, str]:
    """Split ``"Subject:LASI"`` into ``("Subject", "LASI")``; the subject is empty where there is none."""
    subject, colon, rest = label.rpartition(":")
    return (subject.strip(), rest.strip()) if colon and rest.strip() else ("", label.strip())


def shared_prefix(labels: Sequence[str]) -> str:
    """Prefix ending in a separator that most labels carry ("JD01_"), empty where there is none."""
    counts = Counter(match.group(1) for label in labels if (match := _SHARED_PREFIX.match(label)))
    if not counts:
        return ""
    prefix, count = counts.most_common(1)[0]
    return prefix if len(labels) > 3 and count >= SHARED_PREFIX_SHARE * len(labels) else ""


def normalise(label: str) -> str:
    """Make a label comparable: upper case, no separators, the side as a leading L or R.

    ``"r_knee"``, ``"R.Knee"``, ``"Knee_R"``, ``"RightKnee"`` and ``"RKNEE"`` all become ``"RKNEE"``.
    """
    stem = label.strip()
    match = _SIDE_AT_END.match(stem) or _SIDE_WORD_AT_START.match(stem)
    if match:
        stem = match["side"][0] + match["stem"]
    return _SEPARATORS.sub("", stem).upper()
