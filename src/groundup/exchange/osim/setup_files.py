"""OpenSim's setup files: which tool, which files beside it, which times."""

import stat
from pathlib import Path

from groundup.exchange.osim.document import Node, read_document
from groundup.quantities import BadInputError

_UNSET = ("", "unassigned", "unknown")


def read_tool(path: Path, *tags: str) -> Node:
    """Read the tool of a setup file.

    Parameters
    ----------
    path : Path
        A setup file of OpenSim 2.3 to 4.x, with or without the OpenSimDocument around the tool.
    tags : the element names the tool may have.

    Raises
    ------
    BadInputError
        If the file is no XML or sets up something else.
    """
    root = read_document(path)
    candidates = root.children if root.tag == "OpenSimDocument" else [root]
    for node in candidates:
        if node.tag in tags:
            return node
    found = candidates[0].tag if candidates else "an empty document"
    raise root.refuse(f"a setup of the {tags[0]}", found, f"choose the setup file of an {tags[0]}")


def file_beside(node: Node, tag: str) -> Path | None:
    """File a property names, relative to the setup file; none where it is not set."""
    word = node.word(tag, "")
    if word.lower() in _UNSET:
        return None
    # OpenSim's programs on Windows write backslashes.
    return node.file.parent / word.replace("\\", "/")


def input_file(node: Node, tag: str) -> Path | None:
    """Find the file a property names that is to be read; none where it is not set.

    Raises
    ------
    BadInputError
        If it cannot be opened.
    """
    path = file_beside(node, tag)
    if path is None:
        return None
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for ever
            found = "a folder" if path.is_dir() else "a pipe or device"
            step = f"correct {tag} in {node.file.name}"
            raise BadInputError(path, "the file", "a readable file", found, step)
        with path.open("rb"):
            return path
    except OSError as problem:
        reason = (problem.strerror or "no access").lower()
        step = f"correct {tag} in {node.file.name}"
        raise BadInputError(path, "the file", "a readable file", reason, step) from None


def needed_input(node: Node, tag: str) -> Path:
    """Find the file a property names that is to be read.

    Raises
    ------
    BadInputError
        If it is not set or cannot be opened.
    """
    return input_file(node, tag) or needed_file(node, tag)


def needed_file(node: Node, tag: str) -> Path:
    """File a property names, relative to the setup file.

    Raises
    ------
    BadInputError
        If it is not set.
    """
    path = file_beside(node, tag)
    if path is None:
        raise node.refuse(f"a file in the property {tag}", "none", f"name the file in {tag}")
    return path


def refuse_overwriting(node: Node, output: Path, *inputs: Path | None) -> None:
    """Let no result take the place of what it is computed from.

    Raises
    ------
    BadInputError
        If the output is one of the inputs.
    """
    for path in inputs:
        if path is not None and _same(output, path):
            raise node.refuse(
                "an output file of its own", f"{output.name}, which is read", "rename the output"
            )


def _same(output: Path, path: Path) -> bool:
    try:
        return output.samefile(path)
    except OSError:  # it is not there yet, or cannot be: writing will tell
        return False


def loose_number(node: Node, tag: str, default: float) -> float:
    """One number of a property; infinity is allowed, in the words OpenSim has for it."""
    words = node.word(tag, str(default)).split()
    try:
        (value,) = (float(word) for word in words)
    except ValueError:
        raise node.refuse(f"one number for {tag}", repr(" ".join(words)[:40])) from None
    if value != value:
        raise node.refuse(f"one number for {tag}", "NaN")
    return value


def time_range(node: Node) -> tuple[float, float]:
    """First and last time asked for [s]; infinite where the file does not say.

    Raises
    ------
    BadInputError
        If it is not two numbers in order.
    """
    words = node.word("time_range", "-inf inf").split()
    try:
        first, last = (float(word) for word in words)
    except ValueError:
        raise node.refuse("two times in time_range", repr(" ".join(words)[:40])) from None
    if not first <= last:
        raise node.refuse("a time_range that ends after it begins", f"{first:g} to {last:g} s")
    return first, last
