"""Entries of sentences in; how often each occurs in its sentence out.

Sublinear TF-IDF counts what occurs n times 1 + log n times. Most entries occur once, so that a
sentence's values are sums over its tokens, and only what is repeated must be corrected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHUNK = 32_768
"""Entries that are sorted at a time: so few stay in the processor's cache."""


@dataclass(frozen=True)
class Repeats:
    """What occurs more than once in a sentence; all arrays have the same length."""

    rows: NDArray[np.int64]
    """Sentence of each, rising."""
    columns: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def surplus(self) -> NDArray[np.float64]:
        """By how much 1 + log n differs from n."""
        return np.asarray(1 + np.log(self.counts) - self.counts, dtype=np.float64)

    @property
    def squared_surplus(self) -> NDArray[np.float64]:
        """By how much (1 + log n)² differs from n."""
        return np.asarray((1 + np.log(self.counts)) ** 2 - self.counts, dtype=np.float64)


def repeats(rows: NDArray[np.int64], columns: NDArray[np.integer]) -> Repeats:
    """Find what is repeated.

    Args:
        rows: sentence of each entry, rising.
        columns: what the entry is; small unsigned integers are sorted fastest.
    """
    order, same = _grouped(rows, columns)
    again = np.flatnonzero(same)
    first = again[np.diff(again, prepend=-2) > 1]
    last = again[np.diff(again, append=len(rows) + 1) > 1]
    found = order[first]
    by_row = np.argsort(rows[found].astype(np.min_scalar_type(_last(rows))), kind="stable")
    found = found[by_row]
    return Repeats(rows[found], columns[found].astype(np.int64), (last - first + 2)[by_row])


def occurrences(rows: NDArray[np.int64], columns: NDArray[np.integer]) -> NDArray[np.int64]:
    """How often each entry occurs in its sentence; arguments as for `repeats`."""
    order, same = _grouped(rows, columns)
    group = np.concatenate([np.zeros(min(1, len(rows)), np.int64), np.cumsum(~same)])
    counts = np.empty(len(rows), dtype=np.int64)
    counts[order] = np.bincount(group)[group]
    return counts


def _grouped(
    rows: NDArray[np.int64], columns: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """An order with equal entries together, and whether each is the same as the one before it."""
    order = np.argsort(columns, kind="stable")
    sorted_rows, sorted_columns = rows[order], columns[order]
    same = sorted_rows[1:] == sorted_rows[:-1]
    same &= sorted_columns[1:] == sorted_columns[:-1]
    return order, same


def _last(rows: NDArray[np.int64]) -> int:
    return int(rows[-1]) if len(rows) else 0


def chunks(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of sentences, first and end, with about as many entries as are sorted at a time."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        done = int(ends[first - 1]) if first else 0
        end = max(first + 1, int(np.searchsorted(ends, done + CHUNK, side="right")))
        yield first, end
        first = end
