"""Step 5: the results, as frozen dataclasses. `to_dict` gives their parts of the JSON contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

VERSION = 1
"""Version of the JSON contract."""
OPERATING_POINTS = ("precise", "balanced", "sensitive")
"""From few false alarms to few misses."""


@dataclass(frozen=True)
class Evidence:
    """Words that raised the score; offsets as those of `Sentence`."""

    start: int
    end: int
    text: str
    weight: float
    """Their exact share of the log-odds."""


@dataclass(frozen=True)
class Annotation:
    """A technique that a sentence probably carries."""

    technique: str
    probability: float
    threshold: float
    voice: str
    """`quoted` where the evidence is another's words, else `author`."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence: `text` is `[start:end]` of what was scored, in code points.

    That is the string or file as it is (`Text.shown`), or `Document.text` where there is one.
    """

    index: int
    start: int
    end: int
    block: int
    """Number of the paragraph, heading or line that it stands in."""
    text: str
    kind: str
    """`prose`, `heading`, `list_item`, `quotation`, or `boilerplate`, which is not scored."""
    voice: str
    """`quoted` where most of it is another's words, else `author`."""
    scores: dict[str, float]
    """Calibrated probability of every technique; empty for boilerplate."""
    annotations: tuple[Annotation, ...]

    def to_dict(self) -> dict[str, Any]:
        """The sentence as the JSON contract has it."""
        annotations = tuple(asdict(annotation) for annotation in self.annotations)
        return {**vars(self), "scores": dict(self.scores), "annotations": annotations}


@dataclass(frozen=True)
class Summary:
    """Counts over a document."""

    sentences: int
    """Sentences that were scored."""
    boilerplate: int
    flagged: int
    """Sentences with at least one annotation."""
    skipped: int
    """Annotations left out because they rest on another's words."""
    techniques: dict[str, dict[str, int]]
    """Technique to its number of annotations by voice, commonest first."""


@dataclass(frozen=True)
class Document:
    """A scored text."""

    source: str
    english: bool
    """False where few words are known to the model: the scores mean nothing."""
    sentences: tuple[Sentence, ...]
    summary: Summary
    text: str | None = None
    """What offsets refer to where that is no file: the text extracted from a page or document."""

    def to_dict(self) -> dict[str, Any]:
        """One entry of `documents` in the JSON contract; `text` only where there is one."""
        sentences = tuple(sentence.to_dict() for sentence in self.sentences)
        entry = {**vars(self), "sentences": sentences, "summary": asdict(self.summary)}
        if self.text is None:
            del entry["text"]
        return entry


@dataclass(frozen=True)
class FailedDocument:
    """A source that could not be read."""

    source: str
    error: str

    def to_dict(self) -> dict[str, Any]:
        """The failure as the JSON contract has it."""
        return asdict(self)


def summarise(sentences: Iterable[Sentence], skipped: int) -> Summary:
    """Count what was found."""
    listed = list(sentences)
    boilerplate = len([s for s in listed if s.kind == "boilerplate"])
    flagged = [s for s in listed if s.annotations]
    voices = Counter((a.technique, a.voice) for s in flagged for a in s.annotations)
    counts: Counter[str] = Counter()
    for (technique, _), count in voices.items():
        counts[technique] += count
    return Summary(
        sentences=len(listed) - boilerplate,
        boilerplate=boilerplate,
        flagged=len(flagged),
        skipped=skipped,
        techniques={
            technique: {voice: voices[technique, voice] for voice in ("author", "quoted")}
            for technique, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        },
    )
