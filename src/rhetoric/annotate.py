"""Probabilities and thresholds in; annotated sentences out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import (
    OPERATING_POINTS,
    Annotation,
    Document,
    Evidence,
    Sentence,
    summarise,
)
from rhetoric.errors import BadOptions
from rhetoric.evidence import ShownParts, evidence_of, most_telling
from rhetoric.features import Features, sums
from rhetoric.model import Model
from rhetoric.quotations import Quotations
from rhetoric.sentences import SentenceSpan
from rhetoric.shares import token_shares
from rhetoric.text import Text

QUOTES = ("mark", "skip", "count")
ALWAYS_AUTHOR = frozenset({"vague_attribution", "appeal_to_authority"})
"""Techniques that lie in how the text attributes: attribution does not make them another's."""
FEWEST_WORDS = 13
ENGLISH_SHARE = 0.65
SMALLEST_VOCABULARY = 3000
"""Words that a model must know to tell English by them."""


@dataclass(frozen=True)
class Options:
    """What is annotated, and where the thresholds lie.

    Raises:
        BadOptions: a value that is not allowed.
    """

    techniques: tuple[str, ...] = ()
    """Techniques to annotate; empty for all that are on by default."""
    threshold: float | None = None
    """One probability for all techniques in place of the operating point's."""
    at: str = "balanced"
    """Operating point: `precise`, `balanced` or `sensitive`."""
    quotes: str = "mark"
    """`mark` annotates others' words and says so; `skip` leaves such annotations out and counts
    them; `count` treats others' words as the author's."""

    def __post_init__(self) -> None:
        if isinstance(self.techniques, str):
            raise BadOptions(f"techniques is a tuple of ids: ({self.techniques!r},)")
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise BadOptions(f"threshold is {self.threshold!r}; give a probability from 0 to 1")
        for name, allowed in (("at", OPERATING_POINTS), ("quotes", QUOTES)):
            if getattr(self, name) not in allowed:
                raise BadOptions(f"{name} is {getattr(self, name)!r}; give {', '.join(allowed)}")


@dataclass(frozen=True)
class PreparedText:
    """A text that has been split into sentences."""

    text: Text
    spans: tuple[SentenceSpan, ...]
    quoted: Quotations


@dataclass(frozen=True)
class Finding:
    """A technique whose probability reaches the threshold."""

    technique: str
    probability: float
    threshold: float
    shares: Sequence[float]
    """Share of the score of each token of the sentence."""
    shown: Sequence[int]
    """The tokens that are shown as evidence."""


@dataclass(frozen=True)
class ScoredRows:
    """A text's rows of a scored batch."""

    features: Features
    first: int
    """Row of the text's first scored sentence."""
    english: bool
    """Whether enough of the text's words are known."""
    probabilities: Sequence[Sequence[float]]
    """For each sentence of the text that is scored, one for each technique."""
    findings: Mapping[int, Sequence[Finding]]
    """Row of the batch to what reaches its threshold."""


def thresholds_for(model: Model, options: Options) -> dict[str, float]:
    """The threshold of each technique that is to be annotated.

    Raises:
        UnknownTechnique: the options name a technique that the model does not know.
    """
    by_default = tuple(t for t in model.techniques if t not in model.experimental)
    wanted = options.techniques or by_default
    model.check_techniques(wanted)
    if options.threshold is not None:
        return dict.fromkeys(wanted, options.threshold)
    return {technique: model.thresholds[technique][options.at] for technique in wanted}


def find(
    model: Model,
    features: Features,
    probabilities: NDArray[np.float64],
    thresholds: Mapping[str, float],
) -> dict[int, list[Finding]]:
    """What reaches its threshold in each sentence of a batch, most probable first."""
    limits = np.array([thresholds.get(technique, np.inf) for technique in model.techniques])
    rows, columns = np.nonzero(probabilities >= limits)
    parts = token_shares(model.weights, features, rows, columns)
    chances = probabilities[rows, columns].tolist()
    shown = features.known.derived(ShownParts, None).parts[features.tokens.ids]
    bounds = features.tokens.bounds
    findings: dict[int, list[Finding]] = {}
    for row, column, chance, part in zip(
        rows.tolist(), columns.tolist(), chances, parts, strict=True
    ):
        technique = model.techniques[column]
        worth = (part * shown[bounds[row] : bounds[row + 1]]).tolist()
        found = Finding(
            technique, chance, thresholds[technique], part.tolist(), most_telling(worth)
        )
        findings.setdefault(row, []).append(found)
    for listed in findings.values():
        listed.sort(key=lambda finding: -finding.probability)
    return findings


def annotate(model: Model, prepared: PreparedText, rows: ScoredRows, quotes: str) -> Document:
    """Turn one text's probabilities into its annotated document."""
    sentences: list[Sentence] = []
    skipped = 0
    row = 0
    text, shown = prepared.text, prepared.text.shown
    blocks = [block.start for block in text.blocks]
    for index, span in enumerate(prepared.spans):
        start, end, kind, voice = span
        scores: dict[str, float] = {}
        kept: tuple[Annotation, ...] = ()
        if kind != "boilerplate":
            scores = dict(zip(model.techniques, rows.probabilities[row], strict=True))
            if rows.first + row in rows.findings:
                found = _annotations(prepared, rows, row, span)
                kept = _kept(found, quotes)
                skipped += len(found) - len(kept)
            row += 1
        block = bisect_right(blocks, start) - 1
        if text.markup is not None:
            start, end = text.sentence_span(start, end)
        sentences.append(
            Sentence(index, start, end, block, shown[start:end], kind, voice, scores, kept)
        )
    return Document(
        source=text.source,
        english=rows.english,
        sentences=tuple(sentences),
        summary=summarise(sentences, skipped),
        text=text.content if text.extracted else None,
    )


def _annotations(
    prepared: PreparedText, rows: ScoredRows, row: int, span: SentenceSpan
) -> tuple[Annotation, ...]:
    tokens = rows.features.tokens
    findings = rows.findings[rows.first + row]
    sentence = tokens.written[rows.first + row]
    last = max((finding.shown[-1] for finding in findings if finding.shown), default=-1)
    spans = tokens.spans(rows.first + row, last + 1)
    found = []
    for finding in findings:
        words = evidence_of(sentence, span.start, spans, finding.shares, finding.shown)
        voice = _voice(finding.technique, span, words, prepared.quoted)
        if prepared.text.markup is not None:
            words = tuple(_placed(prepared.text, word) for word in words)
        found.append(
            Annotation(finding.technique, finding.probability, finding.threshold, voice, words)
        )
    return tuple(found)


def _kept(found: tuple[Annotation, ...], quotes: str) -> tuple[Annotation, ...]:
    if quotes == "skip":
        return tuple(annotation for annotation in found if annotation.voice == "author")
    if quotes == "count":
        return tuple(replace(annotation, voice="author") for annotation in found)
    return found


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


def which_look_english(model: Model, features: Features, bounds: NDArray[np.int64]) -> list[bool]:
    """For each text of a batch, whether enough of its words are known.

    Too few words to tell, in the text or in the model, count as English. The rows of text i are
    `bounds[i]:bounds[i + 1]`.
    """
    if len(model.space.words) < SMALLEST_VOCABULARY:
        return [True] * (len(bounds) - 1)
    is_word = features.known.is_word[features.tokens.ids]
    is_known = is_word & (features.token_words >= 0)
    is_known[is_known] = model.space.frequent[features.token_words[is_known]]
    ends = features.tokens.bounds[bounds]
    words, known = sums(is_word, ends), sums(is_known, ends)
    found: list[bool] = ((words < FEWEST_WORDS) | (known >= ENGLISH_SHARE * words)).tolist()
    return found
