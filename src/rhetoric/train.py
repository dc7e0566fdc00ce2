"""Labelled documents in; a `Model` out: vocabulary, classifiers, calibration, thresholds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.calibration import WEAK, operating_points, platt
from rhetoric.corpus import LabelledDocument
from rhetoric.errors import BadCorpus
from rhetoric.evaluate import evaluate, f1_at
from rhetoric.features import Features, FeatureSpace, extract
from rhetoric.model import Model
from rhetoric.scores import Weights, probabilities
from rhetoric.techniques import techniques
from rhetoric.training_data import TrainingData, fingerprints, folds, training_data, without_copies
from rhetoric.vocabulary import learn_feature_space

BLOCK_SCALES = {"words": 1.25, "chars": 1.0, "cues": 0.5, "context": 0.3}
"""How freely each block is used: regularisation presses less on a block that is scaled up."""
FEWEST_SENTENCES = 50
FEWEST_POSITIVES = 3
"""A technique with fewer positive sentences cannot be learnt."""


@dataclass(frozen=True)
class Recipe:
    """Everything that training depends on, beside the data."""

    regularisation: float = 10.0
    """`C` of scikit-learn's logistic regression."""
    folds: int = 5
    seed: int = 0
    most_pairs: int = 40_000
    most_ngrams: int = 60_000


Progress = Callable[[int], None]
"""Called with the number of classifiers fitted since the last call."""


def steps(recipe: Recipe) -> int:
    """Number of classifiers that training fits."""
    return len(techniques()) * (recipe.folds + 1)


def train(
    documents: Sequence[LabelledDocument],
    test: Sequence[LabelledDocument],
    recipe: Recipe,
    name: str,
    progress: Progress = lambda _: None,
) -> Model:
    """Train on documents and report on others.

    Calibration and thresholds come from predictions for documents that the classifier had not
    seen: cross-validation over whole documents.

    Raises:
        BadCorpus: there is too little to learn from.
    """
    known = [t for t in techniques() if _positives(documents, t) >= FEWEST_POSITIVES]
    data = training_data(documents, known)
    if len(data.batch.sentences) < FEWEST_SENTENCES or not known:
        raise BadCorpus(
            f"too little to learn from: {len(data.batch.sentences)} sentences; training needs "
            f"{FEWEST_SENTENCES}, and {FEWEST_POSITIVES} positive ones for a technique"
        )
    space = learn_feature_space(data.batch.sentences, recipe.most_pairs, recipe.most_ngrams)
    matrix = scaled_matrix(extract(space, data.batch))
    held_out, fold = cross_validate(matrix, data, recipe, progress)
    coefficients, intercepts = fit(matrix, data, np.ones(len(fold), bool), recipe, progress)
    thresholds, experimental = {}, set()
    for column, technique in enumerate(known):
        seen = (fold >= 0) & data.annotated[:, column]
        labels = data.labels[seen, column]
        slope, shift = platt(held_out[seen, column], labels)
        coefficients[:, column] *= slope
        intercepts[column] = intercepts[column] * slope + shift
        calibrated = probabilities(held_out[seen, column] * slope + shift)
        thresholds[technique] = operating_points(calibrated, labels)
        if f1_at(calibrated, labels, thresholds[technique]["balanced"]) < WEAK:
            experimental.add(technique)
    weights = unscaled_weights(space, coefficients, intercepts)
    model = Model(name, tuple(known), thresholds, frozenset(experimental), space, weights, card={})
    return _with_card(model, documents, test, data, recipe)


def scaled_matrix(features: Features) -> sp.csr_matrix:
    """All blocks side by side, scaled for training; shape (sentences, features)."""
    dense = np.hstack(
        [
            features.cues.values * BLOCK_SCALES["cues"],
            features.context * BLOCK_SCALES["context"],
        ]
    )
    blocks = [
        features.words * BLOCK_SCALES["words"],
        features.chars * BLOCK_SCALES["chars"],
        sp.csr_array(dense),
    ]
    return sp.csr_matrix(sp.hstack(blocks, format="csr"))


def unscaled_weights(
    space: FeatureSpace, coefficients: NDArray[np.float64], intercepts: NDArray[np.float64]
) -> Weights:
    """Coefficients of the scaled matrix as weights of the blocks themselves."""
    ends = np.cumsum(space.widths)[:-1]
    parts = np.split(coefficients, ends)
    scaled = {
        name: (part * BLOCK_SCALES[name]).astype(np.float16).astype(np.float32)
        for name, part in zip(BLOCK_SCALES, parts, strict=True)
    }
    return Weights(**scaled, intercept=intercepts.astype(np.float32))


def cross_validate(
    matrix: sp.csr_matrix, data: TrainingData, recipe: Recipe, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Scores of every sentence by classifiers that had not seen its document, and the folds.

    Sentences of fold -1 are only learnt from; their scores are 0.
    """
    fold = folds(data, recipe.folds, recipe.seed)
    scores = np.zeros(data.labels.shape)
    for number in range(recipe.folds):
        held_out = fold == number
        coefficients, intercepts = fit(matrix, data, ~held_out, recipe, progress)
        scores[held_out] = matrix[held_out] @ coefficients + intercepts
    return scores, fold


def fit(
    matrix: sp.csr_matrix,
    data: TrainingData,
    rows: NDArray[np.bool_],
    recipe: Recipe,
    progress: Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit one classifier per technique; coefficients (features, techniques) and intercepts."""
    from joblib import Parallel, delayed

    width = data.labels.shape[1]
    coefficients = np.zeros((matrix.shape[1], width))
    intercepts = np.zeros(width)
    fits = Parallel(n_jobs=-1, return_as="generator", max_nbytes="1M")(
        delayed(_fit_one)(matrix, data.labels[:, column], rows & data.annotated[:, column], recipe)
        for column in range(width)
    )
    for column, (coefficient, intercept) in enumerate(fits):
        coefficients[:, column], intercepts[column] = coefficient, intercept
        progress(1)
    return coefficients, intercepts


def _fit_one(
    matrix: sp.csr_matrix, labels: NDArray[np.bool_], rows: NDArray[np.bool_], recipe: Recipe
) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    chosen = labels[rows]
    if chosen.all() or not chosen.any():
        rate = (chosen.sum() + 0.5) / (len(chosen) + 1)
        return np.zeros(matrix.shape[1]), float(np.log(rate / (1 - rate)))
    classifier = LogisticRegression(
        C=recipe.regularisation, solver="liblinear", random_state=recipe.seed
    )
    classifier.fit(matrix[rows], chosen)
    return classifier.coef_[0], float(classifier.intercept_[0])


def _positives(documents: Sequence[LabelledDocument], technique: str) -> int:
    return sum(technique in s.labels for document in documents for s in document.sentences)


def _with_card(
    model: Model,
    documents: Sequence[LabelledDocument],
    test: Sequence[LabelledDocument],
    data: TrainingData,
    recipe: Recipe,
) -> Model:
    unseen = without_copies(test, fingerprints(documents))
    card = {
        "name": model.name,
        "recipe": asdict(recipe),
        "training": {
            "documents": len(documents),
            "sentences": len(data.batch.sentences),
            "positives": {
                technique: int(data.labels[:, column].sum())
                for column, technique in enumerate(model.techniques)
            },
        },
        "results": evaluate(model, unseen).to_dict() if unseen else None,
    }
    return Model(**{**vars(model), "card": card})
