"""Labelled documents and unlabelled sentences in; the lesson of a fine-tuned teacher out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rhetoric.batch import Batch
from rhetoric.corpus import LabelledDocument
from rhetoric.fitting import Recipe, Setting
from rhetoric.lesson import Lesson, distinct_rows
from rhetoric.progress import Stage
from rhetoric.settings import candidates, choose_on_documents
from rhetoric.taxonomy import techniques
from rhetoric.training_data import TrainingData, fingerprints, training_data

if TYPE_CHECKING:
    from rhetoric.teacher import Teacher, TeacherRecipe

FINE_TUNED_PER_SECOND = 30
ASKED_PER_SECOND = 180
"""Sentences per second and core, for the estimate of the time."""


def minutes(fine_tuned: int, asked: int) -> int:
    """About how long teaching takes on one core, by the numbers of sentences."""
    seconds = fine_tuned / FINE_TUNED_PER_SECOND + asked / ASKED_PER_SECOND
    return max(1, round(seconds / 60))


@dataclass(frozen=True)
class Teaching:
    """What a teacher said, and how much each technique is to learn from it."""

    lesson: Lesson
    settings: Mapping[str, Setting]


def teach(
    documents: Sequence[LabelledDocument],
    development: Sequence[LabelledDocument],
    test: Sequence[LabelledDocument],
    unlabelled: Batch,
    recipe: Recipe,
    cache: Path,
    stage: Stage,
) -> Teaching:
    """Fine-tune a teacher, ask it about the unlabelled sentences, and choose settings.

    The teacher learns from `documents`; how much its lesson counts is chosen for each technique by
    average precision on `development`, which it has not seen. Copies of labelled sentences, those
    of `test` too, are no part of the lesson. Teachers and answers are kept in `cache` under a hash
    of all that they hang on.

    Raises:
        MissingExtra: the extra `teacher` is not installed.
    """
    data = training_data(documents, tuple(techniques()))
    unseen = training_data(development, data.techniques, learn=False)
    rows = distinct_rows(unlabelled, fingerprints((*documents, *development, *test)))
    sentences = [" ".join(unlabelled.sentences[row].split()) for row in rows.tolist()]
    answers = averaged_answers(data, sentences, recipe, cache, stage)
    columns = {name: answers[:, i] for i, name in enumerate(data.techniques)}
    lesson = Lesson(unlabelled, rows, columns)
    fits = len(candidates(recipe, taught=True)) * len(data.techniques)
    settings = choose_on_documents(
        data, lesson, unseen, recipe, stage("Weighing the teacher", fits)
    )
    return Teaching(lesson, dict(zip(data.techniques, settings, strict=True)))


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
