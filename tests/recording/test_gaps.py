"""Wrong samples go, short gaps are filled by pattern or spline, long ones stay, all of it counted."""

import numpy as np
import pytest
from people import paths, person

from groundup.quantities import BadInputError
from groundup.recording.gaps import repair
from groundup.recording.identify import identify
from groundup.recording.mistakes import find_exchanged, find_off_segment, find_spikes
from groundup.recording.rigid_fill import RESIDUAL_M, fill_rigid, rigid_rotations


def matched(**kwargs):
    return identify(person(**kwargs))


def hide(made, label, start, stop):
    made.markers.values[start:stop, made.labels.index(label)] = np.nan
    return made


def gap_of(made, label):
    return next(gap for gap in made.gaps if gap.marker == label)


def test_a_pelvis_marker_is_filled_exactly_by_the_three_others():
    whole = matched()
    truth = whole.markers.sel(marker="LASI").values.copy()
    made = repair(hide(matched(), "LASI", 50, 65))
    gap = gap_of(made, "LASI")
    assert (gap.missing, gap.filled_rigid, gap.filled_spline, gap.longest) == (15, 15, 0, 15)
    np.testing.assert_allclose(made.markers.sel(marker="LASI").values, truth, atol=1e-9)


def test_a_marker_without_three_neighbours_is_filled_by_spline():
    whole = matched()
    truth = whole.markers.sel(marker="LHEE").values.copy()
    made = repair(hide(matched(), "LHEE", 50, 58))
    gap = gap_of(made, "LHEE")
    assert (gap.filled_rigid, gap.filled_spline) == (0, 8)
    np.testing.assert_allclose(made.markers.sel(marker="LHEE").values, truth, atol=2e-4)


def test_longer_gaps_and_the_ends_stay_open():
    made = hide(hide(matched(), "LHEE", 50, 71), "RHEE", 0, 5)
    hide(made, "LASI", 195, 200)
    repaired = repair(made)
    assert np.isnan(repaired.markers.sel(marker="LHEE").values[50:71]).all()
    assert np.isnan(repaired.markers.sel(marker="RHEE").values[:5]).all()
    assert np.isnan(repaired.markers.sel(marker="LASI").values[195:]).all()
    assert gap_of(repaired, "LHEE").longest == 21
    assert gap_of(repaired, "LHEE").filled_spline == 0


def test_the_limit_is_in_seconds_and_is_recorded():
    repaired = repair(hide(matched(), "LHEE", 50, 71), longest=0.21)
    assert gap_of(repaired, "LHEE").filled_spline == 21
    operation = repaired.operations[-1]
    assert operation.name == "repair"
    assert operation.arguments["longest_s"] == 0.21
    assert operation.arguments["filled_spline"] == 21


def test_the_input_is_not_touched():
    made = hide(matched(), "LASI", 50, 55)
    before = made.markers.values.copy()
    repair(made)
    np.testing.assert_array_equal(made.markers.values, before)


def test_unidentified_markers_are_not_touched():
    _, found = paths()
    head = found["left_asis"] + np.array([0, 0.7, 0])
    head[40:45] = np.nan
    repaired = repair(matched(extra={"LFHD": head}))
    assert np.isnan(repaired.markers.sel(marker="LFHD").values[40:45]).all()
    assert "LFHD" not in [gap.marker for gap in repaired.gaps]


def test_a_spike_goes_and_is_filled():
    truth = matched().markers.sel(marker="LTOE").values.copy()
    made = matched()
    made.markers.values[80, made.labels.index("LTOE")] += (0.0, 0.08, 0.0)
    repaired = repair(made)
    np.testing.assert_allclose(repaired.markers.sel(marker="LTOE").values, truth, atol=1e-3)
    assert any("LTOE 1" in note for note in repaired.notes)
    assert gap_of(repaired, "LTOE").missing == 1


def test_clean_walking_has_no_spikes_and_no_exchanges():
    made = matched()
    points = made.markers.values
    assert not find_spikes(points).any()
    assert find_exchanged(points) == {}


@pytest.mark.parametrize("spans", [[(60, 90)], [(20, 22), (40, 41), (100, 150)], [(170, 200)]])
def test_exchanged_markers_get_their_names_back(spans):
    truth = matched().markers.values
    made = matched()
    pair = [made.labels.index("LHEE"), made.labels.index("LTOE")]
    for start, stop in spans:
        made.markers.values[start:stop, pair] = made.markers.values[start:stop, pair[::-1]]
    repaired = repair(made)
    np.testing.assert_allclose(repaired.markers.values, truth, atol=1e-12)
    frames = sum(stop - start for start, stop in spans)
    note = f"LHEE and LTOE carry one another's name in {frames} frames"
    assert any(note in text for text in repaired.notes)


def test_a_marker_away_from_its_segment_is_found():
    truth = matched().markers.sel(marker="RPSI").values.copy()
    made = matched()
    made.markers.values[30:36, made.labels.index("RPSI")] += (0.1, 0.0, 0.1)
    repaired = repair(made)
    np.testing.assert_allclose(repaired.markers.sel(marker="RPSI").values, truth, atol=1e-9)
    assert any("away from their segment" in note for note in repaired.notes)


def test_three_markers_cannot_tell_which_one_is_away():
    points = np.random.default_rng(2).normal(0, 0.1, (1, 3, 3)).repeat(50, axis=0)
    points[20, 0] += 0.5
    assert not find_off_segment(points).any()


def test_rotations_are_found_exactly():
    rng = np.random.default_rng(3)
    arms = rng.normal(0, 0.1, (4, 3))
    arms -= arms.mean(axis=0)
    a = rng.uniform(-np.pi, np.pi, 5)
    turns = np.stack([[[np.cos(x), -np.sin(x), 0], [np.sin(x), np.cos(x), 0], [0, 0, 1]] for x in a])
    shapes = np.einsum("tij,kj->tki", turns, arms) + np.arange(5.0)[:, None, None]
    rotation, middle = rigid_rotations(arms, shapes)
    np.testing.assert_allclose(rotation, turns, atol=1e-12)
    np.testing.assert_allclose(middle, np.arange(5.0)[:, None] * np.ones(3), atol=1e-12)


def test_a_soft_or_straight_pattern_is_not_used():
    rng = np.random.default_rng(4)
    still = rng.normal(0, 0.1, (1, 4, 3)).repeat(20, axis=0)
    still[5:10, 0] = np.nan
    assert fill_rigid(still, 0, [1, 2, 3], 5, 10) is not None
    soft = still.copy()
    soft[7, 1] += 10 * RESIDUAL_M
    assert fill_rigid(soft, 0, [1, 2, 3], 5, 10) is None
    straight = still.copy()
    straight[:, 1:] = np.array([[0, 0, 0], [0.1, 0, 0], [0.2, 0, 0]])
    assert fill_rigid(straight, 0, [1, 2, 3], 5, 10) is None
    assert fill_rigid(still, 0, [1, 2], 5, 10) is None


def test_labels_have_to_be_identified_first():
    with pytest.raises(BadInputError, match="identify"):
        repair(person())
