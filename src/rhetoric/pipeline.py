"""A text's way through the steps: text → sentences → features → scores → annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from rhetoric.annotate import (
    Options,
    PreparedText,
    ScoredRows,
    annotate,
    find,
    thresholds_for,
    which_look_english,
)
from rhetoric.annotations import Document
from rhetoric.batch import Batch
from rhetoric.features import extract
from rhetoric.model import Model
from rhetoric.scores import log_odds, probabilities
from rhetoric.sentences import split_sentences
from rhetoric.text import Text

BATCH_CHARACTERS = 100_000
"""Few enough that the arrays of a batch stay in the processor's cache."""


def score_texts(model: Model, texts: Iterable[Text], options: Options) -> Iterator[Document]:
    """Score texts one after the other, in batches of bounded size.

    Raises:
        UnknownTechnique: the options name a technique that the model does not know.
    """
    thresholds = thresholds_for(model, options)
    for together in batches(texts):
        prepared = [PreparedText(text, *split_sentences(text)) for text in together]
        batch = as_batch(prepared)
        features = extract(model.space, batch)
        chances = probabilities(log_odds(model.weights, features))
        findings = find(model, features, chances, thresholds)
        listed = chances.tolist()
        bounds = np.searchsorted(batch.documents, np.arange(len(prepared) + 1))
        english = which_look_english(model, features, bounds)
        for entry, (first, end), is_english in zip(
            prepared, pairwise(bounds.tolist()), english, strict=True
        ):
            rows = ScoredRows(features, first, is_english, listed[first:end], findings)
            yield annotate(model, entry, rows, options.quotes)


def batches(texts: Iterable[Text]) -> Iterator[list[Text]]:
    """Texts that are scored together, as they come."""
    batch: list[Text] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text.content)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def as_batch(prepared: Sequence[PreparedText]) -> Batch:
    """The sentences that are scored, of several texts; boilerplate is left out."""
    found = [
        (entry.text.content, number, span)
        for number, entry in enumerate(prepared)
        for span in entry.spans
        if span.kind != "boilerplate"
    ]
    return Batch(
        sentences=[content[span.start : span.end] for content, _, span in found],
        documents=[number for _, number, _ in found],
        quoted=[span.voice == "quoted" for _, _, span in found],
        headings=[span.kind == "heading" for _, _, span in found],
    )
