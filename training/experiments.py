"""Compare variants of the recipe by cross-validation over the articles that are not test articles.

    python -m training.experiments [NAME...]

Writes `training/experiments.json`: average precision for any technique, and the mean over the
techniques with at least 50 positives. Nothing here looks at the test articles.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click
import numpy as np

from rhetoric.evaluate import average_precision
from rhetoric.fitting import Recipe, cross_validate, prepare
from rhetoric.output import write_file
from rhetoric.scores import probabilities
from rhetoric.techniques import techniques
from rhetoric.training_data import training_data
from training.texts import articles, authored, split

RESULTS = Path(__file__).parent / "experiments.json"
ENOUGH = 50
SHIPPED = Recipe()
VARIANTS = {
    "shipped": SHIPPED,
    "words only": replace(SHIPPED, char_scale=0.0, cue_scale=0.0, context_scale=0.0),
    "words and characters": replace(SHIPPED, cue_scale=0.0, context_scale=0.0),
    "no words": replace(SHIPPED, word_scale=0.0),
    "no cues": replace(SHIPPED, cue_scale=0.0),
    "no context": replace(SHIPPED, context_scale=0.0),
    "cues twice as free": replace(SHIPPED, cue_scale=1.0),
    "context as free as cues": replace(SHIPPED, context_scale=0.5),
    "C 3": replace(SHIPPED, regularisation=3.0),
    "C 30": replace(SHIPPED, regularisation=30.0),
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(VARIANTS)))
def main(names: tuple[str, ...]) -> None:
    """Run the variants, all by default, and keep their results."""
    held_out = split()["test"]
    documents = [d for d in articles() if d.id not in held_out]
    data = training_data((*documents, *authored()), tuple(techniques()))
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for name in names or VARIANTS:
        recipe = VARIANTS[name]
        _, material = prepare(data, recipe)
        scores, fold = cross_validate(material, recipe, lambda _: None)
        kept[name] = _measured(scores[fold >= 0], data.labels[fold >= 0])
        click.echo(f"{name:<26} {kept[name]}")
    write_file(RESULTS, [json.dumps(kept, indent=1), "\n"])


def _measured(scores: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    either = 1 - np.prod(1 - probabilities(scores), axis=1)
    areas = [
        average_precision(scores[:, column], labels[:, column])
        for column in range(labels.shape[1])
        if labels[:, column].sum() >= ENOUGH
    ]
    return {
        "any technique": round(average_precision(either, labels.any(axis=1)), 4),
        "mean over techniques": round(float(np.mean(areas)), 4),
    }


if __name__ == "__main__":
    main()
