"""A model and labelled documents in; how well it does on them out."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.calibration import calibration_error
from rhetoric.corpus import LabelledDocument
from rhetoric.features import extract
from rhetoric.model import Model
from rhetoric.scores import log_odds, probabilities
from rhetoric.training_data import TrainingData, training_data

ANY = "any technique"
RESAMPLES = 500
SEED = 0


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95% bootstrap interval over documents."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class TechniqueResult:
    """How well one technique is found."""

    technique: str
    support: int
    """Sentences that carry it."""
    flagged: int
    """Sentences that the model annotates."""
    precision: float
    recall: float
    f1: Estimate
    average_precision: Estimate
    calibration_error: float


@dataclass(frozen=True)
class Evaluation:
    """Results on documents that the model was not trained on."""

    documents: int
    sentences: int
    results: tuple[TechniqueResult, ...]
    """One for each technique that was annotated, and one for any technique."""
    macro_average_precision: float
    """Over the techniques that some sentence carries; 0 where none does."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Predictions:
    """What a model says of labelled sentences."""

    data: TrainingData
    probabilities: NDArray[np.float64]
    """Shape (sentences, techniques)."""
    decided: NDArray[np.bool_]
    """Whether each technique is annotated; same shape."""
    experimental: Set[str] = frozenset()
    """Techniques that are off by default."""

    @property
    def either(self) -> NDArray[np.float64]:
        """Probability of any technique that was looked for, taken as independent; (sentences,)."""
        return probability_of_any(self.probabilities * self.data.annotated)

    @property
    def either_decided(self) -> NDArray[np.bool_]:
        """Whether a technique that is on by default and was looked for is found; (sentences,)."""
        default = [technique not in self.experimental for technique in self.data.techniques]
        return np.asarray((self.decided & self.data.annotated)[:, default].any(axis=1))


def probability_of_any(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """That a sentence carries any technique, taken as independent; shape (sentences,).

    Args:
        probabilities: shape (sentences, techniques).
    """
    return np.asarray(1 - np.prod(1 - probabilities, axis=1), dtype=np.float64)


def predict(
    model: Model, documents: Sequence[LabelledDocument], at: str = "balanced"
) -> Predictions:
    """Score labelled documents and decide at one of the model's operating points."""
    data = training_data(documents, model.techniques, learn=False)
    scored = probabilities(log_odds(model.weights, extract(model.space, data.batch)))
    thresholds = np.array([model.thresholds[t][at] for t in model.techniques])
    return Predictions(data, scored, scored >= thresholds, model.experimental)


def unknown_labels(model: Model, documents: Sequence[LabelledDocument]) -> tuple[str, ...]:
    """Techniques that documents are labelled with and the model does not know."""
    carried = {label for d in documents for sentence in d.sentences for label in sentence.labels}
    return tuple(sorted(carried.difference(model.techniques)))


def evaluate(predictions: Predictions) -> Evaluation:
    """Compare probabilities and decisions with the labels.

    Techniques that are off by default are measured too, but do not decide "any technique".
    """
    data, scored, decided = predictions.data, predictions.probabilities, predictions.decided
    results = [
        _result(technique, scored[rows, column], decided[rows, column], data, rows, column)
        for column, technique in enumerate(data.techniques)
        if (rows := data.annotated[:, column]).any()
    ]
    areas = [result.average_precision.value for result in results if result.support]
    judged = np.asarray(data.annotated.any(axis=1))
    either = predictions.either[judged], predictions.either_decided[judged]
    results.append(_result(ANY, *either, data, judged, None))
    macro = float(np.mean(areas)) if areas else 0.0
    return Evaluation(len(data.names), int(judged.sum()), tuple(results), macro)


def _result(
    technique: str,
    scores: NDArray[np.float64],
    decided: NDArray[np.bool_],
    data: TrainingData,
    rows: NDArray[np.bool_],
    column: int | None,
) -> TechniqueResult:
    labels = np.asarray(
        data.labels[rows].any(axis=1) if column is None else data.labels[rows, column]
    )
    hits = int((decided & labels).sum())
    f1, precision_area = bootstrap(scores, decided, labels, data.documents[rows])
    return TechniqueResult(
        technique=technique,
        support=int(labels.sum()),
        flagged=int(decided.sum()),
        precision=hits / max(int(decided.sum()), 1),
        recall=hits / max(int(labels.sum()), 1),
        f1=f1,
        average_precision=precision_area,
        calibration_error=calibration_error(scores, labels),
    )


def bootstrap(
    scores: NDArray[np.float64],
    decided: NDArray[np.bool_],
    labels: NDArray[np.bool_],
    documents: NDArray[np.int64],
) -> tuple[Estimate, Estimate]:
    """F1 of the decisions and average precision of the scores, resampling whole documents."""
    f1, area = _resampled(scores, decided, labels, documents).T
    return _estimate(f1), _estimate(area)


def resampled_areas(
    scores: NDArray[np.float64], labels: NDArray[np.bool_], documents: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Average precision where whole documents are drawn anew; shape (resamples,).

    The same documents are drawn at each call, so that scores can be compared draw by draw.
    """
    return _resampled(scores, labels, labels, documents)[1:, 1]


def _resampled(
    scores: NDArray[np.float64],
    decided: NDArray[np.bool_],
    labels: NDArray[np.bool_],
    documents: NDArray[np.int64],
) -> NDArray[np.float64]:
    """F1 and average precision, of all documents first, then of each draw of them."""
    numbers, index = np.unique(documents, return_inverse=True)
    order = np.argsort(-scores, kind="stable")
    random = np.random.default_rng(SEED)
    found = [_weighted(scores, decided, labels, order, np.ones(len(labels)))]
    for _ in range(RESAMPLES):
        drawn = np.bincount(
            random.integers(len(numbers), size=len(numbers)), minlength=len(numbers)
        )
        found.append(_weighted(scores, decided, labels, order, drawn[index].astype(float)))
    return np.array(found)


def average_precision(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """Area under the steps of precision over recall; 0 where nothing is positive."""
    order = np.argsort(-scores, kind="stable")
    return _weighted(scores, labels, labels, order, np.ones(len(labels)))[1]


def _estimate(found: NDArray[np.float64]) -> Estimate:
    low, high = np.percentile(found[1:], [2.5, 97.5])
    return Estimate(float(found[0]), float(low), float(high))


def _weighted(
    scores: NDArray[np.float64],
    decided: NDArray[np.bool_],
    labels: NDArray[np.bool_],
    order: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> tuple[float, float]:
    """F1 and average precision where each sentence counts `weights` times."""
    positive = weights * labels
    total = positive.sum()
    f1 = 2 * positive[decided].sum() / max(weights[decided].sum() + total, 1e-12)
    if not total:
        return float(f1), 0.0
    hits = np.cumsum(positive[order])
    flagged = np.cumsum(weights[order])
    last = np.append(np.diff(scores[order]) != 0, True)
    precision = hits[last] / np.maximum(flagged[last], 1e-12)
    gained = np.diff(hits[last], prepend=0.0)
    return float(f1), float((precision * gained).sum() / total)


def f1_at(probabilities: NDArray[np.float64], labels: NDArray[np.bool_], threshold: float) -> float:
    """F1 of flagging what reaches the threshold."""
    decided = probabilities >= threshold
    return float(2 * (decided & labels).sum() / max(decided.sum() + labels.sum(), 1))


def precision_at(
    probabilities: NDArray[np.float64], labels: NDArray[np.bool_], threshold: float
) -> float:
    """Precision of flagging what reaches the threshold; 0 where nothing does."""
    decided = probabilities >= threshold
    return float((decided & labels).sum() / max(decided.sum(), 1))
