"""groundup tells whether a knee's load comes from the ankle and foot, and how sure it is.

``groundup.analyze(...)`` does in Python what ``groundup analyze`` does on the command line.
"""

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundup.analyze import analyze

__version__ = "0.1.0"
__all__ = ["__version__", "analyze"]


class _Package(ModuleType):
    """The package, on which the name ``analyze`` always means the function."""

    def __setattr__(self, name: str, value: object) -> None:
        # The import system binds a submodule on its package; that would hide the function of the same name.
        if not (name == "analyze" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """Load :func:`groundup.analyze.analyze` on first use: importing groundup stays quick."""
    if name != "analyze":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from groundup.analyze import analyze

    return analyze


sys.modules[__name__].__class__ = _Package
