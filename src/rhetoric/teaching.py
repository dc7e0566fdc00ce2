"""Labelled documents and unlabelled sentences in; the lesson of a fine-tuned teacher out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.answers import read_answers, write_answers
from rhetoric.batch import Batch
from rhetoric.corpus import LabelledDocument
from rhetoric.fitting import Choice, Recipe
from rhetoric.lesson import Lesson, distinct_rows
from rhetoric.progress import Stage
from rhetoric.settings import BLEND, candidates, choose_on_documents
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
    """What a teacher said, and how each technique is to learn from it."""

    lesson: Lesson
    choices: Mapping[str, Choice]


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
    sentences = [unlabelled.sentences[row] for row in rows.tolist()]
    answers = averaged_answers(data, sentences, recipe, cache, stage)
    columns = {name: answers[:, i] for i, name in enumerate(data.techniques)}
    lesson = Lesson(unlabelled, rows, columns)
    fits = len(candidates(recipe, taught=True)) + len(BLEND) + 1
    weighing = stage("Weighing the teacher", fits * len(data.techniques))
    choices = choose_on_documents(data, lesson, unseen, recipe, weighing)
    return Teaching(lesson, dict(zip(data.techniques, choices, strict=True)))


def averaged_answers(
    data: TrainingData, sentences: Sequence[str], recipe: Recipe, cache: Path, stage: Stage
) -> NDArray[np.float32]:
    """What the recipe's teachers say on average, asked or kept.

    Shape (sentences, techniques + 1), any technique last.

    Raises:
        MissingExtra: there is a sentence to ask about and the extra `teacher` is not installed.
    """
    path = answers_path(data, recipe, cache)
    kept = read_answers(path, len(data.techniques) + 1)
    unasked = np.flatnonzero(np.isnan(kept.of(sentences)[:, 0]))
    if len(unasked):
        asked = [sentences[row] for row in unasked.tolist()]
        kept = kept.with_more(asked, _said(data, asked, recipe, cache, stage))
        write_answers(kept, path)
    return kept.of(sentences)


def answers_path(data: TrainingData, recipe: Recipe, cache: Path) -> Path:
    """Where the answers of the recipe's teachers are kept: they hang on the labelled sentences."""
    teachers = [teacher.to_dict() for teacher in recipe.teachers]
    return cache / f"answers-{_hash(teachers, data)}.npz"


def _said(
    data: TrainingData, sentences: Sequence[str], recipe: Recipe, cache: Path, stage: Stage
) -> NDArray[np.float32]:
    said = []
    sentences = [" ".join(sentence.split()) for sentence in sentences]
    for how in recipe.teachers:
        teacher = _teacher(data, how, len(sentences), cache, stage)
        asking = stage("Asking the teacher", len(sentences))
        said.append(teacher.probabilities(sentences, asking))
    return np.asarray(np.mean(said, axis=0), dtype=np.float32)


def _teacher(
    data: TrainingData, how: TeacherRecipe, asked: int, cache: Path, stage: Stage
) -> Teacher:
    """Fine-tune a teacher, or take the one that is kept."""
    from rhetoric.teacher import fine_tune, load_teacher, save_teacher

    kept = cache / f"teacher-{_hash([how.to_dict()], data)}.safetensors"
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


def _hash(how: Sequence[dict[str, Any]], data: TrainingData) -> str:
    digest = hashlib.sha256(json.dumps(how, sort_keys=True).encode())
    digest.update("\n".join(data.batch.sentences).encode())
    digest.update(np.packbits(data.labels).tobytes())
    digest.update(np.packbits(data.annotated).tobytes())
    return digest.hexdigest()[:16]
