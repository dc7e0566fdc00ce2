"""Predictions for labelled sentences in; figures of how good they are out. Needs the extra `plots`.

Three files: `precision-recall.png`, `reliability.png`, `confusion.png`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.calibration import CALIBRATION_BINS, calibration_error
from rhetoric.errors import MissingExtra, how_to_install
from rhetoric.evaluate import ANY, Predictions, average_precision
from rhetoric.output import CannotWrite

FEWEST_POSITIVES = 10
"""A technique with fewer is left out: its curve would be chance."""
COLUMNS = 4
INK, ACCENT, PALE = "#222222", "#0b5fa5", "#b9c4cf"


@dataclass(frozen=True)
class Curve:
    """One technique's probabilities, decisions and labels; all of shape (sentences,)."""

    technique: str
    scores: NDArray[np.float64]
    decided: NDArray[np.bool_]
    labels: NDArray[np.bool_]


def write_plots(predictions: Predictions, folder: Path) -> None:
    """Draw precision over recall, reliability, and what is taken for what.

    Raises:
        MissingExtra: the extra `plots` is not installed.
        CannotWrite: the folder cannot be written to.
    """
    curves = [c for c in _curves(predictions) if c.labels.sum() >= FEWEST_POSITIVES]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _save(_grid(curves, _draw_precision_recall), folder / "precision-recall.png")
        _save(_grid(curves, _draw_reliability), folder / "reliability.png")
        _save(_draw_confusion(predictions), folder / "confusion.png")
    except OSError as error:
        raise CannotWrite(f"{folder}: cannot be written ({error.strerror})") from None


def _curves(predictions: Predictions) -> Iterator[Curve]:
    data = predictions.data
    judged = data.annotated.any(axis=1)
    either = predictions.either[judged], predictions.either_decided[judged]
    yield Curve(ANY, *either, np.asarray(data.labels[judged].any(axis=1)))
    for column, technique in enumerate(data.techniques):
        rows = data.annotated[:, column]
        yield Curve(
            technique,
            predictions.probabilities[rows, column],
            predictions.decided[rows, column],
            data.labels[rows, column],
        )


def _grid(curves: list[Curve], draw: Callable[[Any, Curve], None]) -> Any:
    height = max(1, -(-len(curves) // COLUMNS))
    figure = _figure(3 * COLUMNS, 3 * height)
    for number, curve in enumerate(curves, 1):
        axes = figure.add_subplot(height, COLUMNS, number)
        axes.set(xlim=(0, 1), ylim=(0, 1.02), aspect="equal")
        axes.tick_params(labelsize=7)
        draw(axes, curve)
    return figure


def _draw_precision_recall(axes: Any, curve: Curve) -> None:
    order = np.argsort(-curve.scores, kind="stable")
    hits = np.cumsum(curve.labels[order])
    total = curve.labels.sum()
    axes.step(hits / total, hits / np.arange(1, len(hits) + 1), color=ACCENT, where="post")
    axes.axhline(curve.labels.mean(), color=PALE, linestyle=":")
    found = (curve.decided & curve.labels).sum()
    axes.plot(found / total, found / max(curve.decided.sum(), 1), "o", color=INK, markersize=5)
    area = average_precision(curve.scores, curve.labels)
    axes.set_title(f"{_name(curve)}\nAP {area:.2f}, {total} positives", fontsize=8)
    axes.set_xlabel("recall (dot: as annotated)", fontsize=7)
    axes.set_ylabel("precision", fontsize=7)


def _draw_reliability(axes: Any, curve: Curve) -> None:
    bins = np.minimum((curve.scores * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    axes.plot([0, 1], [0, 1], color=PALE, linestyle=":")
    for number in np.unique(bins):
        inside = bins == number
        share, count = curve.labels[inside].mean(), int(inside.sum())
        low, high = wilson(share, count)
        middle = curve.scores[inside].mean()
        axes.plot([middle, middle], [low, high], color=ACCENT, linewidth=1)
        axes.plot(middle, share, "o", color=ACCENT, markersize=2 + np.log10(count) * 1.5)
    error = calibration_error(curve.scores, curve.labels)
    axes.set_title(f"{_name(curve)}\ncalibration error {error:.3f}", fontsize=8)
    axes.set_xlabel("probability given", fontsize=7)
    axes.set_ylabel("share that carries it", fontsize=7)


def confusion(predictions: Predictions) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What is taken for what; the last row and column stand for no technique.

    Returns:
        The number of sentences labelled with each row's technique, and the shares of them that are
        annotated with each column's. Techniques that were not looked for in a sentence count as
        neither.
    """
    data = predictions.data
    judged = data.annotated.any(axis=1)
    labels = _or_none((data.labels & data.annotated)[judged])
    decided = _or_none((predictions.decided & data.annotated)[judged])
    support = labels.sum(axis=0)
    return support, labels.T @ decided / np.maximum(support, 1)[:, None]


def _or_none(carried: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.column_stack([carried, ~carried.any(axis=1)]).astype(np.int64)


def _draw_confusion(predictions: Predictions) -> Any:
    support, shares = confusion(predictions)
    names = [name.replace("_", " ") for name in (*predictions.data.techniques, "none")]
    figure = _figure(10, 9)
    axes = figure.add_subplot()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right", fontsize=8)
    rows = [f"{name} ({count})" for name, count in zip(names, support.tolist(), strict=True)]
    axes.set_yticks(range(len(names)), rows, fontsize=8)
    for row, column in np.argwhere(shares >= 0.005):
        shade = "white" if shares[row, column] > 0.5 else INK
        text = f"{shares[row, column]:.0%}"
        axes.text(column, row, text, ha="center", va="center", fontsize=6, color=shade)
    axes.set_xlabel("annotated")
    axes.set_ylabel("labelled (sentences)")
    return figure


def wilson(share: float, count: int) -> tuple[float, float]:
    """95% interval of a share of `count` (Wilson 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * np.sqrt(share * (1 - share) / count + (z / count) ** 2 / 4)
    return float(middle - half), float(middle + half)


def _name(curve: Curve) -> str:
    return curve.technique.replace("_", " ")


def _figure(width: float, height: float) -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra(f"figures need matplotlib; {how_to_install('plots')}") from None
    return Figure(figsize=(width, height), dpi=110, layout="constrained")


def _save(figure: Any, path: Path) -> None:
    part = path.with_name(f".{path.name}")
    figure.savefig(part, format="png", metadata={"Software": None})
    part.replace(path)
