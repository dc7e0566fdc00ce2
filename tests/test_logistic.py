import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from rhetoric.logistic import fit_logistic

RANDOM = np.random.default_rng(0)
MATRIX = sp.random(400, 30, density=0.3, random_state=0, format="csr", dtype=np.float32)
LABELS = (MATRIX @ RANDOM.normal(size=30) + RANDOM.normal(size=400) > 0).astype(np.float32)
ONES = np.ones(400, dtype=np.float32)


def test_labels_give_what_scikit_learn_gives():
    stock = LogisticRegression(C=2.0, tol=1e-8, max_iter=1000).fit(MATRIX, LABELS)
    coefficients, intercept = fit_logistic(MATRIX, LABELS, ONES, 2.0)
    assert np.allclose(coefficients, stock.coef_[0], atol=0.01)
    assert abs(intercept - stock.intercept_[0]) < 0.01


def test_a_probability_is_a_positive_and_a_negative_of_that_weight():
    chance = RANDOM.uniform(size=400).astype(np.float32)
    soft = fit_logistic(MATRIX, chance, ONES, 2.0)
    twice = sp.csr_matrix(sp.vstack([MATRIX, MATRIX], format="csr"))
    hard = fit_logistic(
        twice, np.concatenate([ONES, 0 * ONES]), np.concatenate([chance, 1 - chance]), 2.0
    )
    assert np.allclose(soft[0], hard[0], atol=0.01) and abs(soft[1] - hard[1]) < 0.01


def test_less_regularisation_means_larger_weights():
    sizes = [np.abs(fit_logistic(MATRIX, LABELS, ONES, c)[0]).sum() for c in (0.01, 1.0, 100.0)]
    assert sizes == sorted(sizes)
