"""The program ``groundup``, also as ``python -m groundup``."""

import gc
import os
import sys


def main() -> None:
    """Run the command line; ``ik`` and ``id`` with nothing but files start at once.

    Reading a command line with typer takes as long as a whole such run, and there is nothing to read.
    """
    # Most of a short run is imports, which make much that lasts and no garbage: look for it less often.
    gc.set_threshold(50_000, 20, 20)
    tool, *files = sys.argv[1:] or [""]
    if tool not in ("ik", "id") or not files or any(file.startswith("-") for file in files):
        from groundup.cli import main as read_and_run

        read_and_run()
        return
    # The solver needs no linear algebra of numpy's, whose threads take time to start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from pathlib import Path

    from groundup.ending import one_sentence

    try:
        with one_sentence(debug=False):
            from groundup.setup_runs import run_setups

            sys.exit(run_setups(tool, [Path(file) for file in files]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
