"""Labelled documents and unlabelled sentences in; the lesson of a fine-tuned teacher out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from rhetoric.batch import Batch
from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import average_precision
from rhetoric.features import extract
from rhetoric.fitting import Material, Recipe, fit, prepare, scaled_matrix
from rhetoric.lesson import Lesson, distinct_rows
from rhetoric.progress import Stage
from rhetoric.techniques import techniques
from rhetoric.training_data import TrainingData, training_data

WEIGHTS = (0.0, 0.1, 0.3, 1.0)
"""What an unlabelled sentence may count beside a labelled one."""
ENOUGH_POSITIVES = 20
"""A technique with fewer in the development documents takes the weight that suits the rare ones."""
FINE_TUNED_PER_SECOND = 30
ASKED_PER_SECOND = 180
"""Sentences per second and core, for the estimate of the time."""


def minutes(fine_tuned: int, asked: int) -> int:
    """About how long teaching takes on one core, by the numbers of sentences."""
    seconds = fine_tuned / FINE_TUNED_PER_SECOND + asked / ASKED_PER_SECOND
    return max(1, round(seconds / 60))


def lesson_from_teacher(
    documents: Sequence[LabelledDocument],
    development: Sequence[LabelledDocument],
    unlabelled: Batch,
    recipe: Recipe,
    cache: Path,
    stage: Stage,
) -> Lesson:
    """Fine-tune a teacher, ask it about the unlabelled sentences, and choose its weights.

    The teacher learns from `documents`; the weight of its lesson is chosen for each technique by
    average precision on `development`, which it has not seen. Its answers are kept in `cache`
    under a hash of all that they hang on.

    Raises:
        MissingExtra: the extra `teacher` is not installed.
    """
    from rhetoric.teacher import TeacherRecipe, fine_tune

    names = tuple(techniques())
    data = training_data(documents, names)
    rows = distinct_rows(unlabelled)
    sentences = [" ".join(unlabelled.sentences[row].split()) for row in rows.tolist()]
    teacher_recipe = TeacherRecipe(seed=recipe.seed)
    kept = cache / f"teacher-{_hash(data, sentences, asdict(teacher_recipe))}.npy"
    if kept.is_file():
        answers = np.load(kept, allow_pickle=False)
    else:
        seen = len(data.batch.sentences) * teacher_recipe.epochs
        estimate = minutes(seen, len(sentences))
        teacher = fine_tune(
            data.batch.sentences,
            data.labels,
            data.annotated,
            teacher_recipe,
            stage(f"Fine-tuning a teacher, about {estimate} minutes in all", seen),
        )
        answers = teacher.probabilities(sentences, stage("Asking the teacher", len(sentences)))
        cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part.npy")
        np.save(part, answers.astype(np.float16))
        part.replace(kept)
    probabilities = {
        name: answers[:, column].astype(np.float32) for column, name in enumerate(names)
    }
    lesson = Lesson(unlabelled, rows, probabilities, weights={})
    return choose_weights(data, development, lesson, recipe, stage)


def choose_weights(
    data: TrainingData,
    development: Sequence[LabelledDocument],
    lesson: Lesson,
    recipe: Recipe,
    stage: Stage,
) -> Lesson:
    """The lesson with the weight of each technique that does best on the development documents."""
    space, material = prepare(data, recipe, lesson)
    unseen = training_data(development, data.techniques, learn=False)
    matrix = scaled_matrix(extract(space, unseen.batch), recipe)
    progress = stage("Weighing the teacher", len(WEIGHTS) * len(data.techniques))
    table = np.array(
        [_areas(material, weight, matrix, unseen, recipe, progress) for weight in WEIGHTS]
    )
    support = unseen.labels.sum(axis=0)
    rare = (support > 0) & (support < ENOUGH_POSITIVES)
    common_choice = int(np.argmax(table[:, rare].mean(axis=1))) if rare.any() else 0
    chosen = np.where(support >= ENOUGH_POSITIVES, table.argmax(axis=0), common_choice)
    weights = {name: WEIGHTS[int(i)] for name, i in zip(data.techniques, chosen, strict=True)}
    return replace(lesson, weights=weights)


def _areas(
    material: Material,
    weight: float,
    matrix: sp.csr_matrix,
    unseen: TrainingData,
    recipe: Recipe,
    progress: Callable[[int], None],
) -> list[float]:
    """Average precision of each technique on unseen documents with one weight for all."""
    assert material.lesson is not None
    lesson = replace(material.lesson, weights=dict.fromkeys(unseen.techniques, weight))
    everything = np.ones(len(material.data.labels), dtype=bool)
    coefficients, intercepts = fit(replace(material, lesson=lesson), everything, recipe, progress)
    scores = matrix @ coefficients + intercepts
    return [
        average_precision(scores[:, column], unseen.labels[:, column])
        for column in range(len(unseen.techniques))
    ]


def _hash(data: TrainingData, sentences: Sequence[str], recipe: dict[str, object]) -> str:
    digest = hashlib.sha256(json.dumps(recipe, sort_keys=True).encode())
    for listed in (data.batch.sentences, sentences):
        digest.update("\n".join(listed).encode())
    for table in (data.labels, data.annotated):
        digest.update(np.packbits(table).tobytes())
    return digest.hexdigest()[:16]
