"""A marker protocol: which labels a laboratory's marker set uses, and what each of them means."""

import fnmatch
import functools
import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from groundup.quantities import Side
from groundup.recording.landmarks import LANDMARKS, SEGMENTS

_SIDE_MARK = "{S}"


@dataclass(frozen=True)
class Meaning:
    """What a label means in a protocol.

    `kind` is "landmark" (`target` is a canonical landmark), "technical" (`target` is a segment),
    "virtual" (a computed point) or "unused" (a real marker groundup has no segment for); `rank` orders
    the aliases of one landmark, the preferred one first.
    """

    kind: str
    target: str
    rank: int


@dataclass(frozen=True)
class Protocol:
    """A marker set, read from one TOML file of ``recording/protocols``.

    Attributes
    ----------
    name, title, citation : str
    landmarks : mapping canonical landmark -> label patterns, the preferred one first.
    technical : mapping segment -> label patterns of markers without anatomical meaning.
    virtual, unused : label patterns of computed points and of markers of the head and arms.
    notes : what cannot be measured with this set, in sentences.
    """

    name: str
    title: str
    citation: str
    landmarks: Mapping[str, tuple[str, ...]]
    technical: Mapping[str, tuple[str, ...]]
    virtual: tuple[str, ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...]

    def meaning(self, normalised_label: str) -> Meaning | None:
        """Meaning of a label in the form of :func:`groundup.recording.labels.normalise`, or None."""
        exact, patterns = _lookup(self)
        if normalised_label in exact:
            return exact[normalised_label]
        return next((meaning for regex, meaning in patterns if regex.match(normalised_label)), None)

    def __hash__(self) -> int:
        """Protocols are told apart by name."""
        return hash(self.name)


@functools.cache
def _lookup(protocol: Protocol) -> tuple[dict[str, Meaning], tuple[tuple[re.Pattern[str], Meaning], ...]]:
    """Exact labels first, wildcards after, in the order landmarks, technical, virtual, unused."""
    exact: dict[str, Meaning] = {}
    wild: list[tuple[re.Pattern[str], Meaning]] = []
    for pattern, meaning in _patterns(protocol):
        if any(sign in pattern for sign in "*?["):
            wild.append((re.compile(fnmatch.translate(pattern)), meaning))
        else:
            exact.setdefault(pattern, meaning)
    return exact, tuple(wild)


def _patterns(protocol: Protocol) -> Iterator[tuple[str, Meaning]]:
    for landmark, aliases in protocol.landmarks.items():
        for rank, alias in enumerate(aliases):
            yield alias, Meaning("landmark", landmark, rank)
    for segment, aliases in protocol.technical.items():
        for alias in aliases:
            yield alias, Meaning("technical", segment, 0)
    for pattern in protocol.virtual:
        yield pattern, Meaning("virtual", "", 0)
    for pattern in protocol.unused:
        yield pattern, Meaning("unused", "", 0)


@functools.cache
def protocols() -> tuple[Protocol, ...]:
    """Every protocol that comes with groundup, by name; families of computed points are no protocols."""
    folder = importlib.resources.files("groundup.recording") / "protocols"
    tables = {}
    for entry in folder.iterdir():
        if entry.name.endswith(".toml"):
            table = tomllib.loads(entry.read_text(encoding="utf-8"))
            tables[str(table["name"])] = table
    read = (_from_table(tables[name], tables) for name in sorted(tables))
    return tuple(protocol for protocol in read if protocol.landmarks)


def _from_table(table: Mapping[str, object], tables: Mapping[str, Mapping[str, object]]) -> Protocol:
    parents = [_from_table(tables[name], tables) for name in _strings(table.get("extends", ()))]
    landmarks: dict[str, tuple[str, ...]] = {}
    technical: dict[str, tuple[str, ...]] = {}
    virtual: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    for name, aliases in _mapping(table.get("landmarks", {})).items():
        landmarks |= _by_side(name, _strings(aliases), LANDMARKS)
    for name, aliases in _mapping(table.get("technical", {})).items():
        technical |= _by_side(name, _strings(aliases), SEGMENTS)
    virtual += tuple(_both_sides(_strings(_mapping(table.get("virtual", {})).get("patterns", ()))))
    unused += tuple(_both_sides(_strings(_mapping(table.get("unused", {})).get("patterns", ()))))
    # What the file itself says of a label stands before what its parents say.
    said = {*virtual, *unused}
    for parent in parents:
        landmarks = {**_without(parent.landmarks, said), **landmarks}
        technical = {
            segment: (*technical.get(segment, ()), *_without(parent.technical, said).get(segment, ()))
            for segment in (*technical, *(s for s in parent.technical if s not in technical))
        }
        virtual += parent.virtual
        unused += parent.unused
    notes = _strings(table.get("notes", ()))
    return Protocol(
        str(table["name"]),
        str(table["title"]),
        str(table["citation"]),
        landmarks,
        technical,
        virtual,
        unused,
        notes,
    )


def _without(aliases: Mapping[str, tuple[str, ...]], said: set[str]) -> dict[str, tuple[str, ...]]:
    """Aliases without the ones in `said`; a name left without aliases goes."""
    kept = {name: tuple(a for a in patterns if a not in said) for name, patterns in aliases.items()}
    return {name: patterns for name, patterns in kept.items() if patterns}


def _by_side(name: str, aliases: tuple[str, ...], known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Aliases of a landmark or segment, one entry for each side where it has sides."""
    if name in known:
        return {name: tuple(_both_sides(aliases))}
    sided = {f"{side}_{name}": side for side in Side}
    if not all(key in known for key in sided):
        raise KeyError(f"{name} is neither a landmark nor a segment")
    return {
        key: tuple(_plain(alias.replace(_SIDE_MARK, side[0])) for alias in aliases)
        for key, side in sided.items()
    }


def _both_sides(patterns: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        if _SIDE_MARK in pattern:
            yield from (_plain(pattern.replace(_SIDE_MARK, side[0])) for side in Side)
        else:
            yield _plain(pattern)


def _plain(pattern: str) -> str:
    """Pattern in the form labels are compared in; the wildcards of fnmatch stay."""
    return re.sub(r"[\s._]+", "", pattern).upper()


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
