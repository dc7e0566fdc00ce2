"""Compare variants of the recipe by cross-validation over the articles that are not test articles.

    python -m training.experiments [NAME...]

Five folds of whole articles, labels alone, the techniques with at least 200 positives. Writes
`experiments.json`: average precision for any technique and on the mean of those techniques, each
with its standard deviation over the folds. Nothing here looks at the test articles.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import numpy as np

from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import average_precision
from rhetoric.fitting import Recipe, Setting, cross_validate, prepare
from rhetoric.output import write_file
from rhetoric.scores import probabilities
from rhetoric.taxonomy import techniques
from rhetoric.training_data import training_data
from training.texts import articles, authored, chosen, split

RESULTS = Path(__file__).parent / "experiments.json"
ENOUGH = 200
RECIPE = Recipe()


@dataclass(frozen=True)
class Variant:
    """What one experiment does otherwise."""

    recipe: Recipe = RECIPE
    setting: Setting = field(default_factory=Setting)
    authored: bool = True
    chosen: bool = True


VARIANTS = {
    "labels alone, C 3": Variant(),
    "C 0.3": Variant(setting=Setting(0.3)),
    "C 1": Variant(setting=Setting(1.0)),
    "C 10": Variant(setting=Setting(10.0)),
    "telling n-grams held back less, C 0.3": Variant(setting=Setting(0.3, selective=True)),
    "telling n-grams held back less, C 1": Variant(setting=Setting(1.0, selective=True)),
    "telling n-grams held back less, C 3": Variant(setting=Setting(3.0, selective=True)),
    "articles alone": Variant(authored=False, chosen=False),
    "without chosen sentences": Variant(chosen=False),
    "without our own sentences": Variant(authored=False),
    "words only": Variant(replace(RECIPE, char_scale=0.0, cue_scale=0.0, context_scale=0.0)),
    "words and characters": Variant(replace(RECIPE, cue_scale=0.0, context_scale=0.0)),
    "no words": Variant(replace(RECIPE, word_scale=0.0)),
    "no cues": Variant(replace(RECIPE, cue_scale=0.0)),
    "no context": Variant(replace(RECIPE, context_scale=0.0)),
    "cues twice as free": Variant(replace(RECIPE, cue_scale=1.0)),
    "context as free as cues": Variant(replace(RECIPE, context_scale=0.5)),
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(VARIANTS)))
def main(names: tuple[str, ...]) -> None:
    """Run the variants, all by default, and keep their results."""
    held_out = split()["test"]
    documents = [d for d in articles() if d.id not in held_out]
    frequent = _frequent(documents)
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for name in names or VARIANTS:
        kept[name] = _measured(documents, frequent, VARIANTS[name])
        click.echo(f"{name:<38} {kept[name]}")
        write_file(RESULTS, [json.dumps(kept, indent=1), "\n"])


def _frequent(documents: Sequence[LabelledDocument]) -> list[str]:
    data = training_data(documents, tuple(techniques()))
    positives = data.labels.sum(axis=0)
    return [t for t, count in zip(data.techniques, positives, strict=True) if count >= ENOUGH]


def _measured(
    documents: Sequence[LabelledDocument], names: Sequence[str], variant: Variant
) -> dict[str, str]:
    more = (*(authored() if variant.authored else ()), *(chosen() if variant.chosen else ()))
    data = training_data((*documents, *more), names)
    _, material = prepare(data, variant.recipe)
    choices = [(variant.setting,)] * len(names)
    scores, fold = cross_validate(material, choices, variant.recipe, lambda _: None)
    found = np.array(
        [_areas(scores[fold == k], data.labels[fold == k]) for k in range(variant.recipe.folds)]
    )
    parts = {"any technique": found[:, 0], f"mean of {len(names)}": found[:, 1:].mean(axis=1)}
    return {name: f"{part.mean():.3f} ± {part.std(ddof=1):.3f}" for name, part in parts.items()}


def _areas(scores: np.ndarray, labels: np.ndarray) -> list[float]:
    """Average precision for any technique, then for each."""
    either = 1 - np.prod(1 - probabilities(scores), axis=1)
    columns = range(labels.shape[1])
    return [
        average_precision(either, labels.any(axis=1)),
        *(average_precision(scores[:, k], labels[:, k]) for k in columns),
    ]


if __name__ == "__main__":
    main()
