"""Probabilities in; words for people out."""

from __future__ import annotations

from math import floor


def percent(probability: float) -> str:
    """Never 0% or 100%: nothing here is certain. The report's script has the same rule."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability >= 0.995 else f"{floor(100 * probability + 0.5)}%"
