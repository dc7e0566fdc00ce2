"""What the model has to beat, measured on the same test documents in the same run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from rhetoric.calibration import operating_points, platt
from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import Evaluation, Predictions, evaluate
from rhetoric.fitting import Recipe
from rhetoric.progress import Stage
from rhetoric.scores import probabilities
from rhetoric.taxonomy import techniques
from rhetoric.teaching import averaged_answers
from rhetoric.training_data import copies, folds, training_data
from training.texts import Parts

REGULARISATION = 10.0


def all_positive(techniques: Sequence[str], test: Sequence[LabelledDocument]) -> Evaluation:
    """Every sentence flagged for every technique."""
    data = training_data(test, techniques, learn=False)
    scores = np.full(data.labels.shape, 0.5)
    return evaluate(Predictions(data, scores, scores >= 0))


def word_tf_idf(
    documents: Sequence[LabelledDocument], test: Sequence[LabelledDocument], recipe: Recipe
) -> Evaluation:
    """Word 1–2-gram TF-IDF with logistic regression, calibrated and thresholded as the model is."""
    names = tuple(techniques())
    learnt, unseen = training_data(documents, names), training_data(test, names, learn=False)
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    matrix = vectoriser.fit_transform(learnt.batch.sentences)
    matrix_test = vectoriser.transform(unseen.batch.sentences)
    matrix.sum_duplicates()
    fold, same = folds(learnt, recipe.folds, recipe.seed), copies(learnt)
    columns = Parallel(n_jobs=-1)(
        delayed(_one)(
            matrix[judged], learnt.labels[judged, column], fold[judged], same[judged], matrix_test
        )
        for column, judged in enumerate(learnt.annotated.T)
    )
    scores = np.stack([scores for scores, _ in columns], axis=1)
    thresholds = np.array([threshold for _, threshold in columns])
    return evaluate(Predictions(unseen, scores, scores >= thresholds))


def teacher_itself(
    known: Parts, recipe: Recipe, cache: Path, stage: Stage, ask: bool
) -> Evaluation:
    """The fine-tuned transformers, averaged; calibrated on the development articles.

    Held-out sentences about which nobody was asked, nor is to be, do not count.
    """
    names = tuple(techniques())
    data = training_data(known.learnt, names)
    unseen = training_data(known.development, names, learn=False)
    test = training_data(known.test, names, learn=False)
    sentences = [*unseen.batch.sentences, *test.batch.sentences]
    answers = averaged_answers(data, sentences, recipe, cache, stage, ask=ask)[:, : len(names)]
    answers = np.clip(answers.astype(np.float64), 1e-4, 1 - 1e-4)
    odds = np.log(answers / (1 - answers))
    known_odds, odds = np.split(odds, [len(unseen.labels)])
    answered, answered_test = ~np.isnan(known_odds[:, 0]), ~np.isnan(odds[:, 0])
    test = replace(test, annotated=test.annotated & answered_test[:, None])
    scores, decided = np.zeros(odds.shape), np.zeros(odds.shape, dtype=bool)
    for column in range(len(names)):
        labels, known_scores = unseen.labels[answered, column], known_odds[answered, column]
        slope, shift = platt(known_scores, labels)
        points = operating_points(probabilities(known_scores * slope + shift), labels)
        scores[:, column] = probabilities(odds[:, column] * slope + shift)
        decided[:, column] = scores[:, column] >= points["balanced"]
    return evaluate(Predictions(test, scores, decided))


def _one(matrix, labels, fold, same, matrix_test) -> tuple[np.ndarray, float]:
    held_out = np.zeros(len(labels))
    for number in range(fold.max() + 1):
        asked = fold == number
        unseen = ~np.isin(same, same[asked])
        classifier = LogisticRegression(C=REGULARISATION, solver="liblinear")
        classifier.fit(matrix[unseen], labels[unseen])
        held_out[asked] = classifier.decision_function(matrix[asked])
    slope, shift = platt(held_out[fold >= 0], labels[fold >= 0])
    calibrated = probabilities(held_out[fold >= 0] * slope + shift)
    threshold = operating_points(calibrated, labels[fold >= 0])["balanced"]
    classifier = LogisticRegression(C=REGULARISATION, solver="liblinear").fit(matrix, labels)
    scores = classifier.decision_function(matrix_test)
    return probabilities(scores * slope + shift), threshold
