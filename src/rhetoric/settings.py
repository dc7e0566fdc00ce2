"""Several settings to fit classifiers with in; those that suit each technique best out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rhetoric.evaluate import average_precision, resampled_areas
from rhetoric.features import extract
from rhetoric.fitting import (
    Choice,
    Material,
    Progress,
    Recipe,
    Setting,
    cross_validate,
    fit,
    prepare,
    scaled_matrix,
)
from rhetoric.lesson import Lesson
from rhetoric.training_data import TrainingData, folds

SURE = 0.95
"""Share of resamples of the documents in which a single setting must beat the blend."""
BLEND: Choice = (Setting(3.0), Setting(3.0, 1.0), Setting(1.0, 1.0, selective=True))
"""Labels alone, and a lesson learnt in two ways: the mean is steadier than each."""
SELECTIVE_DIVISOR = 3.0
"""Features scaled by what they tell are larger: about so much in the square."""
DOCUMENT_WIDE = frozenset({"repetition"})
"""Of these a teacher, who sees one sentence at a time, knows nothing."""
ENOUGH_POSITIVES = 40
"""A technique with fewer takes the setting that suits the rare ones best together."""


def candidates(recipe: Recipe, taught: bool) -> list[Setting]:
    """All settings that are tried."""
    weights = recipe.lesson_weights if taught else (0.0,)
    return [
        Setting(c / SELECTIVE_DIVISOR if selective else c, weight, selective)
        for weight in weights
        for selective in recipe.selective
        for c in recipe.regularisations
    ]


def choose_by_cross_validation(
    material: Material, recipe: Recipe, progress: Progress
) -> list[Choice]:
    """One setting per technique, by what classifiers say of documents they have not seen."""
    tried = candidates(recipe, taught=material.lesson is not None)
    fold = folds(material.data, recipe.folds, recipe.seed)
    held_out = fold >= 0
    areas = [
        _areas(material.data, held_out, cross_validate(material, choices, fold, progress))
        for choices in ([(setting,)] * len(material.data.techniques) for setting in tried)
    ]
    positives = (material.data.labels & held_out[:, None]).sum(axis=0)
    return _choose(tried, np.array(areas), positives)


def fits_to_choose(unseen: TrainingData, recipe: Recipe) -> int:
    """Classifiers that `choose_on_documents` fits."""
    tried = len(_frequent(unseen)) * len(candidates(recipe, taught=True))
    return tried + len(unseen.techniques) * (len(BLEND) + 1)


def choose_on_documents(
    data: TrainingData,
    lesson: Lesson,
    unseen: TrainingData,
    recipe: Recipe,
    progress: Progress,
) -> list[Choice]:
    """How each technique learns, by what classifiers say of documents the teacher has not seen.

    All take the blend if it finds more, on the mean, than labels alone. A technique with enough
    positives there takes a single setting instead that is better for sure.
    """
    space, material = prepare(data, recipe, lesson)
    matrix = scaled_matrix(extract(space, unseen.batch), recipe)

    def scores(choice: Choice, columns: Sequence[int]) -> NDArray[np.float64]:
        some = replace(material, data=only(data, columns))
        coefficients, intercepts = fit(some, [choice] * len(columns), progress=progress)
        return np.asarray(matrix @ coefficients + intercepts)

    rows, every = np.ones(len(unseen.labels), dtype=bool), range(len(data.techniques))
    wholes = {choice: scores(choice, every) for choice in (BLEND[:1], BLEND)}
    start = max(wholes, key=lambda choice: np.mean(_areas(unseen, rows, wholes[choice])))
    chosen = [start] * len(data.techniques)
    columns = _frequent(unseen)
    choices: list[Choice] = [(setting,) for setting in candidates(recipe, taught=True)]
    tried = [scores(choice, columns) for choice in choices]
    areas = np.array([_areas(only(unseen, columns), rows, found) for found in tried])
    for place, column in enumerate(columns):
        best = int(areas[:, place].argmax())
        draws = _draws(unseen, column, tried[best][:, place], wholes[start][:, column])
        if np.mean(draws[0] > draws[1]) >= SURE:
            chosen[column] = choices[best]
    return [
        BLEND[:1] if technique in DOCUMENT_WIDE else choice
        for technique, choice in zip(data.techniques, chosen, strict=True)
    ]


def _frequent(unseen: TrainingData) -> list[int]:
    """Columns of the techniques with enough positives for a choice of their own."""
    frequent: list[int] = np.flatnonzero(unseen.labels.sum(axis=0) >= ENOUGH_POSITIVES).tolist()
    return frequent


def only(data: TrainingData, columns: Sequence[int]) -> TrainingData:
    """The same sentences with some of the techniques."""
    return replace(
        data,
        labels=data.labels[:, columns],
        annotated=data.annotated[:, columns],
        techniques=tuple(data.techniques[column] for column in columns),
    )


def _draws(
    unseen: TrainingData, column: int, *scores: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    used = unseen.annotated[:, column]
    labels, documents = unseen.labels[used, column], unseen.documents[used]
    return [resampled_areas(found[used], labels, documents) for found in scores]


def _areas(data: TrainingData, rows: NDArray[np.bool_], scores: NDArray[np.float64]) -> list[float]:
    """Average precision of each technique on the rows where it was annotated."""
    used = rows[:, None] & data.annotated
    return [
        average_precision(scores[used[:, column], column], data.labels[used[:, column], column])
        for column in range(len(data.techniques))
    ]


def _choose(
    tried: Sequence[Setting], areas: NDArray[np.float64], positives: NDArray[np.int64]
) -> list[Choice]:
    """The best of the settings for each technique; `areas` has the shape (settings, techniques)."""
    rare = (positives > 0) & (positives < ENOUGH_POSITIVES)
    together = areas[:, rare] if rare.any() else areas
    for_rare = int(np.argmax(together.mean(axis=1)))
    best = np.where(positives >= ENOUGH_POSITIVES, areas.argmax(axis=0), for_rare)
    return [(tried[index],) for index in best.tolist()]
