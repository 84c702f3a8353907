"""Read an OpenSim model, 2.x to 4.x, into a chain."""

from pathlib import Path

import numpy as np

from groundup.exchange.osim.assemble import assemble
from groundup.exchange.osim.contents import contents_of
from groundup.exchange.osim.couplers import couplers_of
from groundup.exchange.osim.document import Node, read_document
from groundup.exchange.osim.model import OsimModel

_OLDEST = 20000
_STANDARD_GRAVITY = np.array([0.0, -9.80665, 0.0])
_METRES = ("m", "meter", "meters", "metre", "metres")
_UNUSED_SETS = ("ForceSet", "ContactGeometrySet", "ControllerSet", "ProbeSet")
_RESAVE = "open it in OpenSim 4 and save it again"


def read_osim(path: Path) -> OsimModel:
    """Read a model file.

    Joints become three rotations and three translations each, functions piecewise polynomials, coordinate
    couplers exact dependences; bodies on welds stay bodies. Muscles and other forces and contact geometry
    are not used, and a note says so.

    Parameters
    ----------
    path : Path
        A ``.osim`` file of OpenSim 2.0 or later.

    Raises
    ------
    BadInputError
        If the file is no such model, contradicts itself, or has a joint, function or constraint that the
        chain cannot express; the sentence names it.
    """
    model, version = _model(read_document(Path(path)))
    couplers, notes = couplers_of(model)
    contents = contents_of(model, version)
    parts = assemble(contents, couplers)
    return OsimModel(
        file=Path(path),
        name=model.name,
        version=version,
        chain=parts.chain,
        joints=parts.joints,
        motion_type=parts.motion_type,
        coordinate_range=parts.coordinate_range,
        gravity=model.numbers("gravity", 3, _STANDARD_GRAVITY),
        notes=(*contents.notes, *notes, *parts.notes, *_unused(model)),
    )


def document_version(root: Node) -> int:
    """Version of an OpenSim document.

    Raises
    ------
    BadInputError
        If it is no OpenSim document or too old.
    """
    if root.tag != "OpenSimDocument":
        raise root.refuse("an OpenSimDocument", root.tag, "choose a file saved by OpenSim")
    word = root.attributes.get("Version", "").strip()
    if not word.isdecimal():
        raise root.refuse("a Version number", repr(word[:20]), _RESAVE)
    version = int(word)
    if version < _OLDEST:
        raise root.refuse("a document of OpenSim 2.0 or later", f"version {version}", _RESAVE)
    return version


def _model(root: Node) -> tuple[Node, int]:
    version = document_version(root)
    model = root.child("Model")
    if model is None:
        held = root.children[0].tag if root.children else "nothing"
        raise root.refuse("a Model", held, "choose the .osim file of a model")
    units = model.word("length_units", "meters")
    if units.lower() not in _METRES:
        raise model.refuse("lengths in metres", repr(units[:20]), "scale the model to metres in OpenSim")
    _include(model)
    _apply_defaults(model)
    return model, version


def _include(model: Node) -> None:
    """Read the sets that lie in files of their own, beside the model."""
    for held in model.children:
        name = held.attributes.get("file", "").strip()
        if name:
            root = read_document(held.file.parent / name)
            found = root.child(held.tag) if root.tag == "OpenSimDocument" else root
            if found is None or found.tag != held.tag:
                raise root.refuse(f"a {held.tag}", root.tag, f"correct the file named by {held.file.name}")
            held.children, held.text, held.file = found.children, found.text, found.file


def _apply_defaults(model: Node) -> None:
    """Properties an object leaves out come from the object of its type under ``<defaults>``."""
    held = model.child("defaults")
    if held is None:
        return
    model.children.remove(held)
    defaults = {node.tag: node for node in held.children}
    for node in model.below():
        if node.tag in defaults:
            own = {c.tag for c in node.children}
            node.children += [c for c in defaults[node.tag].children if c.tag not in own]


def _unused(model: Node) -> tuple[str, ...]:
    notes = []
    for tag in _UNUSED_SETS:
        counts: dict[str, int] = {}
        for node in model.objects(tag):
            counts[node.tag] = counts.get(node.tag, 0) + 1
        if counts:
            listed = ", ".join(f"{count} {kind}" for kind, count in counts.items())
            notes.append(f"{tag} was read and is not used: {listed}")
    return tuple(notes)
