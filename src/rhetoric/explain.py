"""A sentence in; why each technique scores as it does out."""

from __future__ import annotations

from dataclasses import dataclass

from rhetoric.batch import Batch
from rhetoric.features import extract
from rhetoric.model import Model
from rhetoric.scores import log_odds, probabilities
from rhetoric.shares import shares


@dataclass(frozen=True)
class WordShare:
    """A word or mark of the sentence and its share of the log-odds, for or against."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """One technique's score: intercept, context and the words' weights add up to its log-odds."""

    technique: str
    probability: float
    log_odds: float
    intercept: float
    context: float
    """What belongs to no word: a single sentence has no neighbours, so it is near 0."""
    words: tuple[WordShare, ...]
    """All tokens of the sentence, in order."""


def explain(model: Model, sentence: str) -> tuple[Explanation, ...]:
    """Split the score of every technique, most probable first."""
    features = extract(model.space, Batch.of_single_sentences([sentence]))
    scores = log_odds(model.weights, features)[0]
    spans = features.tokens.spans(0)
    explained = []
    for column, technique in enumerate(model.techniques):
        parts = shares(model.weights, features, 0, column)
        words = tuple(
            WordShare(start, end, sentence[start:end], weight)
            for (start, end), weight in zip(spans, parts.tokens.tolist(), strict=True)
        )
        score = float(scores[column])
        explained.append(
            Explanation(
                technique,
                float(probabilities(scores[column])),
                score,
                parts.intercept,
                parts.context,
                words,
            )
        )
    return tuple(sorted(explained, key=lambda entry: -entry.log_odds))
