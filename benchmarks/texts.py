"""The texts that are measured on, and the labelled sentences that fastText is trained on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rhetoric.retrain import shipped_corpus

ROOT = Path(__file__).parents[1]
SENTENCES_PER_ARTICLE = 30


@dataclass(frozen=True)
class Texts:
    """Articles, and where they come from."""

    origin: str
    articles: tuple[str, ...]


def read_articles(path: Path) -> Texts:
    """Articles of a file with one JSON object a line, each with a `text`."""
    with path.open(encoding="utf-8") as lines:
        return Texts(path.name, tuple(json.loads(line)["text"] for line in lines))


def own_texts() -> Texts:
    """The examples, and articles strung together from the sentences written for this project."""
    examples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").iterdir())]
    sentences = iter(entry["text"] for entry in authored())
    strung = []
    while listed := list(islice(sentences, SENTENCES_PER_ARTICLE)):
        strung.append("\n\n".join(" ".join(listed[i : i + 3]) for i in range(0, len(listed), 3)))
    return Texts("the examples and the authored sentences", (*examples, *strung))


def authored() -> Iterator[dict[str, list[str] | str]]:
    """The labelled sentences that ship with this project."""
    with shipped_corpus().open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
