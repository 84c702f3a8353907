"""Inertia follows the sizes and the mass a person turns out to have."""

from dataclasses import replace

import numpy as np

from groundup.body.anthropometry import typical_sizes
from groundup.body.default_chain import default_chain
from groundup.body.inertia import with_body_mass, with_fitted_lengths


def test_a_longer_thigh_has_the_inertia_of_a_chain_built_so_long() -> None:
    sizes = typical_sizes()
    first, longer = default_chain(sizes), default_chain(replace(sizes, thigh=1.1 * sizes.thigh))
    fitted = first.parameters._replace(parent_position=longer.parameters.parent_position)
    ends = {first.body("left_thigh"): first.body("left_shank")}
    found, b = with_fitted_lengths(first.parameters, fitted, ends), first.body("left_thigh")
    np.testing.assert_allclose(found.centre_of_mass[b], longer.parameters.centre_of_mass[b])
    np.testing.assert_allclose(found.inertia[b], longer.parameters.inertia[b])
    np.testing.assert_allclose(found.mass, first.parameters.mass)
    other = first.body("right_thigh")
    np.testing.assert_allclose(found.inertia[other], first.parameters.inertia[other])


def test_another_body_mass_is_that_of_a_chain_built_so_heavy() -> None:
    found = with_body_mass(default_chain(mass=70.0).parameters, 84.0)
    expected = default_chain(mass=84.0).parameters
    np.testing.assert_allclose(found.mass, expected.mass)
    np.testing.assert_allclose(found.inertia, expected.inertia)
    np.testing.assert_allclose(found.centre_of_mass, expected.centre_of_mass)
