"""The focused second pass: candidates of one technique, judged anew in context.

    python -m training.focused candidates DIR [TECHNIQUE...]
    python -m training.focused disputed DIR [TECHNIQUE...]
    python -m training.focused merge DIR

`candidates` writes sheets (see `training.judging`) of the sentences that carry a technique so far,
among those that a cross-validated model finds most likely to; `disputed` of those on which the
first and the second judgement differ. `merge` takes the answers over: a third judgement decides
where there is one, else the second.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from rhetoric.corpus import LabelledDocument
from rhetoric.fitting import Recipe, Setting, cross_validate, prepare
from rhetoric.output import write_file
from rhetoric.taxonomy import techniques
from rhetoric.training_data import folds, training_data
from training.judging import Place, read_answers, write_sheets
from training.texts import CORPUS, LABEL_FILES, articles, authored, entries

JUDGED = "focused.jsonl"
FEWEST, MOST = 60, 700
"""Sentences without the technique that are judged, beside those with it."""
SHARE = 0.6


@click.group()
def main() -> None:
    """Judge the candidates of a technique anew."""


names_argument = click.argument("names", nargs=-1, type=click.Choice(list(techniques())))
new_folder = click.argument("folder", type=click.Path(path_type=Path))


@main.command()
@new_folder
@names_argument
def candidates(folder: Path, names: tuple[str, ...]) -> None:
    """Write what is to be judged a second time."""
    documents = articles()
    seen = {_key(entry) for entry in entries(JUDGED)}
    chances = _chances(documents)
    for technique in names or techniques():
        chosen = _chosen(documents, chances[technique], technique)
        chosen = [place for place in chosen if (technique, *place) not in seen]
        write_sheets(folder, technique, _sentences(documents), chosen)
        click.echo(f"{technique:<26} {len(chosen):>5} to judge")


@main.command()
@new_folder
@names_argument
def disputed(folder: Path, names: tuple[str, ...]) -> None:
    """Write what is to be judged a third time."""
    sentences = _sentences(articles())
    for technique in names or techniques():
        chosen = [
            (entry["article"], entry["sentence"])
            for entry in entries(JUDGED)
            if entry["technique"] == technique
            and entry["first"] != entry["second"]
            and "third" not in entry
        ]
        write_sheets(folder, technique, sentences, chosen)
        click.echo(f"{technique:<26} {len(chosen):>5} to judge")


@main.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def merge(folder: Path) -> None:
    """Take over what was judged; `python -m training.agreement` says how much changed."""
    answers = read_answers(folder)
    before: dict[tuple[str, str, int], bool] = {}
    for name in LABEL_FILES:
        _relabel(CORPUS / name, answers, before)
    kept = {_key(entry): entry for entry in entries(JUDGED)}
    for key, yes in answers.items():
        if key in kept:
            kept[key]["third"] = yes
        else:
            technique, article, index = key
            place = {"article": article, "sentence": index, "technique": technique}
            kept[key] = place | {"first": before[key], "second": yes}
    with (CORPUS / JUDGED).open(encoding="utf-8") as lines:
        about = next(lines)
    write_file(CORPUS / JUDGED, [about, *(json.dumps(entry) + "\n" for entry in kept.values())])


def _key(entry: dict) -> tuple[str, str, int]:
    return entry["technique"], entry["article"], entry["sentence"]


def _sentences(documents: Sequence[LabelledDocument]) -> dict[str, list[str]]:
    return {document.id: [s.text for s in document.sentences] for document in documents}


def _chances(documents: Sequence[LabelledDocument]) -> dict[str, dict[Place, float]]:
    """Held-out score of each sentence for each technique, by article and index."""
    recipe = Recipe()
    data = training_data((*documents, *authored()), tuple(techniques()))
    _, material = prepare(data, recipe)
    settings = [(Setting(),)] * len(data.techniques)
    fold = folds(data, recipe.folds, recipe.seed)
    scores = cross_validate(material, settings, fold)
    places = [
        (document.id, index)
        for document in documents
        for index, sentence in enumerate(document.sentences)
        if sentence.kind != "boilerplate" and not sentence.boilerplate
    ]
    return {
        technique: {
            place: scores[row, column] for row, place in enumerate(places) if fold[row] >= 0
        }
        for column, technique in enumerate(data.techniques)
    }


def _chosen(
    documents: Sequence[LabelledDocument], chances: dict[Place, float], technique: str
) -> list[Place]:
    carrying = {
        (document.id, index)
        for document in documents
        for index, sentence in enumerate(document.sentences)
        if technique in sentence.labels
    }
    others = sorted((p for p in chances if p not in carrying), key=lambda p: -chances[p])
    count = int(np.clip(SHARE * len(carrying), FEWEST, MOST))
    return [*carrying, *others[:count]]


def _relabel(
    path: Path,
    answers: dict[tuple[str, str, int], bool],
    before: dict[tuple[str, str, int], bool],
) -> None:
    """Rewrite a file of labels; what stood there is added to `before`."""
    by_place: dict[Place, dict[str, bool]] = {}
    for (technique, article, index), yes in answers.items():
        by_place.setdefault((article, index), {})[technique] = yes
    position: Counter[str] = Counter()
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if "labels" in entry and "about" not in entry:
            article, index = entry["article"], position[entry["article"]]
            position[article] += 1
            found = by_place.get((article, index), {})
            for technique in found:
                before[technique, article, index] = technique in entry["labels"]
            if any(yes != (t in entry["labels"]) for t, yes in found.items()):
                _apply(entry, found)
                line = json.dumps(entry, ensure_ascii=False)
        lines.append(line + "\n")
    write_file(path, lines)


def _apply(entry: dict, found: dict[str, bool]) -> None:
    dropped = {technique for technique, yes in found.items() if not yes}
    added = {technique for technique, yes in found.items() if yes}
    entry["labels"] = sorted(set(entry["labels"]) - dropped | added)
    if "trigger" in entry:
        entry["trigger"] = {t: span for t, span in entry["trigger"].items() if t not in dropped}
        if not entry["trigger"]:
            del entry["trigger"]


if __name__ == "__main__":
    main()
