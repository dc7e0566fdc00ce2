"""Explanations in; a page for people or JSON out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from json import dumps

from rhetoric.errors import UnreadableText
from rhetoric.explain import Explanation, WordShare
from rhetoric.model import Model
from rhetoric.render.text import printable
from rhetoric.render.wording import percent
from rhetoric.taxonomy import techniques

MOST_WORDS = 5
SMALLEST_SHARE = 0.05


def explanation_text(model: Model, sentence: str, wanted: Sequence[str]) -> Iterator[str]:
    """Yield a line for each technique, with the words for it and against it."""
    for entry in _explanations(model, sentence, wanted):
        flagged = entry.probability >= model.thresholds[entry.technique]["balanced"]
        mark = ">" if flagged and entry.technique not in model.experimental else " "
        name = techniques()[entry.technique].name
        yield f"{mark} {percent(entry.probability):>8}  {name:<28}{_words(entry.words)}\n"


def explanation_json(model: Model, sentence: str, wanted: Sequence[str]) -> Iterator[str]:
    """Yield one JSON object with everything."""
    found = [asdict(entry) for entry in _explanations(model, sentence, wanted)]
    yield dumps({"sentence": sentence, "techniques": found}, ensure_ascii=False, indent=1) + "\n"


def _explanations(model: Model, sentence: str, wanted: Sequence[str]) -> list[Explanation]:
    if not sentence.strip():
        raise UnreadableText("the sentence is empty")
    model.check_techniques(wanted)
    return [e for e in model.explain(sentence) if not wanted or e.technique in wanted]


def _words(words: Sequence[WordShare]) -> str:
    telling = sorted((w for w in words if abs(w.weight) >= SMALLEST_SHARE), key=lambda w: -w.weight)
    favour = [word for word in telling if word.weight > 0][:MOST_WORDS]
    against = [word for word in reversed(telling) if word.weight < 0][:MOST_WORDS]
    return "  ".join(f"{printable(word.text)} {word.weight:+.1f}" for word in favour + against)
