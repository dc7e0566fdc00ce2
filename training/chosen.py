"""Sentences of unlabelled articles that were chosen for what the teachers say of them, and judged.

    python -m training.chosen candidates DIR [TECHNIQUE...]
    python -m training.chosen merge DIR

Rare techniques need more positives than reading whole articles gives. `candidates` writes sheets
(see `training.judging`) of the sentences that by the teachers' kept answers are likely to carry a
technique and were not judged for it before; `merge` keeps the judgements in
`corpus/chosen.jsonl`. Then the labels have changed: the next `candidates` need new answers, of
`training.teachers`. What is chosen is learnt from only: it has no natural base rate, so it takes
no part in calibration, thresholds or tests.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from rhetoric.output import write_file
from rhetoric.sentences import SentenceSpan, split_sentences
from rhetoric.taxonomy import techniques
from rhetoric.text import text_of
from rhetoric.training_data import fingerprint, fingerprints, training_data
from training.judging import Place, read_answers, write_sheets
from training.teachers import kept_answers
from training.texts import CHOSEN, CORPORA, CORPUS, articles, entries, news_texts, parts

MANY, FEW = 800, 400
"""Candidates of a technique with at least, and with fewer than, `COMMON` positives."""
COMMON = 200
PER_ARTICLE = 4
LONGEST = 500


@click.group()
def main() -> None:
    """Choose sentences worth judging."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("names", nargs=-1, type=click.Choice(list(techniques())))
def candidates(folder: Path, names: tuple[str, ...]) -> None:
    """Write what is to be judged: the likeliest sentences and as many that are less likely."""
    known = parts(CORPORA)
    labels = training_data(known.learnt, tuple(techniques()))
    read = {entry["article"] for entry in entries("news.jsonl")}
    texts = {name: text for name, text in news_texts(CORPORA).items() if name not in read}
    spans = {name: split_sentences(text_of(text))[0] for name, text in texts.items()}
    sentences = {
        name: [texts[name][span.start : span.end] for span in found]
        for name, found in spans.items()
    }
    places = [
        (name, index)
        for name, found in spans.items()
        for index, span in enumerate(found)
        if span.kind != "boilerplate"
    ]
    chances = kept_answers(labels).of([sentences[name][index] for name, index in places])
    usable = _usable(places, sentences, fingerprints(articles())) & ~np.isnan(chances[:, 0])
    judged = _judged(spans)
    positives = labels.labels.sum(axis=0)
    for column, technique in enumerate(techniques()):
        if names and technique not in names:
            continue
        count = MANY if positives[column] >= COMMON else FEW
        new = np.array([(technique, *place) not in judged for place in places])
        chosen = _chosen(chances[:, column], places, usable & new, count)
        write_sheets(folder, technique, sentences, chosen)
        click.echo(f"{technique:<26} {len(chosen):>5} to judge")


@main.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def merge(folder: Path) -> None:
    """Add the answers to `corpus/chosen.jsonl`, as offsets."""
    texts = news_texts(CORPORA)
    judged: dict[str, dict[tuple[int, int], dict]] = {}
    for entry in entries(CHOSEN):
        if "judged" in entry:
            _join(judged.setdefault(entry["article"], {}), entry)
    counts: Counter[tuple[str, bool]] = Counter()
    answers = read_answers(folder)
    articles_judged = {article for _, article, _ in answers}
    spans = {name: split_sentences(text_of(texts[name]))[0] for name in articles_judged}
    for (technique, article, index), yes in answers.items():
        entry = _entry(article, spans[article], index, {technique: yes})
        _join(judged.setdefault(article, {}), entry)
        counts[technique, yes] += 1
    lines = [json.dumps({"about": ABOUT}) + "\n"]
    for article, places in sorted(judged.items()):
        digest = hashlib.sha256(texts[article].encode()).hexdigest()
        lines.append(_line({"article": article, "sha256": digest}))
        lines += [_line(places[place]) for place in sorted(places)]
    write_file(CORPUS / CHOSEN, lines)
    for technique in techniques():
        if counts[technique, True] + counts[technique, False]:
            found, dropped = counts[technique, True], counts[technique, False]
            click.echo(f"{technique:<26} yes {found:>4}  no {dropped:>4}")


ABOUT = (
    "Sentences of corpora/news-unlabelled that a model or the teachers chose, judged for some "
    "techniques only. Each article: a line with its id and the SHA-256 of its text (UTF-8), then "
    "[start, end) in code points of a sentence and of the sentences beside it (null where there is "
    "none); judged: technique -> whether it carries it. To learn from, never to test on."
)


def _line(entry: dict) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _join(places: dict[tuple[int, int], dict], entry: dict) -> None:
    """Add an entry to those of its article; judgements of the same sentence stand together."""
    kept = places.setdefault((entry["start"], entry["end"]), entry)
    kept["judged"] = dict(sorted({**kept["judged"], **entry["judged"]}.items()))


def _entry(article: str, spans: Sequence[SentenceSpan], index: int, found: dict[str, bool]) -> dict:
    near = [spans[i] if 0 <= i < len(spans) else None for i in (index - 1, index + 1)]
    before, after = ([span.start, span.end] if span else None for span in near)
    here = spans[index]
    return {
        "article": article,
        "start": here.start,
        "end": here.end,
        "before": before,
        "after": after,
        "judged": found,
    }


def _judged(spans: Mapping[str, Sequence[SentenceSpan]]) -> set[tuple[str, str, int]]:
    """Technique, article and index of what was judged before."""
    index = {
        (name, span.start): number
        for name, found in spans.items()
        for number, span in enumerate(found)
    }
    return {
        (technique, entry["article"], index[entry["article"], entry["start"]])
        for entry in entries(CHOSEN)
        if (entry.get("article"), entry.get("start")) in index
        for technique in entry["judged"]
    }


def _usable(
    places: Sequence[Place], sentences: dict[str, list[str]], known: frozenset[str]
) -> NDArray[np.bool_]:
    """Distinct sentences of ordinary length that stand in no labelled article."""
    seen = set(known)
    usable = np.zeros(len(places), dtype=bool)
    for row, (name, index) in enumerate(places):
        sentence = sentences[name][index]
        letters = fingerprint(sentence)
        usable[row] = letters not in seen and len(sentence) <= LONGEST
        seen.add(letters)
    return usable


def _chosen(
    chances: NDArray[np.float32], places: Sequence[Place], usable: NDArray[np.bool_], count: int
) -> list[Place]:
    """Half are the likeliest; half are drawn from the five times as many after them."""
    order = [row for row in np.argsort(-chances, kind="stable").tolist() if usable[row]]
    rest = np.random.default_rng(0).permutation(order[count // 2 : 3 * count]).tolist()
    per_article: Counter[str] = Counter()
    chosen: list[Place] = []
    for part, enough in ((order[: 2 * count], count // 2), (rest, count)):
        for row in part:
            name = places[row][0]
            if len(chosen) < enough and per_article[name] < PER_ARTICLE:
                if places[row] not in chosen:
                    chosen.append(places[row])
                    per_article[name] += 1
    return chosen


if __name__ == "__main__":
    main()
