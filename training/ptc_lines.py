"""Folders in the layout of the Propaganda Techniques Corpus in; every line with its labels out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rhetoric.corpus import LabelledDocument, read_corpus
from rhetoric.ptc_folder import ptc_articles, ptc_lines, ptc_spans
from rhetoric.taxonomy import techniques
from rhetoric.training_data import TrainingData, training_data

ANY = "any"


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
            tuple(replace(s, kind=_kept(s.kind), boilerplate=False) for s in document.sentences),
        )
        for document in read_corpus(folder)
    ]


def _kept(kind: str) -> str:
    return "prose" if kind == "boilerplate" else kind


def _marked(folder: Path) -> NDArray[np.bool_]:
    """Whether any span, of whatever technique, touches each line that is not blank."""
    found = []
    for article in ptc_articles(folder):
        spans = list(ptc_spans(article))
        for start, end, _ in ptc_lines(article.read_text(encoding="utf-8")):
            found.append(any(span.start < end and span.end > start for span in spans))
    return np.array(found, dtype=bool)
