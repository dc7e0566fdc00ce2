"""Labelled sentences in; what scoring takes each for out, by its text or by the lines around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rhetoric.quotations import quotations
from rhetoric.sentences import SentenceSpan, split_sentences
from rhetoric.text import Block, Text, text_of
from rhetoric.voice import voices_of


@dataclass(frozen=True)
class Taken:
    """What scoring takes a sentence for."""

    kind: str
    """`prose`, `heading`, `list_item` or `quotation`."""
    voice: str
    """`author` or `quoted`."""


def taken_for(content: str, places: Iterable[tuple[int, int]]) -> list[Taken]:
    """For each `content[start:end]`, what the sentence that covers most of it is scored as.

    A heading, or the middle of a long quotation, cannot be told from the sentence alone. Where the
    text has boilerplate there, or nothing, it is the author's prose.
    """
    spans = [span for span in split_sentences(text_of(content))[0] if span.kind != "boilerplate"]
    starts = [span.start for span in spans]
    found = []
    for start, end in places:
        first = max(bisect_right(starts, start) - 1, 0)
        last = bisect_right(starts, end)
        best = max(spans[first:last], key=lambda span: _overlap(span, start, end), default=None)
        if best is None or not _overlap(best, start, end):
            found.append(Taken("prose", "author"))
        else:
            found.append(Taken(best.kind, best.voice))
    return found


def voices_of_lines(lines: Sequence[str]) -> list[str]:
    """Whose words each line is, where each line is one sentence of a text that is not at hand."""
    blocks = []
    start = 0
    for line in lines:
        blocks.append(Block(start, start + len(line), "prose"))
        start += len(line) + 1
    text = Text("", "\n".join(lines), tuple(blocks))
    places = [(block.start, block.end) for block in blocks]
    return voices_of(text.content, places, quotations(text))


def _overlap(span: SentenceSpan, start: int, end: int) -> int:
    return max(0, min(span.end, end) - max(span.start, start))
