"""The three updates: the source's numbers, and what happens where there is no update."""

import numpy as np
import pytest

from gmmlib import em, m_step
from gmmlib.explorables import CovarianceUpdate, MeanUpdate, WeightUpdate


def test_the_source_s_numbers():
    # Examples 11.3 to 11.5, (11.27) to (11.29), (11.39) to (11.41), (11.50) to (11.52).
    np.testing.assert_array_equal(MeanUpdate().new_means.round(1), [-2.7, -0.4, 3.7])
    np.testing.assert_array_equal(CovarianceUpdate().new_variances.round(2), [0.14, 0.44, 1.53])
    np.testing.assert_array_equal(WeightUpdate().new_weights.round(2), [0.29, 0.29, 0.42])


def test_the_three_updates_follow_on_one_another():
    first, second, third = MeanUpdate(), CovarianceUpdate(), WeightUpdate()
    assert first.before == first.model
    assert second.before == first.after
    assert third.before == second.after
    assert third.after == m_step(third.data, third.responsibilities)
    assert first.log_likelihoods[0] < first.log_likelihoods[1] == second.log_likelihoods[0]


@pytest.mark.parametrize("kind", [MeanUpdate, CovarianceUpdate, WeightUpdate])
def test_where_em_ends_an_update_changes_nothing(kind):
    update = kind()
    update.model = em(update.data, update.model, tolerance=0).model
    np.testing.assert_allclose(update.after.means, update.model.means, atol=1e-6)
    np.testing.assert_allclose(update.after.covariances, update.model.covariances, atol=1e-6)
    np.testing.assert_allclose(update.after.weights, update.model.weights, atol=1e-6)


@pytest.mark.parametrize("kind", [MeanUpdate, CovarianceUpdate, WeightUpdate])
def test_an_empty_component_has_no_update_and_the_picture_is_still_drawn(kind):
    update = kind([0.0, 1.0], weights=[0.5, 0.5], means=[0, 1000], variances=[1, 1])
    with pytest.raises(ValueError, match=r"^responsibilities of component 2 are 0"):
        _ = update.after
    assert "no update of 0.50 N(x | 0.00, 1.00)" in repr(update)
    assert 'aria-label="Above, the density' in update.to_html()


def test_the_simplex_is_drawn_for_three_components_only():
    assert "simplex" in WeightUpdate().to_html()
    two = WeightUpdate(weights=[0.5, 0.5], means=[-2, 3], variances=[1, 2])
    assert "simplex" not in two.to_html()
    assert "simplex" not in MeanUpdate().to_html()
