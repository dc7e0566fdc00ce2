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
from rhetoric.repeats import chunks, repeated_entries, surplus
from rhetoric.scores import TokenSums, Weights


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
    wanted = _Wanted(sentences, techniques, sizes, bounds[sentences])
    parts = _token_parts(weights, features, wanted)
    explained = np.zeros(len(bounds) - 1, dtype=bool)
    explained[sentences] = True
    tokens = np.flatnonzero(explained[features.tokens.sentences])
    for entries, block in (
        (_pair_entries(features, explained), weights.words),
        (_repeat_entries(features, tokens, 0), weights.words),
        (_repeat_entries(features, tokens, 1), weights.chars),
        (_cue_entries(features, explained), weights.cues),
    ):
        wanted.add(parts, entries, block)
    ends = np.cumsum(sizes)
    for end, size in zip(ends.tolist(), sizes.tolist(), strict=True):
        yield parts[end - size : end]


@dataclass(frozen=True)
class _Entries:
    """What tokens bring to features: `value` times the feature's weight is a share."""

    sentences: NDArray[np.int64]
    """Sentence of each entry, rising."""
    tokens: NDArray[np.integer]
    columns: NDArray[np.integer]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class _Wanted:
    """The scores that are to be split; the shares of their tokens stand one after the other."""

    sentences: NDArray[np.int64]
    techniques: NDArray[np.int64]
    sizes: NDArray[np.int64]
    """Number of tokens of each one's sentence."""
    starts: NDArray[np.int64]
    """First token of each one's sentence."""

    def tokens(self) -> NDArray[np.int64]:
        """The token of each share."""
        return np.repeat(self.starts, self.sizes) + ramp(self.sizes)

    def add(
        self, parts: NDArray[np.float64], entries: _Entries, weights: NDArray[np.float32]
    ) -> None:
        """Add what the entries bring to each share."""
        first = np.searchsorted(entries.sentences, self.sentences)
        lengths = np.searchsorted(entries.sentences, self.sentences, side="right") - first
        ends = np.cumsum(self.sizes)
        shifts = ends - self.sizes - self.starts
        for begin, end in chunks(lengths):
            here, count = slice(begin, end), lengths[begin:end]
            start = ends[begin] - self.sizes[begin]
            entry = np.repeat(first[here], count) + ramp(count)
            slots = entries.tokens[entry] + np.repeat(shifts[here] - start, count)
            weight = weights[entries.columns[entry], np.repeat(self.techniques[here], count)]
            values = entries.values[entry] * weight
            parts[start : ends[end - 1]] += np.bincount(slots, values, ends[end - 1] - start)


def _token_parts(weights: Weights, features: Features, wanted: _Wanted) -> NDArray[np.float64]:
    """What words and n-grams bring to each share, if none of them is repeated."""
    rows = features.known.derived(TokenSums, weights).rows
    ids = features.tokens.ids[wanted.tokens()]
    column = np.repeat(wanted.techniques, wanted.sizes)
    word_norms, char_norms = (norms[wanted.sentences] for norms in features.norms)
    parts = rows[ids, column] / np.repeat(word_norms, wanted.sizes)
    parts += rows[ids, column + len(weights.intercept)] / np.repeat(char_norms, wanted.sizes)
    return np.asarray(parts, dtype=np.float64)


def _pair_entries(features: Features, explained: NDArray[np.bool_]) -> _Entries:
    """Half of each pair for each of its tokens, in the sentences that are explained."""
    firsts, seconds, columns = features.paired
    wanted = explained[features.tokens.sentences[firsts]]
    both = np.column_stack([firsts[wanted], seconds[wanted]]).ravel()
    columns = np.repeat(columns[wanted], 2)
    rows = features.tokens.sentences[both]
    values = features.space.word_idf[columns] / features.norms[0][rows] / 2
    return _Entries(rows, both, columns, values)


def _repeat_entries(features: Features, tokens: NDArray[np.int64], block: int) -> _Entries:
    """By how much what is repeated brings less than what stands alone.

    A pair's correction is halved like the pair.
    """
    idf = (features.space.word_idf, features.space.char_idf)[block]
    lengths, columns = features.entries(block, tokens)
    tokens = np.repeat(tokens, lengths)
    rows = features.tokens.sentences[tokens]
    entries, counts = repeated_entries(rows, columns)
    tokens, rows, columns = tokens[entries], rows[entries], columns[entries]
    values = surplus(counts) / counts * idf[columns] / features.norms[block][rows]
    if block == 1:
        return _Entries(rows, tokens, columns, values)
    paired = columns >= len(features.space.words)
    halves = 1 + paired
    distances = np.zeros(len(columns), dtype=np.int64)
    distances[paired] = features.space.pair_distances[columns[paired] - len(features.space.words)]
    return _Entries(
        np.repeat(rows, halves),
        np.repeat(tokens, halves) + ramp(halves) * np.repeat(distances, halves),
        np.repeat(columns, halves),
        np.repeat(values / halves, halves),
    )


def _cue_entries(features: Features, explained: NDArray[np.bool_]) -> _Entries:
    """What cue words bring, in the sentences that are explained; shape (sentences,)."""
    cues = features.cues
    rows = features.tokens.sentences[cues.tokens]
    order = np.flatnonzero(explained[rows])
    order = order[np.argsort(rows[order], kind="stable")]
    rows, columns = rows[order], cues.columns[order]
    values = cues.values[rows, columns] * cues.amounts[order] / cues.totals[rows, columns]
    return _Entries(rows, cues.tokens[order], columns, values)
