"""Labelled documents in; a `Model` out: vocabulary, classifiers, calibration, thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np
from numpy.typing import NDArray

from rhetoric.calibration import WEAK, operating_points, platt
from rhetoric.corpus import LabelledDocument
from rhetoric.errors import BadCorpus
from rhetoric.evaluate import evaluate, f1_at, precision_at, predict
from rhetoric.fitting import (
    Choice,
    Material,
    Progress,
    Recipe,
    cross_validate,
    fit,
    prepare,
    unscaled_weights,
)
from rhetoric.model import Model
from rhetoric.scores import probabilities
from rhetoric.settings import BLEND, candidates, choose_by_cross_validation, only
from rhetoric.taxonomy import techniques
from rhetoric.teaching import Teaching
from rhetoric.training_data import (
    TrainingData,
    fingerprints,
    folds,
    training_data,
    without_copies,
)

FEWEST_SENTENCES = 50
FEWEST_EXAMPLES = 3
"""A technique with fewer sentences that carry it, or that do not, cannot be learnt."""


def steps(recipe: Recipe) -> int:
    """Number of classifiers that training fits at the most."""
    tried = len(candidates(recipe, taught=False))
    return len(techniques()) * (recipe.folds * (tried + len(BLEND)) + len(BLEND))


def train(
    documents: Sequence[LabelledDocument],
    test: Sequence[LabelledDocument],
    recipe: Recipe,
    name: str,
    progress: Progress = lambda _: None,
    teaching: Teaching | None = None,
) -> Model:
    """Train on documents, and on a teacher's lesson if there is one; report on other documents.

    How strongly each technique's weights are held back is chosen by cross-validation, or has been
    chosen with the lesson. Calibration and thresholds come from predictions for documents that the
    classifier had not seen: cross-validation over whole documents. A lesson's teacher may have.

    Raises:
        BadCorpus: there is too little to learn from.
    """
    data = _learnable(training_data(documents, tuple(techniques())))
    known = data.techniques
    if len(np.unique(data.documents)) < 2:
        raise BadCorpus(
            "all sentences belong to one document, so none can be held out to calibrate on; give "
            "`document` ids, or leave them out where sentences do not belong together"
        )
    space, material = prepare(data, recipe, teaching.lesson if teaching else None)
    choices = [teaching.choices[technique] if teaching else () for technique in known]
    untaught = [column for column, choice in enumerate(choices) if not _taught(choice)]
    if untaught:
        # Cross-validation rests on far more documents than the choice of how to take a lesson.
        labels_alone = Material(only(data, untaught), material.matrix, material.ngrams)
        own = choose_by_cross_validation(labels_alone, recipe, progress)
        for column, choice in zip(untaught, own, strict=True):
            choices[column] = choice
    held_out, measurable = _held_out(material, choices, recipe, progress)
    coefficients, intercepts = fit(material, choices, progress=progress)
    thresholds, experimental, precise = {}, set(), {}
    for column, technique in enumerate(known):
        seen = measurable[:, column]
        labels = data.labels[seen, column]
        slope, shift = platt(held_out[seen, column], labels)
        coefficients[:, column] *= slope
        intercepts[column] = intercepts[column] * slope + shift
        calibrated = probabilities(held_out[seen, column] * slope + shift)
        thresholds[technique] = operating_points(calibrated, labels)
        precise[technique] = precision_at(calibrated, labels, thresholds[technique]["precise"])
        if f1_at(calibrated, labels, thresholds[technique]["balanced"]) < WEAK:
            experimental.add(technique)
    weights = unscaled_weights(space, recipe, coefficients, intercepts)
    model = Model(name, known, thresholds, frozenset(experimental), space, weights, card={})
    model = replace(model, card={"precision_at_precise": precise})
    return _with_card(model, documents, test, data, choices, recipe, teaching)


def _held_out(
    material: Material, choices: Sequence[Choice], recipe: Recipe, progress: Progress
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Cross-validated scores, and where they are to be calibrated on; (sentences, techniques).

    On running text, unless that has too few examples of a technique: then on all documents.
    """
    data = material.data
    fold = folds(data, recipe.folds, recipe.seed)
    scores = cross_validate(material, choices, fold, progress)
    seen = (fold >= 0)[:, None] & data.annotated
    fewest = np.minimum((seen & data.labels).sum(axis=0), (seen & ~data.labels).sum(axis=0))
    scarce = np.flatnonzero(fewest < FEWEST_EXAMPLES).tolist()
    if scarce and (fold < 0).any():
        some = replace(material, data=only(data, scarce))
        fold = folds(data, recipe.folds, recipe.seed, running_text=False)
        few = [choices[column] for column in scarce]
        scores[:, scarce] = cross_validate(some, few, fold, progress)
        seen[:, scarce] = data.annotated[:, scarce]
    return scores, seen


def _taught(choice: Choice) -> bool:
    return any(setting.lesson_weight for setting in choice)


def _learnable(data: TrainingData) -> TrainingData:
    """The techniques that there are enough examples of.

    Raises:
        BadCorpus: there are too few sentences, or no such technique.
    """
    labelled = int(data.annotated.any(axis=1).sum())
    if labelled < FEWEST_SENTENCES:
        raise BadCorpus(
            f"too little to learn from: {labelled} labelled sentences; training needs "
            f"{FEWEST_SENTENCES} beside the tenth that is held out"
        )
    examples = [(data.annotated & carried).sum(axis=0) for carried in (data.labels, ~data.labels)]
    enough = np.flatnonzero(np.minimum(*examples) >= FEWEST_EXAMPLES).tolist()
    if not enough:
        raise BadCorpus(
            f"too little to learn from: no technique has {FEWEST_EXAMPLES} sentences with it and "
            f"{FEWEST_EXAMPLES} without; label both"
        )
    return only(data, enough)


def _with_card(
    model: Model,
    documents: Sequence[LabelledDocument],
    test: Sequence[LabelledDocument],
    data: TrainingData,
    choices: Sequence[Choice],
    recipe: Recipe,
    teaching: Teaching | None,
) -> Model:
    unseen = without_copies(test, fingerprints(documents))
    card = {
        **model.card,
        "name": model.name,
        "recipe": recipe.to_dict(),
        "training": {
            "documents": len(documents),
            "sentences": int(data.annotated.any(axis=1).sum()),
            "positives": {
                technique: int(data.labels[:, column].sum())
                for column, technique in enumerate(model.techniques)
            },
            "unlabelled": len(teaching.lesson.rows) if teaching else 0,
            "settings": {
                technique: [asdict(setting) for setting in choice]
                for technique, choice in zip(model.techniques, choices, strict=True)
            },
        },
        "results": evaluate(predict(model, unseen)).to_dict() if unseen else None,
    }
    return replace(model, card=card)
