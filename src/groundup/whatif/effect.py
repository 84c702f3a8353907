"""The effect of a change: what each quantity would do, with the spread over what is not known."""

from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.whatif.change import Change
from groundup.whatif.outcomes import Outcome

_COLUMNS = ("recorded", "change", "low", "high", "rising")


@dataclass(frozen=True)
class Effect:
    """What one quantity of one leg would do.

    Attributes
    ----------
    outcome : Outcome
    side : Side
    recorded : float
        Before the change.
    value : float
        Change with the assumptions as stated.
    low, high : float
        Ends of the 90 % spread over what is not known.
    rising : float
        Share of the draws in which it rises.
    by_draw : (N,) of every draw, NaN where it did not come to rest; not kept in files.
    """

    outcome: Outcome
    side: Side
    recorded: float
    value: float
    low: float
    high: float
    rising: float
    by_draw: FloatArray = field(default_factory=lambda: np.zeros(0), compare=False, repr=False)

    @property
    def determined(self) -> bool:
        """Whether its sign is certain at 90 %."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def word(self) -> str:
        """Direction in words; that it is not determined, where so."""
        if not self.determined:
            return "not determined"
        return self.outcome.positive if self.value > 0.0 else self.outcome.negative


@dataclass(frozen=True)
class Told:
    """Effects in one branch.

    Attributes
    ----------
    heel : str
        Where the heel is.
    cost : float
        Half the sum of squared standard deviations, mean over the instants, assumptions as stated.
    settled : int
        Draws that came to rest here; the others count for nothing.
    effects : of every outcome and leg; none where too few draws came to rest.
    kneecap_untold : legs whose knee bends further than published figures of the kneecap's force go.
    """

    heel: str
    cost: float
    settled: int
    effects: tuple[Effect, ...]
    kneecap_untold: tuple[Side, ...] = ()


@dataclass(frozen=True)
class Effects:
    """Effects of a change on one trial.

    Attributes
    ----------
    change : Change
    task : Task
    moment : str
        What of the task is told.
    draws : int
        Sets of what is not known.
    measured_members : int
        Possible versions of the person among them: 0 where the result was analysed without.
    assumed : Told
        The branch that is assumed: that of the recording.
    other : Told or None
        The other branch of the heel, where the body stands still and it is a posture of its own.
    force : str
        What happens to the ground's force.
    """

    change: Change
    task: Task
    moment: str
    draws: int
    measured_members: int
    assumed: Told
    other: Told | None
    force: str

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Those of the assumed branch."""
        return self.assumed.effects

    @property
    def settled(self) -> int:
        """Draws that came to rest in it."""
        return self.assumed.settled

    def of(self, name: str, side: Side) -> Effect:
        """One effect by its name and side."""
        return next(e for e in self.effects if e.outcome.name == name and e.side is side)

    def dataset(self) -> xr.Dataset:
        """Every effect of the assumed branch as a table.

        Returns
        -------
        Dataset (quantity, side)
            `recorded`, `change`, `low`, `high` in the `unit` of each quantity, `rising` as a share of the
            draws; NaN where a leg has none.
        """
        quantities = list(dict.fromkeys(effect.outcome for effect in self.effects))
        values = np.full((len(_COLUMNS), len(quantities), len(Side)), np.nan)
        for e in self.effects:
            at = quantities.index(e.outcome), list(Side).index(e.side)
            values[:, at[0], at[1]] = e.recorded, e.value, e.low, e.high, e.rising
        told = {"unit": [q.unit for q in quantities], "positive": [q.positive for q in quantities]}
        return xr.Dataset(
            {name: (("quantity", "side"), own) for name, own in zip(_COLUMNS, values, strict=True)},
            coords={
                "quantity": [q.name for q in quantities],
                "side": [str(side) for side in Side],
                **{name: ("quantity", own) for name, own in told.items()},
            },
            attrs={"task": str(self.task), "moment": self.moment, "draws": self.draws},
        )
