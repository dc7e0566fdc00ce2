"""Measure the shipped model anew, where code that reads texts has changed since it was built.

    python -m training.measure

Writes the results into the model's card and into its part of `results.json`; the baselines stay as
they were built.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from rhetoric.evaluate import evaluate, predict
from rhetoric.model_folder import default_folder, load, save
from training.results import write_results
from training.texts import parts

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Measure and write."""
    model = load()
    found = evaluate(predict(model, parts().test)).to_dict()
    save(replace(model, card={**model.card, "results": found}), default_folder())
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    results["rhetoric"] = found
    write_results(RESULTS, results)


if __name__ == "__main__":
    main()
