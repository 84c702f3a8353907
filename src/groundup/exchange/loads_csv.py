"""Joint moments and powers against time as CSV text."""

import xarray as xr

from groundup.exchange.csv_text import csv_text, number
from groundup.loads.dynamics import Dynamics

TIME_DECIMALS = 6
LOAD_DECIMALS = 4


def moments_csv(dynamics: Dynamics) -> str:
    """Write internal joint moments, wide [N m/kg]; blank where not measurable."""
    return _wide(dynamics.moments)


def powers_csv(dynamics: Dynamics) -> str:
    """Write joint powers, wide [W/kg]; blank where not measurable."""
    return _wide(dynamics.powers)


def _wide(table: xr.DataArray) -> str:
    names = [str(name) for name in table["coordinate"].values]
    values = table.transpose("time", "coordinate").values
    rows = (
        (number(t, TIME_DECIMALS), *(number(value, LOAD_DECIMALS) for value in row))
        for t, row in zip(table["time"].values, values, strict=True)
    )
    return csv_text(("time_s", *names), rows)
