"""One run of `rhetoric score`: documents for the renderer, and what to tell the user after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from rhetoric.annotate import Options
from rhetoric.annotations import Document, FailedDocument
from rhetoric.blocks import Text
from rhetoric.model import Model
from rhetoric.sources import read_sources


class ScoringRun:
    """Scores sources as they are read, and remembers failures and notices."""

    def __init__(
        self,
        model: Model,
        options: Options,
        flagged_only: bool,
        limit: float | None,
        input_format: str | None = None,
    ) -> None:
        self.failures: list[FailedDocument] = []
        self.notices: list[str] = []
        self.over_limit = False
        self._model = model
        self._options = options
        self._flagged_only = flagged_only
        self._limit = limit
        self._input_format = input_format

    def documents(self, sources: Iterable[str]) -> Iterator[dict[str, Any]]:
        """Every document as the JSON contract has it, the failed ones last."""
        texts = read_sources(sources, self._input_format, self.failures)
        for document in self._model.score_many(map(self._noted, texts), self._options):
            self._note(document)
            yield self._shown(document).to_dict()
        for failure in self.failures:
            yield failure.to_dict()

    def _noted(self, text: Text) -> Text:
        if text.notice and text.notice not in self.notices:
            self.notices.append(text.notice)
        return text

    def _note(self, document: Document) -> None:
        if not document.english:
            self.notices.append(
                f"{document.source}: does not look like English; its scores mean nothing"
            )
        if self._limit is not None:
            self.over_limit |= any(
                annotation.voice == "author" and annotation.probability >= self._limit
                for sentence in document.sentences
                for annotation in sentence.annotations
            )

    def _shown(self, document: Document) -> Document:
        if not self._flagged_only:
            return document
        return replace(document, sentences=tuple(s for s in document.sentences if s.annotations))
