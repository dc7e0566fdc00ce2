"""Labels without text and the texts at hand in; labelled documents out.

`corpus/ptc-train.jsonl` refers to lines of the Propaganda Techniques Corpus, `corpus/news.jsonl` to
offsets in articles of other public corpora. Neither text is ours to publish.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rhetoric.corpus import LabelledDocument, Record, document_of_lines, ptc_lines, read_corpus
from rhetoric.errors import BadCorpus
from rhetoric.techniques import techniques

CORPUS = Path(__file__).parent / "corpus"
LABEL_FILES = ("ptc-train.jsonl", "news.jsonl")
CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
"""Where the texts are on the machine that made the model."""


def authored() -> tuple[LabelledDocument, ...]:
    """The sentences written for this project."""
    return read_corpus(CORPUS / "authored.jsonl")


def articles(corpora: Path = CORPORA) -> tuple[LabelledDocument, ...]:
    """All labelled articles.

    Raises:
        BadCorpus: a text is missing, or is not the one that was labelled.
    """
    return (*_ptc_articles(corpora / "ptc" / "train"), *_news_articles(corpora / "news-unlabelled"))


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
        lines = [line.strip() for _, _, line in ptc_lines(path.read_text(encoding="utf-8"))]
        records = [_record(name, lines[entry["line"]], entry) for entry in group]
        yield document_of_lines(name, records, annotated)


def _news_articles(folder: Path) -> Iterator[LabelledDocument]:
    texts = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            texts[article["id"]] = article["text"]
    annotated = frozenset(techniques())
    for name, group in groupby(entries("news.jsonl"), key=lambda entry: entry["article"]):
        listed = list(group)
        text = texts.get(name, "")
        if hashlib.sha256(text.encode()).hexdigest() != listed[0]["sha256"]:
            raise BadCorpus(f"{folder}: {name} is missing or not the text that was labelled")
        records = [
            _record(name, " ".join(text[entry["start"] : entry["end"]].split()), entry)
            for entry in listed[1:]
        ]
        yield document_of_lines(name, records, annotated)


def entries(name: str) -> Iterator[dict]:
    """The objects of a file of labels, without its heading; none where it does not exist."""
    if not (CORPUS / name).is_file():
        return
    with (CORPUS / name).open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if "about" not in entry:
                yield entry


def _record(name: str, text: str, entry: dict) -> Record:
    return Record(name, text, frozenset(entry["labels"]), entry.get("boilerplate", False))
