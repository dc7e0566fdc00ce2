"""Teachers for the public benchmark: its labels and unlabelled sentences in; their answers out.

Two teachers of three epochs are best, and take an hour and a half on a slow processor. So the pace
is measured first, and the best plan that the time allows is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click
import numpy as np
from joblib import Parallel, cpu_count, delayed
from numpy.typing import NDArray

from rhetoric.teacher import Teacher, TeacherRecipe, fine_tune

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
