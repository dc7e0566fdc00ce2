"""Documents as plain dictionaries in; what the report shows of them, ready for its templates, out.

Everything that the templates escape passes through here as plain strings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor
from typing import Any

from rhetoric.render.wording import percent
from rhetoric.taxonomy import Technique, technique

LEVELS = 5
"""Thicknesses of the line below a word of evidence."""
UNKNOWN_THRESHOLD = 0.5


@dataclass(frozen=True)
class TechniqueRow:
    """A technique in the legend, which is also the chart and the filter."""

    technique: Technique
    code: str
    """Two letters that stand for it where a name has no room."""
    threshold: float
    asked: bool
    """Whether the result was made with this technique on."""
    author: int
    quoted: int


@dataclass(frozen=True)
class Words:
    """Words of evidence in a finding."""

    text: str
    weight: float
    part: int
    """Percent of all the weight that the finding shows."""


@dataclass(frozen=True)
class Finding:
    """An annotation, spelt out."""

    technique: Technique
    percent: str
    out_of_100: int
    voice: str
    threshold: float
    words_for: tuple[Words, ...]
    words_against: tuple[Words, ...]


@dataclass(frozen=True)
class Segment:
    """A run of a sentence that the same evidence covers; the texts add up to the sentence."""

    text: str
    evidence: tuple[tuple[str, int], ...] = ()
    """Technique and level of each annotation that rests on it, the most probable first."""

    @property
    def strongest(self) -> tuple[str, int]:
        """The evidence that is drawn."""
        return max(self.evidence, key=lambda entry: entry[1])


@dataclass(frozen=True)
class SentenceView:
    """A sentence of the text."""

    id: str
    number: int
    start: int
    end: int
    kind: str
    voice: str
    follows_gap: bool
    """Whether sentences before it were left out of the result."""
    touches: bool
    """Whether it follows the sentence before without a space."""
    scores: str
    """Probabilities in the order of the model's techniques; `-` for one that must not be shown."""
    findings: tuple[Finding, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class DocumentView:
    """A document of the report."""

    id: str
    source: str
    english: bool
    summary: dict[str, Any]
    blocks: tuple[tuple[str, tuple[SentenceView, ...]], ...]
    """Kind and sentences of each paragraph, heading or line of boilerplate."""

    @property
    def annotated(self) -> list[SentenceView]:
        """Sentences with findings."""
        return [s for _, sentences in self.blocks for s in sentences if s.findings]


def technique_rows(
    model: dict[str, Any], documents: Sequence[dict[str, Any]]
) -> list[TechniqueRow]:
    """The techniques that were asked for, commonest first, then the others of the model."""
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        for name, voices in document.get("summary", {}).get("techniques", {}).items():
            counts.update({(name, voice): count for voice, count in voices.items()})
    rows = [
        TechniqueRow(
            technique=technique(name),
            code=_code(technique(name).name),
            threshold=_threshold(model, name),
            asked=name in model["applied"],
            author=counts[name, "author"],
            quoted=counts[name, "quoted"],
        )
        for name in model["techniques"]
    ]
    return sorted(rows, key=lambda row: (not row.asked, -row.author - row.quoted))


def _threshold(model: dict[str, Any], name: str) -> float:
    points = model["thresholds"].get(name, {})
    found: float = model["applied"].get(name, points.get("balanced", UNKNOWN_THRESHOLD))
    return found


def _code(name: str) -> str:
    """Initials of the first two telling words, or the first two letters of a single one."""
    words = [word for word in re.split(r"[ -]", name) if word not in ("to", "by")]
    return words[0][0] + words[1][0].lower() if len(words) > 1 else name[:2]


def document_view(number: int, document: dict[str, Any], model: dict[str, Any]) -> DocumentView:
    """A document with its sentences grouped into the blocks of the text."""
    listed = document["sentences"]
    before = [None, *listed]
    views = [
        (sentence["block"], _sentence(f"s{number}-{sentence['index']}", sentence, previous, model))
        for sentence, previous in zip(listed, before, strict=False)
    ]
    grouped = [tuple(view for _, view in run) for _, run in groupby(views, key=lambda v: v[0])]
    return DocumentView(
        id=f"d{number}",
        source=document["source"],
        english=document["english"],
        summary=document["summary"],
        blocks=tuple((sentences[0].kind, sentences) for sentences in grouped),
    )


def _sentence(
    id_: str, sentence: dict[str, Any], previous: dict[str, Any] | None, model: dict[str, Any]
) -> SentenceView:
    index = sentence["index"]
    return SentenceView(
        id=id_,
        number=index + 1,
        start=sentence["start"],
        end=sentence["end"],
        kind=sentence["kind"],
        voice=sentence["voice"],
        follows_gap=index > (previous["index"] + 1 if previous else 0),
        touches=previous is not None and previous["end"] == sentence["start"],
        scores=_scores(sentence, model) if sentence["scores"] else "",
        findings=tuple(_finding(annotation) for annotation in sentence["annotations"]),
        segments=tuple(_segments(sentence)),
    )


def _scores(sentence: dict[str, Any], model: dict[str, Any]) -> str:
    """A score over the threshold without an annotation was left out on purpose: not for display."""
    found = {annotation["technique"] for annotation in sentence["annotations"]}
    return " ".join(
        "-"
        if name not in found and score >= model["applied"].get(name, 2)
        else f"{_floored(score):g}"
        for name in model["techniques"]
        for score in [sentence["scores"].get(name, 0)]
    )


def _floored(probability: float) -> float:
    """Four decimals, never rounded up over a threshold."""
    return floor(probability * 10_000) / 10_000


def _finding(annotation: dict[str, Any]) -> Finding:
    shown = annotation["evidence"]
    total = sum(abs(words["weight"]) for words in shown) or 1
    words = [
        Words(entry["text"], entry["weight"], round(100 * abs(entry["weight"]) / total))
        for entry in sorted(shown, key=lambda entry: -abs(entry["weight"]))
    ]
    probability = _floored(annotation["probability"])
    return Finding(
        technique=technique(annotation["technique"]),
        percent=percent(probability),
        out_of_100=floor(100 * probability + 0.5),
        voice=annotation["voice"],
        threshold=annotation["threshold"],
        words_for=tuple(entry for entry in words if entry.weight >= 0),
        words_against=tuple(entry for entry in words if entry.weight < 0),
    )


def _segments(sentence: dict[str, Any]) -> Iterable[Segment]:
    text, offset = sentence["text"], sentence["start"]
    marks = [
        (words["start"] - offset, words["end"] - offset, annotation["technique"], level)
        for annotation in sentence["annotations"]
        for words, level in _levels(annotation["evidence"])
    ]
    cuts = sorted({0, len(text), *(mark[0] for mark in marks), *(mark[1] for mark in marks)})
    for start, end in zip(cuts, cuts[1:], strict=False):
        covering = [(name, level) for s, e, name, level in marks if s <= start and end <= e]
        yield Segment(text[start:end], tuple(covering))


def _levels(evidence: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], int]]:
    """Words with their share of the weight, in steps from 1 to `LEVELS`."""
    total = sum(max(0.0, words["weight"]) for words in evidence) or 1
    return [
        (words, max(1, round(LEVELS * words["weight"] / total)))
        for words in evidence
        if words["weight"] > 0
    ]
