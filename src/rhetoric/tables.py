"""Rows of figures in; aligned lines for people out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


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
    """Results of an evaluation, as `Evaluation.to_dict` gives them."""
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
            f"{result['precision']:.2f}",
            f"{result['recall']:.2f}",
            *_estimate(result["f1"]),
            *_estimate(result["average_precision"]),
            f"{result['calibration_error']:.3f}",
        )
        for result in evaluation["results"]
    ]
    sizes = f"{evaluation['sentences']:,} sentences of {evaluation['documents']:,} documents"
    macro = f"macro average precision {evaluation['macro_average_precision']:.3f}"
    return table(head, rows) + f"\n{sizes}; {macro}\n"


def _estimate(estimate: Mapping[str, float]) -> tuple[str, str]:
    return f"{estimate['value']:.2f}", f"{estimate['low']:.2f}–{estimate['high']:.2f}"
