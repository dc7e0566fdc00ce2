"""How often the shipped model accuses everyday texts wrongly, at each of its operating points.

    python -m training.everyday

Measures on `corpus/everyday-test.jsonl`: texts of genres other than news, sober public writing, and
single sentences that look like a technique and carry none. Writes `everyday.json`, from which the
README's table is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import OPERATING_POINTS
from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import predict
from rhetoric.model import Model
from rhetoric.model_folder import load
from rhetoric.training_data import fingerprints, without_copies
from training.results import write_results
from training.texts import authored, everyday, everyday_test

RESULTS = Path(__file__).parent / "everyday.json"
RESAMPLES = 1000
RULE_OF_THREE = 3
SOBER = "sober-test"
"""With this begin the names of the documents that are public writing."""


def main() -> None:
    """Measure and write."""
    known = fingerprints((*authored(), *everyday()))
    model, documents = load(), without_copies(everyday_test(), known)
    texts = [document for document in documents if len(document.sentences) > 1]
    parts = {
        "everyday texts": [text for text in texts if not text.id.startswith(SOBER)],
        "public writing": [text for text in texts if text.id.startswith(SOBER)],
        "look-alikes": [document for document in documents if len(document.sentences) == 1],
    }
    found = {name: measured(model, part) for name, part in parts.items()}
    write_results(RESULTS, found)


def measured(model: Model, documents: Sequence[LabelledDocument]) -> dict[str, Any]:
    """Count the sentences that are given a technique that they do not carry."""
    points = {}
    for point in OPERATING_POINTS:
        predictions = predict(model, documents, point)
        data = predictions.data
        default = [technique not in model.experimental for technique in data.techniques]
        accused = (predictions.decided & ~data.labels)[:, default].any(axis=1)
        low, high = _interval(accused, data.documents)
        points[point] = {"accused": int(accused.sum()), "low": low, "high": high}
    return {
        "documents": len(documents),
        "sentences": len(data.labels),
        "carry a technique": int(data.labels.any(axis=1).sum()),
        "points": points,
    }


def _interval(accused: NDArray[np.bool_], documents: NDArray[np.int64]) -> tuple[float, float]:
    """95% bootstrap interval of the share, resampling whole documents.

    Where nobody is accused it reaches to three sentences (Hanley and Lippman-Hand 1983).
    """
    sentences = np.bincount(documents).astype(float)
    wrong = np.bincount(documents, accused)
    drawn = np.random.default_rng(0).integers(len(wrong), size=(RESAMPLES, len(wrong)))
    shares = wrong[drawn].sum(axis=1) / sentences[drawn].sum(axis=1)
    low, high = np.percentile(shares, [2.5, 97.5])
    most_unseen = RULE_OF_THREE / len(accused)
    return round(float(low), 4), round(float(max(high, most_unseen)), 4)


if __name__ == "__main__":
    main()
