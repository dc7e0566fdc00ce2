"""Scores and labels in; calibration and operating points out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import OPERATING_POINTS

PRECISE = 0.75
"""Precision that the `precise` operating point aims at."""
SENSITIVE = 0.8
"""Recall that the `sensitive` operating point aims at."""
LOWEST = 0.15
"""Least probability flagged at `balanced` or `precise`: below, most would be false alarms."""
LOWEST_SENSITIVE = 0.02
"""Least probability flagged at `sensitive`: who would read fifty sentences to find one?"""
WEAK = 0.25
"""A technique with a lower F1 is experimental."""
FEWEST_PRECISE = 3
"""True positives that a `precise` threshold must rest on."""
UNKNOWN = 0.5
"""Threshold of a technique that there is nothing to choose one by."""
CALIBRATION_BINS = 10


def platt(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept that make log-odds of the scores (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    if labels.all() or not labels.any():
        return 1.0, 0.0
    scale = LogisticRegression(C=100.0, max_iter=1000).fit(scores.reshape(-1, 1), labels)
    return max(float(scale.coef_[0, 0]), 0.05), float(scale.intercept_[0])


def operating_points(
    probabilities: NDArray[np.float64], labels: NDArray[np.bool_]
) -> dict[str, float]:
    """Thresholds for `precise`, `balanced` and `sensitive`.

    `balanced` maximises F1 among thresholds of at least `LOWEST`; `precise` is the lowest with
    precision `PRECISE`, or where none has it, the most precise one, but never below `balanced`;
    `sensitive` the highest with recall `SENSITIVE`, but at least `LOWEST_SENSITIVE`.
    """
    if not len(labels):
        return dict.fromkeys(OPERATING_POINTS, UNKNOWN)
    order = np.argsort(-probabilities, kind="stable")
    found = probabilities[order]
    hits = np.cumsum(labels[order])
    last = np.append(found[1:] < found[:-1], True)
    found, hits, flagged = found[last], hits[last], np.arange(1, len(order) + 1)[last]
    total = max(int(labels.sum()), 1)
    precision, recall = hits / flagged, hits / total
    cuts = _between(found)
    f1 = 2 * hits / (flagged + total)
    balanced = int(np.argmax(np.where(found >= LOWEST, f1, 0)))
    sensitive = min(int(np.searchsorted(recall, SENSITIVE)), len(cuts) - 1)
    return {
        "precise": max(float(cuts[min(_precise(precision, hits), balanced)]), LOWEST),
        "balanced": max(float(cuts[balanced]), LOWEST),
        "sensitive": max(min(float(cuts[sensitive]), float(cuts[balanced])), LOWEST_SENSITIVE),
    }


def _precise(precision: NDArray[np.float64], hits: NDArray[np.int64]) -> int:
    enough = hits >= FEWEST_PRECISE
    reached = np.flatnonzero(enough & (precision >= PRECISE))
    if len(reached):
        return int(reached[-1])
    return int(np.argmax(np.where(enough, precision, 0)))


def _between(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Thresholds half-way to the next lower probability, so that rounding decides nothing."""
    following = np.append(found[1:], found[-1] / 2 if len(found) else 0)
    return np.asarray((found + following) / 2, dtype=np.float64)


def calibration_error(probabilities: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    if not len(labels):
        return 0.0
    bins = np.minimum((probabilities * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    gap = np.bincount(bins, probabilities - labels, CALIBRATION_BINS)
    return float(np.abs(gap).sum() / len(labels))
