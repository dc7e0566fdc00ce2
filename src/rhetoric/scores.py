"""Step 4: features in; log-odds and probabilities out, and each token's exact share of them.

A score is a sum: intercept + context + one share for each token. Calibration (Platt 1999) is an
affine map of the log-odds, so it is folded into the weights and the sum stays exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.features import Features


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


@dataclass(frozen=True)
class Shares:
    """How one technique's log-odds of one sentence come about; they add up to it."""

    tokens: NDArray[np.float64]
    """Share of each token of the sentence."""
    context: float
    """Share of what stands next to the sentence, and of whose words it is."""
    intercept: float

    @property
    def log_odds(self) -> float:
        """The score before it becomes a probability."""
        return float(self.tokens.sum()) + self.context + self.intercept


def log_odds(weights: Weights, features: Features) -> NDArray[np.float64]:
    """Calibrated log-odds; shape (sentences, techniques)."""
    return np.asarray(
        features.words @ weights.words
        + features.chars @ weights.chars
        + features.cues.values @ weights.cues
        + features.context @ weights.context
        + weights.intercept,
        dtype=np.float64,
    )


def probabilities(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logistic function."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


def shares(weights: Weights, features: Features, sentence: int, technique: int) -> Shares:
    """Split one score into what each token, the context and the intercept brought to it.

    A pair's part goes to its two words in halves; a character n-gram's part to the tokens that
    contain it, by how often; a cue feature's part by the amounts the tokens brought.
    """
    tokens = features.tokens
    here = slice(int(tokens.bounds[sentence]), int(tokens.bounds[sentence + 1]))
    total = (
        _word_shares(weights.words[:, technique], features, sentence, here)
        + _char_shares(weights.chars[:, technique], features, sentence, here)
        + _cue_shares(weights.cues[:, technique], features, sentence, here)
    )
    context = float(features.context[sentence] @ weights.context[:, technique].astype(np.float64))
    return Shares(total, context, float(weights.intercept[technique]))


def _word_shares(
    weights: NDArray[np.float32], features: Features, sentence: int, here: slice
) -> NDArray[np.float64]:
    words, pairs = features.token_words[here], features.token_pairs[here]
    columns = np.concatenate([words, pairs])
    known = columns >= 0
    part = np.zeros(len(columns))
    part[known] = _per_occurrence(features.words, sentence, weights, columns[known])
    single, paired = part[: len(words)], part[len(words) :] / 2
    following = np.concatenate([[0.0], paired[:-1]]) if len(paired) else paired
    return single + paired + following


def _per_occurrence(
    matrix: sp.csr_array, row: int, weights: NDArray[np.float32], columns: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Part of the score that each occurrence of a feature brought."""
    start, end = matrix.indptr[row : row + 2]
    places = matrix.indices[start:end]
    order = np.argsort(places)
    index = order[np.searchsorted(places[order], columns)]
    occurrences = np.bincount(index, minlength=end - start)
    values = matrix.data[start:end] * weights[places]
    return np.asarray(values[index] / occurrences[index], dtype=np.float64)


def _char_shares(
    weights: NDArray[np.float32], features: Features, sentence: int, here: slice
) -> NDArray[np.float64]:
    counts = features.token_chars[features.tokens.ids[here]].tocoo()
    if not counts.nnz:
        return np.zeros(here.stop - here.start)
    matrix = features.chars
    start, end = matrix.indptr[sentence : sentence + 2]
    places = matrix.indices[start:end]
    order = np.argsort(places)
    index = order[np.searchsorted(places[order], counts.col)]
    occurrences = np.bincount(index, counts.data, minlength=end - start)
    values = matrix.data[start:end] * weights[places]
    parts = values[index] * counts.data / occurrences[index]
    return _summed(counts.row, parts, here)


def _cue_shares(
    weights: NDArray[np.float32], features: Features, sentence: int, here: slice
) -> NDArray[np.float64]:
    cues = features.cues
    first, last = np.searchsorted(cues.tokens, [here.start, here.stop])
    columns = cues.columns[first:last]
    values = cues.values[sentence, columns] * weights[columns]
    parts = values * cues.amounts[first:last] / cues.totals[sentence, columns]
    return _summed(cues.tokens[first:last] - here.start, parts, here)


def _summed(
    tokens: NDArray[np.int64], parts: NDArray[np.float64], here: slice
) -> NDArray[np.float64]:
    return np.bincount(tokens, parts, here.stop - here.start).astype(np.float64)
