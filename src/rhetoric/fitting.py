"""Labelled and taught sentences in; linear classifiers and their cross-validated scores out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.features import Features, FeatureSpace, extract
from rhetoric.lesson import Lesson
from rhetoric.scores import Weights
from rhetoric.training_data import TrainingData, folds
from rhetoric.vocabulary import learn_feature_space

LEAST_CHANCE = 0.02
"""A sentence is learnt from as positive only if the teacher gives it at least this chance."""
UNLIKELY_PER_SAMPLE = 4
"""Of the others one in four is learnt from, as negative and with fourfold weight."""


@dataclass(frozen=True)
class Recipe:
    """Everything that training depends on, beside the data."""

    regularisation: float = 10.0
    """`C` of scikit-learn's logistic regression."""
    word_scale: float = 1.25
    """How freely a block is used: regularisation presses less on one that is scaled up."""
    char_scale: float = 1.0
    cue_scale: float = 0.5
    context_scale: float = 0.3
    folds: int = 5
    teachers: int = 2
    """Fine-tuned teachers whose answers are averaged, where there are unlabelled texts."""
    seed: int = 0
    most_words: int = 24_000
    most_pairs: int = 40_000
    most_ngrams: int = 60_000


Progress = Callable[[int], None]
"""Called with the number of classifiers fitted since the last call."""


@dataclass(frozen=True)
class Material:
    """All that classifiers are fitted to."""

    data: TrainingData
    matrix: sp.csr_matrix
    """Labelled sentences; shape (sentences, features)."""
    lesson: Lesson | None = None
    lesson_matrix: sp.csr_matrix | None = None
    """Rows of the lesson; shape (rows, features)."""


def prepare(
    data: TrainingData, recipe: Recipe, lesson: Lesson | None = None
) -> tuple[FeatureSpace, Material]:
    """Learn the vocabulary and measure all sentences."""
    sentences = list(data.batch.sentences)
    if lesson is not None:
        sentences += [lesson.batch.sentences[row] for row in lesson.rows.tolist()]
    space = learn_feature_space(sentences, recipe.most_words, recipe.most_pairs, recipe.most_ngrams)
    matrix = scaled_matrix(extract(space, data.batch), recipe)
    if lesson is None:
        return space, Material(data, matrix)
    return space, Material(
        data, matrix, lesson, scaled_matrix(extract(space, lesson.batch), recipe)[lesson.rows]
    )


def scaled_matrix(features: Features, recipe: Recipe) -> sp.csr_matrix:
    """All blocks side by side, scaled for training; shape (sentences, features)."""
    cues = features.cues.values * recipe.cue_scale
    context = features.context * recipe.context_scale
    blocks = [
        features.words * recipe.word_scale,
        features.chars * recipe.char_scale,
        sp.csr_array(np.hstack([cues, context])),
    ]
    return sp.csr_matrix(sp.hstack(blocks, format="csr"))


def unscaled_weights(
    space: FeatureSpace,
    recipe: Recipe,
    coefficients: NDArray[np.float64],
    intercepts: NDArray[np.float64],
) -> Weights:
    """Coefficients of the scaled matrix as weights of the blocks themselves."""
    words, chars, cues, context = np.split(coefficients, np.cumsum(space.widths)[:-1])
    return Weights(
        words=_shipped(words * recipe.word_scale),
        chars=_shipped(chars * recipe.char_scale),
        cues=_shipped(cues * recipe.cue_scale),
        context=_shipped(context * recipe.context_scale),
        intercept=intercepts.astype(np.float32),
    )


def _shipped(weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """With the precision that a model folder keeps, so that training measures what is saved."""
    return weights.astype(np.float16).astype(np.float32)


def cross_validate(
    material: Material, recipe: Recipe, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Scores of every sentence by classifiers that had not seen its document, and the folds.

    Sentences of fold -1 are only learnt from; their scores are 0.
    """
    fold = folds(material.data, recipe.folds, recipe.seed)
    scores = np.zeros(material.data.labels.shape)
    for number in range(recipe.folds):
        held_out = fold == number
        coefficients, intercepts = fit(material, ~held_out, recipe, progress)
        scores[held_out] = material.matrix[held_out] @ coefficients + intercepts
    return scores, fold


def fit(
    material: Material, rows: NDArray[np.bool_], recipe: Recipe, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit one classifier per technique; coefficients (features, techniques) and intercepts."""
    from joblib import Parallel, delayed

    width = material.data.labels.shape[1]
    coefficients = np.zeros((material.matrix.shape[1], width))
    intercepts = np.zeros(width)
    fits = Parallel(n_jobs=-1, return_as="generator", max_nbytes="1M")(
        delayed(fit_one)(material, column, rows, recipe) for column in range(width)
    )
    for column, (coefficient, intercept) in enumerate(fits):
        coefficients[:, column], intercepts[column] = coefficient, intercept
        progress(1)
    return coefficients, intercepts


def fit_one(
    material: Material, column: int, rows: NDArray[np.bool_], recipe: Recipe
) -> tuple[NDArray[np.float64], float]:
    """Fit the classifier of one technique to the labelled rows and to the lesson."""
    from sklearn.linear_model import LogisticRegression

    chosen = rows & material.data.annotated[:, column]
    matrix, labels = material.matrix[chosen], material.data.labels[chosen, column]
    if labels.all() or not labels.any():
        rate = (labels.sum() + 0.5) / (len(labels) + 1)
        return np.zeros(matrix.shape[1]), float(np.log(rate / (1 - rate)))
    matrix, labels, weights = _with_lesson(material, column, matrix, labels)
    classifier = LogisticRegression(
        C=recipe.regularisation, solver="liblinear", random_state=recipe.seed
    )
    classifier.fit(matrix, labels, sample_weight=weights)
    return classifier.coef_[0], float(classifier.intercept_[0])


def _with_lesson(
    material: Material, column: int, matrix: sp.csr_matrix, labels: NDArray[np.bool_]
) -> tuple[sp.csr_matrix, NDArray[np.bool_], NDArray[np.float64]]:
    """Add every sentence of the lesson as positive with weight p and as negative with 1 − p."""
    lesson, taught = material.lesson, material.lesson_matrix
    technique = material.data.techniques[column]
    weight = lesson.weights.get(technique, 0.0) if lesson is not None else 0.0
    if lesson is None or taught is None or not weight:
        return matrix, labels, np.ones(len(labels))
    chance = lesson.probabilities[technique].astype(np.float64)
    likely = np.flatnonzero(chance >= LEAST_CHANCE)
    unlikely = np.flatnonzero(chance < LEAST_CHANCE)[::UNLIKELY_PER_SAMPLE]
    parts = [matrix, taught[likely], taught[likely], taught[unlikely]]
    return (
        sp.csr_matrix(sp.vstack(parts, format="csr")),
        np.concatenate(
            [labels, np.ones(len(likely), bool), np.zeros(len(likely) + len(unlikely), bool)]
        ),
        np.concatenate(
            [
                np.ones(len(labels)),
                weight * chance[likely],
                weight * (1 - chance[likely]),
                np.full(len(unlikely), weight * UNLIKELY_PER_SAMPLE),
            ]
        ),
    )
