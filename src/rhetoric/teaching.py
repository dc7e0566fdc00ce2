"""Labelled documents and unlabelled sentences in; the lesson of a fine-tuned teacher out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rhetoric.batch import Batch
from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import average_precision
from rhetoric.features import extract
from rhetoric.fitting import Material, Recipe, fit, prepare, scaled_matrix
from rhetoric.lesson import Lesson, distinct_rows
from rhetoric.output import write_file
from rhetoric.progress import Stage
from rhetoric.techniques import techniques
from rhetoric.training_data import TrainingData, fingerprints, training_data

if TYPE_CHECKING:
    from rhetoric.teacher import Teacher, TeacherRecipe

WEIGHTS = (0.0, 0.1, 0.3)
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
    test: Sequence[LabelledDocument],
    unlabelled: Batch,
    recipe: Recipe,
    cache: Path,
    stage: Stage,
) -> Lesson:
    """Fine-tune a teacher, ask it about the unlabelled sentences, and choose its weights.

    The teacher learns from `documents`; the weight of its lesson is chosen for each technique by
    average precision on `development`, which it has not seen. Copies of labelled sentences, those
    of `test` too, are no part of the lesson. Answers and weights are kept in `cache` under a hash
    of all that they hang on.

    Raises:
        MissingExtra: the extra `teacher` is not installed.
    """
    data = training_data(documents, tuple(techniques()))
    unseen = training_data(development, data.techniques, learn=False)
    rows = distinct_rows(unlabelled, fingerprints((*documents, *development, *test)))
    sentences = [" ".join(unlabelled.sentences[row].split()) for row in rows.tolist()]
    answers = averaged_answers(data, sentences, recipe, cache, stage)
    lesson = Lesson(
        unlabelled,
        rows,
        {name: answers[:, i].astype(np.float32) for i, name in enumerate(data.techniques)},
        weights={},
    )
    kept = cache / f"weights-{_hash(asdict(recipe), data, unseen, sentences)}.json"
    if not kept.is_file():
        weights = choose_weights(data, unseen, lesson, recipe, stage)
        write_file(kept, [json.dumps(weights)])
    return replace(lesson, weights=json.loads(kept.read_text(encoding="utf-8")))


def averaged_answers(
    data: TrainingData, sentences: Sequence[str], recipe: Recipe, cache: Path, stage: Stage
) -> NDArray[np.float32]:
    """What teachers that differ by their seed say on average; shape as of `teacher_answers`."""
    seeds = range(recipe.seed, recipe.seed + recipe.teachers)
    answers = [teacher_answers(data, sentences, seed, cache, stage) for seed in seeds]
    return np.asarray(np.mean(answers, axis=0, dtype=np.float32))


def teacher_answers(
    data: TrainingData, sentences: Sequence[str], seed: int, cache: Path, stage: Stage
) -> NDArray[np.float16]:
    """What a fine-tuned teacher says; shape (sentences, techniques + 1), any technique last."""
    from rhetoric.teacher import TeacherRecipe

    how = TeacherRecipe(seed=seed)
    kept = cache / f"answers-{_hash(asdict(how), data, sentences)}.npy"
    if not kept.is_file():
        teacher = _teacher(data, how, len(sentences), cache, stage)
        answers = teacher.probabilities(sentences, stage("Asking the teacher", len(sentences)))
        part = kept.with_suffix(".part.npy")
        np.save(part, answers.astype(np.float16))
        part.replace(kept)
    return np.asarray(np.load(kept, allow_pickle=False), dtype=np.float16)


def _teacher(
    data: TrainingData, how: TeacherRecipe, asked: int, cache: Path, stage: Stage
) -> Teacher:
    """Fine-tune a teacher, or take the one that is kept."""
    from rhetoric.teacher import fine_tune, load_teacher, save_teacher

    kept = cache / f"teacher-{_hash(asdict(how), data)}.safetensors"
    if kept.is_file():
        return load_teacher(kept, len(data.techniques), how)
    rows = np.flatnonzero(data.annotated.any(axis=1))
    seen = len(rows) * how.epochs
    name = f"Fine-tuning a teacher, about {minutes(seen, asked)} minutes with its answers"
    learnt = [data.batch.sentences[row] for row in rows.tolist()]
    progress = stage(name, seen)
    teacher = fine_tune(learnt, data.labels[rows], data.annotated[rows], how, progress)
    cache.mkdir(parents=True, exist_ok=True)
    save_teacher(teacher, kept)
    return teacher


def choose_weights(
    data: TrainingData, unseen: TrainingData, lesson: Lesson, recipe: Recipe, stage: Stage
) -> dict[str, float]:
    """The weight of each technique that does best on sentences that the teacher has not seen.

    Techniques with too few positives to tell share the weight that suits them best together.
    """
    space, material = prepare(data, recipe, lesson)
    matrix = scaled_matrix(extract(space, unseen.batch), recipe)
    progress = stage("Weighing the teacher", len(WEIGHTS) * len(data.techniques))
    table = np.array(
        [_areas(material, weight, matrix, unseen, recipe, progress) for weight in WEIGHTS]
    )
    support = unseen.labels.sum(axis=0)
    rare = (support > 0) & (support < ENOUGH_POSITIVES)
    common_choice = int(np.argmax(table[:, rare].mean(axis=1))) if rare.any() else 0
    chosen = np.where(support >= ENOUGH_POSITIVES, table.argmax(axis=0), common_choice)
    return {name: WEIGHTS[int(i)] for name, i in zip(data.techniques, chosen, strict=True)}


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


def _hash(*parts: TrainingData | Sequence[str] | dict[str, object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, TrainingData):
            digest.update("\n".join(part.batch.sentences).encode())
            digest.update(np.packbits(part.labels).tobytes())
            digest.update(np.packbits(part.annotated).tobytes())
        else:
            digest.update(json.dumps(part, sort_keys=True).encode())
    return digest.hexdigest()[:16]
