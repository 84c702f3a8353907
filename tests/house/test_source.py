"""How the source is kept: small modules and functions, everything public explained, nothing printed."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "groundup"
MODULES = sorted(SOURCE.rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in MODULES:
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def test_modules_stay_small() -> None:
    sizes = {path.name: path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > 500} == {}
    assert sorted(sizes.values())[len(sizes) // 2] < 200


def test_functions_stay_small() -> None:
    """Sixty lines beside the docstring, which a function is not asked to keep short."""
    long = []
    for name, tree in trees():
        # A compiled loop nest is one function: a call inside it costs more than a longer page.
        most = 80 if name.startswith("mechanics/kernels/") else 60
        for node in ast.walk(tree):
            if isinstance(node, Function) and (size := code_lines(node)) > most:
                long.append(f"{name}:{node.lineno} {node.name} {size}")
    assert long == []


def code_lines(function: Function) -> int:
    """Lines of a function without its docstring."""
    assert function.end_lineno is not None
    size = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return size
    text = function.body[0]
    assert text.end_lineno is not None
    return size - (text.end_lineno - text.lineno + 1)


def test_everything_public_is_explained() -> None:
    silent = []
    for name, tree in trees():
        if not ast.get_docstring(tree):
            silent.append(name)
        for scope in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))):
            for node in scope.body:
                public = isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
                private_class = isinstance(scope, ast.ClassDef) and scope.name.startswith("_")
                if public and not private_class and not ast.get_docstring(node):
                    silent.append(f"{name}:{node.lineno} {node.name}")
    assert silent == []


def test_nothing_is_printed_and_no_error_is_swallowed() -> None:
    found = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                found.append(f"{name}:{node.lineno} print")
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(f"{name}:{node.lineno} bare except")
    assert found == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")))
    left = [path.name for path in MODULES if words.search(path.read_text(encoding="utf-8"))]
    assert left == []


def test_no_path_of_one_machine_is_in_the_tree() -> None:
    local = re.compile(
        rb"(?<![\w.])/(?:home|Users|root)/\w|[A-Z]:\\\\?Users"
        + rb"|"
        + re.escape(str(ROOT.parent).encode() + b"/")
    )
    found = [path.relative_to(ROOT).as_posix() for path in tracked() if local.search(path.read_bytes())]
    assert found == []


def test_test_modules_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
