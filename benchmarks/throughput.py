"""Sentences a second, beside scikit-learn's pipeline of the same model and fastText."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.fast_text import FastText
from rhetoric import Model, Options, load
from rhetoric.annotate import thresholds_for
from rhetoric.batch import Batch
from rhetoric.features import extract
from rhetoric.scores import log_odds, probabilities

ROUNDS = 3
SKLEARN_SENTENCES = 4000
BATCH = 1000
CLOSE = 1e-3


def measure_throughput(articles: Sequence[str], fasttext: FastText | None) -> dict[str, Any]:
    """Rates of all ways over the same sentences, which take turns; a model is fresh each time."""
    model = load()
    documents = [model.score(article) for article in articles]
    sentences = [s.text for d in documents for s in d.sentences if s.kind != "boilerplate"]
    pipeline = model.to_sklearn()
    few = sentences[:SKLEARN_SENTENCES]
    pipeline.predict_proba(few[:10])
    ways: dict[str, Callable[[], tuple[int, float]]] = {
        "rhetoric, articles to annotations with evidence": lambda: _annotated(load(), articles),
        "rhetoric, sentences to probabilities": lambda: _scored(load(), sentences),
        "scikit-learn pipeline of the same model": lambda: _timed(pipeline.predict_proba, few),
    }
    if fasttext is not None:
        for name in fasttext.models:
            ways[name] = lambda name=name: (len(sentences), fasttext.predict(name, sentences))
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            count, seconds = way()
            rates[name].append(count / seconds)
    median = {name: statistics.median(found) for name, found in rates.items()}
    own, scored, *others = median
    return {
        "sentences": len(sentences),
        "sentences_per_cpu_second": median,
        "annotated_to_others": {name: median[own] / median[name] for name in others},
        "scored_to_others": {name: median[scored] / median[name] for name in others},
        "equality": _equality(model, few, pipeline.predict_proba(few)),
    }


def _annotated(model: Model, articles: Sequence[str]) -> tuple[int, float]:
    start = time.process_time()
    count = sum(document.summary.sentences for document in model.score_many(articles))
    return count, time.process_time() - start


def _scored(model: Model, sentences: Sequence[str]) -> tuple[int, float]:
    start = time.process_time()
    for first in range(0, len(sentences), BATCH):
        _probabilities(model, sentences[first : first + BATCH])
    return len(sentences), time.process_time() - start


def _timed(predict: Callable[[Sequence[str]], Any], sentences: Sequence[str]) -> tuple[int, float]:
    start = time.process_time()
    predict(sentences)
    return len(sentences), time.process_time() - start


def _probabilities(model: Model, sentences: Sequence[str]) -> np.ndarray:
    features = extract(model.space, Batch.of_single_sentences(sentences))
    return probabilities(log_odds(model.weights, features))


def _equality(model: Model, sentences: Sequence[str], expected: np.ndarray) -> dict[str, Any]:
    """Whether scikit-learn's pipeline gives the same and decides the same."""
    found = _probabilities(model, sentences)
    thresholds = thresholds_for(model, Options())
    limits = np.array([thresholds.get(technique, np.inf) for technique in model.techniques])
    differs = (found >= limits) != (expected >= limits)
    return {
        "sentences": len(sentences),
        "largest_difference": float(np.abs(found - expected).max()),
        "decided_differently": int((differs & (np.abs(expected - limits) > CLOSE)).sum()),
    }
