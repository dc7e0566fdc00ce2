"""A `Model` in; the same classifier as a stock scikit-learn pipeline out."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import partial

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer, LabelBinarizer

from rhetoric.batch import Batch
from rhetoric.char_ngrams import LONGEST, SHORTEST
from rhetoric.cue_features import cue_features
from rhetoric.features import REACH, context_features
from rhetoric.model import Model
from rhetoric.tokens import token_texts, tokenise


def to_sklearn(model: Model) -> Pipeline:
    """Build the pipeline: three feature blocks side by side, then one-vs-rest regression.

    With a single technique, `predict_proba` has two columns, as scikit-learn's classifiers of one
    label have: without the technique, and with it.
    """
    space = model.space
    words = TfidfVectorizer(
        analyzer=partial(words_and_pairs, common=space.common),
        vocabulary=_word_vocabulary(model),
        sublinear_tf=True,
    )
    words.idf_ = space.word_idf
    chars = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(SHORTEST, LONGEST),
        preprocessor=partial(joined_tokens, common=space.common),
        vocabulary=list(space.chars.texts),
        sublinear_tf=True,
    )
    chars.idf_ = space.char_idf
    dense = FunctionTransformer(partial(dense_features, common=space.common))
    union = FeatureUnion([("words", words), ("chars", chars), ("cues", dense)])
    return Pipeline([("features", union), ("classifier", _classifier(model))])


def words_and_pairs(sentence: str, common: Container[str]) -> list[str]:
    """The tokens of a sentence and its pairs, with blanks between, as a vectoriser's analyser."""
    tokens = token_texts(sentence, common)
    pairs = [
        f"{first}{' ' * distance}{second}"
        for distance in range(1, REACH + 1)
        for first, second in zip(tokens, tokens[distance:], strict=False)
    ]
    return tokens + pairs


def joined_tokens(sentence: str, common: Container[str]) -> str:
    """The tokens of a sentence with blanks between, as a vectoriser's preprocessor."""
    return " ".join(token_texts(sentence, common))


def dense_features(sentences: Sequence[str], common: Container[str]) -> sp.csr_array:
    """Cue and context features of sentences that stand alone."""
    batch = Batch.of_single_sentences(sentences)
    cues = cue_features(tokenise(sentences, common), batch.documents).values
    return sp.csr_array(np.hstack([cues, context_features(batch, cues)]))


def _word_vocabulary(model: Model) -> list[str]:
    """Words and pairs, in the order of the features."""
    words = model.space.words
    pairs = []
    for key in model.space.pairs.tolist():
        farther, second = divmod(key, len(words))
        gap, first = divmod(farther, len(words))
        pairs.append(f"{words[first]}{' ' * (gap + 1)}{words[second]}")
    return [*words, *pairs]


def _classifier(model: Model) -> OneVsRestClassifier:
    weights = model.weights
    blocks = (weights.words, weights.chars, weights.cues, weights.context)
    coefficients = np.vstack(blocks).astype(np.float64)
    classifier = OneVsRestClassifier(LogisticRegression())
    count = len(model.techniques)
    classifier.label_binarizer_ = LabelBinarizer(sparse_output=True).fit(
        np.vstack([np.zeros((1, count), dtype=int), np.eye(count, dtype=int)])
    )
    classifier.classes_ = classifier.label_binarizer_.classes_
    classifier.estimators_ = [
        _fitted(coefficients[:, column], float(weights.intercept[column]))
        for column in range(count)
    ]
    return classifier


def _fitted(coefficients: np.ndarray, intercept: float) -> LogisticRegression:
    regression = LogisticRegression()
    regression.classes_ = np.array([0, 1])
    regression.coef_ = coefficients.reshape(1, -1)
    regression.intercept_ = np.array([intercept])
    regression.n_features_in_ = len(coefficients)
    return regression
