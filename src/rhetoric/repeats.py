"""Entries of sentences in; how often each occurs in its sentence out.

Sublinear TF-IDF counts what occurs n times 1 + log n times. Most entries occur once, so that a
sentence's values are sums over its tokens, and only what is repeated must be corrected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhetoric.growing import ramp

CHUNK = 32_768
"""Entries that are sorted at a time: so few stay in the processor's cache."""


@dataclass(frozen=True)
class Repeats:
    """What occurs more than once in a sentence; all arrays have the same length."""

    rows: NDArray[np.int64]
    """Sentence of each, rising."""
    columns: NDArray[np.integer]
    counts: NDArray[np.int64]

    @property
    def surplus(self) -> NDArray[np.float64]:
        """By how much 1 + log n differs from n."""
        return np.asarray(1 + np.log(self.counts) - self.counts, dtype=np.float64)

    @property
    def squared_surplus(self) -> NDArray[np.float64]:
        """By how much (1 + log n)² differs from n."""
        return np.asarray((1 + np.log(self.counts)) ** 2 - self.counts, dtype=np.float64)


def repeats(rows: NDArray[np.integer], columns: NDArray[np.integer]) -> Repeats:
    """Find what is repeated.

    Args:
        rows: sentence of each entry, rising.
        columns: what the entry is. Integers of 16 bits are sorted fastest, rows too.
    """
    order, first, counts = _runs(rows, columns)
    found = order[first]
    by_row = np.argsort(rows[found], kind="stable")
    found = found[by_row]
    return Repeats(rows[found].astype(np.int64), columns[found], counts[by_row])


def repeated_entries(
    rows: NDArray[np.integer], columns: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All entries that are repeated, and how often each occurs; arguments as for `repeats`."""
    order, first, counts = _runs(rows, columns)
    return order[np.repeat(first, counts) + ramp(counts)], np.repeat(counts, counts)


def _runs(
    rows: NDArray[np.integer], columns: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """An order with equal entries together, and the start and length of each run of them."""
    order = np.argsort(columns, kind="stable")
    sorted_rows, sorted_columns = rows[order], columns[order]
    same = np.zeros(len(rows) + 1, dtype=bool)
    same[1:-1] = sorted_columns[1:] == sorted_columns[:-1]
    same[1:-1] &= sorted_rows[1:] == sorted_rows[:-1]
    edges = np.flatnonzero(same[1:] != same[:-1])
    return order, edges[::2], edges[1::2] - edges[::2] + 1


def chunks(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of sentences, first and end, with about as many entries as are sorted at a time."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        done = int(ends[first - 1]) if first else 0
        end = max(first + 1, int(np.searchsorted(ends, done + CHUNK, side="right")))
        yield first, end
        first = end
