"""Compare variants of the recipe on the development articles.

    python -m training.experiments [NAME...]

All learn from what the teachers learnt from, and are measured on the development articles, which
neither they nor the teachers have seen; where the name says so, by cross-validation over ten folds
of whole articles instead. Writes `experiments.json`: average precision for any of the techniques
with 200 positives and on their mean, with its standard deviation over resamples of the development
articles, or over the folds.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

import click
import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import average_precision, probability_of_any, resampled_areas
from rhetoric.features import extract
from rhetoric.fitting import (
    Choice,
    Material,
    Recipe,
    Setting,
    cross_validate,
    fit,
    prepare,
    scaled_matrix,
)
from rhetoric.lesson import Lesson, distinct_rows, read_unlabelled
from rhetoric.scores import probabilities
from rhetoric.settings import BLEND
from rhetoric.taxonomy import techniques
from rhetoric.training_data import TrainingData, fingerprints, folds, training_data
from training.further_texts import unlabelled_files
from training.results import write_results
from training.teachers import kept_answers
from training.texts import (
    CORPORA,
    Parts,
    articles,
    authored,
    chosen,
    everyday,
    parts,
    split,
)

RESULTS = Path(__file__).parent / "experiments.json"
ENOUGH = 200
RECIPE = Recipe()

Source = Callable[[], tuple[LabelledDocument, ...]]
"""Gives the documents of one kind."""
Found = dict[str, str]
"""Name of a measure to its value and standard deviation."""


@dataclass(frozen=True)
class Untaught:
    """What a variant without teachers does otherwise."""

    recipe: Recipe = RECIPE
    setting: Setting = field(default_factory=Setting)
    without: Source = tuple
    """What is not learnt from."""

    def measured(self) -> Found:
        """On the development articles."""
        return _untaught(self.recipe, self.without).measured((self.setting,))


@dataclass(frozen=True)
class Taught:
    """What a variant with teachers does otherwise."""

    choice: Choice = BLEND
    files: int | None = None
    """Files of unlabelled texts that are used, of three; all by default."""
    one_in: int = 1
    """Of how many sentences of a lesson one is learnt from."""
    everyday: bool = False
    """Whether the everyday texts are learnt from too."""
    recipe: Recipe = RECIPE

    def measured(self) -> Found:
        """On the development articles."""
        prepared = _taught(self.files, self.one_in, self.everyday, self.recipe)
        return prepared.measured(self.choice)


@dataclass(frozen=True)
class CrossValidated:
    """Labels alone, over so many folds of whole articles."""

    setting: Setting
    folds: int = 10

    def measured(self) -> Found:
        """Over the articles that are not test articles."""
        known = parts()
        data = training_data((*known.learnt, *known.development), _frequent())
        _, material = prepare(data, RECIPE)
        fold = folds(data, self.folds, RECIPE.seed)
        scores = cross_validate(material, [(self.setting,)] * len(data.techniques), fold)
        rows = [fold == number for number in range(self.folds)]
        areas = np.array([_areas(scores[held], data.labels[held]) for held in rows])
        return _found(areas.mean(axis=0), areas)


SELECTIVE = Setting(1.0, selective=True)
SMALLER = replace(RECIPE, most_words=24_000, most_pairs=100_000, most_ngrams=60_000)
"""As many words and n-grams as the model had before."""
VARIANTS: dict[str, Untaught | Taught | CrossValidated] = {
    "taught, mean of three, and everyday texts": Taught(everyday=True),
    "taught, mean of three": Taught(),
    "taught, C 3": Taught((Setting(3.0, 1.0),)),
    "taught, telling n-grams held back less": Taught((Setting(1.0, 1.0, selective=True),)),
    "taught, mean of three, labels alone with telling n-grams held back less": Taught(
        (SELECTIVE, *BLEND[1:])
    ),
    "taught, by half of the lesson": Taught(one_in=2),
    "taught, by a quarter of the lesson": Taught(one_in=4),
    "taught, by news and hoaxes alone": Taught(files=1),
    "taught, without the texts of packages": Taught(files=2),
    "taught, C 3, a smaller vocabulary": Taught((Setting(3.0, 1.0),), recipe=SMALLER),
    "labels alone, C 3": Untaught(),
    "C 1": Untaught(setting=Setting(1.0)),
    "C 10": Untaught(setting=Setting(10.0)),
    "telling n-grams held back less, C 1": Untaught(setting=SELECTIVE),
    "telling n-grams held back less, C 3": Untaught(setting=Setting(3.0, selective=True)),
    "without chosen sentences": Untaught(without=chosen),
    "without our own sentences": Untaught(without=authored),
    "words only": Untaught(replace(RECIPE, char_scale=0.0, cue_scale=0.0, context_scale=0.0)),
    "words and characters": Untaught(replace(RECIPE, cue_scale=0.0, context_scale=0.0)),
    "no words": Untaught(replace(RECIPE, word_scale=0.0)),
    "no cues": Untaught(replace(RECIPE, cue_scale=0.0)),
    "no context": Untaught(replace(RECIPE, context_scale=0.0)),
    "a smaller vocabulary": Untaught(SMALLER),
    "labels alone, C 3, ten folds": CrossValidated(Setting()),
    "telling n-grams held back less, C 1, ten folds": CrossValidated(SELECTIVE),
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(VARIANTS)))
def main(names: tuple[str, ...]) -> None:
    """Run the variants, all by default, and keep their results."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for name in names or VARIANTS:
        found = VARIANTS[name].measured()
        click.echo(f"{name:<40} {found}")
        results = {**kept, name: found}
        kept = {known: results[known] for known in VARIANTS if known in results}
        write_results(RESULTS, kept)


@dataclass(frozen=True)
class Prepared:
    """What is learnt from, and the development articles with their features."""

    material: Material
    unseen: TrainingData
    matrix: sp.csr_matrix
    fitted: dict[Setting, NDArray[np.float64]] = field(default_factory=dict)
    """Scores of the development articles by settings that have been fitted."""

    def measured(self, choice: Choice) -> Found:
        """On the development articles; what variants share is fitted once."""
        for setting in choice:
            if setting not in self.fitted:
                self.fitted[setting] = self._scores(setting)
        scores = np.mean([self.fitted[setting] for setting in choice], axis=0)
        areas = np.array(_areas(scores, self.unseen.labels))
        return _found(areas, _resampled(scores, self.unseen))

    def _scores(self, setting: Setting) -> NDArray[np.float64]:
        settings = [(setting,)] * len(self.unseen.techniques)
        coefficients, intercepts = fit(self.material, settings)
        return np.asarray(self.matrix @ coefficients + intercepts)


@lru_cache(maxsize=1)
def _untaught(recipe: Recipe, without: Source) -> Prepared:
    """Variants that follow each other often share it."""
    known, left_out = parts(), {document.id for document in without()}
    learnt = [document for document in known.learnt if document.id not in left_out]
    return _prepared(training_data(learnt, _frequent()), known, recipe)


@lru_cache(maxsize=1)
def _taught(files: int | None, one_in: int, with_everyday: bool, recipe: Recipe) -> Prepared:
    known = parts()
    data = training_data(known.learnt, tuple(techniques()))
    batch = read_unlabelled(unlabelled_files(CORPORA)[:files])
    labelled = fingerprints((*known.learnt, *known.development, *known.test))
    rows = distinct_rows(batch, labelled)[::one_in]
    said = kept_answers(data).of([batch.sentences[row] for row in rows.tolist()])
    answered = ~np.isnan(said[:, 0])
    rows, said = rows[answered], said[answered]
    lesson = Lesson(batch, rows, {name: said[:, k] for k, name in enumerate(data.techniques)})
    more = everyday() if with_everyday else ()
    data = training_data((*known.learnt, *more), _frequent())
    return _prepared(data, known, recipe, lesson)


def _prepared(
    data: TrainingData, known: Parts, recipe: Recipe, lesson: Lesson | None = None
) -> Prepared:
    unseen = training_data(known.development, data.techniques, learn=False)
    space, material = prepare(data, recipe, lesson)
    return Prepared(material, unseen, scaled_matrix(extract(space, unseen.batch), recipe))


@cache
def _frequent() -> tuple[str, ...]:
    """Techniques with enough positives in the articles."""
    held_out = split()["test"]
    documents = [document for document in articles() if document.id not in held_out]
    data = training_data(documents, tuple(techniques()))
    positives = data.labels.sum(axis=0)
    return tuple(t for t, count in zip(data.techniques, positives, strict=True) if count >= ENOUGH)


def _areas(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> list[float]:
    """Average precision for any of the techniques, then for each."""
    columns = range(labels.shape[1])
    return [
        average_precision(probability_of_any(probabilities(scores)), labels.any(axis=1)),
        *(average_precision(scores[:, k], labels[:, k]) for k in columns),
    ]


def _resampled(scores: NDArray[np.float64], unseen: TrainingData) -> NDArray[np.float64]:
    """The same where documents are drawn anew; shape (resamples, 1 + techniques)."""
    labels, documents = unseen.labels, unseen.documents
    columns = range(labels.shape[1])
    draws = [
        resampled_areas(probability_of_any(probabilities(scores)), labels.any(axis=1), documents)
    ]
    draws += [resampled_areas(scores[:, k], labels[:, k], documents) for k in columns]
    return np.column_stack(draws)


def _found(areas: NDArray[np.float64], drawn: NDArray[np.float64]) -> Found:
    """Areas for any of the techniques and for each, and the same of each fold or resample."""
    spread = {"any of them": drawn[:, 0], "mean": drawn[:, 1:].mean(axis=1)}
    value = {"any of them": areas[0], "mean": areas[1:].mean()}
    return {name: f"{value[name]:.3f} ± {spread[name].std(ddof=1):.3f}" for name in value}


if __name__ == "__main__":
    main()
