"""How precise the shipped model is, and how much it finds, at each of its operating points.

    python -m training.points

Measures on the test articles and writes `points.json`, from which the README's table is made.
"""

from __future__ import annotations

from pathlib import Path

from rhetoric.annotations import OPERATING_POINTS
from rhetoric.evaluate import evaluate, predict
from rhetoric.model_folder import load
from training.results import write_results
from training.texts import parts

RESULTS = Path(__file__).parent / "points.json"


def main() -> None:
    """Measure and write."""
    model, test = load(), parts().test
    found = {
        point: {
            result.technique: {
                "flagged": result.flagged,
                "precision": round(result.precision, 4),
                "recall": round(result.recall, 4),
            }
            for result in evaluate(predict(model, test, point)).results
        }
        for point in OPERATING_POINTS
    }
    write_results(RESULTS, found)


if __name__ == "__main__":
    main()
