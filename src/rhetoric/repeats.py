"""Entries of sentences in; those that occur more than once in their sentence out.

Sublinear TF-IDF counts what occurs n times 1 + log n times. Most entries occur once, so that a
sentence's values are sums over its tokens, and only what is repeated must be corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    columns: NDArray[np.int64]
    counts: NDArray[np.int64]


def surplus(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """By how much 1 + log n differs from n."""
    return np.asarray(1 + np.log(counts) - counts, dtype=np.float64)


def squared_surplus(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """By how much (1 + log n)² differs from n."""
    return np.asarray((1 + np.log(counts)) ** 2 - counts, dtype=np.float64)


def find_repeats(keys: NDArray[np.unsignedinteger], width: int) -> Repeats:
    """Find what is repeated.

    Args:
        keys: `row * width + column` of each entry; sorted in place. Of 32 bits they are sorted
            fastest.
        width: number of columns.
    """
    keys.sort()
    first, counts = _runs(keys[1:] == keys[:-1])
    rows, columns = np.divmod(keys[first].astype(np.int64), width)
    return Repeats(rows, columns, counts)


def repeated_entries(
    rows: NDArray[np.int64], columns: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which entries are repeated, those of one row and column together, and how often each is.

    Args:
        rows: sentence of each entry, rising.
        columns: what the entry is.
    """
    columns = columns.astype(np.min_scalar_type(columns.max(initial=0)), copy=False)
    order = np.argsort(columns, kind="stable")  # of 16 bits by far the fastest
    sorted_rows, sorted_columns = rows[order], columns[order]
    same = sorted_columns[1:] == sorted_columns[:-1]
    same &= sorted_rows[1:] == sorted_rows[:-1]
    first, counts = _runs(same)
    by_row = np.argsort(sorted_rows[first], kind="stable")
    first, counts = first[by_row], counts[by_row]
    return order[np.repeat(first, counts) + ramp(counts)], np.repeat(counts, counts)


def _runs(same: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and length of each run of equals; `same` tells which are as the one before."""
    padded = np.zeros(len(same) + 2, dtype=bool)
    padded[1:-1] = same
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[::2], edges[1::2] - edges[::2] + 1


def joined(parts: Iterable[tuple[int, Repeats]]) -> Repeats:
    """All repeats in one; rows count from the number that stands with each."""
    listed = list(parts)
    none = np.zeros(0, dtype=np.int64)
    return Repeats(
        np.concatenate([none, *(part.rows + first for first, part in listed)]),
        np.concatenate([none, *(part.columns for _, part in listed)]),
        np.concatenate([none, *(part.counts for _, part in listed)]),
    )


def chunks(sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of sentences, first and end, with about as many entries as are sorted at a time."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        done = int(ends[first - 1]) if first else 0
        end = max(first + 1, int(np.searchsorted(ends, done + CHUNK, side="right")))
        yield first, end
        first = end
