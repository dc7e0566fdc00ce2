"""Several settings to fit classifiers with in; the one that suits each technique best out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rhetoric.evaluate import average_precision, resampled_areas
from rhetoric.features import extract
from rhetoric.fitting import (
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
"""Share of resamples of the documents in which a lesson must help, to be taken."""
SELECTIVE_DIVISOR = 3.0
"""Features scaled by what they tell are larger: about so much in the square."""
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
) -> list[Setting]:
    """One setting per technique, by what classifiers say of documents they have not seen."""
    tried = candidates(recipe, taught=material.lesson is not None)
    held_out = folds(material.data, recipe.folds, recipe.seed) >= 0
    areas = [
        _areas(material.data, held_out, cross_validate(material, settings, recipe, progress)[0])
        for settings in ([setting] * len(material.data.techniques) for setting in tried)
    ]
    positives = (material.data.labels & held_out[:, None]).sum(axis=0)
    return _choose(tried, np.array(areas), positives)


def choose_on_documents(
    data: TrainingData,
    lesson: Lesson,
    unseen: TrainingData,
    recipe: Recipe,
    progress: Progress,
) -> list[Setting]:
    """One setting per technique, by what classifiers say of documents the teacher has not seen.

    A lesson is taken where it helps for sure, which a few positives cannot show.
    """
    space, material = prepare(data, recipe, lesson)
    matrix = scaled_matrix(extract(space, unseen.batch), recipe)
    scores = {}
    for setting in candidates(recipe, taught=True):
        settings = [setting] * len(data.techniques)
        coefficients, intercepts = fit(material, settings, progress=progress)
        scores[setting] = matrix @ coefficients + intercepts
    everything = np.ones(len(unseen.labels), dtype=bool)
    areas = {setting: _areas(unseen, everything, found) for setting, found in scores.items()}
    plain = [setting for setting in scores if not setting.lesson_weight]
    taught = [setting for setting in scores if setting.lesson_weight]
    positives = unseen.labels.sum(axis=0)
    chosen = _choose(plain, np.array([areas[setting] for setting in plain]), positives)
    for column in np.flatnonzero(positives >= ENOUGH_POSITIVES).tolist():
        best = taught[int(np.argmax([areas[setting][column] for setting in taught]))]
        draws = [_draws(unseen, scores[setting], column) for setting in (best, chosen[column])]
        if np.mean(draws[0] > draws[1]) >= SURE:
            chosen[column] = best
    return chosen


def _draws(unseen: TrainingData, scores: NDArray[np.float64], column: int) -> NDArray[np.float64]:
    used = unseen.annotated[:, column]
    labels, documents = unseen.labels[used, column], unseen.documents[used]
    return resampled_areas(scores[used, column], labels, documents)


def _areas(data: TrainingData, rows: NDArray[np.bool_], scores: NDArray[np.float64]) -> list[float]:
    """Average precision of each technique on the rows where it was annotated."""
    used = rows[:, None] & data.annotated
    return [
        average_precision(scores[used[:, column], column], data.labels[used[:, column], column])
        for column in range(len(data.techniques))
    ]


def _choose(
    tried: Sequence[Setting], areas: NDArray[np.float64], positives: NDArray[np.int64]
) -> list[Setting]:
    """The best of the settings for each technique; `areas` has the shape (settings, techniques)."""
    rare = (positives > 0) & (positives < ENOUGH_POSITIVES)
    together = areas[:, rare] if rare.any() else areas
    for_rare = int(np.argmax(together.mean(axis=1)))
    best = np.where(positives >= ENOUGH_POSITIVES, areas.argmax(axis=0), for_rare)
    return [tried[index] for index in best.tolist()]
