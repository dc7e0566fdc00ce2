"""One run of `rhetoric score`: documents for the renderer, and what to tell the user after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from rhetoric.annotate import Options
from rhetoric.annotations import Document, FailedDocument
from rhetoric.blocks import Text
from rhetoric.model import Model
from rhetoric.sources import read_sources

Scorer = Callable[[Iterator[Text]], Iterator[dict[str, Any]]]
"""Makes documents, as the JSON contract has them, of texts as they come."""


def score_here(
    model: Model, options: Options, flagged_only: bool, texts: Iterable[Text]
) -> Iterator[dict[str, Any]]:
    """Documents as the JSON contract has them, scored by this process."""
    for document in model.score_many(texts, options):
        yield (_flagged(document) if flagged_only else document).to_dict()


class ScoringRun:
    """Scores sources as they are read, and remembers failures and notices."""

    def __init__(self, score: Scorer, limit: float | None, input_format: str | None = None) -> None:
        self.failures: list[FailedDocument] = []
        self.notices: list[str] = []
        self.over_limit = False
        self._score = score
        self._limit = limit
        self._input_format = input_format

    def documents(self, sources: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Every document as the JSON contract has it, the failed ones last."""
        texts = read_sources(sources, self._input_format, self.failures)
        for document in self._score(map(self._noted, texts)):
            self._note(document)
            yield document
        for failure in self.failures:
            yield failure.to_dict()

    def _noted(self, text: Text) -> Text:
        if text.notice and text.notice not in self.notices:
            self.notices.append(text.notice)
        return text

    def _note(self, document: dict[str, Any]) -> None:
        if not document["english"]:
            self.notices.append(
                f"{document['source']}: does not look like English; its scores mean nothing"
            )
        if self._limit is not None:
            self.over_limit |= any(
                annotation["voice"] == "author" and annotation["probability"] >= self._limit
                for sentence in document["sentences"]
                for annotation in sentence["annotations"]
            )


def _flagged(document: Document) -> Document:
    """The document without the sentences that carry nothing."""
    return replace(document, sentences=tuple(s for s in document.sentences if s.annotations))
