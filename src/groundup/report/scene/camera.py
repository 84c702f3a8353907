"""How the picture is taken: the same camera for the still image and for the page's scene."""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray

FIELD = 24.0
"""Vertical field of view [deg]; narrow, so that near and far leg look alike."""
PRESETS: tuple[tuple[str, str, float, float], ...] = (
    ("oblique", "Oblique", 38.0, 11.0),
    ("front", "Front", 0.0, 4.0),
    ("side", "Side", 90.0, 4.0),
    ("behind", "Behind", 180.0, 4.0),
)
"""Name, word, degrees from straight ahead of the person to the right, degrees above the level."""
KEY_LIGHT = (-0.45, 0.75, 0.65)
"""From where the light comes, as the camera sees it: left, above, behind the viewer."""
SHADOW_LIGHT = (0.25, 1.0, -0.18)
"""From where the shadow on the floor falls, in the view's frame."""


@dataclass(frozen=True)
class Camera:
    """A camera on a sphere about a point.

    Attributes
    ----------
    target : (3,) looked at, in the view [m].
    azimuth, elevation : float
        From the view's X to Z, and above the level [rad].
    distance : float
        [m].
    """

    target: FloatArray
    azimuth: float
    elevation: float
    distance: float

    @property
    def axes(self) -> FloatArray:
        """(3, 3) rows: right, up, and from the target towards the camera, in the view."""
        level = np.array([np.cos(self.azimuth), 0.0, np.sin(self.azimuth)])
        back = np.cos(self.elevation) * level + np.array([0.0, np.sin(self.elevation), 0.0])
        right = np.cross([0.0, 1.0, 0.0], back)
        right /= np.linalg.norm(right)
        return np.stack([right, np.cross(back, right), back])

    def project(self, points: FloatArray) -> FloatArray:
        """(..., 3) points as (right, up, distance), the first two in half heights of the picture."""
        seen = (points - self.target) @ self.axes.T
        away = self.distance - seen[..., 2]
        scale = 1.0 / (np.tan(np.deg2rad(FIELD) / 2.0) * away)
        return np.stack([seen[..., 0] * scale, seen[..., 1] * scale, away], axis=-1)


def distance_for(height: float) -> float:
    """From how far a height [m] fills the picture, with room above and below [m]."""
    return 0.5 * 1.22 * height / float(np.tan(np.deg2rad(FIELD) / 2.0))
