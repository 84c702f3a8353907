"""A progress bar on a terminal; nothing in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

Progress = Callable[[str, float], None]


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Give a function ``progress(stage, fraction)`` that moves one bar on standard error from 0 to 1."""
    with tqdm(
        total=100,
        disable=None,
        leave=False,
        bar_format="{desc:<32} {percentage:3.0f}% |{bar}| {elapsed}",
    ) as bar:

        def progress(stage: str, fraction: float) -> None:
            bar.set_description_str(stage, refresh=False)
            bar.n = round(100 * fraction)
            bar.refresh()

        yield progress
