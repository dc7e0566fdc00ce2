"""The public benchmark: does a line of the Propaganda Techniques Corpus carry any technique?

    python -m training.ptc --train DIR --dev DIR --test DIR [--unlabelled FILE...]

Trains the recipe of the shipped model on that corpus's own labels and measures it on its test
articles, beside word TF-IDF with logistic regression. With `--unlabelled` (and the extra `teacher`)
fine-tuned transformers teach it. The threshold is chosen by cross-validation over the training and
development articles; the test labels are read for the report only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from rhetoric.corpus import LabelledDocument, ptc_label_files, ptc_lines, read_corpus
from rhetoric.evaluate import Estimate, average_precision, bootstrap
from rhetoric.features import extract
from rhetoric.fitting import (
    Material,
    Recipe,
    Setting,
    cross_validate,
    fit,
    prepare,
    scaled_matrix,
)
from rhetoric.lesson import Lesson, distinct_rows, read_unlabelled
from rhetoric.settings import choose_by_cross_validation
from rhetoric.taxonomy import techniques
from rhetoric.training_data import TrainingData, fingerprint, folds, training_data

ANY = "any"
WEIGHT = 1.0
"""What an unlabelled sentence counts beside a labelled one."""
REGULARISATIONS = (0.1, 0.3, 1.0, 3.0)

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
def main(
    train_folder: Path,
    dev_folder: Path,
    test_folder: Path,
    unlabelled: tuple[Path, ...],
    teacher_probabilities: Path | None,
    minutes: float,
) -> None:
    """Train, choose the threshold, measure, and print the figures."""
    recipe = Recipe()
    learnt = benchmark_data([train_folder, dev_folder])
    test = benchmark_data([test_folder])
    lesson = _lesson(learnt, unlabelled, teacher_probabilities, minutes)
    click.echo(f"{len(learnt.labels):,} lines to learn from, {len(test.labels):,} to test on")
    space, material = prepare(learnt, recipe, lesson)
    settings = _settings(material, recipe)
    held_out, fold = cross_validate(material, settings, recipe, lambda _: None)
    running = fold >= 0
    held_out, labels = held_out[running], learnt.labels[running]
    coefficients, intercepts = fit(material, settings)
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


def _settings(material: Material, recipe: Recipe) -> list[Setting]:
    """The same for all techniques: what finds any of them best in cross-validation."""
    data = material.data
    any_only = replace(
        data, labels=data.labels[:, :1], annotated=data.annotated[:, :1], techniques=(ANY,)
    )
    weight = WEIGHT if material.lesson is not None else 0.0
    chosen = choose_by_cross_validation(
        replace(material, data=any_only),
        replace(recipe, regularisations=REGULARISATIONS, lesson_weights=(weight,)),
        lambda _: None,
    )
    click.echo(f"chosen in cross-validation: {chosen[0]}")
    return chosen * len(data.techniques)


def benchmark_data(folders: Sequence[Path]) -> TrainingData:
    """Every line that is not blank, with the corpus's own labels; `any` is the first column."""
    documents = [document for folder in folders for document in _every_line(folder)]
    known = [id_ for id_, entry in techniques().items() if entry.names["ptc"]]
    data = training_data(documents, known)
    marked = np.concatenate([_marked(folder) for folder in folders])
    return replace(
        data,
        labels=np.column_stack([marked, data.labels]),
        annotated=np.ones((len(marked), len(known) + 1), dtype=bool),
        techniques=(ANY, *known),
    )


def _every_line(folder: Path) -> list[LabelledDocument]:
    return [
        LabelledDocument(
            document.id,
            tuple(replace(s, kind="prose", boilerplate=False) for s in document.sentences),
        )
        for document in read_corpus(folder)
    ]


def _marked(folder: Path) -> NDArray[np.bool_]:
    """Whether any span, of whatever technique, touches each line that is not blank."""
    found = []
    for article in sorted(folder.glob("*.txt")):
        spans = [
            tuple(map(int, line.split("\t")[2:4]))
            for labels in ptc_label_files(article)
            for line in labels.read_text(encoding="utf-8").splitlines()
        ]
        for start, end, _ in ptc_lines(article.read_text(encoding="utf-8")):
            found.append(any(first < end and last > start for first, last in spans))
    return np.array(found, dtype=bool)


def _lesson(
    learnt: TrainingData, unlabelled: Sequence[Path], kept: Path | None, minutes: float
) -> Lesson | None:
    if not unlabelled:
        return None
    batch = read_unlabelled(unlabelled)
    rows = distinct_rows(batch, {fingerprint(line) for line in learnt.batch.sentences})
    if kept is not None and kept.is_file():
        answers = np.load(kept, allow_pickle=False)
        if len(answers) > len(rows):
            raise click.ClickException(f"{kept}: made for other unlabelled texts; remove it")
    else:
        sentences = [" ".join(batch.sentences[row].split()) for row in rows.tolist()]
        answers = _answers(learnt, sentences, minutes)
        if kept is not None:
            with kept.open("wb") as file:
                np.save(file, answers.astype(np.float16))
    columns = {name: answers[:, i].astype(np.float32) for i, name in enumerate(learnt.techniques)}
    return Lesson(batch, _evenly(rows, len(answers)), columns)


def _answers(learnt: TrainingData, sentences: Sequence[str], minutes: float) -> NDArray[np.float32]:
    """What teachers say of as many of the sentences as the time allows."""
    from training.ptc_teachers import answers, measured_pace, plan_for

    lines = learnt.batch.sentences
    pace = measured_pace(lines, learnt.labels, sentences)
    plan, most = plan_for(pace, len(lines), len(sentences), minutes * 60)
    asked = [sentences[i] for i in _evenly(np.arange(len(sentences)), most).tolist()]
    about = pace.seconds(plan, len(lines), len(asked)) / 60
    click.echo(
        f"{plan.teachers} teachers, {plan.epochs} epochs, {len(asked):,} unlabelled sentences: "
        f"about {about:.0f} minutes"
    )
    return answers(lines, learnt.labels, asked, plan)[:, : len(learnt.techniques)]


def _evenly(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """So many of the rows, from all over."""
    return rows[np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(np.int64)]


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
