"""Draw and write the report on the shipped model: `training/report/`.

    python -m training.report

Figures of precision, recall, reliability and confusion on the test articles; a learning curve on
the development articles; the most telling words of each technique; the results of `results.json`
and `experiments.json` as tables. Kinds of error are described by hand in `report/errors.md`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rhetoric.batch import Batch
from rhetoric.calibration import calibration_error
from rhetoric.corpus import LabelledDocument
from rhetoric.evaluate import Predictions, average_precision, predict, probability_of_any
from rhetoric.features import extract
from rhetoric.fitting import Recipe, Setting, fit, prepare, scaled_matrix
from rhetoric.model import Model
from rhetoric.model_folder import load
from rhetoric.output import write_file
from rhetoric.plots import write_plots
from rhetoric.scores import log_odds, probabilities
from rhetoric.taxonomy import techniques
from rhetoric.training_data import TrainingData, training_data
from training.gate import FEWEST_POSITIVES
from training.readme import figures
from training.texts import Parts, authored, parts

FOLDER = Path(__file__).parent / "report"
SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
TELLING = 15
KNOWN_WELL = 20
"""Sentences of the training text that a telling word must stand in at least, about."""


def main() -> None:
    """Write the report."""
    known, model = parts(), load()
    predictions = predict(model, known.test)
    write_plots(predictions, FOLDER)
    curve = learning_curve(known)
    write_file(FOLDER / "README.md", [_report(model, predictions, curve)])


def learning_curve(known: Parts) -> list[tuple[int, float, float]]:
    """Labelled sentences learnt from, and average precision for any technique and on the mean."""
    names = tuple(techniques())
    unseen = training_data(known.development, names, learn=False)
    random = np.random.default_rng(0)
    order = random.permutation(len(known.learnt)).tolist()
    points = []
    for share in SHARES:
        taken = [known.learnt[i] for i in sorted(order[: round(share * len(order))])]
        points.append(_measured(taken, unseen))
    own = _measured(authored(), unseen)
    return [*points, own]


def _measured(
    documents: Sequence[LabelledDocument], unseen: TrainingData
) -> tuple[int, float, float]:
    recipe = Recipe()
    data = training_data(documents, unseen.techniques)
    space, material = prepare(data, recipe)
    coefficients, intercepts = fit(material, [(Setting(),)] * len(data.techniques))
    matrix = scaled_matrix(extract(space, unseen.batch), recipe)
    scores = matrix @ coefficients + intercepts
    either = probability_of_any(probabilities(scores))
    areas = [
        average_precision(scores[:, column], unseen.labels[:, column])
        for column in range(len(unseen.techniques))
        if unseen.labels[:, column].sum() >= FEWEST_POSITIVES
    ]
    overall = average_precision(either, unseen.labels.any(axis=1))
    return int(data.annotated.any(axis=1).sum()), overall, float(np.mean(areas))


def telling_words(model: Model) -> dict[str, list[str]]:
    """The words whose score, standing alone, is the highest for each technique."""
    trained = model.card["training"]
    rarest = np.log((trained["sentences"] + trained["unlabelled"]) / KNOWN_WELL) + 1
    words = [
        word
        for word, rarity in zip(model.space.words, model.space.word_idf, strict=False)
        if rarity <= rarest and word.isalpha()
    ]
    features = extract(model.space, Batch.of_single_sentences(words))
    scores = log_odds(model.weights, features)
    return {
        technique: [words[row] for row in np.argsort(-scores[:, column])[:TELLING].tolist()]
        for column, technique in enumerate(model.techniques)
    }


def pooled_calibration_error(predictions: Predictions) -> float:
    """Over all pairs of a sentence and a technique."""
    annotated = predictions.data.annotated
    return calibration_error(
        predictions.probabilities[annotated], predictions.data.labels[annotated]
    )


def _report(
    model: Model, predictions: Predictions, curve: Sequence[tuple[int, float, float]]
) -> str:
    results = json.loads((FOLDER.parent / "results.json").read_text(encoding="utf-8"))
    *points, own = (f"| {n:,} | {overall:.3f} | {mean:.3f} |" for n, overall, mean in curve)
    lines = [
        "# Report on the shipped model",
        "",
        "Made by `python -m training.report`.",
        "",
        "## Results on the test articles",
        "",
        figures(results),
        "Expected calibration error over all techniques: "
        f"{pooled_calibration_error(predictions):.3f}.",
        "",
        "![Precision over recall](precision-recall.png)",
        "![Reliability](reliability.png)",
        "![What is taken for what](confusion.png)",
        "",
        "## Learning curve",
        "",
        "Average precision on the development articles of the linear model alone, without a "
        "teacher, by the number of labelled sentences; the mean is over techniques with "
        f"{FEWEST_POSITIVES} or more positives there.",
        "",
        "| labelled sentences | any technique | mean |",
        "|---|---|---|",
        *points,
        "",
        "From the sentences written for this project alone, which is what `rhetoric train` learns "
        "from on a fresh machine:",
        "",
        "| labelled sentences | any technique | mean |",
        "|---|---|---|",
        own,
        "",
        *_experiments(),
        "## Most telling words",
        "",
        *(f"- `{name}`: {', '.join(words)}" for name, words in telling_words(model).items()),
        "",
        "## Kinds of error",
        "",
        "See [errors.md](errors.md).",
        "",
    ]
    return "\n".join(lines)


def _experiments() -> list[str]:
    path = FOLDER.parent / "experiments.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if not kept:
        return []
    measures = list(next(iter(kept.values())))
    rows = [
        f"| {name} | " + " | ".join(str(found[measure]) for measure in measures) + " |"
        for name, found in kept.items()
    ]
    return [
        "## Experiments",
        "",
        "By `python -m training.experiments`: average precision on the development articles, for "
        "any of the techniques with 200 positives and on their mean (± standard deviation over "
        "resamples of the articles); in ten folds where it says so, over the articles that are not "
        "test articles (± standard deviation over the folds). Variants that are not listed have "
        "not been measured with the features of this model; those in ten folds were measured "
        "before the vocabulary grew.",
        "",
        f"| variant | {' | '.join(measures)} |",
        "|---" * (len(measures) + 1) + "|",
        *rows,
        "",
    ]


if __name__ == "__main__":
    main()
