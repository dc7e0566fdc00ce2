"""Step 3: sentences in; feature matrix out. One recipe for training and scoring.

Four blocks: TF-IDF of words and word pairs, TF-IDF of character n-grams, dense lexicon and cue
features, and the context (what stands next to the sentence, and whose words it is).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.batch import Batch
from rhetoric.char_ngrams import CharTable
from rhetoric.cue_features import CueFeatures, cue_feature_names, cue_features
from rhetoric.cues import cue_words
from rhetoric.lexicon import lexicon
from rhetoric.tokens import Tokens, tokenise

FREQUENT = 5000
FLAG_NAMES = ("quoted", "heading", "first sentence", "follows a quotation")


def context_names() -> tuple[str, ...]:
    """Names of the context features, in order."""
    neighbours = tuple(f"neighbours: {name}" for name in cue_feature_names())
    return FLAG_NAMES + neighbours


@dataclass(frozen=True)
class FeatureSpace:
    """The vocabulary and document frequencies that sentences are measured by."""

    words: tuple[str, ...]
    """Ordinary words and punctuation, normalised."""
    pairs: NDArray[np.int64]
    """Word pairs as `first * len(words) + second`, sorted."""
    chars: tuple[str, ...]
    word_idf: NDArray[np.float64]
    """Shape (words + pairs,)."""
    char_idf: NDArray[np.float64]

    @cached_property
    def common(self) -> Set[str]:
        """Ordinary vocabulary: a capitalised word outside it is a name."""
        return ordinary_vocabulary(self.words)

    @cached_property
    def frequent(self) -> Set[str]:
        """Words of at least one sentence in five thousand: most of any English text."""
        limit = 1 + np.log(FREQUENT)
        return {word for word, idf in zip(self.words, self.word_idf, strict=False) if idf <= limit}

    @cached_property
    def word_ids(self) -> dict[str, int]:
        """Index of each word."""
        return {word: index for index, word in enumerate(self.words)}

    @cached_property
    def char_table(self) -> CharTable:
        """Character n-grams of words."""
        return CharTable({ngram: index for index, ngram in enumerate(self.chars)})

    @property
    def widths(self) -> tuple[int, int, int, int]:
        """Number of columns of the word, character, cue and context blocks."""
        return len(self.word_idf), len(self.chars), len(cue_feature_names()), len(context_names())


@dataclass(frozen=True)
class Features:
    """Feature values of a batch and what is needed to trace them to tokens."""

    tokens: Tokens
    words: sp.csr_array
    """Shape (sentences, words + pairs)."""
    chars: sp.csr_array
    """Shape (sentences, character n-grams)."""
    cues: CueFeatures
    context: NDArray[np.float64]
    """Shape (sentences, context features)."""
    token_words: NDArray[np.int64]
    """Column of each token's word, -1 for none; shape (tokens,)."""
    token_pairs: NDArray[np.int64]
    """Column of the pair that starts at each token, -1 for none; shape (tokens,)."""
    token_chars: sp.csr_array
    """N-gram counts of each distinct token; shape (len(tokens.texts), n-grams)."""

    def matrix(self) -> sp.csr_array:
        """All blocks side by side."""
        dense = sp.csr_array(np.hstack([self.cues.values, self.context]))
        return sp.csr_array(sp.hstack([self.words, self.chars, dense], format="csr"))


def ordinary_vocabulary(words: Sequence[str]) -> Set[str]:
    """Known words together with those of the lexicon and the cue phrases."""
    return frozenset(words) | lexicon().keys() | cue_words()


def extract(space: FeatureSpace, batch: Batch) -> Features:
    """Measure every sentence of a batch."""
    tokens = tokenise(batch.sentences, space.common, batch.offsets)
    token_words, token_pairs = word_columns(space, tokens)
    columns = np.concatenate([token_words, token_pairs])
    sentences = np.concatenate([tokens.sentences, tokens.sentences])
    token_chars = space.char_table.counts(tokens.texts)
    cues = cue_features(tokens, batch.documents)
    return Features(
        tokens=tokens,
        words=tf_idf(
            count(sentences, columns, len(batch.sentences), space.word_idf), space.word_idf
        ),
        chars=tf_idf(char_counts(tokens, token_chars), space.char_idf),
        cues=cues,
        context=context_features(batch, cues.values),
        token_words=token_words,
        token_pairs=token_pairs,
        token_chars=token_chars,
    )


def word_columns(
    space: FeatureSpace, tokens: Tokens
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Column of each token's word and of the pair that it begins; -1 where it is not known."""
    known = np.array([space.word_ids.get(text, -1) for text in tokens.texts], dtype=np.int64)
    words = known[tokens.ids]
    pairs = np.full(len(words), -1, dtype=np.int64)
    if len(words) > 1 and len(space.pairs):
        sentences = tokens.sentences
        inside = (words[:-1] >= 0) & (words[1:] >= 0) & (sentences[:-1] == sentences[1:])
        keys = words[:-1] * len(space.words) + words[1:]
        place = np.minimum(np.searchsorted(space.pairs, keys), len(space.pairs) - 1)
        found = inside & (space.pairs[place] == keys)
        pairs[:-1][found] = place[found] + len(space.words)
    return words, pairs


def count(
    rows: NDArray[np.int64], columns: NDArray[np.int64], height: int, idf: NDArray[np.float64]
) -> sp.csr_array:
    """Occurrences per sentence; columns of -1 are left out."""
    known = columns >= 0
    entries = (np.ones(known.sum()), (rows[known], columns[known]))
    return sp.csr_array(sp.coo_array(entries, shape=(height, len(idf))))


def char_counts(tokens: Tokens, token_chars: sp.csr_array) -> sp.csr_array:
    """Character n-grams per sentence: (sentence × token) @ (token × n-gram)."""
    shape = (len(tokens.bounds) - 1, len(tokens.texts))
    sentence_tokens = sp.csr_array(
        (np.ones(len(tokens.ids)), tokens.ids, tokens.bounds), shape=shape
    )
    return sp.csr_array(sentence_tokens @ token_chars)


def tf_idf(counts: sp.csr_array, idf: NDArray[np.float64]) -> sp.csr_array:
    """Sublinear TF-IDF with rows of unit length, as scikit-learn's `TfidfVectorizer`."""
    data = (1 + np.log(counts.data)) * idf[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(rows, data**2, counts.shape[0]))
    norms[norms == 0] = 1
    return sp.csr_array((data / norms[rows], counts.indices, counts.indptr), shape=counts.shape)


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
