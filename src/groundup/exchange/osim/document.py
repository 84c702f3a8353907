"""XML documents as OpenSim writes them, read with a place for every element and without trusting the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import BadInputError

LARGEST_FILE = 64 * 1024 * 1024  # bytes; the largest models in use are about 5 MB
_DEEPEST = 200
_EXPORT = "save the file again from OpenSim"
# Beyond any size, mass or time, and far from where products overflow.
_LARGEST_NUMBER = 1e50


@dataclass(slots=True)
class Node:
    """One element.

    Attributes
    ----------
    tag : str
    attributes : its attributes; OpenSim names objects by ``name``.
    file : the file it stands in.
    line : where it begins.
    text : its own text, comments left out.
    children : elements inside it, in order.
    """

    tag: str
    attributes: dict[str, str]
    file: Path
    line: int
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Value of the ``name`` attribute, empty where there is none."""
        return self.attributes.get("name", "").strip()

    @property
    def place(self) -> str:
        """Where it is, for a person."""
        return f"line {self.line}, {self.tag}{f' {self.name!r}' if self.name else ''}"

    def refuse(self, expected: str, found: str, next_step: str = _EXPORT) -> BadInputError:
        """Make the error that says what is wrong with this element."""
        return BadInputError(self.file, self.place, expected, found, next_step)

    def child(self, tag: str) -> "Node | None":
        """First element of that tag directly inside."""
        return next((c for c in self.children if c.tag == tag), None)

    def objects(self, tag: str) -> list["Node"]:
        """Elements of an OpenSim set inside this one: ``<tag><objects>...``; none where it is absent."""
        held = self.child(tag)
        listed = held.child("objects") if held is not None else None
        return listed.children if listed is not None else []

    def below(self) -> Iterator["Node"]:
        """All elements inside, however deep, in document order."""
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def word(self, tag: str, default: str | None = None) -> str:
        """Text of a property, stripped.

        Raises
        ------
        BadInputError
            If it is absent or empty and there is no default.
        """
        held = self.child(tag)
        text = held.text.strip() if held is not None else ""
        if text:
            return text
        if default is None:
            raise self.refuse(f"the property {tag}", "none")
        return default

    def flag(self, tag: str, default: bool) -> bool:
        """Truth value of a property."""
        word = self.word(tag, str(default)).lower()
        if word in ("true", "1"):
            return True
        if word in ("false", "0"):
            return False
        raise self.refuse(f"true or false for {tag}", repr(word[:40]))

    def numbers(
        self,
        tag: str,
        count: int | None = None,
        default: FloatArray | None = None,
        *,
        infinite: bool = False,
    ) -> FloatArray:
        """Numbers of a property: exactly `count` of them where given, finite unless `infinite`."""
        held = self.child(tag)
        if held is None or not held.text.strip():
            if default is not None:
                return np.asarray(default, np.float64)
            if count is not None:
                raise self.refuse(f"the property {tag}", "none")
            return np.zeros(0)
        values = held.values(infinite=infinite)
        if count is not None and len(values) != count:
            numbers = "number" if count == 1 else "numbers"
            raise held.refuse(f"{count} {numbers}", f"{len(values)}")
        return values

    def values(self, *, infinite: bool = False) -> FloatArray:
        """Numbers of this element's own text, finite unless `infinite`."""
        try:
            values = np.array([float(word) for word in self.text.split()])
        except ValueError:
            raise self.refuse("numbers", repr(self.text.strip()[:40])) from None
        sized = np.abs(values) <= _LARGEST_NUMBER
        if not np.all(sized | np.isinf(values) if infinite else sized):
            raise self.refuse("finite numbers", repr(self.text.strip()[:40]))
        return values

    def number(self, tag: str, default: float | None = None) -> float:
        """One finite number of a property."""
        return float(self.numbers(tag, 1, None if default is None else np.array([default]))[0])


def read_document(path: Path) -> Node:
    """Read an XML file.

    Declarations of document types and entities are refused: no OpenSim file needs one, and a few lines of
    them can stand for gigabytes or for other files.

    Raises
    ------
    BadInputError
        If the file cannot be read, is too large, is not well-formed XML or declares a document type.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if not path.is_file():
            found = "a folder" if path.is_dir() else "a pipe or device"
            raise BadInputError(path, "the file", "a readable file", found, "check the path")
        if size > LARGEST_FILE:
            raise BadInputError(
                path,
                "the file",
                f"at most {LARGEST_FILE >> 20} MB",
                f"{size >> 20} MB",
                "choose a model file",
            )
        content = path.read_bytes()
    except OSError as problem:
        reason = (problem.strerror or "no access").lower()
        raise BadInputError(path, "the file", "a readable file", reason, "check the path") from None
    return _parse(path, content)


def _parse(path: Path, content: bytes) -> Node:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root = Node("", {}, path, 0)
    open_nodes = [root]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > _DEEPEST:
            line = f"line {parser.CurrentLineNumber}"
            raise BadInputError(path, line, f"at most {_DEEPEST} nested elements", "more", _EXPORT)
        node = Node(tag, attributes, path, parser.CurrentLineNumber)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_tag: str) -> None:
        open_nodes.pop()

    def text(words: str) -> None:
        open_nodes[-1].text += words

    def doctype(*_: object) -> NoReturn:
        line = f"line {parser.CurrentLineNumber}"
        raise BadInputError(path, line, "plain XML", "a document type declaration", "remove it")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        line = getattr(problem, "lineno", None)
        place = f"line {line}" if line else "the file"
        code = getattr(problem, "code", None)
        found = expat.ErrorString(code) if code is not None else str(problem)
        raise BadInputError(path, place, "well-formed XML", str(found), _EXPORT) from None
    return root.children[0]
