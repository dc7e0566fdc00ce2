"""Labelled documents and unlabelled sentences in; the lesson of a fine-tuned teacher out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.answers import read_answers, write_answers
from rhetoric.batch import Batch
from rhetoric.corpus import LabelledDocument
from rhetoric.encoders import MINILM, encoder_digest
from rhetoric.errors import BadCorpus
from rhetoric.fitting import Choice, Recipe
from rhetoric.lesson import Lesson, distinct_rows
from rhetoric.output import CannotWrite
from rhetoric.progress import Stage
from rhetoric.settings import choose_on_documents, fits_to_choose
from rhetoric.taxonomy import techniques
from rhetoric.teacher import Teacher, TeacherRecipe, fine_tune, load_teacher, save_teacher
from rhetoric.training_data import TrainingData, fingerprints, training_data

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
    unanswered: int = 0
    """Unlabelled sentences left out because nobody was asked about them."""


def teach(
    documents: Sequence[LabelledDocument],
    development: Sequence[LabelledDocument],
    test: Sequence[LabelledDocument],
    unlabelled: Batch,
    recipe: Recipe,
    cache: Path,
    stage: Stage,
    *,
    ask: bool = True,
) -> Teaching:
    """Fine-tune a teacher, ask it about the unlabelled sentences, and choose settings.

    The teacher learns from `documents`; how much its lesson counts is chosen for each technique by
    average precision on `development`, which it has not seen. Copies of labelled sentences, those
    of `test` too, are no part of the lesson. Teachers and answers are kept in `cache` under a hash
    of all that they hang on; of an encoder only its name counts, see `cache_for`.

    Args:
        documents: what the teacher learns from.
        development: what the choices are made on.
        test: what neither may have seen.
        unlabelled: sentences to ask about.
        recipe: how.
        cache: a folder.
        stage: shows progress.
        ask: Whether sentences without a kept answer are asked about; else they are left out of the
            lesson.

    Raises:
        MissingExtra: there is a sentence to ask about and the extra `teacher` is not installed.
        BadCorpus: nobody is to be asked, and no answers are kept for these labels.
        CannotWrite: there is a sentence to ask about and the cache cannot be written to.
    """
    data = training_data(documents, tuple(techniques()))
    unseen = training_data(development, data.techniques, learn=False)
    rows = distinct_rows(unlabelled, fingerprints((*documents, *development, *test)))
    sentences = [unlabelled.sentences[row] for row in rows.tolist()]
    answers = averaged_answers(data, sentences, recipe, cache, stage, ask=ask)
    answered = ~np.isnan(answers[:, 0])
    columns = {name: answers[answered, i] for i, name in enumerate(data.techniques)}
    lesson = Lesson(unlabelled, rows[answered], columns)
    weighing = stage("Weighing the teacher", fits_to_choose(unseen, recipe))
    choices = choose_on_documents(data, lesson, unseen, recipe, weighing)
    of_technique = dict(zip(data.techniques, choices, strict=True))
    return Teaching(lesson, of_technique, int((~answered).sum()))


def averaged_answers(
    data: TrainingData,
    sentences: Sequence[str],
    recipe: Recipe,
    cache: Path,
    stage: Stage,
    *,
    ask: bool = True,
) -> NDArray[np.float32]:
    """What the recipe's teachers say on average, asked or kept.

    Shape (sentences, techniques + 1), any technique last; NaN for sentences without a kept answer
    if nobody is to be asked.

    Raises:
        MissingExtra: there is a sentence to ask about and the extra `teacher` is not installed.
        BadCorpus: nobody is to be asked, and no answers are kept for these labels.
        CannotWrite: there is a sentence to ask about and the cache cannot be written to.
    """
    path = answers_path(data, recipe, cache)
    kept = read_answers(path, len(data.techniques) + 1)
    if not ask and not len(kept.keys):
        raise BadCorpus(f"{cache}: no answers of teachers that know these labels; ask them anew")
    unasked = np.flatnonzero(np.isnan(kept.of(sentences)[:, 0]))
    if ask and len(unasked):
        _make_writable(cache)
        asked = [sentences[row] for row in unasked.tolist()]
        kept = kept.with_more(asked, _said(data, asked, recipe, cache, stage))
        write_answers(kept, path)
    return kept.of(sentences)


def answers_path(data: TrainingData, recipe: Recipe, cache: Path) -> Path:
    """Where the answers of the recipe's teachers are kept: they hang on the labelled sentences."""
    teachers = [teacher.to_dict() for teacher in recipe.teachers]
    return cache / f"answers-{_hash(teachers, data)}.npz"


def cache_for(recipe: Recipe, cache: Path) -> Path:
    """The part of a cache for the recipe's encoders; those of a name are told apart by content.

    Raises:
        BadEncoder: a folder of the recipe holds none, or cannot be read.
    """
    encoders = {teacher.encoder for teacher in recipe.teachers} - {MINILM}
    return cache.joinpath(*sorted(encoder_digest(encoder) for encoder in encoders))


def _make_writable(cache: Path) -> None:
    """Before a fine-tuning is paid for that could not be kept."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=cache):
            pass
    except OSError as error:
        raise CannotWrite(
            f"{cache}: cannot be written ({error.strerror or error}), and answers of teachers are "
            "kept there; set XDG_CACHE_HOME to another folder"
        ) from None


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
    path = cache / f"teacher-{_hash([how.to_dict()], data)}.safetensors"
    kept = load_teacher(path, len(data.techniques), how)
    if kept is not None:
        return kept
    rows = np.flatnonzero(data.annotated.any(axis=1))
    seen = len(rows) * how.epochs
    name = f"Fine-tuning a teacher, about {minutes(seen, asked)} minutes with its answers"
    learnt = [data.batch.sentences[row] for row in rows.tolist()]
    progress = stage(name, seen)
    teacher = fine_tune(learnt, data.labels[rows], data.annotated[rows], how, progress)
    save_teacher(teacher, path)
    return teacher


def _hash(how: Sequence[dict[str, Any]], data: TrainingData) -> str:
    digest = hashlib.sha256(json.dumps(how, sort_keys=True).encode())
    digest.update("\n".join(data.batch.sentences).encode())
    digest.update(np.packbits(data.labels).tobytes())
    digest.update(np.packbits(data.annotated).tobytes())
    return digest.hexdigest()[:16]
