"""Rows of figures in; aligned lines for people out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NOTHING = "–"
"""In place of a figure that there is nothing to work out from."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Left-align the first column and right-align the others."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def results_table(evaluation: Mapping[str, Any]) -> str:
    """Results of an evaluation, as `Evaluation.to_dict` gives them.

    Without sentences that carry a technique, nothing is said of how well they are found; and of a
    single document nothing of how far the figures hang on it.
    """
    head = (
        "technique",
        "support",
        "flagged",
        "precision",
        "recall",
        "F1",
        "95%",
        "AP",
        "95%",
        "ECE",
    )
    rows = [
        (
            result["technique"],
            str(result["support"]),
            str(result["flagged"]),
            f"{result['precision']:.2f}" if result["flagged"] else NOTHING,
            f"{result['recall']:.2f}" if result["support"] else NOTHING,
            *_estimate(result["f1"], result["support"]),
            *_estimate(result["average_precision"], result["support"]),
            f"{result['calibration_error']:.3f}",
        )
        for result in evaluation["results"]
    ]
    sizes = f"{evaluation['sentences']:,} sentences of {evaluation['documents']:,} documents"
    supported = any(result["support"] for result in evaluation["results"])
    macro = f"{evaluation['macro_average_precision']:.3f}" if supported else NOTHING
    return table(head, rows) + f"\n{sizes}; macro average precision {macro}\n"


def _estimate(estimate: Mapping[str, float], support: int) -> tuple[str, str]:
    if not support:
        return NOTHING, NOTHING
    low, high = estimate["low"], estimate["high"]
    return f"{estimate['value']:.2f}", f"{low:.2f}–{high:.2f}" if low < high else NOTHING
