"""Labels without text and the texts at hand in; labelled documents out.

`corpus/ptc-train.jsonl` refers to lines of the Propaganda Techniques Corpus; `corpus/news.jsonl`
and `corpus/chosen.jsonl` to offsets in articles of other public corpora. No text is ours to
publish.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from rhetoric.corpus import LabelledDocument, Record, document_of_lines, read_corpus
from rhetoric.errors import BadCorpus
from rhetoric.placed_sentences import Taken, taken_for
from rhetoric.ptc_folder import ptc_lines
from rhetoric.taxonomy import techniques
from rhetoric.training_data import fingerprints, without_copies

CORPUS = Path(__file__).parent / "corpus"
LABEL_FILES = ("ptc-train.jsonl", "news.jsonl")
CHOSEN = "chosen.jsonl"
CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
"""Where the texts are on the machine that made the model."""


def authored() -> tuple[LabelledDocument, ...]:
    """The sentences written for this project."""
    return read_corpus(CORPUS / "authored.jsonl")


def everyday() -> tuple[LabelledDocument, ...]:
    """Texts of other genres than news, written for this project; no teacher learns from them."""
    return read_corpus(CORPUS / "everyday.jsonl")


def everyday_test() -> tuple[LabelledDocument, ...]:
    """More of them, written apart, from which nothing learns."""
    return read_corpus(CORPUS / "everyday-test.jsonl")


def articles(corpora: Path = CORPORA) -> tuple[LabelledDocument, ...]:
    """All labelled articles.

    Raises:
        BadCorpus: a text is missing, or is not the one that was labelled.
    """
    return (*_ptc_articles(corpora / "ptc" / "train"), *_news_articles(corpora / "news-unlabelled"))


@dataclass(frozen=True)
class Parts:
    """What is learnt from, what choices are made on, and what is only reported on."""

    learnt: tuple[LabelledDocument, ...]
    development: tuple[LabelledDocument, ...]
    test: tuple[LabelledDocument, ...]
    """Both without the sentences that also stand in what comes before."""


def parts(corpora: Path = CORPORA) -> Parts:
    """All labelled sentences, by what they are for.

    Raises:
        BadCorpus: a text is missing, or is not the one that was labelled.
    """
    listed, everything = split(), articles(corpora)
    held_out = listed["development"] | listed["test"]
    learnt = (*(d for d in everything if d.id not in held_out), *authored(), *chosen(corpora))
    known = fingerprints(learnt)
    development = tuple(d for d in everything if d.id in listed["development"])
    development = without_copies(development, known)
    test = tuple(d for d in everything if d.id in listed["test"])
    return Parts(learnt, development, without_copies(test, known | fingerprints(development)))


def split() -> dict[str, frozenset[str]]:
    """Ids of the articles held out: `development` and `test`."""
    listed = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))
    return {part: frozenset(listed[part]) for part in ("development", "test")}


def _ptc_articles(folder: Path) -> Iterator[LabelledDocument]:
    annotated = frozenset(techniques())
    for name, group in groupby(entries("ptc-train.jsonl"), key=lambda entry: entry["article"]):
        path = folder / f"{name}.txt"
        if not path.is_file():
            raise BadCorpus(f"{path}: this labelled article is missing")
        text = path.read_text(encoding="utf-8")
        lines, listed = list(ptc_lines(text)), list(group)
        places = [lines[entry["line"]][:2] for entry in listed]
        sentences = [lines[entry["line"]][2].strip() for entry in listed]
        records = _records(name, sentences, listed, taken_for(text, places))
        yield document_of_lines(name, records, annotated)


def _news_articles(folder: Path) -> Iterator[LabelledDocument]:
    annotated = frozenset(techniques())
    for name, text, listed in _by_article("news.jsonl", folder):
        places = [_place(entry) for entry in listed]
        sentences = [_words(text, *place) for place in places]
        records = _records(name, sentences, listed, taken_for(text, places))
        yield document_of_lines(name, records, annotated)


def chosen(corpora: Path = CORPORA) -> tuple[LabelledDocument, ...]:
    """Sentences that a model chose, judged for some techniques, each between its neighbours.

    Raises:
        BadCorpus: a text is missing, or is not the one that was judged.
    """
    return tuple(
        document
        for name, text, listed in _by_article(CHOSEN, corpora / "news-unlabelled")
        for document in _with_neighbours(name, text, listed)
    )


def _with_neighbours(article: str, text: str, listed: Sequence[dict]) -> Iterator[LabelledDocument]:
    """Documents in which only the chosen sentence is annotated, and only where it was judged."""
    groups = [
        [tuple(span) for span in (entry["before"], _place(entry), entry["after"]) if span]
        for entry in listed
    ]
    places = list(dict.fromkeys(place for group in groups for place in group))
    taken = dict(zip(places, taken_for(text, places), strict=True))
    for entry, group in zip(listed, groups, strict=True):
        name, here = f"{article}:{entry['start']}", _place(entry)
        records = [
            Record(name, _words(text, *place), frozenset(), False, taken=taken[place])
            for place in group
        ]
        document = document_of_lines(name, records, frozenset())
        sentences = list(document.sentences)
        carried = frozenset(technique for technique, yes in entry["judged"].items() if yes)
        chosen = replace(
            sentences[group.index(here)],
            labels=carried,
            annotated=frozenset(entry["judged"]),
            kind=taken[here].kind,
        )
        sentences[group.index(here)] = chosen
        yield LabelledDocument(name, tuple(sentences))


def _place(entry: dict) -> tuple[int, int]:
    return entry["start"], entry["end"]


def _by_article(name: str, folder: Path) -> Iterator[tuple[str, str, list[dict]]]:
    """Id, text and entries of each article of a file of labels."""
    texts = news_texts(folder.parent)
    for article, group in groupby(entries(name), key=lambda entry: entry["article"]):
        heading, *listed = group
        text = texts.get(article, "")
        if hashlib.sha256(text.encode()).hexdigest() != heading["sha256"]:
            raise BadCorpus(f"{folder}: {article} is missing or not the text that was labelled")
        yield article, text, listed


def news_texts(corpora: Path) -> dict[str, str]:
    """The articles of the other public corpora by id."""
    lines = (
        json.loads(line)
        for path in sorted((corpora / "news-unlabelled").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {article["id"]: article["text"] for article in lines}


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def entries(name: str) -> Iterator[dict]:
    """The objects of a file of labels, without its heading; none where it does not exist."""
    if not (CORPUS / name).is_file():
        return
    with (CORPUS / name).open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if "about" not in entry:
                yield entry


def _records(
    name: str, sentences: Sequence[str], listed: Sequence[dict], taken: Sequence[Taken]
) -> list[Record]:
    """Sentences of an article with their labels, as what scoring takes them for there."""
    return [
        Record(
            name,
            sentence,
            frozenset(entry["labels"]),
            entry.get("boilerplate", False),
            taken=place,
        )
        for sentence, entry, place in zip(sentences, listed, taken, strict=True)
    ]
