"""How long each stage of an analysis takes."""

from collections.abc import Callable
from time import perf_counter

Progress = Callable[[str, float], None]
"""Called with a stage and the share done, 0 to 1."""


class Clock:
    """Seconds by stage, told to the progress bar as they pass."""

    def __init__(self, progress: Progress) -> None:
        self.timings: dict[str, float] = {}
        self._progress = progress
        self._current: tuple[str, float] | None = None

    def stage(self, name: str, fraction: float) -> None:
        """Begin a stage; the one before ends."""
        now = perf_counter()
        if self._current is not None:
            stage, start = self._current
            self.timings[stage] = self.timings.get(stage, 0.0) + round(now - start, 3)
        self._current = (name, now)
        self._progress(name, fraction)

    def tell(self, name: str, fraction: float) -> None:
        """Tell how far a stage is."""
        self._progress(name, fraction)
