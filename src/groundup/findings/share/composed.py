"""Two motions of a leg mixed link by link: what several mixtures share is composed once."""

from collections.abc import Callable

import numpy as np

from groundup.findings.share.leg_links import FIELDS, LegLinks, mixed
from groundup.findings.share.leg_readings import (
    angles_between,
    kneecap_of,
    moments_about_knee,
    pressure_of,
    shank_of,
    thigh_of,
)
from groundup.mechanics.tree import FloatArray

Links = frozenset[str]
_SHANK = frozenset(("heading", "roll", "pitch", "subtalar", "talocrural"))
_THIGH = frozenset(("pelvis", "hip"))
_PRESSURE = frozenset(("heading", "pressure"))
_GROUND = frozenset(("pressure", "force", "free", "knee_from_ankle", "hip_from_knee"))


class Composed:
    """Mixtures of an observation and its reference.

    Parameters
    ----------
    own, usual : LegLinks
        (N, P, ...) at the same P instants of N pairs.
    """

    def __init__(self, own: LegLinks, usual: LegLinks) -> None:
        self._own, self._usual = own, usual
        self._kept: dict[tuple[str, frozenset[str]], FloatArray] = {}

    def angles(self, links: Links) -> FloatArray:
        """(N, P, 3) knee flexion, adduction, inward rotation [deg], with these links as observed."""
        thigh, shank = self._thigh(links), self._shank(links)
        return self._once(
            "angles", _SHANK | _THIGH, links, lambda _: np.degrees(angles_between(thigh, shank))
        )

    def moments(self, links: Links) -> FloatArray:
        """(N, P, 3) external moments that flex, adduct and turn inward [N m/kg]."""
        shank, pressure = self._shank(links), self._pressure(links)
        return self._once(
            "moments", _SHANK | _GROUND, links, lambda leg: moments_about_knee(shank, pressure, leg)
        )

    def kneecap(self, links: Links) -> FloatArray:
        """(N, P, 1) patellofemoral force [body weights]."""
        shank, thigh, pressure = self._shank(links), self._thigh(links), self._pressure(links)
        flexion, moment = np.radians(self.angles(links)[..., 0]), self.moments(links)[..., 0]
        return self._once(
            "kneecap",
            _SHANK | _THIGH | _GROUND,
            links,
            lambda leg: kneecap_of(shank, thigh, pressure, flexion, moment, leg)[..., None],
        )

    def _shank(self, links: Links) -> FloatArray:
        return self._once("shank", _SHANK, links, shank_of)

    def _thigh(self, links: Links) -> FloatArray:
        return self._once("thigh", _THIGH, links, thigh_of)

    def _pressure(self, links: Links) -> FloatArray:
        return self._once("pressure", _PRESSURE, links, pressure_of)

    def _once(
        self, name: str, reads: frozenset[str], links: Links, make: Callable[[LegLinks], FloatArray]
    ) -> FloatArray:
        told = reads & {field for link in links for field in FIELDS[link]}
        if (name, told) not in self._kept:
            self._kept[name, told] = make(mixed(self._own, self._usual, links))
        return self._kept[name, told]
