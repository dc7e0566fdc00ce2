"""An array that grows at its end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

FIRST_CAPACITY = 1024


class GrowingArray:
    """Rows that are added at the end, at a cost that does not hang on how many there are."""

    def __init__(self, dtype: DTypeLike, width: tuple[int, ...] = ()) -> None:
        self._rows: NDArray[Any] = np.zeros((FIRST_CAPACITY, *width), dtype=dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def extend(self, rows: ArrayLike) -> None:
        """Add rows; arrays that `values` gave before stay as they were."""
        added = np.asarray(rows, dtype=self._rows.dtype).reshape(-1, *self._rows.shape[1:])
        needed = self._count + len(added)
        if needed > len(self._rows):
            larger = np.zeros((2 * needed, *self._rows.shape[1:]), dtype=self._rows.dtype)
            larger[: self._count] = self.values
            self._rows = larger
        self._rows[self._count : needed] = added
        self._count = needed

    @property
    def values(self) -> NDArray[Any]:
        """All rows so far."""
        return self._rows[: self._count]


class GrowingLists:
    """Lists of numbers, one after the other, as one flat array."""

    def __init__(self, *dtypes: DTypeLike) -> None:
        self._flat = [GrowingArray(dtype) for dtype in dtypes]
        self._starts = GrowingArray(np.int64)
        self._lengths = GrowingArray(np.int64)

    def __len__(self) -> int:
        return len(self._starts)

    def extend(self, lengths: ArrayLike, *columns: ArrayLike) -> None:
        """Add lists of the given lengths; each column holds their entries, all in one."""
        sizes = np.asarray(lengths, dtype=np.int64)
        self._starts.extend(len(self._flat[0]) + np.cumsum(sizes) - sizes)
        self._lengths.extend(sizes)
        for flat, column in zip(self._flat, columns, strict=True):
            flat.extend(column)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Length of each list."""
        return self._lengths.values

    def of(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], tuple[NDArray[Any], ...]]:
        """Lengths of the lists with these numbers, and their entries, list after list."""
        lengths = self.lengths[numbers]
        ends = np.cumsum(lengths)
        entries = np.repeat(self._starts.values[numbers] - ends + lengths, lengths)
        entries += np.arange(len(entries))
        return lengths, tuple(flat.values[entries] for flat in self._flat)


def ramp(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, … for each run of the given lengths, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
