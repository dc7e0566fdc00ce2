"""Spans of text inside quotation marks, also where a quotation runs over several blocks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rhetoric.text import Block, Text

MARK = re.compile(
    r"""
    [\"“”„«»‘’']                                 # first, so that the search can skip to it
    (?:(?<=[\"“”„«»])
      |(?<=[‘'])(?<!\w[‘'])(?=\w)               # a single mark opens before a word
      |(?<=[\w.,!?…][’'])(?!\w))                # and closes after one
    """,
    re.VERBOSE,
)
OPENING = "“„‘"
CLOSING = "”"
ANGLES = "«»"
"""They point outwards in French and inwards in German; set apart by spaces, they are French."""
ELISION = re.compile(r"(?:\d0s|em|tis|twas|til|cause|n)\b", re.IGNORECASE)
"""What may follow an apostrophe that begins a word."""
POSSESSIVE = re.compile(r"s[’'](?=\s[a-z])")
LONGEST_RUN = 4
"""Blocks that one unclosed quotation may go on for."""
Mark = tuple[int, bool, bool]
"""Position of a quotation mark, whether it opens, and whether it is a single one."""


@dataclass(frozen=True)
class Quotations:
    """Sorted, disjoint spans of quoted characters, marks included."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def covered(self, start: int, end: int) -> int:
        """Number of characters of `[start, end)` that are quoted."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end, first)
        total = 0
        for index in range(first, last):
            total += min(end, self.ends[index]) - max(start, self.starts[index])
        return total

    def without(self, content: str, start: int, end: int) -> str:
        """The characters of `content[start:end]` that are not quoted."""
        parts = []
        index = max(0, bisect_right(self.starts, start) - 1)
        while index < len(self.starts) and self.starts[index] < end:
            parts.append(content[start : max(start, self.starts[index])])
            start = max(start, self.ends[index])
            index += 1
        parts.append(content[start:end])
        return " ".join(parts)


def quotations(text: Text) -> Quotations:
    """Find the quoted spans of a text; a block that is another's words is one.

    A quotation left open at the end of a block goes on in the next one when that begins with an
    opening mark, or when the next mark there closes it; otherwise the stray mark is ignored.
    """
    spans: list[tuple[int, int]] = []
    blocks = [block for block in text.blocks if block.kind != "boilerplate"]
    inside = False
    run = 0
    for index, block in enumerate(blocks):
        if block.voice == "quoted":
            spans.append((block.start, block.end))
            inside, run = False, 0
            continue
        block_spans, inside = _block_spans(text.content, block, inside)
        run = run + 1 if inside else 0
        if inside and (
            run >= LONGEST_RUN or not _goes_on(text.content, blocks[index + 1 : index + 2])
        ):
            inside = False
            if run < 2 and not text.content.startswith(('"', "“"), block.start):
                block_spans.pop()
        spans.extend(block_spans)
    return Quotations(tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _goes_on(content: str, following: Sequence[Block]) -> bool:
    for block in following:
        first = next(_marks(content, block), None)
        if first is None:
            return False
        position, opens, single = first
        return not single and (position == block.start or not opens)
    return False


def _block_spans(content: str, block: Block, inside: bool) -> tuple[list[tuple[int, int]], bool]:
    """Quoted spans of one block, and whether the last of them is still open at its end.

    Double marks first; single ones count only outside of them and in pairs: most are apostrophes.
    """
    marks = list(_marks(content, block))
    if not marks:
        return [(block.start, block.end)] if inside else [], inside
    spans, opened = _pairs(content, [m for m in marks if not m[2]], block.start if inside else -1)
    if opened >= 0:
        spans.append((opened, block.end))
    if not any(single for _, _, single in marks):
        return spans, opened >= 0
    double = Quotations(tuple(start for start, _ in spans), tuple(end for _, end in spans))
    outside = [m for m in marks if m[2] and not double.covered(m[0], m[0] + 1)]
    singly, _ = _pairs(content, _without_possessives(content, outside), -1)
    return list(_united(sorted(spans + singly))), opened >= 0


def _pairs(content: str, marks: Sequence[Mark], opened: int) -> tuple[list[tuple[int, int]], int]:
    """Spans from opening to closing marks, and where the one left open begins, or -1."""
    spans = []
    for position, opens, _ in marks:
        if opened < 0:
            opened = position if opens else -1
        elif not opens or (content[position] == "“" and content[opened] == "„"):
            spans.append((opened, position + 1))
            opened = -1
    return spans, opened


def _without_possessives(content: str, marks: Sequence[Mark]) -> list[Mark]:
    """Leave out the apostrophe of `the voters’ anger` where a later mark closes the quotation."""
    kept = []
    closed_later = False
    for mark in reversed(marks):
        position, opens, _ = mark
        if closed_later and not opens and POSSESSIVE.match(content, position - 1):
            continue
        closed_later = not opens and (closed_later or content[position - 1] in ".,!?…")
        kept.append(mark)
    return kept[::-1]


def _united(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join spans that overlap."""
    start, end = -1, -1
    for first, last in spans:
        if first >= end:
            if end > 0:
                yield start, end
            start = first
        end = max(end, last)
    if end > 0:
        yield start, end


def _marks(content: str, block: Block) -> Iterator[Mark]:
    for match in MARK.finditer(content, block.start, block.end):
        mark = match.group()
        position = match.start()
        single = mark in "‘’'"
        before = content[position - 1] if position > block.start else " "
        after = content[position + 1] if position + 1 < block.end else " "
        if mark in OPENING:
            opens = True
        elif mark in CLOSING:
            opens = False
        elif mark in ANGLES and before.isspace() and after.isspace():
            opens = mark == "«"
        else:
            opens = not (before.isalnum() or before in ".,!?…;:)%’'") and not after.isspace()
        if single and opens and ELISION.match(content, position + 1):
            continue
        yield position, opens, single
