"""Labelled and taught sentences in; linear classifiers and their cross-validated scores out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.features import Features, FeatureSpace, extract
from rhetoric.lesson import Lesson
from rhetoric.logistic import fit_logistic
from rhetoric.quantisation import quantised, restored
from rhetoric.scores import Weights
from rhetoric.teacher import TeacherRecipe
from rhetoric.training_data import TrainingData, copies
from rhetoric.vocabulary import learn_feature_space

LEAST_CHANCE = 0.02
"""A sentence of a lesson to which the teacher gives less of a chance is sampled."""
UNLIKELY_PER_SAMPLE = 4
"""One in four of those is learnt from, with fourfold weight."""
SMOOTHING = 0.5
"""Sentences that a feature is taken to have been in beside those counted."""


@dataclass(frozen=True)
class Recipe:
    """Everything that training depends on, beside the data."""

    word_scale: float = 1.4
    """How freely a block is used: regularisation presses less on one that is scaled up."""
    char_scale: float = 1.0
    cue_scale: float = 0.5
    context_scale: float = 0.3
    regularisations: tuple[float, ...] = (1.0, 3.0, 10.0)
    """Tried for each technique; see `rhetoric.logistic`."""
    selective: tuple[bool, ...] = (False, True)
    """Tried for each technique: whether telling n-grams are held back less."""
    lesson_weights: tuple[float, ...] = (0.0, 1.0)
    """Tried for each technique: what an unlabelled sentence counts beside a labelled one."""
    folds: int = 5
    teachers: tuple[TeacherRecipe, ...] = (TeacherRecipe(),)
    """Fine-tuned where there are unlabelled texts; their answers are averaged."""
    seed: int = 0
    most_words: int = 36_000
    most_pairs: int = 300_000
    most_ngrams: int = 150_000

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "teachers": [teacher.to_dict() for teacher in self.teachers]}


@dataclass(frozen=True)
class Setting:
    """How the classifier of one technique is fitted."""

    regularisation: float = 3.0
    lesson_weight: float = 0.0
    selective: bool = False
    """N-grams are scaled by how much they tell of the technique; see `telling`."""


Choice = tuple[Setting, ...]
"""What the classifier of one technique is the mean of; that is a linear classifier too."""

Progress = Callable[[int], None]
"""Called with the number of classifiers fitted since the last call."""


@dataclass(frozen=True)
class Material:
    """All that classifiers are fitted to."""

    data: TrainingData
    matrix: sp.csr_matrix
    """Labelled sentences; shape (sentences, features)."""
    ngrams: int
    """Columns that are n-grams of words or characters; they come first."""
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
    matrix, ngrams = scaled_matrix(extract(space, data.batch), recipe), sum(space.widths[:2])
    if lesson is None:
        return space, Material(data, matrix, ngrams)
    taught = scaled_matrix(extract(space, lesson.batch), recipe)[lesson.rows]
    return space, Material(data, matrix, ngrams, lesson, taught)


def scaled_matrix(features: Features, recipe: Recipe) -> sp.csr_matrix:
    """All blocks side by side, scaled for training; shape (sentences, features)."""
    cues = features.cues.values * recipe.cue_scale
    context = features.context * recipe.context_scale
    blocks = [
        features.words * recipe.word_scale,
        features.chars * recipe.char_scale,
        sp.csr_array(np.hstack([cues, context])),
    ]
    return sp.csr_matrix(sp.hstack(blocks, format="csr"), dtype=np.float32)


def unscaled_weights(
    space: FeatureSpace,
    recipe: Recipe,
    coefficients: NDArray[np.float64],
    intercepts: NDArray[np.float64],
) -> Weights:
    """Coefficients of the scaled matrix as weights of the blocks themselves."""
    words, chars, cues, context = np.split(coefficients, np.cumsum(space.widths)[:-1])
    ngrams = np.concatenate([words * recipe.word_scale, chars * recipe.char_scale])
    # Training is to measure what a model folder keeps.
    kept = restored(*quantised(ngrams))
    return Weights(
        words=kept[: len(words)],
        chars=kept[len(words) :],
        cues=(cues * recipe.cue_scale).astype(np.float32),
        context=(context * recipe.context_scale).astype(np.float32),
        intercept=intercepts.astype(np.float32),
    )


def cross_validate(
    material: Material,
    choices: Sequence[Choice],
    fold: NDArray[np.int64],
    progress: Progress = lambda _: None,
    with_copies: bool = False,
) -> NDArray[np.float64]:
    """Scores of every sentence by classifiers that had not seen its document.

    Sentences of fold -1 are only learnt from; their scores are 0. Copies of a sentence in other
    documents have not been seen either, unless `with_copies`.
    """
    same = np.arange(len(fold)) if with_copies else copies(material.data)
    scores = np.zeros(material.data.labels.shape)
    for number in range(fold.max() + 1):
        held_out = fold == number
        unseen = ~np.isin(same, same[held_out])
        coefficients, intercepts = fit(material, choices, unseen, progress)
        scores[held_out] = material.matrix[held_out] @ coefficients + intercepts
    return scores


def fit(
    material: Material,
    choices: Sequence[Choice],
    rows: NDArray[np.bool_] | None = None,
    progress: Progress = lambda _: None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit one classifier per technique; coefficients (features, techniques) and intercepts.

    Args:
        material: what to fit to.
        choices: one for each technique.
        rows: the labelled sentences to learn from; all by default.
        progress: called after each fit, of which there is one for each setting.
    """
    from joblib import Parallel, delayed

    width = material.data.labels.shape[1]
    coefficients = np.zeros((material.matrix.shape[1], width))
    intercepts = np.zeros(width)
    parts = [(column, setting) for column in range(width) for setting in choices[column]]
    fits = Parallel(n_jobs=-1, return_as="generator", max_nbytes="1M")(
        delayed(_fit_one)(
            *_learnt(material, column, setting, rows),
            setting.regularisation,
            material.ngrams if setting.selective else 0,
        )
        for column, setting in parts
    )
    for (column, _), (coefficient, intercept) in zip(parts, fits, strict=True):
        coefficients[:, column] += coefficient / len(choices[column])
        intercepts[column] += intercept / len(choices[column])
        progress(1)
    return coefficients, intercepts


Learnt = tuple[sp.csr_matrix, NDArray[np.float32], NDArray[np.float32]]


def _fit_one(
    matrix: sp.csr_matrix,
    targets: NDArray[np.float32],
    weights: NDArray[np.float32],
    regularisation: float,
    selected: int,
) -> tuple[NDArray[np.float64], float]:
    if not len(targets) or targets.min() == targets.max():
        rate = (targets.sum() + 0.5) / (len(targets) + 1)
        return np.zeros(matrix.shape[1]), float(np.log(rate / (1 - rate)))
    if not selected:
        return fit_logistic(matrix, targets, weights, regularisation)
    scale = telling(matrix, targets, weights)
    scale[selected:] = 1
    scaled = sp.csr_matrix(matrix @ sp.diags_array(scale), dtype=np.float32)
    coefficients, intercept = fit_logistic(scaled, targets, weights, regularisation)
    return coefficients * scale, intercept


def telling(
    matrix: sp.csr_matrix, targets: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How much each feature alone tells: the size of its log-ratio in naive Bayes.

    A linear classifier of features that are scaled so is better at short texts (Wang and Manning
    2012); it is the same as to hold back the weight of a telling feature less.

    Returns:
        Shape (features,).
    """
    present = matrix.copy()
    present.data = np.ones_like(present.data)
    with_, without = weights * targets, weights * (1 - targets)
    rate = with_.sum() / weights.sum()
    positive = (present.T @ with_ + SMOOTHING * rate) / with_.sum()
    negative = (present.T @ without + SMOOTHING * (1 - rate)) / without.sum()
    return np.asarray(np.abs(np.log(positive / negative)), dtype=np.float32)


def _learnt(
    material: Material, column: int, setting: Setting, rows: NDArray[np.bool_] | None
) -> Learnt:
    """The labelled sentences of one technique and, where it has a weight, the lesson."""
    data = material.data
    chosen = data.annotated[:, column] if rows is None else rows & data.annotated[:, column]
    matrix = material.matrix[chosen]
    targets = data.labels[chosen, column].astype(np.float32)
    weights = np.ones(len(targets), dtype=np.float32)
    lesson, taught = material.lesson, material.lesson_matrix
    if lesson is None or taught is None or not setting.lesson_weight:
        return matrix, targets, weights
    chance = lesson.probabilities[data.techniques[column]]
    likely = np.flatnonzero(chance >= LEAST_CHANCE)
    unlikely = np.flatnonzero(chance < LEAST_CHANCE)[::UNLIKELY_PER_SAMPLE]
    counts = np.concatenate([np.ones(len(likely)), np.full(len(unlikely), UNLIKELY_PER_SAMPLE)])
    return (
        sp.csr_matrix(sp.vstack([matrix, taught[likely], taught[unlikely]], format="csr")),
        np.concatenate([targets, chance[likely], chance[unlikely]]).astype(np.float32),
        np.concatenate([weights, setting.lesson_weight * counts]).astype(np.float32),
    )
