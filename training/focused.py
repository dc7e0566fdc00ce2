"""The focused second pass: candidates of one technique, judged anew in context.

    python -m training.focused candidates DIR [TECHNIQUE...]
    python -m training.focused merge DIR

`candidates` writes, for each technique, the sentences that carry it so far among those that a
cross-validated model finds most likely to, with their neighbours and without any label. Whoever
reads `DIR/TECHNIQUE-NN.txt` writes `DIR/TECHNIQUE-NN.judged`: `<id> yes` or `<id> no` for every
sentence marked `>>`. `merge` puts the second judgement in place of the first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np

from rhetoric.corpus import LabelledDocument
from rhetoric.errors import BadCorpus
from rhetoric.fitting import Recipe, cross_validate, prepare
from rhetoric.output import write_file
from rhetoric.techniques import techniques
from rhetoric.training_data import training_data
from training.texts import CORPUS, LABEL_FILES, articles, authored

JUDGED = CORPUS / "focused.jsonl"
FEWEST, MOST = 60, 700
"""Sentences without the technique that are judged, beside those with it."""
SHARE = 0.6
NEIGHBOURS = 3
CHUNK = 400


@click.group()
def main() -> None:
    """Judge the candidates of a technique anew."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1, type=click.Choice(list(techniques())))
def candidates(folder: Path, names: tuple[str, ...]) -> None:
    """Write what is to be judged, in chunks of whole articles."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = articles()
    by_id = {document.id: document for document in documents}
    seen = {(e["article"], e["sentence"], e["technique"]) for e in judgements()}
    chances = _chances(documents)
    for technique in names or techniques():
        chosen = _chosen(documents, chances[technique], technique)
        chosen = [place for place in chosen if (*place, technique) not in seen]
        for number, chunk in enumerate(_chunks(chosen)):
            pages = (_page(by_id[name], places) for name, places in chunk)
            write_file(folder / f"{technique}-{number:02}.txt", pages)
        click.echo(f"{technique:<26} {len(chosen):>5} to judge")


@main.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def merge(folder: Path) -> None:
    """Take over what was judged, and say how much changed."""
    second = {
        (technique, *place): yes
        for path in sorted(folder.glob("*.judged"))
        for technique in [path.stem.rsplit("-", 1)[0]]
        for place, yes in _answers(path)
    }
    first: dict[tuple[str, str, int], bool] = {}
    for name in LABEL_FILES:
        _relabel(CORPUS / name, second, first)
    new = [
        {"article": a, "sentence": s, "technique": t, "first": first[t, a, s], "second": yes}
        for (t, a, s), yes in second.items()
    ]
    with JUDGED.open(encoding="utf-8") as lines:
        about = next(lines)
    kept = [*judgements(), *new]
    write_file(JUDGED, [about, *(json.dumps(entry) + "\n" for entry in kept)])
    for technique in techniques():
        pairs = Counter((e["first"], e["second"]) for e in kept if e["technique"] == technique)
        if pairs:
            click.echo(
                f"{technique:<26} judged {pairs.total():>5}  added {pairs[False, True]:>4}  "
                f"dropped {pairs[True, False]:>4}  kappa {kappa(pairs):.2f}"
            )


def judgements() -> Iterator[dict]:
    """What has been judged so far."""
    with JUDGED.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if "about" not in entry:
                yield entry


def kappa(pairs: Counter[tuple[bool, bool]]) -> float:
    """Agreement beyond chance (Cohen 1960) of two yes-or-no judgements."""
    total = pairs.total()
    agreed = (pairs[True, True] + pairs[False, False]) / total
    first = (pairs[True, True] + pairs[True, False]) / total
    second = (pairs[True, True] + pairs[False, True]) / total
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def _chances(documents: Sequence[LabelledDocument]) -> dict[str, dict[tuple[str, int], float]]:
    """Held-out score of each sentence for each technique, by article and index."""
    recipe = Recipe()
    data = training_data((*documents, *authored()), tuple(techniques()))
    _, material = prepare(data, recipe)
    scores, fold = cross_validate(material, recipe, lambda _: None)
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
    documents: Sequence[LabelledDocument], chances: dict[tuple[str, int], float], technique: str
) -> list[tuple[str, int]]:
    carrying = {
        (document.id, index)
        for document in documents
        for index, sentence in enumerate(document.sentences)
        if technique in sentence.labels
    }
    others = sorted((p for p in chances if p not in carrying), key=lambda p: -chances[p])
    count = int(np.clip(SHARE * len(carrying), FEWEST, MOST))
    return sorted([*carrying, *others[:count]])


def _chunks(
    chosen: Sequence[tuple[str, int]],
) -> Iterator[list[tuple[str, list[int]]]]:
    chunk: list[tuple[str, list[int]]] = []
    for name in dict.fromkeys(article for article, _ in chosen):
        chunk.append((name, [index for article, index in chosen if article == name]))
        if sum(len(places) for _, places in chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _page(document: LabelledDocument, places: Sequence[int]) -> str:
    """The candidates of one article, marked, with their neighbours."""
    shown = sorted({place + k for place in places for k in range(-NEIGHBOURS, NEIGHBOURS + 1)})
    lines = [f"##### {document.id}\n"]
    for before, index in zip([None, *shown], shown, strict=False):
        if 0 <= index < len(document.sentences):
            gap = "...\n" if before is not None and before < index - 1 else ""
            mark = f">> [{document.id}:{index}]" if index in places else "  "
            lines.append(f"{gap}{mark} {document.sentences[index].text}\n")
    return "".join([*lines, "\n"])


def _answers(path: Path) -> Iterator[tuple[tuple[str, int], bool]]:
    asked = {
        line[4 : line.index("]")]
        for line in path.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
        if line.startswith(">> [")
    }
    answers = dict(line.split() for line in path.read_text(encoding="utf-8").splitlines() if line)
    if answers.keys() != asked or not set(answers.values()) <= {"yes", "no"}:
        wrong = sorted(answers.keys() ^ asked)[:5]
        raise BadCorpus(f"{path}: not one yes or no for each sentence asked about: {wrong}")
    for place, answer in answers.items():
        article, index = place.rsplit(":", 1)
        yield (article, int(index)), answer == "yes"


def _relabel(
    path: Path,
    second: dict[tuple[str, str, int], bool],
    first: dict[tuple[str, str, int], bool],
) -> None:
    """Rewrite a file of labels; what stood there is added to `first`."""
    by_place: dict[tuple[str, int], dict[str, bool]] = {}
    for (technique, article, index), yes in second.items():
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
                first[technique, article, index] = technique in entry["labels"]
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
