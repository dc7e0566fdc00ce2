"""Teachers for the public benchmark: its labels and unlabelled sentences in; their answers out.

Where teachers that learnt from the same lines have been asked before, their answers are taken.
Otherwise some are fine-tuned here: two of three epochs are best, and take an hour and a half on a
slow processor, so the pace is measured first, and the best plan that the time allows is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from joblib import Parallel, cpu_count, delayed
from numpy.typing import NDArray

from rhetoric.answers import read_answers
from rhetoric.lesson import Lesson, distinct_rows, read_unlabelled
from rhetoric.teacher import Teacher, TeacherRecipe, fine_tune
from rhetoric.teaching import answers_path
from rhetoric.training_data import TrainingData, fingerprint
from training.teachers import LESSONS, benchmark_recipe

SAMPLE = 640
"""Sentences on which the pace is measured."""


@dataclass(frozen=True)
class Plan:
    """How many teachers there are, and how often each reads the labelled lines."""

    teachers: int
    epochs: int


PLANS = (Plan(2, 3), Plan(2, 2), Plan(1, 3), Plan(1, 2), Plan(1, 1))
"""Best first."""


@dataclass(frozen=True)
class Pace:
    """Sentences per second of the whole machine."""

    learning: float
    answering: float

    def seconds(self, plan: Plan, learnt: int, asked: int) -> float:
        """How long a plan takes."""
        each = learnt * plan.epochs / self.learning + asked / self.answering
        return plan.teachers * each


def lesson_of(
    learnt: TrainingData,
    unlabelled: Sequence[Path],
    kept: Path | None,
    minutes: float,
    afresh: bool,
) -> Lesson | None:
    """What teachers say of the unlabelled texts; none without texts.

    Args:
        learnt: the labelled lines.
        unlabelled: texts.
        kept: where the answers are kept between runs, if anywhere.
        minutes: how long fine-tuning and asking may take.
        afresh: whether teachers are fine-tuned even if answers are committed.
    """
    if not unlabelled:
        return None
    batch = read_unlabelled(unlabelled)
    rows = distinct_rows(batch, {fingerprint(line) for line in learnt.batch.sentences})
    sentences = [batch.sentences[row] for row in rows.tolist()]
    if kept is not None and kept.is_file():
        said = np.load(kept, allow_pickle=False)
        if len(said) != len(rows):
            raise click.ClickException(f"{kept}: made for other unlabelled texts; remove it")
    else:
        said = None if afresh else _committed(learnt, sentences)
        if said is None:
            said = _answers_in_time(learnt, sentences, minutes)
        if kept is not None:
            with kept.open("wb") as file:
                np.save(file, said.astype(np.float16))
    asked = ~np.isnan(said[:, 0])
    columns = {name: said[asked, i].astype(np.float32) for i, name in enumerate(learnt.techniques)}
    return Lesson(batch, rows[asked], columns)


def _committed(learnt: TrainingData, sentences: Sequence[str]) -> NDArray[np.float32] | None:
    """Answers made beforehand, NaN where there is none; nothing if they are for other lines."""
    recipe = benchmark_recipe()
    path = answers_path(learnt, recipe, LESSONS)
    said = read_answers(path, len(learnt.techniques) + 1).of(sentences)
    count = int((~np.isnan(said[:, 0])).sum())
    if not count:
        return None
    click.echo(
        f"{len(recipe.teachers)} teachers fine-tuned on the same lines beforehand, {count:,} of "
        f"{len(sentences):,} unlabelled sentences: {path.name}"
    )
    return said


def _answers_in_time(
    learnt: TrainingData, sentences: Sequence[str], minutes: float
) -> NDArray[np.float32]:
    """What teachers say of as many of the sentences as the time allows, NaN for the others."""
    lines = learnt.batch.sentences
    pace = measured_pace(lines, learnt.labels, sentences)
    plan, most = plan_for(pace, len(lines), len(sentences), minutes * 60)
    rows = np.linspace(0, len(sentences) - 1, min(most, len(sentences))).astype(np.int64)
    asked = [" ".join(sentences[row].split()) for row in rows.tolist()]
    about = pace.seconds(plan, len(lines), len(asked)) / 60
    click.echo(
        f"{plan.teachers} teachers, {plan.epochs} epochs, {len(asked):,} unlabelled sentences: "
        f"about {about:.0f} minutes"
    )
    said = np.full((len(sentences), len(learnt.techniques) + 1), np.nan, dtype=np.float32)
    said[rows] = answers(lines, learnt.labels, asked, plan)
    return said


def plan_for(pace: Pace, learnt: int, asked: int, seconds: float) -> tuple[Plan, int]:
    """The best plan that fits, and how many of the sentences it can be asked about."""
    for plan in PLANS:
        if pace.seconds(plan, learnt, asked) <= seconds:
            return plan, asked
    left = seconds - pace.seconds(PLANS[-1], learnt, 0)
    return PLANS[-1], max(1, int(left * pace.answering))


def answers(
    lines: Sequence[str], labels: NDArray[np.bool_], sentences: Sequence[str], plan: Plan
) -> NDArray[np.float32]:
    """What the teachers say on average; shape (sentences, columns of `labels` + 1)."""
    threads = max(1, cpu_count() // plan.teachers)
    tasks = (
        delayed(_answers)(lines, labels, sentences, TeacherRecipe(plan.epochs, seed=seed), threads)
        for seed in range(plan.teachers)
    )
    return np.asarray(np.mean(Parallel(n_jobs=plan.teachers)(tasks), axis=0), dtype=np.float32)


def measured_pace(
    lines: Sequence[str], labels: NDArray[np.bool_], sentences: Sequence[str]
) -> Pace:
    """How fast this machine is, with a teacher on each of two cores."""
    random = np.random.default_rng(0)
    rows = random.integers(len(lines), size=SAMPLE)
    asked = [sentences[i] for i in random.integers(len(sentences), size=SAMPLE)]
    task = delayed(_paces)([lines[i] for i in rows], labels[rows], asked)
    paces = Parallel(n_jobs=PLANS[0].teachers)([task] * PLANS[0].teachers)
    learning, answering = np.sum(paces, axis=0)
    click.echo(f"{learning:.0f} sentences learnt a second, {answering:.0f} answered", err=True)
    return Pace(learning, answering)


def _answers(
    lines: Sequence[str],
    labels: NDArray[np.bool_],
    sentences: Sequence[str],
    recipe: TeacherRecipe,
    threads: int,
) -> NDArray[np.float32]:
    return _fine_tuned(lines, labels, recipe, threads).probabilities(sentences)


def _paces(
    lines: Sequence[str], labels: NDArray[np.bool_], asked: Sequence[str]
) -> tuple[float, float]:
    learning, answering = _Clock(), _Clock()
    teacher = _fine_tuned(lines, labels, TeacherRecipe(epochs=1), 1, learning)
    teacher.probabilities(asked, answering)
    return learning.pace, answering.pace


def _fine_tuned(
    lines: Sequence[str],
    labels: NDArray[np.bool_],
    recipe: TeacherRecipe,
    threads: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Teacher:
    import torch

    torch.set_num_threads(threads)
    return fine_tune(lines, labels, np.ones(labels.shape, dtype=bool), recipe, progress)


class _Clock:
    """A progress that knows its pace, the first step aside: that one starts things up."""

    def __init__(self) -> None:
        self.done, self.started, self.now = 0, 0.0, 0.0

    def __call__(self, count: int) -> None:
        self.now = time.perf_counter()
        if self.started:
            self.done += count
        else:
            self.started = self.now

    @property
    def pace(self) -> float:
        return self.done / max(self.now - self.started, 1e-9)
