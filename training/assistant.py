"""What the teachers said of some sentences in; what a smaller pupil says of the others out.

    python -m training.assistant

The teachers need a GPU. Without one, a MiniLM learns from their answers that are kept (in an hour)
and stands in for them for the texts that they were not asked about, so that the linear model can
learn from more text (Mirzadeh et al. 2020). Prints how well it agrees with the development
articles' labels, which it has not seen, and adds its answers to those in `lessons/`.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from rhetoric.answers import read_answers, write_answers
from rhetoric.evaluate import average_precision
from rhetoric.lesson import distinct_rows, read_unlabelled
from rhetoric.progress import Stage, terminal_stages
from rhetoric.taxonomy import techniques
from rhetoric.teacher import Teacher, TeacherRecipe, imitate
from rhetoric.teaching import answers_path
from rhetoric.training_data import TrainingData, fingerprints, training_data
from training.further_texts import unlabelled_files
from training.teachers import LESSONS, shipped_recipe
from training.texts import CORPORA, parts

RECIPE = TeacherRecipe(epochs=1, seed=1)
DOUBTFUL = 0.04
"""Sentences to whose least chance of any technique the teachers give more are all learnt from."""
CLEAR_PER_SAMPLE = 5
"""One in five of the others is, with fivefold weight."""


@click.command()
@click.option("--corpora", type=click.Path(path_type=Path), default=CORPORA, show_default=True)
def main(corpora: Path) -> None:
    """Fine-tune the pupil, measure it, ask it, and keep its answers."""
    known = parts(corpora)
    data = training_data(known.learnt, tuple(techniques()))
    path = answers_path(data, shipped_recipe(), LESSONS)
    kept = read_answers(path, len(data.techniques) + 1)
    unlabelled = read_unlabelled(unlabelled_files(corpora))
    labelled = fingerprints((*known.learnt, *known.development, *known.test))
    rows = distinct_rows(unlabelled, labelled).tolist()
    sentences = [" ".join(unlabelled.sentences[row].split()) for row in rows]
    answered = ~np.isnan(kept.of(sentences)[:, 0])
    lesson = [sentences[row] for row in np.flatnonzero(answered)]
    asked = [sentences[row] for row in np.flatnonzero(~answered)]
    with terminal_stages() as stage:
        pupil = _taught(lesson, kept.of(lesson), stage)
        unseen = training_data(known.development, data.techniques, learn=False)
        click.echo(f"average precision on development articles {_area(pupil, unseen):.3f}")
        said = pupil.probabilities(asked, stage("Asking the pupil", len(asked)))
    write_answers(kept.with_more(asked, said), path)


def _taught(sentences: list[str], answers: NDArray[np.float32], stage: Stage) -> Teacher:
    doubtful = answers[:, -1] > DOUBTFUL
    sampled = np.random.default_rng(RECIPE.seed).random(len(sentences)) < 1 / CLEAR_PER_SAMPLE
    rows = np.flatnonzero(doubtful | sampled)
    counts = np.where(doubtful[rows], 1, CLEAR_PER_SAMPLE).astype(np.float32)
    weights = np.repeat(counts[:, None], answers.shape[1], axis=1)
    progress = stage("Teaching the pupil", len(rows) * RECIPE.epochs)
    chosen = [sentences[row] for row in rows.tolist()]
    return imitate(chosen, answers[rows], weights, RECIPE, progress)


def _area(pupil: Teacher, unseen: TrainingData) -> float:
    sentences = [" ".join(sentence.split()) for sentence in unseen.batch.sentences]
    return average_precision(pupil.probabilities(sentences)[:, -1], unseen.labels.any(axis=1))


if __name__ == "__main__":
    main()
