"""A folder in the layout of the Propaganda Techniques Corpus in; its lines and spans out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from rhetoric.errors import BadCorpus
from rhetoric.text import read_characters

OFFSET = re.compile("[0-9]{1,12}")


@dataclass(frozen=True)
class Span:
    """Characters of an article that were marked."""

    name: str
    """What the corpus calls the technique."""
    start: int
    end: int
    where: str
    """File and line that say so."""


def ptc_articles(folder: Path) -> list[Path]:
    """The texts.

    Raises:
        BadCorpus: there are none, or none has a file of labels.
    """
    articles = sorted(folder.glob("article*.txt"))
    if not articles:
        raise BadCorpus(
            f"{folder}: holds no articles (article*.txt with article*.labels.tsv beside them)"
        )
    if not any(folder.glob("article*.*label*")):
        raise BadCorpus(
            f"{folder}: holds no labels; give an article*.labels.tsv beside each article, empty "
            "where nothing was marked"
        )
    return articles


def ptc_lines(content: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and characters of every line that is not blank; each is a sentence there."""
    start = 0
    for line in content.split("\n"):
        if line.strip():
            yield start, start + len(line), line
        start += len(line) + 1


def ptc_spans(article: Path) -> Iterator[Span]:
    """What the files of labels beside an article mark in it; without one, nothing is.

    Raises:
        BadCorpus: such a file has a line that cannot be read.
        UnreadableText: it is not UTF-8.
    """
    for labels in sorted(article.parent.glob(f"{escape(article.stem)}.*label*")):
        for number, line in enumerate(read_characters(labels).splitlines(), 1):
            if line.strip():
                yield _span(line, f"{labels}, line {number}")


def _span(line: str, where: str) -> Span:
    fields = line.split("\t")
    if len(fields) < 4 or not all(map(OFFSET.fullmatch, fields[2:4])):
        raise BadCorpus(f"{where}: needs article, technique, start and end")
    return Span(fields[1], int(fields[2]), int(fields[3]), where)
