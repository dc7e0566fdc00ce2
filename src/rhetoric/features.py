"""Step 3: sentences in; features out. One recipe for training and scoring.

Four blocks: TF-IDF of words and word pairs (neighbours or a little apart: skip-grams, Guthrie et
al. 2006), TF-IDF of character n-grams, dense lexicon and cue features, and the context (what stands
next to the sentence, and whose words it is).
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rhetoric.batch import Batch
from rhetoric.char_ngrams import Ngrams
from rhetoric.cue_features import CueFeatures, cue_feature_names, cue_features
from rhetoric.cues import cue_words
from rhetoric.known_words import KnownWords
from rhetoric.lexicon import lexicon_words
from rhetoric.repeats import Repeats, chunks, find_repeats, joined, squared_surplus
from rhetoric.tokens import Tokens

if TYPE_CHECKING:
    import scipy.sparse as sp

FREQUENT = 5000
REACH = 3
"""How far apart the words of a pair may stand: neighbours, or with one or two words between."""
FLAG_NAMES = ("quoted", "heading", "first sentence", "follows a quotation")
MOST_KNOWN_WORDS = 200_000
"""The table of known words starts anew beyond, so that its memory is bounded."""


def context_names() -> tuple[str, ...]:
    """Names of the context features, in order."""
    neighbours = tuple(f"neighbours: {name}" for name in cue_feature_names())
    return FLAG_NAMES + neighbours


@dataclass(frozen=True)
class OrdinaryWords:
    """Ordinary vocabulary: a capitalised word outside it is a name."""

    words: Container[str] = field(repr=False)

    def __contains__(self, word: object) -> bool:
        return word in self.words or word in lexicon_words() or word in cue_words()


@dataclass(frozen=True)
class FeatureSpace:
    """The vocabulary and document frequencies that sentences are measured by."""

    words: tuple[str, ...]
    """Ordinary words and punctuation, normalised."""
    pairs: NDArray[np.int64]
    """Word pairs, sorted; see `pair_keys`."""
    chars: Ngrams
    word_idf: NDArray[np.float64]
    """What each counts, by how rare it is; shape (words + pairs,)."""
    char_idf: NDArray[np.float64]

    @cached_property
    def common(self) -> OrdinaryWords:
        """Known words together with those of the lexicon and the cue phrases."""
        return OrdinaryWords(self.word_ids)

    @cached_property
    def word_ids(self) -> dict[str, int]:
        """Index of each word."""
        return {word: index for index, word in enumerate(self.words)}

    @cached_property
    def frequent(self) -> NDArray[np.bool_]:
        """Whether each word is in one sentence of five thousand: most of any English text."""
        return np.asarray(self.word_idf[: len(self.words)] <= 1 + np.log(FREQUENT), dtype=bool)

    @cached_property
    def pair_distances(self) -> NDArray[np.int64]:
        """How far apart the words of each pair stand: 1 for neighbours."""
        return np.asarray(self.pairs // len(self.words) ** 2 + 1, dtype=np.int64)

    @property
    def widths(self) -> tuple[int, int, int, int]:
        """Number of columns of the word, character, cue and context blocks."""
        return len(self.word_idf), len(self.chars), len(cue_feature_names()), len(context_names())

    def __getstate__(self) -> dict[str, object]:
        """What is pickled: the fields, without what was worked out from them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def known_words(self) -> KnownWords:
        """The table of the words that were met so far."""
        kept = vars(self)
        known: KnownWords | None = kept.get("_known")
        if known is None or known.broken or known.size > MOST_KNOWN_WORDS:
            known = kept["_known"] = KnownWords(self)
        return known


@dataclass(frozen=True)
class Features:
    """Feature values of a batch and what is needed to trace them to tokens."""

    space: FeatureSpace
    known: KnownWords
    """The table that the tokens' ids count in."""
    tokens: Tokens
    cues: CueFeatures
    context: NDArray[np.float64]
    """Shape (sentences, context features)."""
    token_words: NDArray[np.int64]
    """Column of each token's word, -1 for none; shape (tokens,)."""
    token_pairs: NDArray[np.int64]
    """Column of the pairs that start at each token, by distance; -1 for none; (tokens, REACH)."""

    def entries(
        self, block: int, tokens: slice | NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.integer]]:
        """How many columns of a block each of the tokens has, and which, token after token.

        A pair stands with its first token. Block 0 holds words and pairs, block 1 n-grams.
        """
        if block == 1:
            lengths, (ngrams,) = self.known.ngrams.of(self.tokens.ids[tokens])
            return lengths, ngrams
        columns = np.column_stack([self.token_words[tokens], self.token_pairs[tokens]])
        known = columns >= 0
        return known.sum(axis=1), columns[known]

    @cached_property
    def paired(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """All pairs of the batch: first token, second token and column; first tokens rise."""
        firsts, places = np.nonzero(self.token_pairs >= 0)
        return firsts, firsts + places + 1, self.token_pairs[firsts, places]

    @cached_property
    def repeats(self) -> tuple[Repeats, Repeats]:
        """Words and pairs that sentences repeat, and character n-grams that they do."""
        lengths = self.known.ngrams.lengths[self.tokens.ids]
        words = (1 + REACH) * np.diff(self.tokens.bounds)
        ngrams = sums(lengths, self.tokens.bounds)
        return self._repeats(0, words), self._repeats(1, ngrams)

    def _repeats(self, block: int, sizes: NDArray[np.int64]) -> Repeats:
        """What is repeated of a block; `sizes` tells how much each sentence has of it at most."""
        bounds, width = self.tokens.bounds, self.space.widths[block]
        parts = []
        for first, end in chunks(sizes):
            here = slice(bounds[first], bounds[end])
            lengths, columns = self.entries(block, here)
            rows = (self.tokens.sentences[here] - first) * width
            keys = np.repeat(rows.astype(np.min_scalar_type((end - first) * width)), lengths)
            keys += columns.astype(keys.dtype, copy=False)
            parts.append((first, find_repeats(keys, width)))
        return joined(parts)

    @cached_property
    def norms(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lengths of the rows of both TF-IDF blocks, 1 for none; each has shape (sentences,)."""
        words, chars = self.known.squares[self.tokens.ids].T
        idf = self.space.word_idf
        firsts, _, columns = self.paired
        words += np.bincount(firsts, idf[columns] ** 2, len(words))
        return (
            self._norms(words, self.repeats[0], idf),
            self._norms(chars, self.repeats[1], self.space.char_idf),
        )

    def _norms(
        self, squares: NDArray[np.float64], repeats: Repeats, idf: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        height = len(self.tokens.bounds) - 1
        total = np.bincount(self.tokens.sentences, squares, height)
        corrections = squared_surplus(repeats.counts) * idf[repeats.columns] ** 2
        total += np.bincount(repeats.rows, corrections, height)
        return np.sqrt(np.where(total > 0, total, 1))

    @cached_property
    def words(self) -> sp.csr_array:
        """TF-IDF of words and pairs, to train on; shape (sentences, words + pairs)."""
        from rhetoric.matrices import word_matrix

        return word_matrix(self)

    @cached_property
    def chars(self) -> sp.csr_array:
        """TF-IDF of character n-grams, to train on; shape (sentences, n-grams)."""
        from rhetoric.matrices import char_matrix

        return char_matrix(self)


def sums(
    values: NDArray[np.int64] | NDArray[np.bool_], bounds: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Sums of values from bound to bound."""
    return np.diff(np.concatenate([[0], np.cumsum(values)])[bounds])


def extract(space: FeatureSpace, batch: Batch) -> Features:
    """Measure every sentence of a batch."""
    known = space.known_words()
    tokens = known.tokenise(batch)
    words = known.columns[tokens.ids]
    pairs = pair_columns(space, tokens, words)
    cues = cue_features(tokens, batch.documents, known.cues)
    context = context_features(batch, cues.values)
    return Features(space, known, tokens, cues, context, words, pairs)


def pair_columns(
    space: FeatureSpace, tokens: Tokens, words: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Column of the pairs that each token begins, by distance; -1 for none; (tokens, REACH).

    `words` is the column of each token's word, -1 for none.
    """
    pairs = np.full((len(words), REACH), -1, dtype=np.int64)
    if len(space.pairs):
        for distance in range(1, REACH + 1):
            first, keys = pair_keys(tokens.sentences, words, len(space.words), distance)
            place = np.minimum(np.searchsorted(space.pairs, keys), len(space.pairs) - 1)
            found = space.pairs[place] == keys
            pairs[first[found], distance - 1] = place[found] + len(space.words)
    return pairs


def pair_keys(
    sentences: NDArray[np.int64], words: NDArray[np.int64], count: int, distance: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First tokens of the pairs of known words so far apart in a sentence, and what pair it is.

    A pair is `((distance - 1) * count + first word) * count + second word`, for `count` words.
    """
    left, right = words[:-distance], words[distance:]
    inside = (left >= 0) & (right >= 0) & (sentences[:-distance] == sentences[distance:])
    first = np.flatnonzero(inside)
    return first, ((distance - 1) * count + left[first]) * count + right[first]


def context_features(batch: Batch, cues: NDArray[np.float64]) -> NDArray[np.float64]:
    """What belongs to no word of the sentence: its neighbours' cues, its voice and place."""
    height = len(batch.sentences)
    documents = np.asarray(batch.documents, dtype=np.int64)
    quoted = np.asarray(batch.quoted, dtype=np.float64)
    neighbours = np.zeros_like(cues)
    flags = np.zeros((height, len(FLAG_NAMES)))
    if height:
        same = documents[1:] == documents[:-1]
        neighbours[1:][same] += cues[:-1][same] / 2
        neighbours[:-1][same] += cues[1:][same] / 2
        first = np.concatenate([[True], ~same])
        alone = first & np.concatenate([~same, [True]])
        flags[:, 0] = quoted
        flags[:, 1] = np.asarray(batch.headings, dtype=np.float64)
        flags[:, 2] = first & ~alone
        flags[1:, 3] = same * quoted[:-1]
    return np.hstack([flags, neighbours])
