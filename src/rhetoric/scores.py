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
from rhetoric.repeats import chunks, repeats


@dataclass(frozen=True)
class Weights:
    """Calibrated weights of one linear classifier per technique, block by block.

    A loaded model has them in float16, memory-mapped: scoring turns only the rows that it needs
    into float32.
    """

    words: NDArray[np.floating]
    """Shape (words + pairs, techniques)."""
    chars: NDArray[np.floating]
    """Shape (character n-grams, techniques)."""
    cues: NDArray[np.floating]
    """Shape (cue features, techniques)."""
    context: NDArray[np.floating]
    """Shape (context features, techniques)."""
    intercept: NDArray[np.floating]
    """Shape (techniques,)."""


def log_odds(weights: Weights, features: Features) -> NDArray[np.float64]:
    """Calibrated log-odds; shape (sentences, techniques)."""
    total = weights.intercept.astype(np.float64) + _product(features.cues.values, weights.cues)
    total += _product(features.context, weights.context)
    total += _tf_idf_scores(weights, features)
    return total


def _product(values: NDArray[np.float64], weights: NDArray[np.floating]) -> NDArray[np.float64]:
    """A matrix product in this thread: a parallel one of such small matrices mostly waits."""
    return np.asarray(np.einsum("ij,jk->ik", values, weights.astype(np.float64)), dtype=np.float64)


def probabilities(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


def _tf_idf_scores(weights: Weights, features: Features) -> NDArray[np.float64]:
    """What both TF-IDF blocks bring: sums over tokens, and then what they repeat."""
    tokens, space, count = features.tokens, features.space, len(weights.intercept)
    height = len(tokens.bounds) - 1
    table = features.known.derived(weights, TokenSums)
    sums = np.zeros((height, 2 * count + 2))
    long = np.flatnonzero(np.diff(tokens.bounds))
    if len(long):
        rows = table.rows.take(tokens.ids, axis=0)
        sums[long] = np.add.reduceat(rows, tokens.bounds[long], axis=0)
    words = _Block(space.word_idf, weights.words, sums[:, :count], sums[:, -2])
    chars = _Block(space.char_idf, weights.chars, sums[:, count:-2], sums[:, -1])
    paired = np.flatnonzero(features.token_pairs >= 0)
    words.add(tokens.sentences[paired], features.token_pairs[paired])
    _correct_words(words, features)
    _correct_chars(chars, features)
    return words.scaled() + chars.scaled()


class TokenSums:
    """What each known token brings to a sentence, its word and all its n-grams added up."""

    def __init__(self, weights: Weights, known: KnownWords) -> None:
        self._weights = weights
        self._known = known
        self._rows = GrowingArray(np.float32, (2 * len(weights.intercept) + 2,))

    @property
    def rows(self) -> NDArray[np.float32]:
        """For each token scores of its word, scores of its n-grams, and both squared lengths."""
        return self._rows.values

    def extend(self) -> None:
        """Add the tokens that the table of known words has beyond those of this one."""
        lengths = self._known.ngrams.lengths
        done = len(self)
        for first, end in chunks(lengths[done:]):
            self._rows.extend(self._sums(np.arange(done + first, done + end)))

    def __len__(self) -> int:
        return len(self._rows)

    def _sums(self, tokens: NDArray[np.int64]) -> NDArray[np.float64]:
        space, weights, count = self._known.space, self._weights, len(self._weights.intercept)
        sums = np.zeros((len(tokens), 2 * count + 2))
        words = _Block(space.word_idf, weights.words, sums[:, :count], sums[:, -2])
        chars = _Block(space.char_idf, weights.chars, sums[:, count:-2], sums[:, -1])
        columns = self._known.columns[tokens]
        rows = np.flatnonzero(columns >= 0)
        words.add(rows, columns[rows])
        lengths, (ngrams,) = self._known.ngrams.of(tokens)
        chars.add(np.repeat(np.arange(len(tokens)), lengths), ngrams)
        return sums


@dataclass(frozen=True)
class _Block:
    """TF-IDF of rows before it is scaled to unit length."""

    idf: NDArray[np.float64]
    weights: NDArray[np.floating]
    scores: NDArray[np.float64]
    """Weighted sums; shape (rows, techniques)."""
    squares: NDArray[np.float64]
    """Squared lengths; shape (rows,)."""

    def add(self, rows: NDArray[np.int64], columns: NDArray[np.integer]) -> None:
        """Add entries, each counted by itself; rows rise."""
        self._add(rows, columns, 1.0, 1.0)

    def correct(self, first: int, rows: NDArray[np.integer], columns: NDArray[np.integer]) -> None:
        """Count entries that a row repeats 1 + log n times instead of n; rows from `first` on."""
        again = repeats(rows, columns)
        self._add(first + again.rows, again.columns, again.surplus, again.squared_surplus)

    def _add(
        self,
        rows: NDArray[np.int64],
        columns: NDArray[np.integer],
        factors: NDArray[np.float64] | float,
        square_factors: NDArray[np.float64] | float,
    ) -> None:
        values = self.idf[columns]
        weighted = self.weights.take(columns, axis=0).astype(np.float32, copy=False)
        weighted *= (factors * values).astype(np.float32)[:, None]
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        if len(starts):
            self.scores[rows[starts]] += np.add.reduceat(weighted, starts, axis=0)
            self.squares[rows[starts]] += np.add.reduceat(square_factors * values**2, starts)

    def scaled(self) -> NDArray[np.float64]:
        """The scores of rows of unit length."""
        norms = np.sqrt(self.squares)
        norms[norms == 0] = 1
        return self.scores / norms[:, None]


def _correct_words(block: _Block, features: Features) -> None:
    columns = np.stack([features.token_words, features.token_pairs], axis=1).ravel()
    known = columns >= 0
    columns = columns[known].astype(np.min_scalar_type(len(block.idf)))
    rows = np.repeat(features.tokens.sentences, 2)[known]
    bounds = np.searchsorted(rows, np.arange(len(block.squares) + 1))
    for first, end in chunks(np.diff(bounds)):
        here = slice(bounds[first], bounds[end])
        local = (rows[here] - first).astype(np.min_scalar_type(end - first))
        block.correct(first, local, columns[here])


def _correct_chars(block: _Block, features: Features) -> None:
    tokens, ngrams = features.tokens, features.known.ngrams
    sizes = np.add.reduceat(np.append(ngrams.lengths[tokens.ids], 0), tokens.bounds[:-1])
    sizes[np.diff(tokens.bounds) == 0] = 0
    for first, end in chunks(sizes):
        _, (columns,) = ngrams.of(tokens.ids[tokens.bounds[first] : tokens.bounds[end]])
        local = np.arange(end - first, dtype=np.min_scalar_type(end - first))
        block.correct(first, np.repeat(local, sizes[first:end]), columns)
