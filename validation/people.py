"""The people in the shared recordings, each analysed once per run."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import xarray as xr

from groundup.analyze import analyze
from groundup.assessment import Analysis
from groundup.quantities import Side
from validation.line import SHARED

FloatArray = np.ndarray


@dataclass(frozen=True)
class Walk:
    """A walk with a vendor's own angles: trial and standing trial (None where there is none)."""

    title: str
    trial: str
    static: str | None


_MCGILL, _MSK = "mcgill_pig_ofm_gait", "msk_modelling_walking"
OXFORD_WALKS = (
    Walk("mcgill HC030A", f"{_MCGILL}/HC030A/Straight/HC030A05.c3d", f"{_MCGILL}/HC030A/Static/HC030A01.c3d"),
    Walk("mcgill HC032A", f"{_MCGILL}/HC032A/Straight/HC032A03.c3d", f"{_MCGILL}/HC032A/Static/HC032A01.c3d"),
    Walk("mcgill HC038A", f"{_MCGILL}/HC038A/Straight/HC038A11.c3d", f"{_MCGILL}/HC038A/Static/HC038A01.c3d"),
)
VENDOR_WALKS = (
    *OXFORD_WALKS,
    Walk("gaitalytics overground", "gaitalytics_pig_cgm2_gait/test_small.c3d", None),
    Walk("gaitalytics treadmill", "gaitalytics_pig_cgm2_gait/treadmill_events.c3d", None),
    Walk("msk child", f"{_MSK}/trial1/c3dfile.c3d", f"{_MSK}/Static03/c3dfile.c3d"),
)


@cache
def analysed(trials: tuple[str, ...], static: str | None = None, task: str | None = None) -> Analysis:
    """Analysis of shared recordings by their paths below the data folder."""
    return analyze(
        [SHARED / trial for trial in trials], static=None if static is None else SHARED / static, task=task
    )


@cache
def analysed_standing(trial: str, static: str) -> Analysis:
    """The trial with its standing trial tracked as well, by the same fitted subject."""
    return analyze([SHARED / trial, SHARED / static])


def degrees(angles: xr.DataArray, column: str) -> FloatArray:
    """(F,) one reported angle [degrees]."""
    return np.degrees(angles.sel(angle=column).values)


def vendor_angle(vendor: xr.DataArray, point: str) -> FloatArray | None:
    """(F, 3) a vendor's angle point [degrees], NaN where the vendor's model did not run; None if absent."""
    if point not in [str(p) for p in vendor.point.values]:
        return None
    values = vendor.sel(point=point).transpose("time", "axis").values.astype(float)
    return np.where((values == 0.0).all(axis=1)[:, None], np.nan, values)


def rms(values: FloatArray) -> float:
    """Root mean square of what is finite."""
    return float(np.sqrt(np.nanmean(values**2)))


def sides() -> Iterator[tuple[Side, str]]:
    """Each side with the letter vendors put in front of its points."""
    yield Side.LEFT, "L"
    yield Side.RIGHT, "R"
