"""Probabilities and thresholds in; annotated sentences out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import Annotation, Document, Evidence, Sentence, summarise
from rhetoric.errors import UnknownTechnique
from rhetoric.evidence import evidence_of
from rhetoric.features import Features
from rhetoric.model import Model
from rhetoric.quotations import Quotations
from rhetoric.scores import shares
from rhetoric.sentences import SentenceSpan
from rhetoric.text import Text
from rhetoric.tokens import NAME

OPERATING_POINTS = ("precise", "balanced", "sensitive")
QUOTES = ("mark", "skip", "count")
ALWAYS_AUTHOR = frozenset({"vague_attribution", "appeal_to_authority"})
"""Techniques that lie in how the text attributes: attribution does not make them another's."""
FEWEST_WORDS = 8
ENGLISH_SHARE = 0.65


@dataclass(frozen=True)
class Options:
    """What is annotated, and where the thresholds lie."""

    techniques: tuple[str, ...] = ()
    """Techniques to annotate; empty for all that are on by default."""
    threshold: float | None = None
    """One probability for all techniques in place of the operating point's."""
    at: str = "balanced"
    """Operating point: `precise`, `balanced` or `sensitive`."""
    quotes: str = "mark"
    """`mark` annotates others' words and says so; `skip` leaves such annotations out and counts
    them; `count` treats others' words as the author's."""


@dataclass(frozen=True)
class PreparedText:
    """A text that has been split into sentences."""

    text: Text
    spans: tuple[SentenceSpan, ...]
    quoted: Quotations


@dataclass(frozen=True)
class ScoredRows:
    """A text's rows of a scored batch."""

    features: Features
    first: int
    """Row of the text's first scored sentence."""
    probabilities: NDArray[np.float64]
    """Shape (sentences of the text that are scored, techniques)."""


def thresholds_for(model: Model, options: Options) -> dict[str, float]:
    """The threshold of each technique that is to be annotated.

    Raises:
        UnknownTechnique: the options name a technique that the model does not know.
    """
    by_default = tuple(t for t in model.techniques if t not in model.experimental)
    wanted = options.techniques or by_default
    for technique in wanted:
        if technique not in model.techniques:
            known = ", ".join(model.techniques)
            raise UnknownTechnique(f"unknown technique {technique!r}; the model knows: {known}")
    if options.threshold is not None:
        return dict.fromkeys(wanted, options.threshold)
    return {technique: model.thresholds[technique][options.at] for technique in wanted}


def annotate(
    model: Model,
    prepared: PreparedText,
    rows: ScoredRows,
    thresholds: Mapping[str, float],
    quotes: str,
) -> Document:
    """Turn one text's probabilities into its annotated document."""
    sentences: list[Sentence] = []
    skipped = 0
    row = 0
    blocks = [block.start for block in prepared.text.blocks]
    for index, span in enumerate(prepared.spans):
        scores: dict[str, float] = {}
        found: tuple[Annotation, ...] = ()
        if span.kind != "boilerplate":
            values = rows.probabilities[row].tolist()
            scores = dict(zip(model.techniques, values, strict=True))
            found = _annotations(model, prepared, rows, row, span, scores, thresholds)
            row += 1
        kept = tuple(a for a in found if quotes != "skip" or a.voice == "author")
        if quotes == "count":
            kept = tuple(replace(annotation, voice="author") for annotation in kept)
        skipped += len(found) - len(kept)
        start, end = prepared.text.sentence_span(span.start, span.end)
        sentences.append(
            Sentence(
                index=index,
                start=start,
                end=end,
                block=bisect_right(blocks, span.start) - 1,
                text=prepared.text.shown[start:end],
                kind=span.kind,
                voice=span.voice,
                scores=scores,
                annotations=kept,
            )
        )
    return Document(
        source=prepared.text.source,
        english=_looks_english(model, rows, row),
        sentences=tuple(sentences),
        summary=summarise(sentences, skipped),
        text=prepared.text.content if prepared.text.extracted else None,
    )


def _annotations(
    model: Model,
    prepared: PreparedText,
    rows: ScoredRows,
    row: int,
    span: SentenceSpan,
    scores: Mapping[str, float],
    thresholds: Mapping[str, float],
) -> tuple[Annotation, ...]:
    found = []
    for technique, threshold in thresholds.items():
        if scores[technique] < threshold:
            continue
        column = model.techniques.index(technique)
        parts = shares(model.weights, rows.features, rows.first + row, column)
        words = evidence_of(
            prepared.text.content, rows.features.tokens, rows.first + row, parts.tokens
        )
        voice = _voice(technique, span, words, prepared.quoted)
        placed = tuple(_placed(prepared.text, word) for word in words)
        found.append(Annotation(technique, scores[technique], threshold, voice, placed))
    return tuple(sorted(found, key=lambda annotation: -annotation.probability))


def _placed(text: Text, word: Evidence) -> Evidence:
    """The evidence where it stands in the file."""
    start, end = text.span(word.start, word.end)
    return replace(word, start=start, end=end, text=text.shown[start:end])


def _voice(
    technique: str, span: SentenceSpan, words: Sequence[Evidence], quoted: Quotations
) -> str:
    """Whose words the evidence is: by the quotation marks around it, else the sentence's voice."""
    weight = sum(word.weight for word in words)
    inside = sum(word.weight for word in words if quoted.covered(word.start, word.end))
    if weight and inside > weight / 2:
        return "quoted"
    if technique in ALWAYS_AUTHOR:
        return "author"
    return span.voice


def _looks_english(model: Model, rows: ScoredRows, count: int) -> bool:
    """Whether enough of the words are known; too few words to tell count as English."""
    tokens = rows.features.tokens
    bounds = tokens.bounds[[rows.first, rows.first + count]]
    texts = (tokens.texts[i] for i in tokens.ids[bounds[0] : bounds[1]].tolist())
    listed = [text for text in texts if text[0].isalpha() or text.startswith(NAME)]
    known = sum(word in model.space.frequent for word in listed)
    return len(listed) < FEWEST_WORDS or known >= ENGLISH_SHARE * len(listed)
