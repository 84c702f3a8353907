"""How a command ends: a mistake in the input is one sentence on standard error, never a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from groundup.quantities.errors import GroundupError


@contextmanager
def one_sentence(*, debug: bool) -> Iterator[None]:
    """End the process with status 1 on a mistake in the input, 2 on a defect; `debug` lets them through."""
    try:
        yield
    except Exception as problem:
        if debug:
            raise
        if isinstance(problem, GroundupError):
            sys.stderr.write(f"groundup: {problem}\n")
            sys.exit(1)
        sys.stderr.write(
            f"groundup: a defect in the program ({type(problem).__name__}: {problem}); run the same command "
            "with --debug and report what it shows together with the output of 'groundup info'.\n"
        )
        sys.exit(2)
