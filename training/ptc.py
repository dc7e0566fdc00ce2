"""The public benchmark: does a line of the Propaganda Techniques Corpus carry any technique?

    python -m training.ptc --train DIR --dev DIR --test DIR [--unlabelled FILE...]

Trains the recipe of the shipped model on that corpus's own labels and measures it on its test
articles, beside word TF-IDF with logistic regression. With `--unlabelled`, fine-tuned transformers
teach it: those whose answers are committed, if they learnt from the same lines, or else ones that
are fine-tuned on the spot (the extra `teacher`). The threshold is chosen by cross-validation over
the training and development articles; the test labels are read for the report only.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from rhetoric.evaluate import Estimate, average_precision, bootstrap
from rhetoric.features import extract
from rhetoric.fitting import (
    Choice,
    Material,
    Recipe,
    cross_validate,
    fit,
    prepare,
    scaled_matrix,
)
from rhetoric.settings import choose_by_cross_validation, only
from rhetoric.training_data import TrainingData, folds
from training.ptc_lines import ANY, benchmark_data
from training.ptc_teachers import lesson_of

WEIGHT = 3.0
"""What an unlabelled sentence counts beside a labelled one."""
REGULARISATIONS = (1.0, 3.0)

paths = click.Path(exists=True, path_type=Path)


@click.command()
@click.option("--train", "train_folder", type=paths, required=True)
@click.option("--dev", "dev_folder", type=paths, required=True)
@click.option("--test", "test_folder", type=paths, required=True)
@click.option("--unlabelled", type=paths, multiple=True, help="Texts; repeatable.")
@click.option(
    "--teacher-probabilities",
    type=click.Path(path_type=Path),
    help="Where the teachers' answers are kept; read if it exists, else written.",
)
@click.option("--minutes", default=30.0, show_default=True, help="How long teaching may take.")
@click.option("--afresh", is_flag=True, help="Fine-tune here, whatever answers are committed.")
def main(
    train_folder: Path,
    dev_folder: Path,
    test_folder: Path,
    unlabelled: tuple[Path, ...],
    teacher_probabilities: Path | None,
    minutes: float,
    afresh: bool,
) -> None:
    """Train, choose the threshold, measure, and print the figures."""
    recipe = Recipe()
    learnt = benchmark_data([train_folder, dev_folder])
    test = benchmark_data([test_folder])
    lesson = lesson_of(learnt, unlabelled, teacher_probabilities, minutes, afresh)
    click.echo(f"{len(learnt.labels):,} lines to learn from, {len(test.labels):,} to test on")
    space, material = prepare(learnt, recipe, lesson)
    choices = _choices(material, recipe)
    fold = folds(learnt, recipe.folds, recipe.seed)
    # Many lines of the test articles are copies too, and its published scorer counts them.
    held_out = cross_validate(material, choices, fold, with_copies=True)
    running = fold >= 0
    held_out, labels = held_out[running], learnt.labels[running]
    coefficients, intercepts = fit(material, choices)
    scores = scaled_matrix(extract(space, test.batch), recipe) @ coefficients + intercepts
    for column, technique in enumerate(learnt.techniques):
        threshold = best_threshold(held_out[:, column], labels[:, column])
        _report(
            technique, scores[:, column], scores[:, column] >= threshold, test.labels[:, column]
        )
    baseline, baseline_decided = word_tf_idf(learnt, test, recipe)
    _report("any, by word TF-IDF", baseline, baseline_decided, test.labels[:, 0])
    decided = scores[:, 0] >= best_threshold(held_out[:, 0], labels[:, 0])
    f1, area = bootstrap(scores[:, 0], decided, test.labels[:, 0], test.documents)
    click.echo(f"test sentence AP {_interval(area)}")
    click.echo(f"test sentence F1 {_interval(f1)}")


def _choices(material: Material, recipe: Recipe) -> list[Choice]:
    """The same for all techniques: what finds any of them best in cross-validation."""
    data = material.data
    weight = WEIGHT if material.lesson is not None else 0.0
    chosen = choose_by_cross_validation(
        replace(material, data=only(data, [data.techniques.index(ANY)])),
        replace(recipe, regularisations=REGULARISATIONS, lesson_weights=(weight,)),
        lambda _: None,
    )
    click.echo(f"chosen in cross-validation: {chosen[0][0]}")
    return chosen * len(data.techniques)


def best_threshold(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    """The score from which flagging gives the best F1."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(int(labels.sum()), 1))
    return float(scores[order[int(np.argmax(f1))]])


def word_tf_idf(
    learnt: TrainingData, test: TrainingData, recipe: Recipe
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Scores and decisions of word 1–2-gram TF-IDF with logistic regression."""
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    matrix = vectoriser.fit_transform(learnt.batch.sentences)
    labels, fold = learnt.labels[:, 0], folds(learnt, recipe.folds, recipe.seed)
    held_out = np.zeros(len(labels))
    for number in range(recipe.folds):
        seen = fold == number
        regression = LogisticRegression(solver="liblinear").fit(matrix[~seen], labels[~seen])
        held_out[seen] = regression.decision_function(matrix[seen])
    regression = LogisticRegression(solver="liblinear").fit(matrix, labels)
    scores = regression.decision_function(vectoriser.transform(test.batch.sentences))
    running = fold >= 0
    return scores, scores >= best_threshold(held_out[running], labels[running])


def _report(
    name: str, scores: NDArray[np.float64], decided: NDArray[np.bool_], labels: NDArray[np.bool_]
) -> None:
    hits = int((decided & labels).sum())
    precision, recall = hits / max(int(decided.sum()), 1), hits / max(int(labels.sum()), 1)
    f1 = 2 * hits / max(int(decided.sum() + labels.sum()), 1)
    area = average_precision(scores, labels)
    click.echo(
        f"{name:<26} positives {int(labels.sum()):>5}  precision {precision:.3f}  "
        f"recall {recall:.3f}  F1 {f1:.3f}  AP {area:.3f}"
    )


def _interval(estimate: Estimate) -> str:
    return f"{estimate.value:.4f} [{estimate.low:.4f}, {estimate.high:.4f}]"


if __name__ == "__main__":
    main()
