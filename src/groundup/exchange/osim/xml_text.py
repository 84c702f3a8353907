"""OpenSim documents as text."""

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

DOCUMENT_VERSION = 40500
_FORBIDDEN = re.compile(r"[\\/*+\s]+")


def leaf(parent: Element, tag: str, text: str) -> Element:
    """Add a property."""
    element = SubElement(parent, tag)
    element.text = text
    return element


def branch(parent: Element, tag: str, name: str = "") -> Element:
    """Add an object, named where `name` is given."""
    return SubElement(parent, tag, {"name": name} if name else {})


def objects(parent: Element, tag: str, name: str) -> Element:
    """Add an OpenSim set and give the element that holds its objects."""
    return SubElement(branch(parent, tag, name), "objects")


def numbers(values: Iterable[float]) -> str:
    """Numbers in full precision."""
    return " ".join(repr(float(value) + 0.0) for value in values)


def flag(value: bool) -> str:
    """Truth value."""
    return "true" if value else "false"


def document(content: Element) -> str:
    """Text of an OpenSim document around one object."""
    root = Element("OpenSimDocument", {"Version": str(DOCUMENT_VERSION)})
    root.append(content)
    indent(root, "\t")
    return '<?xml version="1.0" encoding="UTF-8" ?>\n' + tostring(root, "unicode") + "\n"


def safe_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names OpenSim takes: without blanks, slashes, stars and plus signs, each still of its own."""
    taken: set[str] = set()
    result = []
    for name in names:
        stem = _FORBIDDEN.sub("_", name.strip()) or "_"
        unique, k = stem, 2
        while unique in taken:
            unique, k = f"{stem}_{k}", k + 1
        taken.add(unique)
        result.append(unique)
    return tuple(result)
