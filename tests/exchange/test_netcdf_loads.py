"""Loads in ``result.nc``: groups that can all be opened at once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from groundup.exchange.netcdf_loads import loads_datasets


@dataclass(frozen=True)
class _Inner:
    curve: xr.DataArray


@dataclass(frozen=True)
class _Outer:
    mass: float
    curve: xr.DataArray
    inner: _Inner


def _curve(count: int) -> xr.DataArray:
    return xr.DataArray(np.arange(count), {"percent": np.linspace(0.0, 100.0, count)}, ("percent",))


def test_tables_within_tables_may_count_otherwise(tmp_path: Path) -> None:
    """A curve of 101 points beside a group whose own curve has 51: both open as one tree."""
    path = tmp_path / "loads.nc"
    for group, dataset in loads_datasets(_Outer(70.0, _curve(101), _Inner(_curve(51)))):  # type: ignore[arg-type]
        dataset.to_netcdf(path, mode="a" if path.exists() else "w", group=group, engine="h5netcdf")
    with xr.open_datatree(path, engine="h5netcdf") as tree:
        assert tree["loads/curve"]["curve"].sizes["percent"] == 101
        assert tree["loads/inner"]["curve"].sizes["percent"] == 51
        assert tree["loads"].attrs["mass"] == 70.0
