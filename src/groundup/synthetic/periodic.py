"""Periodic functions as Fourier series: exact derivatives at any instant."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray


@dataclass(frozen=True)
class Periodic:
    """One or more functions of the phase with period 1.

    Attributes
    ----------
    coefficients : (K + 1, ...) complex
        Of exp(2 pi i k phase), k = 0 ... K; negative harmonics follow by conjugation.
    """

    coefficients: NDArray[np.complex128]

    @classmethod
    def through(cls, samples: FloatArray, harmonics: int | None = None) -> "Periodic":
        """Fit (N, ...) samples at phases 0, 1/N, ..., cut after `harmonics` (default: all below N/2)."""
        count = samples.shape[0]
        spectrum = np.fft.rfft(samples, axis=0) / count
        highest = (count - 1) // 2
        return cls(spectrum[: min(highest, highest if harmonics is None else harmonics) + 1])

    def at(self, phase: FloatArray, order: int = 0) -> FloatArray:
        """Values (T, ...) at phases (T,), or the derivative of the given order by the phase."""
        k = np.arange(self.coefficients.shape[0])
        scaled = self.coefficients.reshape(k.size, -1) * ((2j * np.pi * k) ** order)[:, None]
        scaled = scaled * np.where(k == 0, 1.0, 2.0)[:, None]
        angle = 2.0 * np.pi * np.outer(np.mod(phase, 1.0), k)
        values = np.cos(angle) @ scaled.real - np.sin(angle) @ scaled.imag
        return np.asarray(values.reshape(len(phase), *self.coefficients.shape[1:]))
