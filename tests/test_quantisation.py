import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rhetoric.quantisation import LARGEST, quantised, restored

WEIGHTS = arrays.arrays(
    np.float32,
    st.tuples(st.integers(0, 20), st.integers(1, 4)),
    elements=st.floats(-8, 8, width=32),
)


@given(WEIGHTS)
def test_weights_come_back_about_as_they_were(weights):
    kept = restored(*quantised(weights))
    largest = np.abs(weights).max(axis=0, initial=0)
    step = (2 * np.sqrt(np.abs(weights) * largest) + largest / LARGEST) / LARGEST
    assert (np.abs(kept - weights) <= step / 2 + 1e-6).all()


@given(WEIGHTS)
def test_what_was_kept_once_is_kept_exactly(weights):
    kept = restored(*quantised(weights))
    assert np.array_equal(restored(*quantised(kept)), kept)
