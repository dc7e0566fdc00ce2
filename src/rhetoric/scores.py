"""Step 4: features in; calibrated log-odds and probabilities out.

Calibration (Platt 1999) is an affine map of the log-odds, so it is folded into the weights and a
score stays a plain sum: intercept, context, and a share of each token (`shares.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhetoric.features import Features
from rhetoric.repeats import chunks, repeats


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
    total = features.cues.values @ weights.cues + features.context @ weights.context
    total += weights.intercept
    total += _word_scores(weights, features)
    total += _char_scores(weights, features)
    return np.asarray(total, dtype=np.float64)


def probabilities(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


@dataclass(frozen=True)
class _Sums:
    """TF-IDF of rows before it is scaled to unit length."""

    scores: NDArray[np.float64]
    """Weighted sums; shape (rows, techniques)."""
    squares: NDArray[np.float64]
    """Squared lengths; shape (rows,)."""

    def scaled(self) -> NDArray[np.float64]:
        norms = np.sqrt(self.squares)
        norms[norms == 0] = 1
        return self.scores / norms[:, None]


def _word_scores(weights: Weights, features: Features) -> NDArray[np.float64]:
    columns = np.stack([features.token_words, features.token_pairs], axis=1).ravel()
    known = columns >= 0
    rows, columns = np.repeat(features.tokens.sentences, 2)[known], columns[known]
    idf = features.space.word_idf
    height = len(features.tokens.bounds) - 1
    sums = _plain_sums(rows, columns, idf, weights.words, height)
    bounds = np.searchsorted(rows, np.arange(height + 1))
    for first, end in chunks(np.diff(bounds)):
        here = slice(bounds[first], bounds[end])
        _correct(sums, first, rows[here] - first, columns[here], idf, weights.words)
    return sums.scaled()


def _char_scores(weights: Weights, features: Features) -> NDArray[np.float64]:
    """Each distinct token's sum once, added up for sentences; then what they repeat."""
    tokens, ngrams, idf = features.tokens, features.known.ngrams, features.space.char_idf
    height = len(tokens.bounds) - 1
    met = np.zeros(len(tokens.texts), dtype=bool)
    met[tokens.ids] = True
    lengths, (columns,) = ngrams.of(np.flatnonzero(met))
    owner = np.repeat(np.arange(len(lengths)), lengths)
    of_tokens = _plain_sums(owner, columns, idf, weights.chars, len(lengths))
    place = (np.cumsum(met) - 1)[tokens.ids]
    sums = _Sums(
        _segment_sums(of_tokens.scores.take(place, axis=0), tokens.sentences, height),
        np.bincount(tokens.sentences, of_tokens.squares[place], height),
    )
    sizes = ngrams.lengths[tokens.ids]
    per_sentence = np.bincount(tokens.sentences, sizes, height).astype(np.int64)
    for first, end in chunks(per_sentence):
        here = slice(tokens.bounds[first], tokens.bounds[end])
        _, (columns,) = ngrams.of(tokens.ids[here])
        rows = np.repeat(np.arange(end - first), per_sentence[first:end])
        _correct(sums, first, rows, columns, idf, weights.chars)
    return sums.scaled()


def _plain_sums(
    rows: NDArray[np.int64],
    columns: NDArray[np.integer],
    idf: NDArray[np.float64],
    weights: NDArray[np.float32],
    height: int,
) -> _Sums:
    """Sums over entries, each counted by itself; rows rise."""
    values = idf[columns]
    return _Sums(
        _segment_sums(weights.take(columns, axis=0) * values[:, None], rows, height),
        np.bincount(rows, values**2, height),
    )


def _correct(
    sums: _Sums,
    first: int,
    rows: NDArray[np.int64],
    columns: NDArray[np.integer],
    idf: NDArray[np.float64],
    weights: NDArray[np.float32],
) -> None:
    """Count what sentences repeat 1 + log n times instead of n; rows count from `first`."""
    again = repeats(rows, columns.astype(np.min_scalar_type(len(idf)), copy=False))
    if not len(again.rows):
        return
    values = idf[again.columns]
    height = int(again.rows[-1]) + 1
    scaled = weights.take(again.columns, axis=0) * (again.surplus * values)[:, None]
    sums.scores[first : first + height] += _segment_sums(scaled, again.rows, height)
    sums.squares[first : first + height] += np.bincount(
        again.rows, again.squared_surplus * values**2, height
    )


def _segment_sums(
    values: NDArray[np.float64], rows: NDArray[np.int64], height: int
) -> NDArray[np.float64]:
    """Sums of values row by row; rows rise; shape (height, techniques)."""
    sums = np.zeros((height, values.shape[1]))
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    if len(starts):
        sums[rows[starts]] = np.add.reduceat(values, starts, axis=0)
    return sums
