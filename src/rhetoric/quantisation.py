"""Weights of n-grams in; a byte for each and a scale for each technique out, and back.

A byte stands for its square, so that small weights, which are most, are kept about as well in
proportion as large ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LARGEST = 127


def quantised(weights: NDArray[np.floating]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights of the shape (features, techniques) as bytes of that shape, and (techniques,) scales.

    What `restored` makes of them is quantised to the same bytes again.
    """
    sizes = np.abs(weights)
    scales = sizes.max(axis=0, initial=0).astype(np.float32)
    roots = np.sqrt(sizes / np.where(scales > 0, scales, 1))
    return np.asarray(np.sign(weights) * np.rint(LARGEST * roots), dtype=np.int8), scales


def restored(codes: NDArray[np.int8], scales: NDArray[np.float32]) -> NDArray[np.float32]:
    """The weights that bytes and scales stand for."""
    steps = np.arange(256, dtype=np.uint8).view(np.int8).astype(np.float32)
    values = steps * np.abs(steps) / np.float32(LARGEST**2)
    return np.asarray(values.take(codes.view(np.uint8)) * scales, dtype=np.float32)
