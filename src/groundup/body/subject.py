"""A person as a fitted chain: sizes, marker offsets and joint axes, and how well they were found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from groundup.body.anatomy import Anatomy, anatomy_of
from groundup.body.chain import Chain
from groundup.body.fitted import Fit
from groundup.mechanics.tree import FloatArray
from groundup.quantities import SourceFile
from groundup.recording.recording import Person


@dataclass(frozen=True)
class GivenModel:
    """A model of the person that the user brought, instead of one fitted here.

    Attributes
    ----------
    source : SourceFile
    content : bytes
        The file as it is, to be handed back beside the results.
    marker_names : mapping marker label of the recordings -> the model's own name for it.
    body_names : mapping body of the chain, where it is a segment of ours under our name -> the model's own.
    in_degrees : (C,) coordinates that a table in degrees holds in degrees.
    """

    source: SourceFile
    content: bytes
    marker_names: Mapping[str, str]
    body_names: Mapping[str, str]
    in_degrees: tuple[bool, ...]


@dataclass(frozen=True)
class Subject:
    """A person fitted to the chain.

    Attributes
    ----------
    chain : Chain
        With this person's sizes, axes and marker offsets in its parameters.
    person : Person
    marker_sd : mapping marker -> assumed standard deviation per axis used for tracking [m].
    residual_rms : mapping trial name -> root mean square marker distance over the sampled frames [m].
    unobservable : coordinate the marker set cannot see at all -> reason; left blank in every output.
    knee_axis_functional : mapping "left"/"right" -> whether the flexion axis was estimated from motion.
    static_trial : name of the standing trial used, or None.
    notes : what a reader of the report should know about the fit.
    mass_weighed : whether the person's mass was told by nobody, but by the force plates.
    model : the user's own model that the chain is, None where it was fitted.
    fit : how it was found; None where it was not fitted.
    """

    chain: Chain
    person: Person
    marker_sd: Mapping[str, float]
    residual_rms: Mapping[str, float]
    unobservable: Mapping[str, str]
    knee_axis_functional: Mapping[str, bool]
    static_trial: str | None
    sizes: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    mass_weighed: bool = False
    model: GivenModel | None = None
    fit: Fit | None = field(default=None, repr=False, compare=False)

    @property
    def anatomy(self) -> Anatomy:
        """Which bodies of the chain are which segments."""
        return anatomy_of(self.chain)

    @property
    def marker_weights(self) -> FloatArray:
        """(M,) tracking weights, 1 / sd^2 [1/m^2], in the chain's marker order."""
        return np.array([1.0 / self.marker_sd[m] ** 2 for m in self.chain.markers])
