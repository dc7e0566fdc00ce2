"""Features and scores to explain in; each token's exact share of the log-odds out.

A pair's part goes to its two words in halves; a character n-gram's part to the tokens that contain
it, by how often; a cue feature's part by the amounts the tokens brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhetoric.features import Features
from rhetoric.growing import ramp
from rhetoric.repeats import chunks, repeated_entries
from rhetoric.scores import Weights


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


def shares(weights: Weights, features: Features, sentence: int, technique: int) -> Shares:
    """Split one score into what each token, the context and the intercept brought to it."""
    (tokens,) = token_shares(weights, features, np.array([sentence]), np.array([technique]))
    context = float(features.context[sentence] @ weights.context[:, technique].astype(np.float64))
    return Shares(tokens, context, float(weights.intercept[technique]))


def token_shares(
    weights: Weights,
    features: Features,
    sentences: NDArray[np.int64],
    techniques: NDArray[np.int64],
) -> Iterator[NDArray[np.float64]]:
    """Split scores among the tokens of their sentences.

    Args:
        weights: the weights of the model.
        features: the features of a batch.
        sentences: sentence of each score, rising.
        techniques: technique of each score.

    Yields:
        For each score, the share of each token of its sentence.
    """
    bounds = features.tokens.bounds
    sizes = bounds[sentences + 1] - bounds[sentences]
    for first, end in chunks(sizes * ENTRIES_PER_TOKEN):
        chunk = _Scores(sentences[first:end], techniques[first:end], sizes[first:end])
        distinct = chunk.sentences[np.diff(chunk.sentences, prepend=-1) > 0]
        parts = np.zeros(int(chunk.sizes.sum()))
        for entries, block in _blocks(weights, features, distinct):
            parts += chunk.sums(entries, block, bounds)
        yield from np.split(parts, np.cumsum(chunk.sizes)[:-1])


ENTRIES_PER_TOKEN = 20
"""About as many features a token takes part in."""


@dataclass(frozen=True)
class _Entries:
    """What tokens bring to features: `value` times the feature's weight is a share."""

    sentences: NDArray[np.int64]
    """Sentence of each entry, rising."""
    tokens: NDArray[np.int64]
    columns: NDArray[np.integer]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class _Scores:
    """Some scores to be split."""

    sentences: NDArray[np.int64]
    techniques: NDArray[np.int64]
    sizes: NDArray[np.int64]
    """Number of tokens of each one's sentence."""

    def sums(
        self, entries: _Entries, weights: NDArray[np.floating], bounds: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """The entries' part of each token, score after score."""
        start = np.searchsorted(entries.sentences, self.sentences)
        lengths = np.searchsorted(entries.sentences, self.sentences, side="right") - start
        entry = np.repeat(start, lengths) + ramp(lengths)
        shift = np.cumsum(self.sizes) - self.sizes - bounds[self.sentences]
        slots = entries.tokens[entry] + np.repeat(shift, lengths)
        weight = weights[entries.columns[entry], np.repeat(self.techniques, lengths)]
        total = np.bincount(slots, entries.values[entry] * weight, int(self.sizes.sum()))
        return np.asarray(total, dtype=np.float64)


def _blocks(
    weights: Weights, features: Features, sentences: NDArray[np.int64]
) -> Iterator[tuple[_Entries, NDArray[np.floating]]]:
    """The entries of sentences in each block of features, with the block's weights."""
    bounds = features.tokens.bounds
    lengths = bounds[sentences + 1] - bounds[sentences]
    tokens = np.repeat(bounds[sentences], lengths) + ramp(lengths)
    yield _word_entries(features, tokens), weights.words
    yield _char_entries(features, tokens), weights.chars
    yield _cue_entries(features, sentences), weights.cues


def _word_entries(features: Features, tokens: NDArray[np.int64]) -> _Entries:
    columns = np.stack([features.token_words[tokens], features.token_pairs[tokens]], axis=1).ravel()
    known = columns >= 0
    token, is_pair = np.repeat(tokens, 2)[known], np.tile([False, True], len(tokens))[known]
    columns = columns[known]
    rows = features.tokens.sentences[token]
    values = _tf_idf(rows, columns, features.space.word_idf)
    spread = 1 + is_pair
    second = np.repeat(is_pair, spread) & (ramp(spread) == 1)
    return _Entries(
        np.repeat(rows, spread),
        np.repeat(token, spread) + second,
        np.repeat(columns, spread),
        np.repeat(values / spread, spread),
    )


def _char_entries(features: Features, tokens: NDArray[np.int64]) -> _Entries:
    lengths, (columns,) = features.known.ngrams.of(features.tokens.ids[tokens])
    token = np.repeat(tokens, lengths)
    rows = features.tokens.sentences[token]
    return _Entries(rows, token, columns, _tf_idf(rows, columns, features.space.char_idf))


def _cue_entries(features: Features, sentences: NDArray[np.int64]) -> _Entries:
    cues = features.cues
    wanted = np.zeros(len(cues.values), dtype=bool)
    wanted[sentences] = True
    rows = features.tokens.sentences[cues.tokens]
    chosen = np.flatnonzero(wanted[rows])
    chosen = chosen[np.argsort(rows[chosen], kind="stable")]
    rows, columns = rows[chosen], cues.columns[chosen]
    values = cues.values[rows, columns] * cues.amounts[chosen] / cues.totals[rows, columns]
    return _Entries(rows, cues.tokens[chosen], columns, values)


def _tf_idf(
    rows: NDArray[np.int64], columns: NDArray[np.integer], idf: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Each entry's part of its feature's value; rows rise."""
    values = idf[columns]
    squares = values**2
    small = columns.astype(np.min_scalar_type(len(idf)), copy=False)
    again, counts = repeated_entries(rows, small)
    parts = (1 + np.log(counts)) / counts
    values[again] *= parts
    squares[again] *= parts**2 * counts
    norms = np.sqrt(np.bincount(rows, squares))
    return np.asarray(values / norms[rows], dtype=np.float64)
