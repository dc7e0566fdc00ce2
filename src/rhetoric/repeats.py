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
    """What occurs more than once in a sentence; all arrays but the last have the same length."""

    rows: NDArray[np.int64]
    """Sentence of each, rising."""
    columns: NDArray[np.integer]
    counts: NDArray[np.int64]
    tokens: NDArray[np.integer]
    """The tokens in which each occurs, `counts` of them for each, one after the other."""

    @property
    def surplus(self) -> NDArray[np.float64]:
        """By how much 1 + log n differs from n."""
        return np.asarray(1 + np.log(self.counts) - self.counts, dtype=np.float64)

    @property
    def squared_surplus(self) -> NDArray[np.float64]:
        """By how much (1 + log n)² differs from n."""
        return np.asarray((1 + np.log(self.counts)) ** 2 - self.counts, dtype=np.float64)


def find_repeats(
    rows: NDArray[np.integer], columns: NDArray[np.integer], tokens: NDArray[np.integer]
) -> Repeats:
    """Find what is repeated.

    Args:
        rows: sentence of each entry, rising.
        columns: what the entry is. Integers of 16 bits are sorted fastest, rows too.
        tokens: token of each entry.
    """
    order = np.argsort(columns, kind="stable")
    sorted_rows, sorted_columns = rows[order], columns[order]
    same = np.zeros(len(rows) + 1, dtype=bool)
    same[1:-1] = sorted_columns[1:] == sorted_columns[:-1]
    same[1:-1] &= sorted_rows[1:] == sorted_rows[:-1]
    edges = np.flatnonzero(same[1:] != same[:-1])
    first, counts = edges[::2], edges[1::2] - edges[::2] + 1
    by_row = np.argsort(sorted_rows[first], kind="stable")
    first, counts = first[by_row], counts[by_row]
    entries = order[np.repeat(first, counts) + ramp(counts)]
    return Repeats(
        sorted_rows[first].astype(np.int64), sorted_columns[first], counts, tokens[entries]
    )


def joined(parts: Iterable[tuple[int, Repeats]]) -> Repeats:
    """All repeats in one; rows count from the number that stands with each."""
    listed = list(parts)
    none = np.zeros(0, dtype=np.int64)
    return Repeats(
        np.concatenate([none, *(part.rows + first for first, part in listed)]),
        np.concatenate([part.columns for _, part in listed] or [none]),
        np.concatenate([none, *(part.counts for _, part in listed)]),
        np.concatenate([none, *(part.tokens for _, part in listed)]),
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
