"""A run of sentences on its way through features and scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Batch:
    """Sentences of one or more documents, in order; all sequences have the same length."""

    sentences: Sequence[str]
    documents: Sequence[int]
    """Number of the document that each sentence stands in, never falling."""
    quoted: Sequence[bool]
    """Whether each sentence is another's words."""
    headings: Sequence[bool]

    @classmethod
    def of_single_sentences(cls, sentences: Sequence[str]) -> Batch:
        """Sentences without any context: each is a document of its own."""
        count = len(sentences)
        return cls(sentences, range(count), [False] * count, [False] * count)
