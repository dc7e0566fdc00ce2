"""Step 4: features in; calibrated log-odds and probabilities out.

Calibration (Platt 1999) is an affine map of the log-odds, so it is folded into the weights and a
score stays a plain sum: intercept, context, and a share of each token (`shares.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhetoric.features import Features
from rhetoric.growing import GrowingArray
from rhetoric.known_words import KnownWords
from rhetoric.repeats import CHUNK, chunks, surplus


@dataclass(frozen=True)
class Weights:
    """Calibrated weights of one linear classifier per technique, block by block."""

    words: NDArray[np.float32]
    """Shape (words + pairs, techniques)."""
    chars: NDArray[np.float32]
    """Shape (character n-grams, techniques)."""
    cues: NDArray[np.float32]
    """Shape (cue features, techniques)."""
    context: NDArray[np.float32]
    """Shape (context features, techniques)."""
    intercept: NDArray[np.float32]
    """Shape (techniques,)."""


def log_odds(weights: Weights, features: Features) -> NDArray[np.float64]:
    """Calibrated log-odds; shape (sentences, techniques)."""
    total = weights.intercept.astype(np.float64) + _product(features.cues.values, weights.cues)
    total += _product(features.context, weights.context)
    total += _tf_idf_scores(weights, features)
    return total


def _product(values: NDArray[np.float64], weights: NDArray[np.float32]) -> NDArray[np.float64]:
    """A matrix product in this thread: a parallel one of such small matrices mostly waits."""
    return np.asarray(np.einsum("ij,jk->ik", values, weights.astype(np.float64)), dtype=np.float64)


def probabilities(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


def _tf_idf_scores(weights: Weights, features: Features) -> NDArray[np.float64]:
    """What both TF-IDF blocks bring: sums over tokens, and then what they repeat."""
    tokens, space, count = features.tokens, features.space, len(weights.intercept)
    sums = np.zeros((len(tokens.bounds) - 1, 2 * count))
    long = np.flatnonzero(np.diff(tokens.bounds))
    if len(long):
        rows = features.known.derived(TokenSums, weights).rows.take(tokens.ids, axis=0)
        sums[long] = np.add.reduceat(rows, tokens.bounds[long], axis=0, dtype=np.float64)
    words, chars = sums[:, :count], sums[:, count:]
    firsts, _, columns = features.paired
    _add(words, tokens.sentences[firsts], columns, space.word_idf[columns], weights.words)
    for block, repeats, idf, block_weights in (
        (words, features.repeats[0], space.word_idf, weights.words),
        (chars, features.repeats[1], space.char_idf, weights.chars),
    ):
        values = surplus(repeats.counts) * idf[repeats.columns]
        _add(block, repeats.rows, repeats.columns, values, block_weights)
    word_norms, char_norms = features.norms
    return words / word_norms[:, None] + chars / char_norms[:, None]


class TokenSums:
    """What each known token brings to a sentence, its word and all its n-grams added up."""

    def __init__(self, weights: Weights, known: KnownWords) -> None:
        self._weights = weights
        self._known = known
        self._rows = GrowingArray(np.float32, (2 * len(weights.intercept),))

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> NDArray[np.float32]:
        """For each token the scores of its word, and then the scores of its n-grams."""
        return self._rows.values

    def extend(self) -> None:
        """Add the tokens that the table of known words has beyond those of this one."""
        done = len(self)
        for first, end in chunks(self._known.ngrams.lengths[done:]):
            self._rows.extend(self._sums(np.arange(done + first, done + end)))

    def _sums(self, tokens: NDArray[np.int64]) -> NDArray[np.float64]:
        space, weights, count = self._known.space, self._weights, len(self._weights.intercept)
        sums = np.zeros((len(tokens), 2 * count))
        columns = self._known.columns[tokens]
        rows = np.flatnonzero(columns >= 0)
        columns = columns[rows]
        _add(sums[:, :count], rows, columns, space.word_idf[columns], weights.words)
        lengths, (ngrams,) = self._known.ngrams.of(tokens)
        rows = np.repeat(np.arange(len(tokens)), lengths)
        _add(sums[:, count:], rows, ngrams, space.char_idf[ngrams], weights.chars)
        return sums


def _add(
    sums: NDArray[np.float64],
    rows: NDArray[np.int64],
    columns: NDArray[np.integer],
    values: NDArray[np.float64],
    weights: NDArray[np.float32],
) -> None:
    """Add values times their columns' weights to the sums of their rows, which rise."""
    for first in range(0, len(rows), CHUNK):
        here = slice(first, first + CHUNK)
        weighted = weights.take(columns[here], axis=0)
        weighted *= values[here, None].astype(np.float32)
        starts = np.flatnonzero(np.diff(rows[here], prepend=-1))
        sums[rows[here][starts]] += np.add.reduceat(weighted, starts, axis=0)
