"""Features in; sparse matrices to train on out. Scoring sums the same values without them."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.features import Features


def word_matrix(features: Features) -> sp.csr_array:
    """TF-IDF of words and pairs; shape (sentences, words + pairs)."""
    sentences, words = features.tokens.sentences, features.token_words
    firsts, _, pairs = features.paired
    rows = np.concatenate([sentences[words >= 0], sentences[firsts]])
    columns = np.concatenate([words[words >= 0], pairs])
    idf = features.space.word_idf
    return tf_idf(_counted(features, rows, columns, len(idf)), idf)


def char_matrix(features: Features) -> sp.csr_array:
    """TF-IDF of character n-grams; shape (sentences, n-grams)."""
    ids = np.unique(features.tokens.ids)
    place = np.searchsorted(ids, features.tokens.ids)
    idf = features.space.char_idf
    lengths, (ngrams,) = features.known.ngrams.of(ids)
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    token_ngrams = sp.csr_array(
        (np.ones(len(ngrams)), ngrams.astype(np.int32), bounds), shape=(len(ids), len(idf))
    )
    token_ngrams.sum_duplicates()
    bounds = features.tokens.bounds
    sentence_tokens = sp.csr_array(
        (np.ones(len(place)), place, bounds), shape=(len(bounds) - 1, len(ids))
    )
    return tf_idf(sp.csr_array(sentence_tokens @ token_ngrams), idf)


def tf_idf(counts: sp.csr_array, idf: NDArray[np.float64]) -> sp.csr_array:
    """Sublinear TF-IDF with rows of unit length, as scikit-learn's `TfidfVectorizer`."""
    data = (1 + np.log(counts.data)) * idf[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(rows, data**2, counts.shape[0]))
    norms[norms == 0] = 1
    return sp.csr_array((data / norms[rows], counts.indices, counts.indptr), shape=counts.shape)


def _counted(
    features: Features, rows: NDArray[np.int64], columns: NDArray[np.int64], width: int
) -> sp.csr_array:
    shape = (len(features.tokens.bounds) - 1, width)
    return sp.csr_array(sp.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape))
